"""Which addons changed, by the digest of what a database depends on."""

import hashlib

from dev import paths

# Changes here need no update of a database: they are read from the files.
IGNORED = {"tests", "readme", "__pycache__", "tools"}
IGNORED_SUFFIXES = {".rst", ".pyc", ".png", ".svg", ".js", ".scss"}


def of_addon(name):
    """Return the digest of the files of an addon that a database depends on."""
    value = hashlib.sha256()
    base = paths.ADDONS / name
    for file in sorted(base.rglob("*")):
        inside = file.relative_to(base)
        if (
            file.is_file()
            and not IGNORED & set(inside.parts[:-1])
            and file.suffix not in IGNORED_SUFFIXES
        ):
            value.update(f"{inside}\0".encode())
            value.update(hashlib.sha256(file.read_bytes()).digest())
    return value.hexdigest()


def of_addons():
    """Return {addon: digest} of all addons."""
    return {name: of_addon(name) for name in paths.addons()}


def changed(before):
    """Return the addons whose digest differs from an earlier one."""
    return [name for name, digest in of_addons().items() if before.get(name) != digest]
