"""Each check finds what it is there to find, and nothing in a clean sample."""

import inspect
from pathlib import Path

import pytest

from . import planted_controls, planted_shape
from .checks import (
    budgets,
    bypass,
    documents,
    graph,
    layout,
    repository,
    security,
    translations,
    upward,
    views,
)
from .samples import plant

MODULES = (
    budgets,
    bypass,
    documents,
    graph,
    layout,
    repository,
    security,
    translations,
    upward,
    views,
)
HELPERS = {
    "complexity",
    "length",
    "groups",
    "state_field",
    "vocabulary",
    "read_po",
    "read_glossary",
}
CASES = planted_controls.CASES + planted_shape.CASES


def all_checks():
    return [
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and name not in HELPERS
    ]


@pytest.mark.parametrize(
    ("check", "files", "expected"),
    CASES,
    ids=[f"{case[0].__name__}-{number}" for number, case in enumerate(CASES)],
)
def test_check_finds_what_was_planted(check, files, expected, tmp_path):
    found = check(plant(tmp_path, files))

    assert any(expected in finding for finding in found), found


@pytest.mark.parametrize(
    "check",
    [check for check in all_checks() if check is not graph.missing_addons],
    ids=lambda check: check.__name__,
)
def test_check_finds_nothing_in_a_clean_sample(check, tmp_path):
    assert check(plant(tmp_path)) == []


def test_every_check_has_a_planted_sample():
    assert {check.__name__ for check in all_checks()} == {c[0].__name__ for c in CASES}


def test_every_check_runs_on_the_repository():
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(Path(__file__).parent.glob("test_*.py"))
        if path.name != "test_checks_can_fail.py"
    )

    unused = [c.__name__ for c in all_checks() if f".{c.__name__})" not in sources]

    assert unused == []
