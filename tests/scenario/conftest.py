"""The story the scenario walks through, on a server with the people of the plant."""

import os
import sys
from pathlib import Path

import psycopg2
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dev.plant.story import World


@pytest.fixture(scope="session")
def world():
    """A fresh plant beside the demo's: own suppliers, products and lots."""
    if "MDTRACE_URL" not in os.environ:
        pytest.skip("needs a running demo: MDTRACE_URL and MDTRACE_DB name it")
    return World(os.environ["MDTRACE_URL"], os.environ["MDTRACE_DB"], "en_US")


@pytest.fixture
def cursor():
    """A PostgreSQL connection past Odoo, as an intruder with the password has it."""
    connection = psycopg2.connect(dbname=os.environ["MDTRACE_DB"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor
    connection.close()
