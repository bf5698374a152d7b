"""The virtual environment in the cache: everything Python that Odoo needs."""

import hashlib
import shutil
import subprocess
import sys

from dev import process, say
from dev.paths import ROOT, cache

REQUIREMENTS = ROOT / "requirements-test.txt"


def directory():
    """Return where the virtual environment is."""
    return cache() / "venv"


def python():
    """Return the interpreter of the virtual environment."""
    return directory() / "bin" / "python"


def wanted():
    """Return what the environment must have been made from."""
    text = "".join(path.read_text() for path in sorted(ROOT.glob("requirements*.txt")))
    version = ".".join(map(str, sys.version_info[:3]))
    return hashlib.sha256(f"{version} {text}".encode()).hexdigest()


def fresh():
    """Tell whether the environment is complete and made from today's pins."""
    mark = directory() / "complete"
    return mark.exists() and mark.read_text() == wanted() and python().exists()


def ensure():
    """Make the environment unless it is there, complete and fresh."""
    if fresh():
        return
    say.step("Python packages: installing the pinned versions")
    mark = directory() / "complete"
    mark.unlink(missing_ok=True)
    if not _same_python():
        shutil.rmtree(directory(), ignore_errors=True)
        _create()
    count = {"packages": 0}

    def on_line(line):
        if line.startswith("Collecting"):
            count["packages"] += 1
            say.progress(f"{count['packages']} packages: {line.split()[1]}")
        elif line.startswith("Installing collected"):
            say.progress("installing them")

    try:
        process.run(
            [*_pip(), "install", "--progress-bar", "off", "-r", REQUIREMENTS],
            on_line=on_line,
        )
    except process.FailureError as failure:
        raise _explained(failure) from failure
    mark.write_text(wanted())


def _same_python():
    """Tell whether an existing environment runs on the Python that runs this."""
    if not python().exists():
        return False
    try:
        answer = subprocess.run(
            [python(), "-c", "import sys; print(sys.version_info[:3])"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return False
    return answer.stdout.strip() == str(tuple(sys.version_info[:3]))


def _create():
    """Make an empty environment; without ensurepip, the system's pip serves it."""
    command = [sys.executable, "-m", "venv"]
    if not _has("ensurepip"):
        # Debian ships venv and ensurepip apart; pip can install from outside.
        if not _has("pip"):
            raise say.RefusalError(
                "This Python has neither ensurepip nor pip: install one of them (on "
                "Debian: apt-get install python3-venv) and run the command again."
            )
        command.append("--without-pip")
    process.run([*command, directory()])


def _has(module):
    """Tell whether the running Python has a module that works."""
    answer = subprocess.run(
        [sys.executable, "-c", f"import {module}, venv"],
        capture_output=True,
        check=False,
    )
    return answer.returncode == 0


def _pip():
    """Return the pip command for the environment."""
    if (directory() / "bin" / "pip").exists():
        return [python(), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", python()]


def _explained(failure):
    """Turn pip's usual failures into sentences."""
    if process.is_network(failure):
        return say.RefusalError(
            "The Python package index cannot be reached: check the network (or pip's "
            "own settings, which are respected) and run the command again."
        )
    return failure


def site_packages():
    """Return the environment's directory of packages."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return directory() / "lib" / version / "site-packages"
