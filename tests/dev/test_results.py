"""Counting, the last line, and what an Odoo log betrays."""

import sys

import polib
import pytest

from dev import readme, translations
from dev.testing import addons, core, logscan, pytest_runner, results
from dev.testing.results import Result

STAMP = "2026-05-04 10:00:00,123 77"
OUTCOME = f"{STAMP} INFO db odoo.tests.result: %s\n"


def line(level, logger, text):
    return f"{STAMP} {level} db {logger}: {text}\n"


def test_the_last_line_is_the_sum_over_all_runners(capsys):
    code = results.finish([Result("a", 2, 0, 1), Result("b", 3)], ["install x"])

    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 0 failed, 1 skipped"
    assert code == 0


def test_nothing_skipped_is_not_mentioned(capsys):
    results.finish([Result("a", 2)])

    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed"


@pytest.mark.parametrize(
    "outcome",
    [Result("a", 5).fail("no"), Result("a")],
    ids=["a failure", "nothing ran"],
)
def test_the_exit_code_tells(outcome, capsys):
    assert results.finish([outcome]) == 1
    assert "failed" in capsys.readouterr().out.splitlines()[-1]


def test_outcomes_of_odoo_are_counted():
    log = (
        line("INFO", "odoo.addons.mdtrace_lot.tests.test_a", "skipped T.t : no chrome")
        + OUTCOME % "1 failed, 2 error(s) of 13 tests when loading database 'db'"
    )

    assert logscan.outcome(log) == (13, 3, 1)


def test_outcomes_in_the_shell_are_counted():
    log = line(
        "INFO", "odoo.tests.shell", "Tests passed: 0 failed, 0 error(s) of 5 tests"
    )

    assert logscan.outcome(log) == (5, 0, 0)


def test_a_failed_test_is_named_with_its_reason():
    log = (
        line("ERROR", "odoo.addons.mdtrace_lot.tests.test_a", "FAIL: TestA.test_one")
        + "Traceback (most recent call last):\n"
        + "AssertionError: 1 != 2\n"
    )

    assert logscan.broken_tests(log) == [
        "FAIL: TestA.test_one -- AssertionError: 1 != 2"
    ]
    assert logscan.complaints(log) == []


@pytest.mark.parametrize(
    ("level", "logger", "text", "ours"),
    [
        ("WARNING", "odoo.addons.mdtrace_lot.models.x", "odd", True),
        ("ERROR", "odoo.addons.mdtrace_lot.models.x", "broken", True),
        ("INFO", "odoo.addons.mdtrace_lot.models.x", "fine", False),
        ("WARNING", "odoo.addons.stock.models.x", "odd", False),
        ("WARNING", "py.warnings", "/x/addons/mdtrace_lot/a.py:1: Dep", True),
        ("WARNING", "py.warnings", "/x/lib/other.py:1: Dep", False),
        ("WARNING", "odoo.registry", "mdtrace.x: field y: two labels", True),
        ("WARNING", "odoo.http", "mdtrace refuses this user", False),
        ("ERROR", "odoo.addons.mdtrace_lot.tests.t.T.t.browser", "late", False),
    ],
)
def test_complaints_of_our_addons_are_found(level, logger, text, ours):
    assert bool(logscan.complaints(line(level, logger, text))) is ours


def test_a_warning_of_ours_fails_a_run_that_passed():
    log = line("WARNING", "odoo.addons.mdtrace_lot.models.x", "odd")
    log += OUTCOME % "0 failed, 0 error(s) of 4 tests when loading database 'db'"

    result = addons.judge("x", 0, log)

    assert (result.passed, result.failed) == (4, 1)


def test_an_installation_that_breaks_fails_without_any_test():
    result = addons.judge("x", 1, "Traceback\nParseError: bad view\n")

    assert result.failed == 1
    assert "ParseError" in result.problems[0]


def test_what_fails_without_our_addons_does_not_count():
    compared = core._compared(
        Result("with", passed=8, failed=2),
        {"T.known": "x"},
        {"T.known": "x", "T.new": "y"},
    )

    assert (compared.failed, compared.skipped) == (1, 1)
    assert compared.problems == ["T.new -- y"]


def test_reports_of_pytest_are_counted(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase classname="a" name="ok"/>'
        '<testcase classname="a" name="bad"><failure message="1 != 2&#10;more"/>'
        '</testcase><testcase classname="a" name="off"><skipped/></testcase>'
        "</testsuite></testsuites>"
    )

    result = pytest_runner.read("x", report)

    assert (result.passed, result.failed, result.skipped) == (1, 1, 1)
    assert result.problems == ["a::bad -- 1 != 2", "    more"]


def test_markdown_becomes_rst():
    text = "Text with `code`.\n\n- one\n- [two](https://x.example)\n"

    assert readme.to_rst(text) == (
        "Text with ``code``.\n\n- one\n- `two <https://x.example>`__\n"
    )


def test_markdown_becomes_escaped_html():
    assert readme.to_html("a < `b`") == "<p>a &lt; <code>b</code></p>"


def a_catalog(*terms):
    catalog = polib.POFile()
    for term, translated in terms:
        catalog.append(polib.POEntry(msgid=term, msgstr=translated))
    return catalog


def test_a_merge_keeps_translations_and_drops_what_is_gone():
    template = translations.cleaned(a_catalog(("Lot", ""), ("Hold", "")), "mdtrace_x")
    known = a_catalog(("Lot", "批次"), ("Gone", "没了"))

    merged = translations.merged(template, known, "zh_CN")

    assert {entry.msgid: entry.msgstr for entry in merged} == {
        "Hold": "",
        "Lot": "批次",
    }


def test_a_catalog_does_not_depend_on_the_order_of_its_export():
    one = translations.cleaned(a_catalog(("a", ""), ("b", "")), "mdtrace_x")
    two = translations.cleaned(a_catalog(("b", ""), ("a", "")), "mdtrace_x")

    assert str(one) == str(two)


def test_pure_tools_are_importable_without_odoo():
    code = "import dev.testing.pure_plugin; import odoo"

    import subprocess

    from dev import paths

    answer = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=paths.ROOT,
    )

    assert "import of odoo halted" in answer.stderr
