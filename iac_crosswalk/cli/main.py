"""The command `iac-crosswalk`. Each subcommand is in a module of iac_crosswalk/cli/ or builder/,
which is imported only when the subcommand runs.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import sys
from typing import Any

import click

from iac_crosswalk import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("builder.cli:build", "Build the knowledge base from the pinned packages."),
    "serve": (
        "iac_crosswalk.cli.serve:serve",
        "Serve the knowledge base with Datasette; build it first if there is none.",
    ),
    "mcp": (
        "iac_crosswalk.cli.mcp:mcp",
        "Serve the tools for agents over standard input and output (MCP).",
    ),
    "translate": (
        "iac_crosswalk.cli.translate:translate",
        "Translate an attribute from one system to others.",
    ),
    "resource": (
        "iac_crosswalk.cli.browse:resource",
        "Show one resource: attributes, counterparts, pitfalls.",
    ),
    "search": ("iac_crosswalk.cli.browse:search", "Find resources and attributes by words."),
    "check": (
        "iac_crosswalk.cli.check:check",
        "Report attributes that do not exist in programs and templates, and fix them.",
    ),
    "report": (
        "iac_crosswalk.cli.report:report",
        "Translate everything that a template or a plan uses to another system.",
    ),
    "export": (
        "iac_crosswalk.cli.export:export",
        "Write the knowledge base as SSSOM, JSON Lines, CSV, Parquet or a slim SQLite file.",
    ),
    "coverage": (
        "builder.evaluation.command:coverage",
        "Show the share of attributes, or of real use, that has an answer.",
    ),
    "evaluate": (
        "builder.cli:evaluate",
        "Score the knowledge base against independent pairs; draw and score samples.",
    ),
    "curate": (
        "builder.curating.command:curate",
        "Write the mapping file of a type, or add the rows that are not judged yet.",
    ),
    "verify": (
        "builder.cli:verify",
        "Check the curated mappings by the rules that build requires.",
    ),
    "drift": (
        "iac_crosswalk.cli.drift:command",
        "Show what was added, removed and renamed between two versions of a tool.",
    ),
    "diff": (
        "builder.cli:diff",
        "Show the answers added, removed and changed between two built files.",
    ),
}
"""Name → (its function, its line in the help). Thanks to this table, `--help` and `--version`
import nothing else.
"""


EXTRAS = {
    "yaml": "check",
    "tree_sitter": "check",
    "tree_sitter_hcl": "check",
    "tree_sitter_typescript": "check",
    "datasette": "serve",
    "uvicorn": "serve",
    "jinja2": "serve",
    "mcp": "mcp",
    "pydantic": "mcp",
    "duckdb": "export",
}
"""Module → the extra that installs it. Every other module, and every module that the builder needs,
is in the extra `build`.
"""


class Lazy(click.Group):
    """Imports a command on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


def _version(ctx: click.Context, option: click.Parameter, show: bool) -> None:
    if show:
        from iac_crosswalk.store.file import data_version

        click.echo(f"iac-crosswalk {__version__}, data {data_version() or 'unknown'}")
        ctx.exit()


@click.group(
    cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120}
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the versions of the code and of the data.",
)
def cli() -> None:
    """Find the names of one infrastructure tool's AWS attributes in the others.

    Systems: cloudformation, terraform, pulumi, boto3, cdk.

    \b
    Example:
      iac-crosswalk translate ConfigurationEndPoint.Address -r AWS::ElastiCache::ReplicationGroup
    """


def main(arguments: list[str] | None = None) -> Any:
    """Runs the command. Exit status: 0 fine, 1 findings or no answer, 2 wrong use. Errors are one
    line on standard error.
    """
    if arguments is None:
        # The process is ours. At its end Python would search all that is left for garbage, twice;
        # every file that a command writes is closed by then.
        atexit.register(gc.freeze)
    try:
        status = cli.main(arguments, "iac-crosswalk", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()  # without arguments: the whole help, and status 2 as for any wrong use
        sys.exit(2)
    except click.UsageError as error:
        hint = f" (see `{error.ctx.command_path} --help`)" if error.ctx else ""
        fail(f"{' '.join(error.format_message().split()).rstrip('.')}{hint}", 2)
    except click.ClickException as error:
        fail(error.format_message(), 2)
    except (click.Abort, KeyboardInterrupt):
        fail("stopped", 130)
    except ModuleNotFoundError as error:
        if not error.name or error.name.split(".")[0] in ("iac_crosswalk", "builder"):
            raise
        extras = {} if "builder" in sys.modules else EXTRAS
        extra = extras.get(error.name.split(".")[0], "build")
        fail(
            f"this needs {error.name}, which is not installed; run pip install"
            f" 'iac-crosswalk[{extra}]'",
            2,
        )
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        from iac_crosswalk.store.file import KnowledgeBaseError  # here: the help needs no sqlite3

        if not isinstance(error, KnowledgeBaseError):
            raise
        fail(str(error), 2)


def fail(message: str, status: int) -> None:
    """Ends the program with `message` on standard error."""
    print(f"iac-crosswalk: {message}", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
