"""Everything a command needs to run Odoo: set up, repaired, and left clean."""

import fcntl
import os
import re
import secrets
import socket
from contextlib import contextmanager, suppress

from dev import odoo_source, paths, postgres, process, say, venv
from dev.database import Databases

LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")


class Environment:
    """Python, Odoo, PostgreSQL and the configuration that joins them."""

    def __init__(self, odoo, server):
        """Keep the parts."""
        self.odoo = odoo
        self.server = server
        self.data_dir = paths.cache() / server.files
        self.logs = paths.cache() / "logs"
        for directory in (self.data_dir, self.logs, paths.cache() / "conf"):
            directory.mkdir(exist_ok=True)
        self.databases = Databases(server, self.data_dir)

    @property
    def addons_paths(self):
        """Return all directories of addons, Odoo's first."""
        return [*self.odoo.addons_paths, paths.ADDONS, paths.DEV_ADDONS]

    @property
    def support(self):
        """Return the addons of ours that repair this Odoo build."""
        return ["mdtrace_dev"] if self.odoo.stripped else []

    def variables(self, more=None):
        """Return the environment of programs that use Odoo."""
        return {
            **os.environ,
            **self.server.environment(),
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **(more or {}),
        }

    def config(self, name, **options):
        """Write a configuration file and return its path."""
        settings = {
            "addons_path": ",".join(map(str, self.addons_paths)),
            "data_dir": self.data_dir,
            "http_interface": "127.0.0.1",
            "list_db": False,
            "proxy_mode": False,
            "admin_passwd": secrets.token_urlsafe(16),
            "max_cron_threads": 0,
            **self.server.settings(),
            **options,
        }
        file = paths.cache() / "conf" / f"{name}.conf"
        lines = [f"{key} = {value}\n" for key, value in settings.items()]
        file.write_text("[options]\n" + "".join(lines))
        file.chmod(0o600)
        return file

    def command(self, config, verb, *arguments):
        """Return the command line that runs a verb of Odoo."""
        return [venv.python(), "-m", "odoo", verb, "-c", config, *arguments]

    def run_odoo(self, name, database, *arguments, **options):
        """Run Odoo to its end; return (code, output).

        :param name: of the configuration and the log
        :param title: shown with the progress of loading modules
        :param verb: Odoo's command, the server unless told
        :param variables: more environment variables
        """
        title = options.pop("title", "")
        verb = options.pop("verb", "server")
        variables = self.variables(options.pop("variables", None))
        config = self.config(name, http_port=free_port(), gevent_port=free_port())

        def on_line(line):
            found = LOADING.search(line)
            if found and title:
                say.progress(f"{title}: {found[2]} of {found[3]}, {found[1]}")

        return process.run(
            self.command(config, verb, "-d", database, *arguments),
            cwd=self.data_dir,
            env=variables,
            log=self.logs / f"{name}.log",
            on_line=on_line,
            **options,
        )

    def install(
        self, name, database, modules, *arguments, update=False, variables=None
    ):
        """Install or update modules in a database, or explain why that failed."""
        verb = "-u" if update else "-i"
        code, output = self.run_odoo(
            name,
            database,
            *(verb, ",".join(modules), "--skip-auto-install", "--stop-after-init"),
            *arguments,
            title="modules",
            variables=variables,
            check=False,
        )
        if code or " CRITICAL " in output or "Failed to load registry" in output:
            failure = process.FailureError([f"odoo {verb}"], code, output)
            raise process.explain(failure)
        return output


def free_port():
    """Return a TCP port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def setup_lock():
    """Let one command at a time change the cache."""
    handle = (paths.cache() / "setup.lock").open("w")
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say.step("Waiting for another mdtrace command that sets up the cache")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def ready():
    """Set everything up, yield the environment, and stop what was started."""
    with setup_lock():
        if not venv.fresh():
            paths.require_space()
        venv.ensure()
        odoo = odoo_source.find()
        server = postgres.server()
        say.step(f"Odoo {odoo.version}: {odoo.origin}; starting PostgreSQL")
        server.start()
    environment = Environment(odoo, server)
    try:
        environment.databases.check()
        yield environment
    finally:
        process.shield()
        process.stop_all()
        with suppress(say.RefusalError):
            server.stop()
