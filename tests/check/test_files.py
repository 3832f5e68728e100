"""Which files are found and read, where a finding stands, and which comments silence it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from iac_crosswalk.programs import source as reading
from iac_crosswalk.programs.files import find, read
from iac_crosswalk.programs.source import Source, Unreadable

SUFFIXES = {".py", ".tf"}


def names(folder: Path, *paths: Path) -> list[str]:
    return [
        str(item.relative_to(folder))
        for item in find(paths or (folder,), SUFFIXES)
        if isinstance(item, Path)
    ]


def test_folders_are_walked_in_order_and_others_code_is_left_out(tmp_path: Path) -> None:
    for name in (
        "b/x.py",
        "b/a/y.tf",
        "a.py",
        "notes.md",
        "node_modules/z.py",
        ".venv/v.py",
        "b/.git/g.py",
        "b/.terraform/t.tf",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert names(tmp_path) == ["a.py", "b/x.py", "b/a/y.tf"]
    assert names(tmp_path, tmp_path / "notes.md", tmp_path / "node_modules") == [
        "notes.md",
        "node_modules/z.py",
    ]


def test_links_to_folders_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.py").touch()
    (tmp_path / "a" / "again").symlink_to(tmp_path / "a")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "a" / ".#x.py").symlink_to("somebody@somewhere.1234")
    assert names(tmp_path) == ["a/x.py"]


def test_a_folder_that_is_closed_is_said_and_the_rest_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/x.py", "closed/y.py", "z/x.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    real = os.scandir

    def scandir(path: object) -> object:  # tests may run as root, to whom no folder is closed
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "scandir", scandir)
    found = list(find([tmp_path], SUFFIXES))
    assert [str(item.relative_to(tmp_path)) for item in found if isinstance(item, Path)] == [
        "a/x.py",
        "z/x.py",
    ]
    ((place, error),) = [item for item in found if not isinstance(item, Path)]
    assert (
        place == tmp_path / "closed"
        and str(error) == "cannot be read (Permission denied); fix its permissions or exclude it"
    )


def test_a_file_that_cannot_be_looked_at_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that can be listed and not entered: reading the file says so."""
    (tmp_path / "x.py").touch()

    def exists(path: Path) -> bool:  # as Path.exists does there, also to root
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", exists)
    assert names(tmp_path) == ["x.py"]


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large, pipe = tmp_path / "large.py", tmp_path / "pipe.py"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    os.mkfifo(pipe)
    (tmp_path / "round.py").symlink_to("round.py")
    for path, message in (
        (tmp_path / "round.py", "is a link that leads back to itself; remove it"),
        (large / "x.py", "does not exist; name an existing file or folder"),
        (Path("nul\0.py"), "does not exist; name an existing file or folder"),
        (large, "is larger than 10 MB (50 MB); split it or exclude it"),
        (pipe, "is not a regular file; exclude it"),
        (tmp_path / "none.py", "does not exist; name an existing file or folder"),
    ):
        with pytest.raises(Unreadable) as raised:
            read(path)
        assert str(raised.value) == message


@pytest.mark.parametrize(
    ("data", "offset", "line", "column"),
    [
        (b"abc", 0, 1, 1),
        (b"abc\ndef", 4, 2, 1),
        ("é.x\n".encode(), 3, 1, 3),
        (b"\xef\xbb\xbfab", 4, 1, 2),
        (b"a\r\nb", 3, 2, 1),
        (b"", 0, 1, 1),
        (b"a\n", 2, 2, 1),
    ],
)
def test_lines_and_columns_count_from_one_in_characters(
    data: bytes, offset: int, line: int, column: int
) -> None:
    assert Source(Path("f"), data).position(offset) == (line, column)


def test_offsets_of_ast_are_bytes(tmp_path: Path) -> None:
    import ast

    source = Source(Path("f"), b"\xef\xbb\xbf" + "x = 'é'\ny = 'ü'; z = w\n".encode())
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, ast.Name):
            start = source.lines[node.lineno] + node.col_offset
            assert source.data[start : start + 1].decode() == node.id


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(Unreadable, match="line 2 is not UTF-8 text; save the file as UTF-8"):
        _ = Source(Path("f"), b"ok\n\xff\xfe").text


@pytest.mark.parametrize(
    ("comment", "silenced"),
    [
        ("# crosswalk: ignore", True),
        ("#crosswalk:ignore", True),
        ("// crosswalk: ignore[unknown-attribute]", True),
        ("# crosswalk: ignore[not-gettable, unknown-attribute]", True),
        ("# crosswalk: ignore[not-gettable]", False),
        ("# crosswalk: ignorant", False),
        ("", False),
    ],
)
def test_a_comment_on_the_line_silences(comment: str, silenced: bool) -> None:
    source = Source(Path("f"), f"one\ntwo  {comment}\nthree\n".encode())
    assert source.ignores("unknown-attribute", 4, 7) is silenced
    assert source.ignores("unknown-attribute", 0, 3) is False
    assert reading.LARGEST_FILE == 10_000_000
