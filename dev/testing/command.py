"""`mdtrace test`: everything, or the part that a developer is working on."""

import time

from dev import say
from dev.environment import ready
from dev.testing import (
    addons,
    core,
    freshness,
    journeys,
    pure,
    removal,
    results,
    selected,
    sources,
    tools,
)
from dev.testing.results import Result
from dev.testing.templates import Templates

RUNNERS = ("sources", "repository", "pure", "alone", "together", "removal", "journeys")


def add_arguments(parser):
    """Describe the command's options."""
    parser.add_argument(
        "addons",
        nargs="*",
        help="run the tests of these alone, through pytest, in a kept database; "
        "further options go to pytest",
    )
    parser.add_argument("-k", dest="expression", help="pytest's choice by name")
    parser.add_argument(
        "--only",
        help=f"run some runners: {', '.join(RUNNERS)} (separated by commas)",
    )
    parser.add_argument(
        "--core",
        action="store_true",
        help="run Odoo's own stock, purchase_stock and mrp tests, with and without "
        "our addons, and compare (slow; not part of the default run)",
    )
    parser.add_argument(
        "--controlled",
        action="store_true",
        help="with --core: list what differs when every product is controlled",
    )


def run(options):
    """Run the command."""
    only = set(options.only.split(",")) if options.only else set(RUNNERS)
    if only - set(RUNNERS):
        raise say.RefusalError(
            f"There is no runner {min(only - set(RUNNERS))}: they are "
            f"{', '.join(RUNNERS)}."
        )
    if options.controlled and not options.core:
        raise say.RefusalError("--controlled belongs to --core: give both.")
    with ready() as environment:
        if options.core:
            return results.finish(core.run(environment, options.controlled))
        if options.addons:
            arguments = [*options.rest]
            if options.expression:
                arguments += ["-k", options.expression]
            found = selected.run(
                environment, Templates(environment), options.addons, arguments
            )
            return results.finish(found)
        return everything(environment, only)


def everything(environment, only):
    """Run the chosen runners, cheap ones first."""
    hints = tools.ensure()
    found = []

    def add(*new):
        for result in new:
            results.tell(result)
        found.extend(new)

    if "sources" in only:
        say.step("Format and lint")
        for runner in sources.runners():
            add(timed(runner))
        add(freshness.readmes())
    if "repository" in only:
        say.step("The repository's own tests")
        add(*pure.repository())
    if "pure" in only:
        say.step("Pure tests of tools/")
        add(*pure.tools(addons.paths.addons()))
    if only & {"alone", "together", "removal"}:
        _with_database(environment, only, add, found)
    if "journeys" in only:
        say.step("The demo, and browser journeys on it")
        add(*journeys.run(environment))
    return results.finish(found, hints)


def _with_database(environment, only, add, found):
    """Run the tests of the addons inside Odoo."""
    templates = Templates(environment)
    if "alone" in only:
        say.step("Each addon alone, at first install")
        found.extend(addons.alone(environment, templates, results.tell))
    if "together" in only:
        say.step("All addons together, at first install")
        result, database = addons.together(environment, templates)
        add(result)
        add(freshness.translations(environment, database))
        environment.databases.drop(database)
    if "removal" in only:
        say.step("Addons come to a running plant, and go")
        found.extend(removal.run(environment, templates, results.tell))


def timed(runner):
    """Run a runner and note how long it took; its crash is a failure."""
    started = time.monotonic()
    try:
        result = runner()
    except OSError as error:
        result = Result(runner.__name__).fail(str(error))
    result.seconds = time.monotonic() - started
    return result
