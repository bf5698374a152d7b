"""Databases and the file stores that belong to them."""

import json
import os
import re
import shutil

from dev import process, say, venv
from dev.paths import ROOT
from dev.versions import POSTGRES_LOWEST


class Databases:
    """The databases of one server, by name."""

    def __init__(self, server, data_dir):
        """Remember the server and where Odoo keeps its files."""
        self.server = server
        self.filestore = data_dir / "filestore"

    def ask(self, *requests):
        """Run requests against the server; see :mod:`dev.sqltool`."""
        code, output = process.run(
            [venv.python(), ROOT / "dev" / "sqltool.py", json.dumps(requests)],
            env={**os.environ, **self.server.environment(), "PYTHONPATH": ""},
            check=False,
        )
        if code:
            raise _explained(output)
        return json.loads(output.strip().splitlines()[-1])

    def check(self):
        """Refuse a server that Odoo cannot work with."""
        answer = self.ask({"do": "version"})[0]
        if answer["version"] < POSTGRES_LOWEST * 10000:
            raise say.RefusalError(
                f"The PostgreSQL that the PG* variables name is version "
                f"{answer['version'] // 10000}, and Odoo 19 needs {POSTGRES_LOWEST} "
                "or later: name a newer one, or unset the variables."
            )
        if answer["user"] == "postgres":
            raise say.RefusalError(
                "Odoo refuses to work as the database user postgres: create another "
                "one (createuser --createdb) and name it in PGUSER."
            )
        if not answer["creates"]:
            raise say.RefusalError(
                f"The database user {answer['user']} may not create databases: grant "
                "it CREATEDB, or unset the PG* variables."
            )

    def all(self):
        """Return {name: comment} of the databases."""
        return self.ask({"do": "list"})[0]

    def create(self, name, template="template0"):
        """Make a database out of a template, with its files."""
        self.drop(name)
        self.ask({"do": "create", "name": name, "template": template})
        source = self.filestore / template
        if source.is_dir():
            # Files are stored by digest and never change: a link is as good as a copy.
            shutil.copytree(source, self.filestore / name, copy_function=os.link)

    def drop(self, name):
        """Remove a database and its files."""
        self.ask({"do": "drop", "name": name})
        shutil.rmtree(self.filestore / name, ignore_errors=True)

    def rename(self, name, to):
        """Give a database its final name; its files go along."""
        shutil.rmtree(self.filestore / to, ignore_errors=True)
        if (self.filestore / name).is_dir():
            (self.filestore / name).rename(self.filestore / to)
        self.ask({"do": "rename", "name": name, "to": to})

    def comment(self, name, facts):
        """Write facts about a database onto it."""
        self.ask({"do": "comment", "name": name, "text": json.dumps(facts)})

    def facts(self, name):
        """Return the facts written onto a database, empty when there are none."""
        try:
            return json.loads(self.all().get(name) or "{}")
        except ValueError:
            return {}

    def query(self, name, statement):
        """Return the rows of a reading statement."""
        return self.ask({"do": "query", "name": name, "query": statement})[0]


def _explained(output):
    """Turn a driver's error into a sentence."""
    if re.search(r"could not connect|connection to server|refused", output):
        lines = [line.strip() for line in output.splitlines()]
        reason = next((line for line in lines if "OperationalError" in line), lines[-1])
        reason = reason.rpartition("OperationalError: ")[2].rstrip(".")
        return say.RefusalError(
            "The PostgreSQL server does not answer: start it, or unset the PG* "
            f"variables to use the embedded one ({reason})."
        )
    failure = process.FailureError(["sqltool"], 1, output)
    return process.explain(failure)
