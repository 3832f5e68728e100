"""`iac-crosswalk check`: finds attributes that do not exist in programs and templates, and their
replacements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import click

from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.check.findings import RULES, WARNINGS, Finding
from iac_crosswalk.check.fixing import confirmed, diff, edits, write
from iac_crosswalk.check.formats import FORMATS
from iac_crosswalk.check.run import Checked, check_source, unsupported_files
from iac_crosswalk.check.run import check as run_checks
from iac_crosswalk.check.versions import Known, Pin, known
from iac_crosswalk.cli.common import DATABASE, Progress, open_knowledge_base
from iac_crosswalk.programs.source import Source

_ADDRESS = "docs/checking.md#"


def _list_rules(ctx: click.Context, option: click.Parameter, show: bool) -> None:
    if show:
        width = max(map(len, RULES))
        for rule, meaning in RULES.items():
            click.echo(f"{rule:{width}}  {'warning' if rule in WARNINGS else 'error':7}  {meaning}")
        ctx.exit()


def _explain(ctx: click.Context, option: click.Parameter, rule: str | None) -> None:
    if rule is not None:
        level = (
            "warning: it changes the exit status only with --strict"
            if rule in WARNINGS
            else "error"
        )
        click.echo(
            f"{rule} ({level})\n{RULES[rule]}\nSee {_ADDRESS}{rule}. A comment `crosswalk:"
            f" ignore[{rule}]` on its line silences it."
        )
        ctx.exit()


_RULE = click.Choice(list(RULES))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--fix", is_flag=True, help="Write the replacements that are certain into the files.")
@click.option(
    "--diff", "show_diff", is_flag=True, help="Show what --fix would write, and write nothing."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--any-version",
    is_flag=True,
    help="Check with the known version, also where a project requires another provider version.",
)
@click.option(
    "--select",
    "selected",
    multiple=True,
    type=_RULE,
    help="Report only the findings of this rule; may be repeated.",
)
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    type=_RULE,
    help="Leave out the findings of this rule; may be repeated.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 also if there are only warnings.")
@click.option(
    "--list-rules",
    is_flag=True,
    callback=_list_rules,
    help="Show the rules, and exit.",
    is_eager=True,
    expose_value=False,
)
@click.option(
    "--explain",
    type=_RULE,
    callback=_explain,
    help="Show what a rule means, and exit.",
    is_eager=True,
    expose_value=False,
)
@DATABASE
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    fix: bool,
    show_diff: bool,
    form: str,
    as_json: bool,
    any_version: bool,
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
    strict: bool,
    db: Path | None,
) -> None:
    """Report attributes that do not exist, and what to write instead.

    PATHS are files or folders: Pulumi programs in Python, TypeScript and YAML, CloudFormation and
    SAM templates, Terraform configuration (HCL and JSON) and tests, CDK programs in Python and
    TypeScript, boto3 programs. Nothing is executed. A comment `# crosswalk: ignore[RULE]` on its
    line silences a finding. Exit status: 0 no findings, or only warnings (`--list-rules` shows
    which rules warn); 1 findings; 2 wrong use, or a file that could not be checked.

    \b
    Examples:
      iac-crosswalk check infrastructure/
      iac-crosswalk check __main__.py --diff
      iac-crosswalk check . --format sarif > crosswalk.sarif
      iac-crosswalk check . --ignore deprecated
      iac-crosswalk check --explain not-gettable
    """
    if fix and show_diff:
        raise click.UsageError("--diff shows what --fix would write; give one of them", ctx)
    counts, progress = Counts(), Progress()
    knowledge = open_knowledge_base(db)
    rules = [rule for rule in selected or RULES if rule not in ignored]
    checked = counts.counted(run_checks(paths, knowledge, progress, any_version, rules))
    again = Again(knowledge, any_version)
    if show_diff:
        pieces: Iterator[str] = (
            diff(source, confirmed(source, findings, again)) for source, findings, _ in checked
        )
    else:
        pieces = FORMATS["json" if as_json else form](
            _fixing(checked, counts, again) if fix else checked
        )
    for piece in pieces:
        click.echo(piece, nl=False)
    progress.end()
    for pin, files in counts.pinned.items():
        click.echo(_about(pin, files, known(knowledge)[pin.package]), err=True)
    unread = unsupported_files(paths)
    for path in unread:
        click.echo(f"{path}: unsupported file type; see docs/checking.md", err=True)
    click.echo(counts.summary(show_diff), err=True)
    nothing = bool(unread) and not counts.files
    failed = counts.findings or (strict and counts.warnings)
    if failed:
        ctx.exit(1)
    left_out = counts.left_out and counts.left_out.intersection(paths)
    ctx.exit(2 if nothing or left_out else 0)


def _about(pin: Pin, count: int, known_version: Known) -> str:
    """The message about files whose project requires another major version."""
    files, newest = _several(count, "file"), known_version.version
    requires = f"{pin.file}: requires {pin.package} {pin.requirement}"
    if not pin.in_history:
        covered = f"{known_version.oldest} to {newest}" if known_version.oldest else newest
        return (
            f"{requires}, but the known versions are {covered}; {files} not checked (--any-version"
            " checks them)"
        )
    since = f"no version from {pin.lowest} to" if pin.lowest else "no version up to"
    return (
        f"{requires}; {files} checked for names that {since} {newest} has (--any-version: for names"
        f" that {newest} does not have)"
    )


class Counts:
    """The totals of a run: files and findings, and how many of those can be or were fixed."""

    def __init__(self) -> None:
        self.files = self.findings = self.warnings = self.fixable = self.fixed = 0
        self.pinned: dict[Pin, int] = {}
        """Pin → the number of files that it applies to."""
        self.left_out: set[Path] = set()
        """The files that were not checked, because their project requires an unknown version."""

    def counted(self, files: Iterable[Checked]) -> Iterator[Checked]:
        for file in files:
            if file.pin is not None:
                self.pinned[file.pin] = self.pinned.get(file.pin, 0) + 1
            left_out = file.pin is not None and not file.pin.in_history
            if left_out:
                self.left_out.add(file.source.path)
            self.files += not left_out or bool(file.findings)
            if file.findings:
                warnings = sum(each.level == "warning" for each in file.findings)
                self.findings += len(file.findings) - warnings
                self.warnings += warnings
                self.fixable += len(edits(file.findings))
            yield file

    def summary(self, is_diff: bool) -> str:
        """One line for the end of a run."""
        text = _several(self.findings, "finding")
        if self.warnings:
            text += f" and {_several(self.warnings, 'warning')}"
        text += f" in {_several(self.files, 'file')}"
        if self.fixed:
            return f"{self.fixed} fixed; {text} left"
        if self.fixable and not is_diff:
            text += f"; {self.fixable} can be fixed with --fix"
        return text


def _several(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"


class Again:
    """Checks a file in memory, with its replacements, before it is written."""

    def __init__(self, knowledge: KnowledgeBase, any_version: bool) -> None:
        self._knowledge = knowledge
        self._any_version = any_version

    @cached_property
    def _needed(self) -> tuple[Advisor, Mapping[str, Known]]:
        versions = {} if self._any_version else known(self._knowledge)
        return Advisor(self._knowledge), versions

    def __call__(self, source: Source) -> list[Finding]:
        checked_file = check_source(source, *self._needed)
        return checked_file.findings if checked_file else []


def _fixing(checked: Iterable[Checked], counts: Counts, again: Again) -> Iterator[Checked]:
    """Writes each file's certain replacements and yields the remaining findings."""
    for source, findings, _ in checked:
        replacements = edits(findings)
        if not replacements:
            yield Checked(source, findings)
            continue
        after = confirmed(source, findings, again)
        if after == source.data:
            click.echo(
                f"{source.path}: not changed: its replacements would lead to other findings",
                err=True,
            )
            yield Checked(source, findings)
            continue
        try:
            write(source, after)
        except OSError as error:
            raise click.ClickException(
                f"{source.path}: cannot be written ({error.strerror}); fix its permissions"
            ) from error
        applied = set(replacements)
        remaining = [finding for finding in findings if finding.fix not in applied]
        counts.fixed += len(findings) - len(remaining)
        counts.findings -= len(findings) - len(remaining)
        yield Checked(source, remaining)
