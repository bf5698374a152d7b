"""Install addons at first install and run their tests: each alone, then together."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

from dev import paths, process
from dev.testing import logscan
from dev.testing.results import Result
from dev.testing.templates import RUN_PREFIX

PARALLEL = 2
# Odoo's own doors that a plant has and no addon of ours depends on: the JSON-2 API
# and second factors. Tests that need them are skipped where they are missing.
COMPANIONS = ("rpc", "auth_totp")


def database(label):
    """Return the name of a database of this run; a later run drops what is left."""
    return f"{RUN_PREFIX}{os.getpid()}_{label}"


def install_and_test(environment, template, label, addons, *, keep=False):
    """Install addons in a clone of a template and run their tests."""
    started = time.monotonic()
    name = database(label)
    environment.databases.create(name, template)
    tags = ",".join(f"/{addon}" for addon in addons)
    code, output = environment.run_odoo(
        f"test-{label}",
        name,
        *("-i", ",".join([*addons, *environment.support])),
        *("--skip-auto-install", "--test-tags", tags, "--stop-after-init"),
        check=False,
    )
    if not keep:
        environment.databases.drop(name)
    result = judge(label, code, output)
    if result.failed:
        result.problems.append(f"log: {environment.logs / f'test-{label}.log'}")
    result.seconds = time.monotonic() - started
    return result


def judge(label, code, output):
    """Turn the log of an installation with tests into a result."""
    run, failed, skipped = logscan.outcome(output)
    result = Result(label, max(0, run - failed - skipped), failed, skipped)
    result.problems += logscan.broken_tests(output)
    for complaint in logscan.complaints(output):
        result.fail(complaint)
    if code and not result.failed:
        lines = output.strip().splitlines()
        reason = next(
            (line for line in reversed(lines) if "Error" in line[:80]), "no reason"
        )
        result.fail(f"Odoo ended with {code}: {reason}")
    elif not code and not logscan.OUTCOME.search(output):
        # An installation that runs no test at all still proves that it installs.
        result.passed += 1
    return result


def alone(environment, templates, tell):
    """Test each addon with nothing but its dependencies, two at a time."""
    found = {addon: templates.prepare([addon]) for addon in paths.addons()}

    def one(addon):
        result = install_and_test(environment, found[addon], addon, [addon])
        result.name = f"alone: {addon}"
        tell(result)
        return result

    return in_parallel(one, found)


def in_parallel(function, items):
    """Call a function for each item, two at a time; an interruption stops all."""
    pool = ThreadPoolExecutor(PARALLEL)
    try:
        return list(pool.map(function, items))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        process.stop_all()
        raise
    finally:
        pool.shutdown()


def together(environment, templates):
    """Test all addons in one database; return (result, database), which is kept."""
    addons = paths.addons()
    template = templates.prepare([*addons, *COMPANIONS])
    result = install_and_test(environment, template, "together", addons, keep=True)
    return result, database("together")
