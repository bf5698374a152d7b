"""Odoo's own tests of stock, purchase_stock and mrp, with our addons and without.

All run in Odoo's shell on a complete database, so that also tests that Odoo runs
during an installation meet our addons.
"""

import re
import time

from dev import paths, say
from dev.testing import logscan
from dev.testing.addons import database
from dev.testing.results import Result
from dev.testing.templates import Templates

SUITES = ["stock", "purchase_stock", "mrp"]
SCRIPT = """
from odoo.tests.shell import run_tests
run_tests(env, {tags!r}, modules={modules!r})
"""
HOOK = "MDTRACE_TEST_CONTROLLED"


def run(environment, controlled):
    """Compare the runs; a test that fails only with our addons is a failure."""
    templates = Templates(environment)
    template = templates.prepare([*SUITES, *paths.addons()])
    baseline, _without = _suite(environment, template, "core-without", [])
    say.note(f"{len(baseline)} tests fail without our addons: they do not count.")
    ours = [*paths.addons(), *environment.support]
    failed, result = _suite(environment, template, "core-with", ours)
    results = [_compared(result, baseline, failed)]
    if controlled:
        everything, result = _suite(
            environment, template, "core-controlled", paths.addons(), {HOOK: "1"}
        )
        # These differ on purpose: they are listed, for the documentation to explain.
        for test, reason in sorted(everything.items()):
            if test not in baseline and test not in failed:
                say.note(f"differs when controlled: {test} -- {reason}")
        result.skipped += result.failed
        result.failed, result.problems = 0, []
        results.append(result)
    return results


def _suite(environment, template, label, addons, variables=None):
    """Run the suites in a clone; return ({failed test: reason}, result)."""
    started = time.monotonic()
    name = database(label.replace("-", "_"))
    environment.databases.create(name, template)
    say.step(f"{label}: Odoo's own tests of {', '.join(SUITES)}")
    if addons:
        environment.install(f"{label}-install", name, addons)
    if variables:
        # After our addons: its hook marks what they made markable.
        environment.install(f"{label}-mark", name, ["mdtrace_dev"], variables=variables)
    script = paths.cache() / f"{label}.py"
    tags = ",".join(f"/{suite}" for suite in SUITES)
    script.write_text(SCRIPT.format(tags=tags, modules=SUITES))
    with script.open() as stdin:
        code, output = environment.run_odoo(
            label, name, verb="shell", stdin=stdin, check=False, variables=variables
        )
    environment.databases.drop(name)
    ran, failed, skipped = logscan.outcome(output)
    result = Result(label, max(0, ran - failed - skipped), failed, skipped)
    result.seconds = time.monotonic() - started
    if not ran:
        result.fail(f"no test ran, Odoo ended with {code}; log: {label}.log")
    return _named(logscan.broken_tests(output)), result


def _named(broken):
    """Return {test: reason} of failed tests."""
    found = {}
    for line in broken:
        head, _, reason = line.partition(" -- ")
        found[re.sub(r"^(FAIL|ERROR): |Subtest ", "", head)] = reason
    return found


def _compared(result, baseline, failed):
    """Take out of a result what fails without our addons, too."""
    known = [test for test in failed if test in baseline]
    result.failed -= min(result.failed, len(known))
    result.skipped += len(known)
    result.problems += [
        f"{test} -- {reason}"
        for test, reason in sorted(failed.items())
        if test not in baseline
    ]
    return result
