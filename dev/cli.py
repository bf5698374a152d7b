"""The command line: one launcher, small commands."""

import argparse
import errno
import importlib
import sys

from dev import process, say

COMMANDS = {
    "demo": ("dev.demo", "set up and serve the demo plant"),
    "test": ("dev.testing.command", "run the tests and checks"),
    "lint": ("dev.lint_command", "format and check the sources"),
    "shell": ("dev.shell", "open Odoo's shell on the demo database"),
    "update": ("dev.update", "bring changed addons into the demo database"),
    "translations": (
        "dev.translations_command",
        "export the terms of the addons and merge the catalogs",
    ),
    "bench": ("dev.bench", "run a measurement of benchmarks/"),
}


def parser():
    """Return the parser of the command line."""
    main_parser = argparse.ArgumentParser(
        prog="mdtrace",
        description="Traceability for medical devices on Odoo 19.",
        epilog="ODOO_PATH names an Odoo 19 to use, the PG* variables a PostgreSQL, "
        "MDTRACE_CACHE another place than .cache for everything downloaded and built.",
    )
    commands = main_parser.add_subparsers(dest="command", required=True)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        loaded = importlib.import_module(module)
        loaded.add_arguments(command)
        command.set_defaults(run=loaded.run)
    return main_parser


def main(arguments=None):
    """Run a command and turn what stops it into an exit code."""
    options, rest = parser().parse_known_args(arguments)
    options.rest = rest
    if rest and options.command not in {"test", "bench"}:
        parser().error(f"unknown argument: {rest[0]}")
    try:
        with process.signals():
            return options.run(options)
    except process.InterruptError as interrupt:
        say.close()
        say.note("Stopped.")
        return 128 + interrupt.number if options.command != "demo" else 0
    except say.RefusalError as refusal:
        say.close()
        print(f"mdtrace: {refusal}", file=sys.stderr)
    except process.FailureError as failure:
        say.close()
        print(f"mdtrace: {failure}", file=sys.stderr)
    except OSError as error:
        say.close()
        if error.errno != errno.ENOSPC:
            raise
        print(
            "mdtrace: The disk is full: free some space, or point MDTRACE_CACHE at "
            "another disk, and run the command again.",
            file=sys.stderr,
        )
    finally:
        process.stop_all()
    return 1
