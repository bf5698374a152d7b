"""Reading the sources: addons, Python modules, Odoo classes and XML records."""

import ast
import io
import os
import tokenize
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from xml.etree import ElementTree

SKIPPED_FOLDERS = {
    ".git",
    ".cache",
    ".ruff_cache",
    ".hypothesis",
    ".pytest_cache",
    "__pycache__",
    "node_modules",
}
MODEL_KINDS = {"Model", "AbstractModel", "TransientModel"}
RECORD_MIXINS = {"mdtrace.record.mixin", "mdtrace.versioned.mixin"}


def walk(root, *suffixes):
    """Yield the files below `root` that the repository keeps, in a stable order."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name not in SKIPPED_FOLDERS)
        for name in sorted(files):
            if not suffixes or name.endswith(suffixes):
                yield Path(folder, name)


@cache
def parse(path):
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def comment_lines(path):
    """Return the numbers of the lines that carry a comment."""
    tokens = tokenize.generate_tokens(
        io.StringIO(path.read_text(encoding="utf-8")).readline
    )
    return frozenset(tok.start[0] for tok in tokens if tok.type == tokenize.COMMENT)


@cache
def parse_xml(path):
    """Return the root element of an XML file."""
    return ElementTree.parse(path).getroot()  # noqa: S314 - our own sources


def dotted(node):
    """Return `a.b.c` for an attribute chain, and "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr}" if left else node.attr
    return ""


def called(node):
    """Return the last name of what a call calls: `sudo` for `x.y.sudo()`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def text_of(node):
    """Return the string of a constant node, else None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


@dataclass(frozen=True)
class Field:
    """A field as its class declares it."""

    name: str
    kind: str
    line: int
    positional: tuple
    keywords: dict

    def flag(self, name):
        """Return the constant given for a keyword, None when there is none."""
        node = self.keywords.get(name)
        return node.value if isinstance(node, ast.Constant) else node

    @property
    def computed(self):
        return bool({"compute", "related"} & self.keywords.keys())

    @property
    def stored(self):
        """Tell whether the value is kept in the database."""
        if self.kind == "One2many":
            return False  # the rows of the other model say it
        store = self.flag("store")
        return bool(store) if self.computed else store is not False


@dataclass
class OdooClass:
    """One class of an addon that the ORM registers."""

    addon: "Addon"
    path: Path
    node: ast.ClassDef
    kind: str
    name: str
    inherits: tuple
    attributes: dict = field(default_factory=dict)
    fields: dict = field(default_factory=dict)
    methods: dict = field(default_factory=dict)

    @property
    def is_new(self):
        """Tell whether the class makes a model and does not extend one."""
        return self.name not in self.inherits

    @property
    def in_tests(self):
        return "tests" in self.path.relative_to(self.addon.path).parts


class Addon:
    """One folder with a manifest."""

    def __init__(self, path):
        self.path = Path(path)
        self.name = self.path.name

    def __repr__(self):
        return self.name

    @cached_property
    def manifest(self):
        """Return the manifest as a dictionary."""
        return ast.literal_eval((self.path / "__manifest__.py").read_text("utf-8"))

    @property
    def depends(self):
        return tuple(self.manifest.get("depends", ()))

    def files(self, *suffixes, tests=True):
        """Yield the addon's files, by their endings."""
        for path in walk(self.path, *suffixes):
            if tests or "tests" not in path.relative_to(self.path).parts:
                yield path

    def relative(self, path):
        """Return `addon/inner/path` for messages."""
        return f"{self.name}/{Path(path).relative_to(self.path).as_posix()}"

    @cached_property
    def classes(self):
        """Return every class the ORM would register, tests left out."""
        found = []
        for path in self.files(".py", tests=False):
            for node in ast.walk(parse(path)):
                if isinstance(node, ast.ClassDef):
                    odoo_class = _odoo_class(self, path, node)
                    if odoo_class:
                        found.append(odoo_class)
        return found

    @cached_property
    def records(self):
        """Return (path, element) of each record, template and menu item."""
        found = []
        for path in self.files(".xml", tests=False):
            if "static" in path.relative_to(self.path).parts:
                continue
            found += [
                (path, element)
                for element in parse_xml(path).iter()
                if element.tag in ("record", "template", "menuitem", "report")
            ]
        return found


def _odoo_class(addon, path, node):
    kinds = [dotted(base).rpartition(".")[2] for base in node.bases]
    kind = next((kind for kind in kinds if kind in MODEL_KINDS), None)
    if kind is None:
        return None
    result = OdooClass(addon, path, node, kind, "", ())
    for item in node.body:
        _read_class_item(result, item)
    inherit = literal(result.attributes.get("_inherit"))
    result.inherits = (inherit,) if isinstance(inherit, str) else tuple(inherit or ())
    name = literal(result.attributes.get("_name"))
    result.name = name or (result.inherits[0] if result.inherits else "")
    return result if result.name else None


def _read_class_item(result, item):
    if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
        result.methods[item.name] = item
    target = value = None
    if isinstance(item, ast.Assign) and len(item.targets) == 1:
        target, value = item.targets[0], item.value
    elif isinstance(item, ast.AnnAssign):
        target, value = item.target, item.value
    if not isinstance(target, ast.Name):
        return
    if isinstance(value, ast.Call) and dotted(value.func).startswith("fields."):
        result.fields[target.id] = Field(
            target.id,
            value.func.attr,
            item.lineno,
            tuple(value.args),
            {keyword.arg: keyword.value for keyword in value.keywords if keyword.arg},
        )
    else:
        result.attributes[target.id] = value


def literal(node, default=None):
    """Return the value of a literal node, `default` when it is none."""
    if node is None:
        return default
    try:
        return ast.literal_eval(node)
    except ValueError:
        return default


@cache
def addons(root):
    """Return the addons of a repository or of a folder of addons, by name."""
    folder = Path(root, "addons")
    folder = folder if folder.is_dir() else Path(root)
    return {
        path.parent.name: _addon(path.parent)
        for path in sorted(folder.glob("*/__manifest__.py"))
    }


@cache
def _addon(path):
    return Addon(path)


def closure(name, known):
    """Return the addons of ours that `name` stands on, itself included."""
    found, queue = set(), [name]
    while queue:
        current = queue.pop()
        if current in known and current not in found:
            found.add(current)
            queue.extend(known[current].depends)
    return found


@cache
def models(root):
    """Return {model: [classes that make or extend it]} over all addons."""
    result = {}
    for addon in addons(root).values():
        for odoo_class in addon.classes:
            result.setdefault(odoo_class.name, []).append(odoo_class)
    return result


@cache
def regulated(root):
    """Return the models built on the record mixin, the mixins left out."""
    by_model = models(root)
    found, grown = set(RECORD_MIXINS), True
    while grown:
        more = {
            name
            for name, classes in by_model.items()
            if any(found & set(each.inherits) for each in classes)
        }
        grown = not more <= found
        found |= more
    return {
        name: by_model[name]
        for name in sorted(found - RECORD_MIXINS)
        if any(each.kind == "Model" for each in by_model[name])
    }


@cache
def family(root, name):
    """Return the classes whose fields a model has: its own and its mixins' of ours."""
    by_model = models(root)
    found, queue, result = set(), [name], []
    while queue:
        current = queue.pop()
        if current in found:
            continue
        found.add(current)
        for each in by_model.get(current, ()):
            result.append(each)
            queue.extend(each.inherits)
    return result
