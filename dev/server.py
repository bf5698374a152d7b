"""A running Odoo server: started, waited for, warmed up, and stopped."""

import json
import os
import re
import signal
import socket
import time
import urllib.error
import urllib.request
from contextlib import suppress
from http.cookiejar import CookieJar

from dev import paths, process, say

DEFAULT_PORT = 8069


def require_port(port):
    """Refuse a port that somebody listens on."""
    with socket.socket() as probe:
        # As Odoo does it: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise say.RefusalError(
                f"Port {port} is in use ({error.strerror}): stop the program that "
                f"listens on it, or choose another with --port {port + 1}."
            ) from error


def mark_file(name):
    """Return the file that remembers a running server."""
    return paths.cache() / f"{name}.server.json"


def read_mark(name):
    """Return what is remembered of a server: pid, launcher, url; or None."""
    try:
        mark = json.loads(mark_file(name).read_text())
        return {"pid": int(mark["pid"]), "launcher": int(mark["launcher"]), **mark}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def refuse_running(name, mark):
    """Refuse to go on when the launcher of a server is alive: it is in use."""
    launcher = mark["launcher"]
    if process.alive(launcher) and "mdtrace" in process.command_of(launcher):
        raise say.RefusalError(
            f"The {name} is running already at {mark['url']}: use it, or stop it "
            f"first (Ctrl-C in its terminal, or kill {launcher})."
        )


class Server:
    """One Odoo server for one database."""

    def __init__(self, environment, name, database, port, **options):
        """Describe the server; :meth:`start` starts it."""
        self.environment = environment
        self.name = name
        self.database = database
        self.port = port
        self.options = options
        self.process = None
        self.mark = mark_file(name)

    @property
    def url(self):
        """Return the address of the server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self):
        """Return the file that the server writes to."""
        return self.environment.logs / f"{self.name}.log"

    def start(self):
        """Start the server and wait until it answers."""
        self.end_leftover()
        require_port(self.port)
        config = self.environment.config(
            self.name,
            http_port=self.port,
            gevent_port=self.port + 3,
            db_name=self.database,
            dbfilter=f"^{self.database}$",
            workers=0,
            **self.options,
        )
        with self.log.open("w") as log:
            self.process = process.spawn(
                self.environment.command(config, "server"),
                cwd=self.environment.data_dir,
                env=self.environment.variables(),
                stdout=log,
                stderr=log,
            )
        mark = {"pid": self.process.pid, "launcher": os.getpid(), "url": self.url}
        self.mark.write_text(json.dumps(mark))
        self._wait()
        return self

    def _wait(self, patience=300):
        """Wait for the first answer, or explain why there is none."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with suppress(OSError, urllib.error.URLError):
                address = f"{self.url}/web/login"
                with urllib.request.urlopen(address, timeout=120):
                    return
            time.sleep(0.3)
        text = self.log.read_text(errors="replace")
        failure = process.FailureError(["odoo server"], self.process.poll(), text)
        raise process.explain(failure)

    def stop(self):
        """Stop the server."""
        if self.process:
            process.stop(self.process)
            self.process = None
        self.mark.unlink(missing_ok=True)

    def end_leftover(self):
        """End a server whose launcher was killed and that went on running."""
        mark = read_mark(self.name)
        if mark is None:
            return
        refuse_running(self.name, mark)
        pid = mark["pid"]
        if process.alive(pid) and f"{self.name}.conf" in process.command_of(pid):
            say.note("A server of an earlier run is still there; it is stopped.")
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            for _attempt in range(50):
                if not process.alive(pid):
                    break
                time.sleep(0.1)
        self.mark.unlink(missing_ok=True)

    def warm_up(self, login, password):
        """Have the server build the web client's assets, so that no user waits."""
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )
        body = {
            "jsonrpc": "2.0",
            "params": {"db": self.database, "login": login, "password": password},
        }
        request = urllib.request.Request(
            f"{self.url}/web/session/authenticate",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with opener.open(request, timeout=300) as answer:
            if "error" in json.load(answer):
                say.warn("The web client could not be warmed up: the login failed.")
                return
        for page in ("/web/login", "/odoo"):
            with opener.open(self.url + page, timeout=600) as answer:
                text = answer.read().decode(errors="replace")
            for asset in sorted(set(re.findall(r'"(/web/assets/[^"]+)"', text))):
                with suppress(urllib.error.URLError):
                    opener.open(self.url + asset, timeout=600).read()
