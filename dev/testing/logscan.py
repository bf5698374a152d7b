"""Read what Odoo logged: test outcomes, and complaints that our addons made."""

import re
from dataclasses import dataclass

RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ "
    r"(?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>[\w.]+): (?P<text>.*)$"
)
OUTCOME = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
BROKEN_TEST = re.compile(r"^(FAIL|ERROR): ")
# The server counts in the one, the shell in the other.
COUNTERS = ("odoo.tests.result", "odoo.tests.shell")
OURS = "odoo.addons.mdtrace"
# Loggers of the framework that judge our models, fields and views: their warnings
# that name one of our addons count as ours.
JUDGES = (
    "odoo.fields",
    "odoo.models",
    "odoo.modules",
    "odoo.orm",
    "odoo.registry",
    "odoo.schema",
    "odoo.tools.convert",
    "odoo.tools.translate",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_ui_view",
)


@dataclass
class Record:
    """One entry of the log, with the lines that follow it."""

    level: str
    logger: str
    text: str

    @property
    def first(self):
        """Return the first line of the entry."""
        return self.text.split("\n", 1)[0]

    @property
    def last(self):
        """Return its last line: the exception, when it carries a traceback."""
        return self.text.strip().rsplit("\n", 1)[-1].strip()


def records(output):
    """Return the entries of a log."""
    found = []
    for line in output.splitlines():
        match = RECORD.match(line)
        if match:
            found.append(Record(match["level"], match["logger"], match["text"]))
        elif found:
            found[-1].text += "\n" + line
    return found


def is_ours(record):
    """Tell whether an entry is a complaint that our addons are responsible for."""
    if record.level not in {"WARNING", "ERROR", "CRITICAL"}:
        return False
    # What a browser says fails its test by itself, unless it comes after the end.
    if BROKEN_TEST.match(record.text) or record.logger.endswith(".browser"):
        return False
    if record.logger.startswith(OURS):
        return True
    if record.logger == "py.warnings":
        return "addons/mdtrace" in record.text
    return record.logger.startswith(JUDGES) and "mdtrace" in record.text


def complaints(output):
    """Return the warnings and errors that our addons are responsible for."""
    return [
        f"{record.level} {record.logger}: {record.first}"
        + (f" ... {record.last}" if record.last != record.first else "")
        for record in records(output)
        if is_ours(record)
    ]


def broken_tests(output):
    """Return the failed tests, each with the last line of its traceback."""
    return [
        f"{record.first} -- {record.last}"
        for record in records(output)
        if record.level == "ERROR" and BROKEN_TEST.match(record.text)
    ]


def outcome(output):
    """Return (run, failed, skipped) of the tests in a log."""
    failed = run = 0
    for record in records(output):
        found = OUTCOME.search(record.first)
        if found and record.logger in COUNTERS:
            failed += int(found[1]) + int(found[2])
            run += int(found[3])
    skipped = sum(
        record.level == "INFO" and record.text.startswith("skipped ")
        for record in records(output)
    )
    return run, failed, skipped
