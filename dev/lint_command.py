"""`mdtrace lint`: format and check the sources, without a database."""

from dev import paths, venv
from dev.environment import setup_lock
from dev.testing import results, sources
from dev.testing.command import timed


def add_arguments(parser):
    """Describe the command's options."""
    parser.add_argument(
        "--fix", action="store_true", help="repair what the tools can repair"
    )


def run(options):
    """Run the command."""
    with setup_lock():
        if not venv.fresh():
            paths.require_space(2 * 1024**3)
        venv.ensure()
    found = []
    for runner in sources.runners(fix=options.fix):
        found.append(timed(runner))
        results.tell(found[-1])
    return results.finish(found)
