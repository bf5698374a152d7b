"""The keyed digest of a ledger entry and the keys it is made with."""

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from .canonical import CANONICAL_VERSION, sha256_hex


def fingerprint(key):
    """Name a key without giving it away: 16 hexadecimal digits of its SHA-256."""
    return sha256_hex(b"mdtrace-ledger-key:" + key)[:16]


def algorithm(key):
    """Return the text that says how an entry was digested, and with which key."""
    return f"{CANONICAL_VERSION};sha256;hmac-sha256;key={fingerprint(key)}"


def key_of_algorithm(text):
    """Return the key's fingerprint that an entry names, or an empty string."""
    return text.rpartition(";key=")[2] if ";key=" in (text or "") else ""


def seal(key, payload):
    """Return (digest, mac) of a canonical payload.

    The code covers algorithm and payload, so neither can be exchanged alone.
    """
    digest = sha256_hex(payload)
    message = f"{algorithm(key)}\n{payload}".encode()
    return digest, hmac.new(key, message, hashlib.sha256).hexdigest()


def read_or_make_key(path):
    """Return the key kept in a file, making it for the owner's eyes only if need be.

    The new file is written aside and linked into place, so that of two processes
    that start together both end up with the same whole key.
    """
    path = Path(path)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32))
            with contextlib.suppress(FileExistsError):
                os.link(aside, path)
        finally:
            aside.unlink()
    return path.read_text().strip().encode()
