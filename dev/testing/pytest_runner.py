"""Run pytest and count by its own report."""

import os
import re
import tempfile
import time
import xml.etree.ElementTree as ET
from pathlib import Path

from dev import paths, process, say, venv
from dev.testing.results import Result

NOTHING_COLLECTED = 5


def run(name, arguments, *, env=None, odoo=False, on_line=None, cwd=paths.ROOT):
    """Run pytest; return a :class:`Result`.

    :param odoo: whether these tests need Odoo; the others run without its plugin
    """
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "report.xml"
        command = [venv.python(), "-B", "-m", "pytest", f"--junit-xml={report}"]
        if not odoo:
            # The plugin would open a database before each test.
            command += ["-p", "no:odoo"]
        code, output = process.run(
            [*command, *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(paths.ROOT), **(env or {})},
            on_line=on_line or _progress(name),
            check=False,
        )
        result = read(name, report)
    result.seconds = time.monotonic() - started
    if code and code != NOTHING_COLLECTED and not result.failed:
        tail = [line for line in output.strip().splitlines()[-12:] if line.strip()]
        result.fail(f"pytest ended with {code}")
        result.problems += tail
    return result


def read(name, report):
    """Read pytest's report file."""
    result = Result(name)
    if not report.exists():
        return result
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 -- written by us
        bad = case.find("failure")
        if bad is None:
            bad = case.find("error")
        title = f"{case.get('classname')}::{case.get('name')}"
        if bad is not None:
            lines = (bad.get("message") or "").strip().splitlines() or ["no reason"]
            result.fail(f"{title} -- {lines[0][:300]}")
            result.problems += [f"    {line[:300]}" for line in lines[1:8]]
        elif case.find("skipped") is not None:
            result.skipped += 1
        else:
            result.passed += 1
    return result


def _progress(name):
    """Return a reader of pytest's lines that shows how far it is."""

    def on_line(line):
        found = re.search(r"\[\s*(\d+%)\]", line)
        if found:
            say.progress(f"{name}: {found[1]}")

    return on_line


def count(arguments, env=None):
    """Return how many tests pytest would run."""
    _code, output = process.run(
        [
            *(venv.python(), "-B", "-m", "pytest", "-p", "no:odoo"),
            *("--collect-only", "-q", *arguments),
        ],
        cwd=paths.ROOT,
        env={**os.environ, "PYTHONPATH": str(paths.ROOT), **(env or {})},
        check=False,
    )
    return sum("::" in line for line in output.splitlines())
