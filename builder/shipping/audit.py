"""`make audit`: known vulnerabilities of what constraints.txt pins, by pip-audit in an environment
of its own.

Where the service that knows them does not answer, one line says so and the exit status is 0: then
nothing was checked. Exit status 1: something has a known vulnerability.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from pathlib import Path

from builder.packages import CACHE, ROOT

ENVIRONMENT = CACHE / "audit"
_UNREACHED = re.compile("connect|resolve|timed out|unreachable|ServiceError", re.I)
"""What pip-audit writes where it reaches nothing."""


def pip_audit() -> Path | None:
    """The program, installed first; None where it cannot be."""
    program = ENVIRONMENT / "bin" / "pip-audit"
    if not program.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        python = str(ENVIRONMENT / "bin" / "python")
        pip = [python, "-m", "pip", "install", "--quiet", "pip-audit"]
        if subprocess.run(pip, capture_output=True, check=False).returncode:
            return None
    return program


def audit_result(report: str) -> tuple[int, str]:
    """(exit status, message) for the JSON report of pip-audit. `report` is empty if pip-audit could
    not reach its service."""
    try:
        dependencies = json.loads(report)["dependencies"]
    except ValueError:
        return 0, "audit: nothing was checked: the service of vulnerabilities cannot be reached"
    skipped = [each for each in dependencies if "skip_reason" in each]
    vulnerabilities = [
        f"{each['name']} {each['version']}: {one['id']}, fixed in"
        f" {', '.join(one['fix_versions']) or 'none'}"
        for each in dependencies
        for one in each.get("vulns", ())
    ]
    if vulnerabilities:
        return 1, "\n".join(vulnerabilities)
    if len(skipped) == len(dependencies):
        reason = f"the service answers for none of {len(dependencies)} packages"
        return 0, f"audit: nothing was checked: {reason} ({skipped[0]['skip_reason']})"
    unchecked = f", {len(skipped)} could not be checked" if skipped else ""
    return (
        0,
        f"audit: {len(dependencies) - len(skipped)} checked, no known vulnerability{unchecked}",
    )


def main() -> int:
    """Exit status 1 where something has a known vulnerability."""
    program = pip_audit()
    if program is None:
        print("audit: nothing was checked: pip-audit cannot be installed")
        return 0
    options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json"]
    command = [str(program), *options, "-r", str(ROOT / "constraints.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode > 1 or (not done.stdout.strip() and not _UNREACHED.search(done.stderr)):
        print(done.stderr.strip() or f"audit: pip-audit ended with {done.returncode}")
        return 1
    status, line = audit_result(done.stdout)
    print(line)
    return status


if __name__ == "__main__":
    sys.exit(main())
