"""A wheel, made once a session from the slice and installed into empty environments, without a
network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

from builder.shipping.wheel import make

VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def interpreter(version: str) -> str | None:
    """The Python of that version, where this machine has one."""
    found = shutil.which(f"python{version}")
    if found is None:
        return None
    # pyenv's own variable; other installations do not read it
    environment = {**os.environ, "PYENV_VERSION": version}
    command = [found, "-c", "import sys, sqlite3, lzma; print(sys.executable)"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def repacked(name: str, folder: Path) -> None:
    """The wheel of an installed package, made of what its RECORD lists."""
    found = distribution(name)
    files = [file for file in found.files or () if file.suffix != ".pyc" and ".." not in file.parts]
    with zipfile.ZipFile(folder / f"{name}-{found.version}-py3-none-any.whl", "w") as wheel:
        for file in files:
            wheel.write(file.locate(), str(file))


class Installed:
    """An environment with the wheel in it, and a home of its own."""

    def __init__(self, folder: Path, python: str, wheels: Path, compiled: bool = False) -> None:
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        self._bin = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([python, "-m", "venv", "--without-pip", folder / "env"], check=True)
        pip = [
            sys.executable,
            "-m",
            "pip",
            "--quiet",
            "--python",
            self._bin / "python",
            "install",
            *([] if compiled else ["--no-compile"]),
        ]
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PIP_", "PYTHON"))
        } | {"PIP_CONFIG_FILE": os.devnull}
        subprocess.run(
            [*pip, "--no-index", "--find-links", wheels, "iac-crosswalk"],
            check=True,
            env=environment,
            timeout=120,
        )

    def environment(self, **variables: str) -> dict[str, str]:
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("IAC_", "PYTHON", "XDG_"))
        }
        return kept | {"HOME": str(self.home)} | variables

    def command(self, *arguments: str) -> list[str]:
        return [str(self._bin / "iac-crosswalk"), *arguments]

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            capture_output=True,
            text=True,
            env=self.environment(**variables),
            cwd=self.home,
            timeout=300,
            check=False,
        )

    def lend(self) -> None:
        """Lets it import what is installed beside the tests: the packages of the extras."""
        site = subprocess.run(
            [self._bin / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True,
            text=True,
            check=True,
        )
        (Path(site.stdout.strip()) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")


@pytest.fixture(scope="session")
def wheels(sliced: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel of the slice, packed quickly, and click's."""
    folder = tmp_path_factory.mktemp("wheels")
    make(sliced / "crosswalk.db", folder, preset=0)
    repacked("click", folder)
    return folder


@pytest.fixture(scope="session")
def installed(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel and click alone, for this Python."""
    return Installed(tmp_path_factory.mktemp("installed"), sys.executable, wheels)


@pytest.fixture(scope="session")
def with_extras(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, with every extra."""
    found = Installed(tmp_path_factory.mktemp("extras"), sys.executable, wheels)
    found.lend()
    return found
