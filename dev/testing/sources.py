"""Format and lint: Python, addons, XML, JavaScript, spelling."""

import json
import shutil
import subprocess

from dev import lock, paths, process, say, venv
from dev.testing.results import Result

LINT = paths.ROOT / "dev" / "lint"
PYTHON = ["addons", "dev", "tests", "benchmarks", "mdtrace"]
NODE_LOWEST = (20, 19)
# All checks of pylint-odoo block, but for these.
PYLINT_NOT_ASKED = [
    "consider-merging-classes-inherited",  # a class per concern, a concern per file
    "context-overridden",  # a permit is put into the context and taken out again
    "invalid-commit",  # tests with two connections; an architecture test asks models
    "method-required-super",  # rows that are never changed refuse instead
    "missing-return",  # a hook that returns nothing has nothing to return
    "no-raise-unlink",  # a record that may not be deleted says why
    "no-search-all",  # vocabularies are short
    "prefer-env-translation",  # does not see through `_ = self.env._`
    "super-method-mismatch",  # one door calls the write that all doors share
]
MARKUP = (
    "addons/*/static/src/**/*.js",
    "addons/*/static/tests/**/*.js",
    "addons/*/static/src/**/*.xml",
    "addons/*/static/src/**/*.scss",
    "addons/*/{data,demo,report,security,views,wizard}/*.xml",
    "dev/addons/**/*.{js,xml}",
)


def runners(*, fix=False):
    """Return the checks, as functions that return a result each."""
    # The formatters come after the fixer: a fix may need formatting.
    checks = [ruff_check, ruff_format, prettier, eslint, pylint, oca, spelling]
    return [_bound(check, fix) for check in checks]


def _bound(check, fix):
    """Return a check that knows whether it may change files."""

    def runner():
        return check(fix)

    runner.__name__ = check.__name__
    return runner


def _program(name):
    """Return a program of the virtual environment."""
    return venv.directory() / "bin" / name


def _run(name, command, **options):
    """Run a check: its complaints are the problems of one failure."""
    code, output = process.run(command, cwd=paths.ROOT, check=False, **options)
    result = Result(name)
    if not code:
        result.passed += 1
        return result
    lines = [line for line in output.splitlines() if line.strip()]
    result.fail(f"{name}: {len(lines)} lines of complaints")
    result.problems += lines
    return result


def _existing(names):
    """Return the paths that are there."""
    return [name for name in names if (paths.ROOT / name).exists()]


def ruff_check(fix):
    """Lint Python."""
    arguments = ["--fix"] if fix else []
    return _run(
        "ruff check",
        [
            *(_program("ruff"), "check", "--output-format", "concise"),
            *(*arguments, *_existing(PYTHON)),
        ],
    )


def ruff_format(fix):
    """Check or write the format of Python."""
    arguments = [] if fix else ["--check"]
    return _run(
        "ruff format", [_program("ruff"), "format", *arguments, *_existing(PYTHON)]
    )


def pylint(_fix):
    """Run the checks of pylint-odoo, all of them blocking."""
    addons = [str(paths.ADDONS / name) for name in paths.addons()]
    if not addons:
        return Result("pylint-odoo")
    return _run(
        "pylint-odoo",
        [
            *(venv.python(), "-m", "pylint", "--rcfile=pyproject.toml"),
            *("--ignore=pure", f"--disable={','.join(PYLINT_NOT_ASKED)}", *addons),
        ],
    )


def oca(_fix):
    """Run the community's checks of whole addons and of catalogs."""
    addons = [f"addons/{name}" for name in paths.addons()]
    if not addons:
        return Result("oca checks")
    config = f"--config={LINT / 'oca_hooks.cfg'}"
    result = _run("oca checks", [_program("oca-checks-odoo-module"), config, *addons])
    catalogs = sorted(map(str, paths.ADDONS.glob("*/i18n/*.po")))
    if catalogs:
        second = _run("oca checks", [_program("oca-checks-po"), config, *catalogs])
        result.passed += second.passed
        result.failed += second.failed
        result.problems += second.problems
    return result


def spelling(_fix):
    """Look for common misspellings in code and texts."""
    names = _existing(["addons", "dev", "docs", "changes", "README.md", "tests"])
    return _run("codespell", [_program("codespell"), *names])


def prettier(fix):
    """Check or write the format of XML, JavaScript and style sheets."""
    return _node(
        "prettier",
        [
            *("--config", LINT / "prettier.config.mjs"),
            *("--no-error-on-unmatched-pattern", "--log-level", "warn"),
            "--write" if fix else "--check",
            *MARKUP,
        ],
    )


def eslint(fix):
    """Lint JavaScript, warnings being failures."""
    return _node(
        "eslint",
        [
            *("--config", LINT / "eslint.config.mjs", "--max-warnings", "0"),
            *("--no-error-on-unmatched-pattern", *(["--fix"] if fix else [])),
            *(pattern for pattern in MARKUP if pattern.endswith(".js")),
        ],
    )


def _node(name, arguments):
    """Run a JavaScript tool out of the cache; without npm it is skipped."""
    modules = _node_modules()
    if modules is None:
        return Result(name, skipped=1)
    return _run(name, [modules / ".bin" / name, *arguments])


def _node_modules():
    """Install the JavaScript tools into the cache; None when that is impossible."""
    if not _node_fits():
        say.note("npm with Node 20.19 or later is missing: JavaScript is not checked.")
        return None
    base = paths.cache() / "node"
    wanted = lock.digest(LINT / "package-lock.json")
    mark = base / "complete"
    if not (mark.exists() and mark.read_text() == wanted):
        shutil.rmtree(base, ignore_errors=True)
        base.mkdir()
        for file in ("package.json", "package-lock.json"):
            shutil.copy(LINT / file, base)
        try:
            process.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=base)
        except process.FailureError as failure:
            say.warn(f"npm cannot install the JavaScript tools: {failure}")
            return None
        mark.write_text(wanted)
    # The configuration files import plugins: they look beside and above themselves.
    link = LINT / "node_modules"
    target = base / "node_modules"
    if not link.is_symlink() or link.readlink() != target:
        link.unlink(missing_ok=True)
        link.symlink_to(target)
    return target


def _node_fits():
    """Tell whether npm and a Node that is new enough are there."""
    if not shutil.which("npm") or not shutil.which("node"):
        return False
    answer = subprocess.run(
        ["node", "-p", "JSON.stringify(process.versions.node.split('.'))"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        version = tuple(map(int, json.loads(answer.stdout)[:2]))
    except ValueError:
        return False
    return version >= NODE_LOWEST
