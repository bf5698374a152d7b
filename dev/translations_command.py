"""`mdtrace translations`: export the terms of the addons and merge the catalogs."""

from dev import paths, process, say, venv
from dev.environment import ready
from dev.testing.selected import prepare
from dev.testing.templates import Templates


def add_arguments(parser):
    """Describe the command's options."""
    parser.add_argument("addons", nargs="*", help="these alone; all without")
    parser.add_argument(
        "--check", action="store_true", help="tell what is stale, change nothing"
    )


def run(options):
    """Run the command."""
    with ready() as environment:
        database = prepare(environment, Templates(environment), "all", paths.addons())
        say.step("Exporting the terms")
        config = environment.config("translations")
        code, _output = process.run(
            [
                *(venv.python(), "-B", "-m", "dev.translations"),
                "--check" if options.check else "--write",
                *("--config", config, "--database", database, *options.addons),
            ],
            cwd=paths.ROOT,
            env=environment.variables(),
            on_line=say.note,
            check=False,
        )
    return code
