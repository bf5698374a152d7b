"""Generated files and translations are as the sources make them."""

import time

from dev import paths, process, venv
from dev.testing.results import Result


def translations(environment, database):
    """Compare the catalogs with what the installed addons say."""
    config = environment.config("translations")
    return _check(
        "translations",
        [
            *("-m", "dev.translations", "--check"),
            *("--config", config, "--database", database),
        ],
        environment.variables(),
    )


def readmes():
    """Compare the built readmes with their fragments."""
    return _check("readmes", ["-m", "dev.readme", "--check"])


def _check(name, arguments, variables=None):
    """Run a checking module: each line of its output is a failure."""
    started = time.monotonic()
    code, output = process.run(
        [venv.python(), "-B", *arguments], cwd=paths.ROOT, env=variables, check=False
    )
    result = Result(name)
    if code:
        for line in output.strip().splitlines() or ["it failed without a word"]:
            result.fail(line)
    else:
        result.passed += 1
    result.seconds = time.monotonic() - started
    return result
