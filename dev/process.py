"""Programs that the launcher starts, and the promise that none survives it."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress

from dev.say import RefusalError

PR_SET_PDEATHSIG = 1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_children = set()
_lock = threading.Lock()

NETWORK_SIGNS = (
    "Temporary failure resolving",
    "Temporary failure in name resolution",
    "Name or service not known",
    "Network is unreachable",
    "Could not resolve",
    "Could not connect",
    "Failed to fetch",
    "Max retries exceeded",
    "NewConnectionError",
    "unable to access",
    "Connection refused",
    "ProxyError",
)
DISK_SIGNS = ("No space left on device", "You don't have enough free space")


class FailureError(Exception):
    """A program ended badly; carries its output."""

    def __init__(self, command, code, output):
        """Keep what is needed to explain the failure."""
        self.command, self.code, self.output = command, code, output
        tail = "\n".join(output.strip().splitlines()[-15:])
        super().__init__(f"{command[0]} ended with {code}:\n{tail}")


def _die_with_parent():
    """Ask the kernel to stop the child when the launcher itself is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command, **options):
    """Start a program in a session of its own and remember it."""
    # A session of its own keeps the terminal's Ctrl-C away from it: the launcher
    # stops its children itself, in order.
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=options.pop("stdin", subprocess.DEVNULL),
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 -- nothing but one system call
        **options,
    )
    with _lock:
        _children.add(process)
    return process


def stop(process, patience=15):
    """End a program and everything it started."""
    for sign, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(wait)
            break
    # What the program itself left running in its group (browsers do).
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with _lock:
        _children.discard(process)


def forget(process):
    """Let go of a program that ended and left a server running on purpose."""
    with _lock:
        _children.discard(process)


def stop_all():
    """End every program that is still running."""
    with _lock:
        left = list(_children)
    for process in left:
        stop(process)


def run(command, *, on_line=None, log=None, check=True, **options):
    """Run a program to its end; return (code, output).

    :param on_line: called with each line as it comes, for progress
    :param log: a file that keeps the output
    :param check: raise :class:`FailureError` when the program fails
    """
    process = spawn(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    )
    lines = []
    handle = log.open("w", encoding="utf-8") if log else None
    try:
        for line in process.stdout:
            lines.append(line)
            if handle:
                handle.write(line)
            if on_line:
                on_line(line.rstrip("\n"))
        code = process.wait()
    finally:
        if handle:
            handle.close()
        stop(process)
    output = "".join(lines)
    if check and code:
        raise explain(FailureError([str(part) for part in command], code, output))
    return code, output


def explain(failure):
    """Turn a failure whose cause is known into one sentence."""
    if any(sign in failure.output for sign in DISK_SIGNS):
        return RefusalError(
            "The disk is full: free some space, or point MDTRACE_CACHE at another "
            "disk, and run the command again."
        )
    return failure


def is_network(failure):
    """Tell whether a failure looks like a missing network."""
    return any(sign in failure.output for sign in NETWORK_SIGNS)


class InterruptError(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: leave quietly."""

    def __init__(self, number):
        """Remember which signal it was, for the exit code."""
        self.number = number
        super().__init__(number)


@contextmanager
def signals():
    """Turn the signals that mean "stop" into one exception, once."""

    def handler(number, _frame):
        # A second Ctrl-C must not break the cleaning up that the first one started.
        shield()
        raise InterruptError(number)

    for number in STOPPING:
        signal.signal(number, handler)
    yield


def shield():
    """Let no signal interrupt what follows: it cleans up, and ends soon."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


def alive(pid):
    """Tell whether a process exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def command_of(pid):
    """Return the command line of a process, or an empty string."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as handle:  # noqa: PTH123
            return handle.read().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
