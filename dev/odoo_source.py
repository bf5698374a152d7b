"""Which Odoo runs: a given one, an installed one, the distribution's, or a clone."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dev import debian, process, say, venv
from dev.paths import cache
from dev.versions import ODOO_SERIES

SERIES = ".".join(map(str, ODOO_SERIES))
REPOSITORY = "https://github.com/odoo/odoo.git"
# Listed in Odoo's asset bundles; the distribution strips it for its license.
STRIPPED = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class Odoo:
    """An Odoo that was found: its import directory and where it came from."""

    directory: Path
    origin: str
    version: str

    @property
    def addons_paths(self):
        """Return the directories that hold Odoo's own addons."""
        candidates = [self.directory / "odoo" / "addons", self.directory / "addons"]
        return [path for path in candidates if any(path.glob("*/__manifest__.py"))]

    @property
    def stripped(self):
        """Tell whether this build lacks the asset that the distribution strips."""
        return not any((path / STRIPPED).exists() for path in self.addons_paths)


def version_of(directory):
    """Return (series, text) of the Odoo in a directory, or None if there is none."""
    release = directory / "odoo" / "release.py"
    if not release.exists():
        return None
    found = re.search(
        r"^version_info\s*=\s*\((['\"]?[\w~.]+['\"]?),\s*(\d+),\s*(\d+)",
        release.read_text(),
        re.MULTILINE,
    )
    if not found:
        return None
    major, minor, micro = (part.strip("'\"") for part in found.groups())
    series = (int(major) if major.isdigit() else major, int(minor))
    return series, f"{major}.{minor}.{micro}"


def checked(directory, origin):
    """Return the Odoo of a directory, or refuse with the reason."""
    found = version_of(directory)
    if found is None:
        raise say.RefusalError(
            f"{origin} names {directory}, and no Odoo is there: give the directory "
            "that contains odoo/release.py, or unset it to use the cache's own Odoo."
        )
    series, text = found
    if series != ODOO_SERIES:
        raise say.RefusalError(
            f"{origin} is Odoo {text}, and MDTrace needs {SERIES}: give an Odoo "
            f"{SERIES}, or unset ODOO_PATH to use the cache's own."
        )
    return Odoo(directory, origin, text)


def find():
    """Return the Odoo to use, fetching it when the machine has none."""
    given = os.environ.get("ODOO_PATH")
    if given:
        odoo = checked(Path(given).expanduser().resolve(), "ODOO_PATH")
    else:
        odoo = _installed() or _fetched()
    _link(odoo)
    return odoo


def _installed():
    """Return the Odoo that the machine's Python imports, when it fits."""
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if not python:
        return None
    answer = subprocess.run(
        [
            python,
            "-c",
            "from importlib.util import find_spec; print(find_spec('odoo').origin)",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    origin = answer.stdout.strip()
    if answer.returncode or not origin.endswith("__init__.py"):
        return None
    directory = Path(origin).parent.parent
    found = version_of(directory)
    if found is None or found[0] != ODOO_SERIES:
        say.note(f"The installed Odoo in {directory} is not {SERIES}: not used.")
        return None
    return Odoo(directory, "the installed Odoo", found[1])


def _fetched():
    """Return the cache's own Odoo: the distribution's package, else a clone."""
    clone = cache() / "odoo-git"
    if (clone / "odoo" / "release.py").exists():
        return checked(clone, "the cloned Odoo")
    failure = None
    if debian.usable():
        try:
            return checked(debian.ensure(), "the distribution's Odoo")
        except process.FailureError as error:
            failure = error
            say.warn("The distribution's package cannot be had; trying a git clone.")
    return checked(_clone(clone, failure), "the cloned Odoo")


def _clone(target, before):
    """Clone the series, shallow, into a directory that appears only when complete."""
    if not shutil.which("git"):
        raise say.RefusalError(
            "No Odoo was found, and neither apt nor git can fetch one: give the "
            f"directory of an Odoo {SERIES} in ODOO_PATH, or install git."
        )
    say.step(f"Odoo {SERIES}: cloning it (about 500 MB)")
    building = target.with_name("odoo-git.new")
    shutil.rmtree(building, ignore_errors=True)
    try:
        process.run(
            [
                *("git", "clone", "--progress", "--depth", "1"),
                *("--branch", SERIES, REPOSITORY, building),
            ],
            on_line=lambda line: say.progress(line[:70]),
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
        )
    except process.FailureError as failure:
        if process.is_network(failure) or (before and process.is_network(before)):
            raise say.RefusalError(
                "Odoo cannot be downloaded, the network is missing: connect and run "
                f"the command again, or give an Odoo {SERIES} in ODOO_PATH."
            ) from failure
        raise (before or failure) from failure
    building.rename(target)
    return target


def _link(odoo):
    """Make the virtual environment import this Odoo, after its own packages."""
    # A .pth line comes last on the path: an Odoo among a system's packages must not
    # bring those packages along.
    link = venv.site_packages() / "mdtrace_odoo.pth"
    if not link.exists() or link.read_text() != f"{odoo.directory}\n":
        link.write_text(f"{odoo.directory}\n")
