"""Sizes, complexity, docstrings, help texts, and one model per file."""

import ast
import re

from .tree import addons, closure, dotted, family, parse, walk

METHOD_LINES = 60
# A scenario is a how-to page told in one go.
SCENARIO_LINES = 120
COMPLEXITY = 10
FILE_LINES = 400
FILE_LINES_ALLOWED = 600
# Files that may have up to 600 lines, each with the reason.
LONG_FILES = {
    "addons/mdtrace_lot/tests/test_doors.py": "all doors beside each other",
    "tests/scenario/test_main_chain.py": "the whole story in one file, step by step",
}
ORM_METHODS = {
    "create",
    "write",
    "unlink",
    "copy",
    "copy_data",
    "read",
    "init",
    "search",
    "search_fetch",
    "name_search",
    "default_get",
    "fields_get",
    "get_view",
    "get_views",
    "web_read",
    "web_save",
    "onchange",
    "export_data",
    "load",
    "setUp",
    "setUpClass",
    "tearDown",
    "tearDownClass",
}
# Small private steps whose name says all there is to say.
PLAIN_HELPERS = tuple(
    f"_mdtrace_{verb}" for verb in ("check_", "is_", "has_", "refuse", "open")
)
BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.match_case,
)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def complexity(function):
    """Return McCabe's number as the linter counts it: one, and one for each branch."""
    inner = list(ast.walk(function))[1:]
    return 1 + sum(isinstance(node, (*BRANCHES, *FUNCTIONS)) for node in inner)


def length(function):
    """Return a function's lines, from `def` to its end, the docstring left out."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is not None:
        lines -= function.body[0].end_lineno - function.body[0].lineno + 1
    return lines


def _sources(root, *suffixes):
    for folder in ("addons", "dev", "tests", "benchmarks"):
        for path in walk(root / folder, *suffixes):
            yield path, path.relative_to(root).as_posix()


def long_or_branching_functions(root):
    """Find functions over the budget of lines or of branches."""
    findings = []
    for path, where in _sources(root, ".py"):
        for node in ast.walk(parse(path)):
            if not isinstance(node, FUNCTIONS):
                continue
            lines, branches = length(node), complexity(node)
            budget = SCENARIO_LINES if "/test_scenario_" in where else METHOD_LINES
            if lines > budget:
                findings.append(
                    f"{where}:{node.lineno}: {node.name} has {lines} lines, the budget "
                    f"is {budget}; name its steps"
                )
            if branches > COMPLEXITY:
                findings.append(
                    f"{where}:{node.lineno}: {node.name} has complexity {branches}, "
                    f"the budget is {COMPLEXITY}; split it or use a table"
                )
    return findings


def long_files(root):
    """Find source files over the budget of lines."""
    findings = []
    for path, where in _sources(root, ".py", ".js"):
        if "/static/lib/" in where:
            continue
        lines = path.read_text(encoding="utf-8").count("\n")
        budget = FILE_LINES_ALLOWED if where in LONG_FILES else FILE_LINES
        if lines > budget:
            findings.append(
                f"{where}: {lines} lines, the budget is {budget}; split it by what it "
                "is about"
            )
    return findings


def missing_docstrings(root):
    """Find modules, classes and functions of tools/ that do not say what they are."""
    findings = []
    for addon in addons(root).values():
        for path in addon.files(".py", tests=False):
            where = addon.relative(path)
            if path.name == "__manifest__.py":
                continue
            tree = parse(path)
            if tree.body and not ast.get_docstring(tree) and path.stem != "__init__":
                findings.append(f"{where}:1: the module has no docstring")
            in_tools = path.relative_to(addon.path).parts[0] == "tools"
            findings += [
                f"{where}:{node.lineno}: {node.name} has no docstring"
                for node in tree.body
                if _wants_docstring(node, in_tools) and not ast.get_docstring(node)
            ]
    return findings


def _wants_docstring(node, in_tools):
    if isinstance(node, ast.ClassDef):
        return True
    return in_tools and isinstance(node, FUNCTIONS) and not node.name.startswith("_")


def undocumented_seams(root):
    """Find seams and public methods that nobody explains where they begin."""
    known = addons(root)
    documented = {
        name: {
            method
            for odoo_class in addon.classes
            for method, node in odoo_class.methods.items()
            if ast.get_docstring(node)
        }
        for name, addon in known.items()
    }
    findings = []
    for addon in known.values():
        explained = set().union(*(documented[n] for n in closure(addon.name, known)))
        for odoo_class in addon.classes:
            findings += [
                f"{addon.relative(odoo_class.path)}:{node.lineno}: {name} is a seam or "
                "an API method: its docstring says what it returns and who extends it"
                for name, node in odoo_class.methods.items()
                if name not in explained and _is_seam(name, node, odoo_class)
            ]
    return findings


def _is_seam(name, node, odoo_class):
    if name.startswith("_mdtrace_"):
        return not name.startswith(PLAIN_HELPERS)
    decorators = {dotted(getattr(d, "func", d)) for d in node.decorator_list}
    return (
        odoo_class.is_new
        and not name.startswith(("_", "action_"))
        and name not in ORM_METHODS
        and not decorators & {"api.private", "property"}
    )


def fields_without_help(root):
    """Find stored fields of ours without a help text."""
    findings = []
    for addon in addons(root).values():
        for odoo_class in addon.classes:
            explained = _explained_elsewhere(root, odoo_class)
            for field in odoo_class.fields.values():
                ours = odoo_class.is_new or field.name.startswith("mdtrace_")
                if not (ours and field.stored) or field.name in explained:
                    continue
                if "help" not in field.keywords:
                    findings.append(
                        f"{addon.relative(odoo_class.path)}:{field.line}: {field.name} "
                        "has no help; it is what the data dictionary says about it"
                    )
    return findings


def _explained_elsewhere(root, odoo_class):
    return {
        name
        for each in family(root, odoo_class.name)
        if each is not odoo_class
        for name, field in each.fields.items()
        if "help" in field.keywords
    }


def unprefixed_fields(root):
    """Find fields that we add to a core model without our prefix."""
    ours = {
        each.name
        for addon in addons(root).values()
        for each in addon.classes
        if each.is_new
    }
    return [
        f"{addon.relative(odoo_class.path)}:{field.line}: {field.name} on "
        f"{odoo_class.name}: a field on a core model begins with mdtrace_"
        for addon in addons(root).values()
        for odoo_class in addon.classes
        if odoo_class.name not in ours and odoo_class.kind != "AbstractModel"
        for field in odoo_class.fields.values()
        if not field.name.startswith("mdtrace_")
        and field.positional
        + tuple(
            key for key in field.keywords if key in ("comodel_name", "string", "help")
        )
    ]


def several_models_in_a_file(root):
    """Find files with more than one model; a line may sit with its parent."""
    findings = []
    for addon in addons(root).values():
        by_path = {}
        for odoo_class in addon.classes:
            by_path.setdefault(odoo_class.path, []).append(odoo_class.name)
        for path, names in by_path.items():
            first = min(names, key=len)
            others = [n for n in names if n != first and not n.startswith(first + ".")]
            if others or len(names) > 2:
                findings.append(
                    f"{addon.relative(path)}: holds {', '.join(names)}; one model per "
                    "file (a line may sit with its parent)"
                )
    return findings


def wrong_file_names(root):
    """Find model files whose name is not their model's."""
    findings = []
    for addon in addons(root).values():
        for odoo_class in addon.classes:
            inner = odoo_class.path.relative_to(addon.path)
            if inner.parts[0] not in ("models", "wizard", "report"):
                findings.append(
                    f"{addon.relative(odoo_class.path)}: models live in models/, "
                    "wizard/ or report/"
                )
                continue
            others = [c.name for c in addon.classes if c.path == odoo_class.path]
            model = min(others, key=len)
            if model.startswith("report."):
                continue  # named for its document
            if not _is_named_for(inner.stem, model, addon.name):
                findings.append(
                    f"{addon.relative(odoo_class.path)}: holds {odoo_class.name}; name "
                    f"the file {max(_file_names(odoo_class.name), key=len)}.py"
                )
    return findings


def _is_named_for(stem, model, addon):
    """Tell whether a file has its model's name, or that and one aspect of it."""
    return any(
        stem == name or stem.startswith(name + "_") or stem.endswith("_" + name)
        for name in _file_names(model) | {_full(model).removeprefix(f"{addon}_")}
    )


def _full(model):
    return model.replace(".", "_")


def _file_names(model):
    return {_full(model), _full(model).removeprefix("mdtrace_")}


def unimported_modules(root):
    """Find Python files that no __init__ imports: they never run."""
    findings = []
    for addon in addons(root).values():
        for path in addon.files(".py"):
            inner = path.relative_to(addon.path)
            if inner.parts[0] not in (
                "models",
                "wizard",
                "report",
                "controllers",
                "tests",
            ):
                continue
            if path.stem == "__init__" or "pure" in inner.parts:
                continue
            if inner.parts[0] == "tests" and not path.stem.startswith("test_"):
                continue
            imported = _imported_names(path.with_name("__init__.py"))
            if path.stem not in imported:
                findings.append(
                    f"{addon.relative(path)}: {inner.parts[0]}/__init__.py does not "
                    "import it, so it never runs"
                )
    return findings


def _imported_names(init):
    if not init.is_file():
        return set()
    return {
        alias.name.rpartition(".")[2]
        for node in ast.walk(parse(init))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }


def shadowed_tests(root):
    """Find test methods defined twice: only the last one runs."""
    findings = []
    for path, where in _sources(root, ".py"):
        scopes = [n for n in ast.walk(parse(path)) if isinstance(n, ast.ClassDef)]
        for scope in [parse(path), *scopes]:
            names = [
                node.name
                for node in scope.body
                if isinstance(node, FUNCTIONS) and node.name.startswith("test")
            ]
            findings += [
                f"{where}: {name} is defined twice, only the last one runs"
                for name in sorted({n for n in names if names.count(n) > 1})
            ]
    return findings


def untold_tests(root):
    """Find tests whose names are no sentence."""
    findings = []
    for path, where in _sources(root, ".py"):
        if not path.name.startswith("test_"):
            continue
        for node in ast.walk(parse(path)):
            if not (isinstance(node, FUNCTIONS) and node.name.startswith("test_")):
                continue
            if node.name.count("_") < 3 or re.search(r"_\d+$", node.name):
                findings.append(
                    f"{where}:{node.lineno}: {node.name} is no sentence; say what does "
                    "what when (test_release_refused_while_hold_is_open)"
                )
    return findings
