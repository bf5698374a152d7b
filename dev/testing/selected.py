"""The tests that a developer is working on, in seconds after the first time."""

from dev import hashes, paths, say
from dev.testing import pure, pytest_runner

PREFIX = "mdtrace_dev_"


def run(environment, templates, addons, arguments):
    """Run the pure tests and the Odoo tests of some addons through pytest."""
    unknown = sorted(set(addons) - set(paths.addons()))
    if unknown:
        raise say.RefusalError(
            f"There is no addon {unknown[0]}: addons/ has {', '.join(paths.addons())}."
        )
    results = [
        result
        for result in pure.tools(addons, arguments)
        # A choice by name may leave none of them.
        if result.passed or result.failed or result.skipped
    ]
    for addon in addons:
        name = prepare(environment, templates, addon, [addon])
        results.append(_pytest(environment, name, addon, arguments))
    return results


def prepare(environment, templates, label, addons):
    """Keep a database for some addons, update what changed, return its name."""
    name = f"{PREFIX}{label}"
    databases = environment.databases
    current = {each: hashes.of_addon(each) for each in templates.ours(addons)}
    facts = databases.facts(name)
    before = facts.get("addons", {})
    if facts.get("odoo") != templates.version or set(before) - set(current):
        template = templates.prepare(addons)
        building = f"{name}_building"
        say.step(f"{label}: installing it in a database that is kept")
        databases.create(building, template)
        modules = [*addons, *environment.support]
        environment.install(f"develop-{label}", building, modules)
        databases.comment(building, {"odoo": templates.version, "addons": current})
        databases.drop(name)
        databases.rename(building, name)
        return name
    changed = [each for each in current if before.get(each) != current[each]]
    if changed:
        say.step(f"{label}: updating {', '.join(changed)}")
        known = [each for each in changed if each in before]
        new = [each for each in changed if each not in before]
        for modules, update in ((new, False), (known, True)):
            if modules:
                environment.install(f"develop-{label}", name, modules, update=update)
        # Noted last: an update that fails is tried again.
        databases.comment(name, {"odoo": templates.version, "addons": current})
    return name


def _pytest(environment, database, addon, arguments):
    """Run an addon's tests in its kept database, HTTP server included."""
    config = environment.config(
        f"pytest-{addon}", db_name=database, dbfilter=f"^{database}$"
    )
    folder = paths.ADDONS / addon / "tests"
    return pytest_runner.run(
        addon,
        [
            *(f"--odoo-config={config}", f"--odoo-database={database}"),
            # HttpCase needs the server; it costs a fraction of a second.
            "--odoo-http",
            *(folder, f"--ignore={folder / 'pure'}", *arguments),
        ],
        env=environment.variables(),
        odoo=True,
        on_line=say.note,
    )
