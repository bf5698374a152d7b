"""What the launcher tells: steps, progress, and refusals of one sentence."""

import sys
import time


class RefusalError(Exception):
    """Something the user has to know and can act on; shown without a traceback."""


_started = time.monotonic()
_last = {"line": 0.0, "open": False}


def step(message):
    """Announce a step, with the seconds since the start."""
    close()
    print(f"[{time.monotonic() - _started:4.0f} s] {message}", flush=True)


def note(message=""):
    """Print a plain line that belongs to the step above."""
    close()
    print(f"         {message}" if message else "", flush=True)


def progress(message):
    """Show how far a long step is: in place on a terminal, else every ten seconds."""
    now = time.monotonic()
    if sys.stdout.isatty():
        if now - _last["line"] > 0.2:
            print(f"\r         {message:<70.70}", end="", flush=True)
            _last.update(line=now, open=True)
    elif now - _last["line"] > 10:
        print(f"         {message}", flush=True)
        _last["line"] = now


def close():
    """End a progress line that is still open."""
    if _last["open"]:
        print(flush=True)
        _last["open"] = False


def warn(message):
    """Print a line that deserves attention on the error stream."""
    close()
    print(f"         ! {message}", file=sys.stderr, flush=True)
