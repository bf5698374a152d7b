"""`mdtrace demo`: the demo plant on a real Odoo, one command."""

import importlib.util
import os
import time

from dev import hashes, paths, process, say, venv
from dev.environment import free_port, ready
from dev.server import (
    DEFAULT_PORT,
    Server,
    read_mark,
    refuse_running,
    require_port,
)

ADMIN = ("admin", "admin", "Administrator")
# What a plant has beside our addons' own dependencies; Odoo would install the bridges
# by itself, but with them come telephone and directory services that a demo must not
# call.
EXTRA = ["mrp", "mrp_product_expiry", "purchase_mrp", "rpc", "auth_totp"]


def add_arguments(parser):
    """Describe the command's options."""
    parser.add_argument(
        "--fresh", action="store_true", help="build the demo database anew"
    )
    parser.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        help=f"where the server listens (default {DEFAULT_PORT})",
    )
    parser.add_argument(
        "--lang",
        choices=["en_US", "zh_CN"],
        default="en_US",
        help="language of the demo plant and its users",
    )
    parser.add_argument(
        "--no-serve", action="store_true", help="set everything up, then exit"
    )


def database_name(lang):
    """Return the name of the demo database: one per language."""
    return "mdtrace_demo" if lang == "en_US" else f"mdtrace_demo_{lang.lower()}"


def modules(environment):
    """Return what is installed in the demo database."""
    return [*paths.addons(), *EXTRA, *environment.support]


def run(options):
    """Run the command."""
    mark = read_mark("demo")
    if mark:
        refuse_running("demo", mark)
    if not options.no_serve:
        require_free(options.port)
    with ready() as environment:
        name = database_name(options.lang)
        prepare(environment, name, options.lang, fresh=options.fresh)
        if options.no_serve:
            say.step("The demo is set up; ./mdtrace demo serves it.")
            return 0
        return serve(environment, name, options.port)


def require_free(port):
    """Refuse a port in use early, unless a killed run of ours still holds it."""
    if read_mark("demo") is None:
        require_port(port)


def prepare(environment, name, lang, *, fresh=False):
    """Make sure that the demo database exists, is complete and up to date."""
    existing = environment.databases.all()
    if fresh or name not in existing:
        build(environment, name, lang)
        return
    changed = hashes.changed(environment.databases.facts(name).get("addons", {}))
    if changed:
        say.step(f"Demo: updating {', '.join(changed)}, changed since the last start")
        update(environment, name, changed)


def update(environment, name, changed):
    """Bring changed addons into a database."""
    current = hashes.of_addons()
    wanted = [addon for addon in changed if addon in current]
    if wanted:
        installed = {
            row[0]
            for row in environment.databases.query(
                name, "SELECT name FROM ir_module_module WHERE state = 'installed'"
            )
        }
        new = [addon for addon in wanted if addon not in installed]
        if new:
            environment.install("update", name, new)
        old = [addon for addon in wanted if addon in installed]
        if old:
            environment.install("update", name, old, update=True)
    environment.databases.comment(name, {"addons": current})


def build(environment, name, lang):
    """Build the demo in a database that gets its name when it is complete."""
    building = f"{name}_building"
    databases = environment.databases
    addons = hashes.of_addons()
    say.step("Demo: installing Odoo's applications and the addons (a few minutes)")
    databases.create(building)
    # Both languages, whichever the plant speaks: its products have names in both.
    languages = ("--load-language", "en_US,zh_CN")
    environment.install("build", building, modules(environment), *languages)
    server = Server(environment, "build-server", building, free_port())
    say.step("Demo: building the demo plant through the running server")
    server.start()
    try:
        build_plant(server, lang)
        say.step("Demo: building the web client's files")
        server.warm_up(*ADMIN[:2])
    finally:
        server.stop()
    databases.comment(building, {"addons": addons})
    databases.drop(name)
    databases.rename(building, name)


def build_plant(server, lang):
    """Drive the running server as the people of the plant."""
    if importlib.util.find_spec("dev.plant") is None:
        say.note("There is no demo plant yet: the database starts empty.")
        return
    try:
        process.run(
            [
                *(venv.python(), "-m", "dev.plant", "--url", server.url),
                *("--db", server.database, "--lang", lang),
            ],
            cwd=paths.ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            on_line=say.note,
        )
    except process.FailureError as failure:
        raise say.RefusalError(
            f"The demo plant could not be built: {_last_line(failure.output)} "
            f"(the server's log: {server.log})."
        ) from failure


def _last_line(output):
    """Return the last line of an output that says something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it ended without a word"


def people():
    """Return (login, password, role) of everyone who can log in."""
    if importlib.util.find_spec("dev.plant") is None:
        return [ADMIN]
    from dev.plant.people import PEOPLE

    return [ADMIN, *((one.login, one.password, one.duty) for one in PEOPLE)]


def serve(environment, name, port):
    """Serve the demo until somebody stops it."""
    server = Server(environment, "demo", name, port, max_cron_threads=1)
    say.step("Demo: starting the server")
    server.start()
    say.step(f"MDTrace is ready: {server.url}/odoo")
    say.note()
    rows = [("login", "password", "role"), *people()]
    widths = [max(len(row[column]) for row in rows) + 2 for column in (0, 1)]
    for login, password, role in rows:
        say.note(f"{login:<{widths[0]}}{password:<{widths[1]}}{role}")
    say.note()
    say.note("Ctrl-C stops it.")
    while server.process.poll() is None:
        time.sleep(0.5)
    server.stop()
    raise say.RefusalError(
        f"The server ended by itself (its log: {server.log}): run the command again, "
        "it repairs what it finds."
    )
