"""Odoo from the distribution: its package, unpacked into the cache, without root."""

import os
import shutil
import subprocess
from pathlib import Path

from dev import lock, process, say
from dev.paths import cache

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Fonts and scripts that Odoo's package links to. Two are taken from the stable suite:
# the unstable ones renamed their files.
PACKAGES = [
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-montserrat",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
    "fonts-font-awesome/bookworm",
    "fonts-lato/bookworm",
]
INSIDE = Path("usr/lib/python3/dist-packages")


def root():
    """Return where the packages are unpacked."""
    return cache() / "odoo"


def usable():
    """Tell whether this machine's apt can fetch the package."""
    return all(shutil.which(name) for name in ("apt-get", "dpkg-deb")) and (
        KEYRING.exists() and mirror() is not None
    )


def mirror():
    """Return the address of the machine's own Debian mirror, as apt knows it."""
    answer = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(ORIGIN) $(RELEASE) $(SITE)"],
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [line.split() for line in answer.stdout.splitlines()]
    # Lists that were never updated have no origin: the release name has to do.
    sites = [
        row[-1]
        for row in rows
        if len(row) >= 2 and not row[-2].endswith(("-security", "-updates"))
    ]
    return next((site for site in sites if site.endswith("/debian")), None) or next(
        iter(sites), None
    )


def ensure():
    """Return the directory that holds Odoo, downloading and unpacking if needed."""
    if (root() / INSIDE / "odoo" / "release.py").exists():
        return root() / INSIDE
    downloads = cache() / "debs"
    downloads.mkdir(exist_ok=True)
    if not lock.read() or lock.differing(downloads):
        _download(downloads)
    _unpack(downloads)
    return root() / INSIDE


def _apt():
    """Return apt-get with directories of its own, so that no root is needed."""
    base = cache() / "apt"
    for part in ("lists/partial", "cache/archives/partial", "etc"):
        (base / part).mkdir(parents=True, exist_ok=True)
    sources = base / "etc" / "sources.list"
    sources.write_text(
        "".join(
            f"deb [signed-by={KEYRING}] {mirror()} {suite} main\n"
            for suite in ("unstable", "bookworm")
        )
    )
    options = {
        "Dir::State::Lists": base / "lists",
        "Dir::Cache": base / "cache",
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": "/dev/null",
        "APT::Sandbox::User": "root" if os.getuid() == 0 else "",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Debug::NoLocking": "1",
    }
    command = ["apt-get"]
    for name, value in options.items():
        command += ["-o", f"{name}={value}"]
    return command


def _download(downloads):
    """Fetch the packages; what was pinned before must come back the same."""
    pinned = lock.read()
    say.step("Odoo 19: downloading the distribution's package (about 140 MB)")
    for file in downloads.glob("*.deb"):
        if pinned.get(file.name) != lock.digest(file):
            file.unlink()
    command = _apt()
    process.run([*command, "update"], on_line=lambda line: say.progress(line[:70]))
    process.run(
        [*command, "download", *PACKAGES],
        cwd=downloads,
        on_line=lambda line: say.progress(line[:70]),
    )
    files = sorted(downloads.glob("*.deb"))
    changed = [
        file.name
        for file in files
        if file.name in pinned and pinned[file.name] != lock.digest(file)
    ]
    if changed:
        raise say.RefusalError(
            f"{changed[0]} came from the mirror with another content than the one "
            f"pinned in {lock.path()}: find out why; to accept it, remove that file."
        )
    lock.pin(files)
    shutil.rmtree(cache() / "apt", ignore_errors=True)


def _unpack(downloads):
    """Unpack all packages into one root, which appears only when complete."""
    files = sorted(downloads.glob("*.deb"))
    say.step("Odoo 19: unpacking it into the cache (1.3 GB)")
    building = root().with_name("odoo.new")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    for number, file in enumerate(files, 1):
        say.progress(f"{number} of {len(files)}: {file.name}")
        process.run(["dpkg-deb", "-x", file, building])
    shutil.rmtree(root(), ignore_errors=True)
    building.rename(root())
