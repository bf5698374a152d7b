"""Programs that some tests need: found, installed where allowed, else named."""

import os
import shutil

from dev import process, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# package: the programs of which one must be there
NEEDED = {"chromium": BROWSERS, "wkhtmltopdf": ("wkhtmltopdf",)}


def browser():
    """Return the path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def missing():
    """Return the packages that are not there."""
    return [
        package
        for package, programs in NEEDED.items()
        if not any(map(shutil.which, programs))
    ]


def ensure():
    """Install what is missing when that is allowed; return hints for the summary."""
    packages = missing()
    if not packages:
        return []
    command = "apt-get install -y --no-install-recommends " + " ".join(packages)
    allowed = os.getuid() == 0 or os.environ.get("CI") == "true"
    if allowed and shutil.which("apt-get"):
        _install(packages)
    if missing():
        prefix = "" if os.getuid() == 0 else "sudo "
        return [
            f"Tests that need {', '.join(missing())} are skipped: {prefix}{command}"
        ]
    return []


def _install(packages):
    """Install packages; a failure is told and leaves the tests skipped."""
    say.step(f"Installing {', '.join(packages)}")
    prefix = [] if os.getuid() == 0 else ["sudo", "-n"]
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def on_line(line):
        say.progress(line[:70])

    try:
        process.run(
            [*prefix, "apt-get", "update"], env=variables, on_line=on_line, check=False
        )
        process.run(
            [
                *(*prefix, "apt-get", "install", "-y"),
                *("--no-install-recommends", *packages),
            ],
            env=variables,
            on_line=on_line,
        )
    except (process.FailureError, OSError) as failure:
        say.warn(f"That failed: {failure}")
