"""`iac-crosswalk check`: attributes that do not exist, in programs and templates, and what to write
instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def _list_rules(ctx: click.Context, option: click.Parameter, asked: bool) -> None:
    if asked:
        width = max(map(len, RULES))
        for rule, what in RULES.items():
            click.echo(f"{rule:{width}}  {'warning' if rule in WARNINGS else 'error':7}  {what}")
        ctx.exit()


def _explain(ctx: click.Context, option: click.Parameter, rule: str | None) -> None:
    if rule is not None:
        level = (
            "warning: it leaves the exit status alone, unless --strict is given"
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
    help="Report this rule's findings alone; may be repeated.",
)
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    type=_RULE,
    help="Leave this rule's findings out; may be repeated.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 also where there are only warnings.")
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
    line silences a finding. Exit status: 0 nothing found, or warnings alone (`--list-rules` shows
    which rules warn); 1 findings; 2 wrong use or nothing to check by.

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
    found = counts.counted(run_checks(paths, knowledge, progress, any_version, rules))
    again = Again(knowledge, any_version)
    if show_diff:
        pieces: Iterator[str] = (
            diff(source, confirmed(source, findings, again)) for source, findings, _ in found
        )
    else:
        pieces = FORMATS["json" if as_json else form](
            _fixing(found, counts, again) if fix else found
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
    ctx.exit(2 if nothing or counts.left_out & set(paths) else 0)


def _about(pin: Pin, count: int, there: Known) -> str:
    """The message about files whose project requires another major version."""
    files = f"{count} file{'s' if count != 1 else ''}"
    asks = f"{pin.file}: asks for {pin.package} {pin.wanted}"
    if not pin.judged:
        known_here = f"{there.oldest} to {there.version}" if there.oldest else there.version
        return (
            f"{asks}, and {known_here} is known here; {files} not checked (--any-version checks"
            " them)"
        )
    since = f"no version from {pin.lowest} to" if pin.lowest else "no version up to"
    return (
        f"{asks}; {files} checked for names that {since} {there.version} has (--any-version: that"
        f" {there.version} has not)"
    )


class Counts:
    """The totals of a run: files and findings, and how many of those can be or were fixed."""

    def __init__(self) -> None:
        self.files = self.findings = self.warnings = self.fixable = self.fixed = 0
        self.pinned: dict[Pin, int] = {}
        """Pin → the number of files that it applies to."""
        self.left_out: set[Path] = set()

    def counted(self, checked: Iterable[Checked]) -> Iterator[Checked]:
        for one in checked:
            if one.pin is not None:
                self.pinned[one.pin] = self.pinned.get(one.pin, 0) + 1
            left_out = one.pin is not None and not one.pin.judged
            if left_out:
                self.left_out.add(one.source.path)
            self.files += not left_out or bool(one.findings)
            warnings = sum(each.level == "warning" for each in one.findings)
            self.findings += len(one.findings) - warnings
            self.warnings += warnings
            self.fixable += len(edits(one.findings))
            yield one

    def summary(self, shown: bool) -> str:
        """One line for the end of a run."""
        found = _several(self.findings, "finding") + (
            f" and {_several(self.warnings, 'warning')}" if self.warnings else ""
        )
        found += f" in {_several(self.files, 'file')}"
        if self.fixed:
            return f"{self.fixed} fixed; {found} left"
        return found + (
            f"; {self.fixable} can be fixed with --fix" if self.fixable and not shown else ""
        )


def _several(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"


class Again:
    """Reads a file as it would be after its replacements."""

    def __init__(self, knowledge: KnowledgeBase, any_version: bool) -> None:
        self._knowledge = knowledge
        self._versions = {} if any_version else known(knowledge)
        self._advisor: Advisor | None = None

    def __call__(self, source: Source) -> list[Finding]:
        self._advisor = self._advisor or Advisor(self._knowledge)
        checked = check_source(source, self._advisor, self._versions)
        return checked.findings if checked else []


def _fixing(checked: Iterable[Checked], counts: Counts, again: Again) -> Iterator[Checked]:
    """Writes each file's certain replacements and yields the remaining findings."""
    for source, findings, _ in checked:
        chosen = edits(findings)
        if not chosen:
            yield Checked(source, findings)
            continue
        after = confirmed(source, findings, again)
        if after == source.data:
            click.echo(
                f"{source.path}: not changed: with its replacements, it would have other findings",
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
        written = set(chosen)
        left = [finding for finding in findings if finding.fix not in written]
        counts.fixed += len(findings) - len(left)
        counts.findings -= len(findings) - len(left)
        yield Checked(source, left)
