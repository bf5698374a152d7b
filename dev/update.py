"""`mdtrace update`: bring changed addons into the demo database."""

from dev import demo, hashes, paths, say
from dev.environment import ready


def add_arguments(parser):
    """Describe the command's options."""
    parser.add_argument("addons", nargs="*", help="update these, changed or not")
    parser.add_argument("--lang", choices=["en_US", "zh_CN"], default="en_US")


def run(options):
    """Run the command."""
    unknown = sorted(set(options.addons) - set(paths.addons()))
    if unknown:
        raise say.RefusalError(
            f"There is no addon {unknown[0]}: addons/ has {', '.join(paths.addons())}."
        )
    with ready() as environment:
        name = demo.database_name(options.lang)
        if name not in environment.databases.all():
            raise say.RefusalError(
                "There is no demo database yet: ./mdtrace demo makes it."
            )
        before = environment.databases.facts(name).get("addons", {})
        changed = options.addons or hashes.changed(before)
        if not changed:
            say.step("Nothing changed since the last update.")
            return 0
        say.step(f"Updating {', '.join(changed)}")
        demo.update(environment, name, changed)
        say.step("Updated; restart a running demo to see it.")
    return 0
