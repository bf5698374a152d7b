"""`mdtrace shell`: Odoo's shell on the demo database."""

import os
import signal
import subprocess

from dev import demo, say
from dev.environment import free_port, ready


def add_arguments(parser):
    """Describe the command's options."""
    parser.add_argument("-d", "--database", help="another database of the cache")
    parser.add_argument("--lang", choices=["en_US", "zh_CN"], default="en_US")


def run(options):
    """Run the command."""
    with ready() as environment:
        name = options.database or demo.database_name(options.lang)
        if name not in environment.databases.all():
            raise say.RefusalError(
                f"There is no database {name} yet: ./mdtrace demo makes the demo's."
            )
        config = environment.config("shell", http_port=free_port())
        # In the shell, Ctrl-C belongs to what is typed there.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return subprocess.call(
            list(map(str, environment.command(config, "shell", "-d", name))),
            env={**os.environ, **environment.variables()},
            cwd=environment.data_dir,
        )
