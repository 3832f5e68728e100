"""The stack, and the parts of a sheet besides its entries, in the HTML worksheet."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from iac_crosswalk.report.formats import parts
from iac_crosswalk.report.formats.words import printable
from iac_crosswalk.report.worksheet import Sheet, StackSheet, Target
from iac_crosswalk.vocabulary import TITLES


def text(content: str) -> str:
    """Text in which nothing acts."""
    return escape(printable(content))


def code(name: str) -> str:
    """A name, which may go on in the next line behind its separators."""
    return f"<code>{text(name).replace('.', '.<wbr>').replace('::', '::<wbr>')}</code>"


def stack(found: StackSheet, to: str) -> Iterator[str]:
    """A table for each part of the stack."""
    for title, lines in parts.sections(found):
        rows = "".join(
            f"<tr><td>{code(line.name)} {text(line.about)}</td>"
            f"<td>{code(line.there) if line.there else ''}</td>"
            f"<td>{''.join(f'<p>{text(note)}</p>' for note in line.notes)}</td></tr>"
            for line in lines
        )
        head = "".join(
            f'<th scope="col">{name}</th>' for name in ("here", escape(TITLES[to]), "what to know")
        )
        yield (
            f'<details open class="first stack"><summary><h3 style="display:inline">{title}'
            f' ({len(lines)})</h3></summary><div class="scroll"><table><thead><tr>{head}</tr>'
            f"</thead><tbody>{rows}</tbody></table></div></details>"
        )


def required(target: Target) -> str:
    """What has to be written in a target besides, as a list."""
    lines = "".join(f"<li>{code(line)}</li>" for line in parts.required(target))
    return f" <span class=soft>required besides:</span><ul>{lines}</ul>" if lines else ""


def about(sheet: Sheet) -> Iterator[str]:
    """Defaults that differ, and keys beside Properties, each as the inside of a line."""
    for line in parts.warned(sheet):
        yield f"<b>Default differs.</b> {text(line)}"
    for outside in sheet.outside:
        name, there, note = parts.beside(outside)
        yield " ".join(
            each for each in (code(name), f"→ {code(there)}" if there else "", text(note)) if each
        )
