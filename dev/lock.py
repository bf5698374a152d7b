"""The lock file of the cache: what was downloaded, by digest."""

import hashlib
import json

from dev.paths import cache


def path():
    """Return where the digests are kept."""
    return cache() / "downloads.lock.json"


def digest(file):
    """Return the SHA-256 of a file."""
    value = hashlib.sha256()
    with file.open("rb") as handle:
        for block in iter(lambda: handle.read(1 << 20), b""):
            value.update(block)
    return value.hexdigest()


def read():
    """Return {name: sha256}, empty when nothing was pinned or the file is broken."""
    try:
        return json.loads(path().read_text())
    except (OSError, ValueError):
        return {}


def pin(files):
    """Write down the digests of freshly downloaded files."""
    pins = {file.name: digest(file) for file in files}
    temporary = path().with_suffix(".new")
    temporary.write_text(json.dumps(pins, indent=1, sort_keys=True) + "\n")
    temporary.replace(path())


def differing(directory):
    """Return the names of pinned files that are missing or not what was pinned."""
    return [
        name
        for name, sha256 in sorted(read().items())
        if not (directory / name).exists() or digest(directory / name) != sha256
    ]
