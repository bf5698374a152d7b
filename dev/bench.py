"""`mdtrace bench`: the measurements of benchmarks/, each a command of its own."""

import ast
import os

from dev import paths, process, say, venv
from dev.environment import ready


def add_arguments(parser):
    """Describe the command's options."""
    parser.add_argument(
        "name", nargs="?", help="the measurement to run; without it they are listed"
    )


def available():
    """Return {name: first line of its description}."""
    found = {}
    for file in sorted((paths.ROOT / "benchmarks").glob("*.py")):
        if not file.name.startswith("_"):
            text = ast.get_docstring(ast.parse(file.read_text())) or ""
            found[file.stem] = text.split("\n")[0]
    return found


def run(options):
    """Run the command."""
    benchmarks = available()
    if not options.name:
        if not benchmarks:
            print("There is no measurement in benchmarks/ yet.")
        for name, summary in benchmarks.items():
            print(f"{name:<24} {summary}")
        return 0
    if options.name not in benchmarks:
        raise say.RefusalError(
            f"There is no measurement {options.name}: ./mdtrace bench lists them."
        )
    with ready() as environment:
        config = environment.config("bench")
        code, _output = process.run(
            [venv.python(), f"benchmarks/{options.name}.py", *options.rest],
            cwd=paths.ROOT,
            env={
                **os.environ,
                **environment.variables(),
                "MDTRACE_ODOO_CONFIG": str(config),
                "PYTHONPATH": str(paths.ROOT),
            },
            on_line=print,
            check=False,
        )
    return code
