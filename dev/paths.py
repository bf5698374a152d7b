"""Where things are: the checkout and its git-ignored cache."""

import hashlib
import os
import shutil
from pathlib import Path

from dev.say import RefusalError

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
DEV_ADDONS = ROOT / "dev" / "addons"
# The set-up needs about 3 GB: Odoo unpacked 1.3, its packages 0.6, databases 1.
NEEDED_BYTES = 4 * 1024**3


def cache():
    """Return the cache directory, made on first use."""
    path = Path(os.environ.get("MDTRACE_CACHE") or ROOT / ".cache").resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusalError(
            f"The cache {path} cannot be made ({error.strerror}): point MDTRACE_CACHE "
            "at a directory that you can write to."
        ) from error
    if not os.access(path, os.W_OK):
        raise RefusalError(
            f"The cache {path} belongs to someone else: point MDTRACE_CACHE at a "
            "directory that you can write to."
        )
    return path


def checkout_key():
    """Return a short name of this cache, for things that live outside of it."""
    return hashlib.sha256(str(cache()).encode()).hexdigest()[:12]


def require_space(needed=NEEDED_BYTES):
    """Refuse to start a set-up that would fill the disk."""
    free = shutil.disk_usage(cache()).free
    if free < needed:
        raise RefusalError(
            f"The disk is full: {free / 1024**3:.1f} GB are free under {cache()} and "
            f"{needed / 1024**3:.1f} GB are needed; free some, or point MDTRACE_CACHE "
            "at another disk."
        )


def addons():
    """Return the names of our addons, in alphabetical order."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))
