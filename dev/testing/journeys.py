"""Browser journeys and scenarios over HTTP, on a demo built for them."""

from dev import demo, paths
from dev.environment import free_port
from dev.server import Server
from dev.testing import pytest_runner, tools
from dev.testing.addons import database
from dev.testing.pure import SERVED
from dev.testing.results import Result


def folders():
    """Return the folders of tests that need a running server."""
    return [
        path
        for path in sorted((paths.ROOT / "tests").iterdir())
        if path.name in SERVED and list(path.rglob("test_*.py"))
    ]


def run(environment):
    """Build the demo as a user would, then run the journeys against its server."""
    name = database("journeys")
    built = Result("demo is built")
    try:
        demo.build(environment, name, "en_US")
    except Exception as failure:  # noqa: BLE001 -- any reason is a failed test
        return [built.fail(str(failure))]
    built.passed += 1
    results = [built]
    server = Server(environment, "journeys", name, free_port())
    server.start()
    try:
        results += [_folder(server, folder) for folder in folders()]
    finally:
        server.stop()
        environment.databases.drop(name)
    return results


def _folder(server, folder):
    """Run one folder; without a browser its journeys are counted as skipped."""
    title = f"served: {folder.name}"
    # With the way to the database: some tests do what an intruder would do there.
    variables = {
        **server.environment.variables(),
        "MDTRACE_URL": server.url,
        "MDTRACE_DB": server.database,
        "MDTRACE_LANG": "en_US",
        "MDTRACE_LOG": str(server.log),
        # The scenario also comes as an intruder, with SQL.
        **server.environment.server.environment(),
        "MDTRACE_CHROMIUM": tools.browser() or "",
    }
    if folder.name == "journeys" and not tools.browser():
        return Result(title, skipped=pytest_runner.count([str(folder)], variables))
    return pytest_runner.run(title, [str(folder)], env=variables)
