"""The dependency graph, the manifests and the files they list."""

import ast
import re
import sys

from .tree import addons, closure, parse, walk

ODOO_SERIES = "19.0"
# addon -> what it depends on: the plinth, the star, the bridges (docs/index.md).
GRAPH = {
    "mdtrace_base": {"mail"},
    "mdtrace_lot": {"mdtrace_base", "stock", "product_expiry"},
    "mdtrace_supplier": {"mdtrace_lot", "purchase_stock"},
    "mdtrace_quality": {"mdtrace_lot", "maintenance"},
    "mdtrace_recall": {"mdtrace_lot"},
    "mdtrace_lot_mrp": {"mdtrace_lot", "mrp"},
    "mdtrace_quality_mrp": {"mdtrace_quality", "mdtrace_lot_mrp"},
    "mdtrace_supplier_quality": {"mdtrace_supplier", "mdtrace_quality"},
    "mdtrace_quality_recall": {"mdtrace_quality", "mdtrace_recall"},
    "mdtrace_lot_repair": {"mdtrace_lot", "repair"},
}
REQUIRED = set(GRAPH) - {"mdtrace_lot_repair"}
APPLICATIONS = {
    "mdtrace_lot",
    "mdtrace_supplier",
    "mdtrace_quality",
    "mdtrace_recall",
}
BRIDGES = {
    "mdtrace_lot_mrp",
    "mdtrace_lot_repair",
    "mdtrace_quality_mrp",
    "mdtrace_supplier_quality",
    "mdtrace_quality_recall",
}
# Odoo's defaults of manifest keys; a key equal to its default says nothing.
DEFAULTS = {
    "application": False,
    "auto_install": False,
    "installable": True,
    "data": [],
    "demo": [],
    "depends": [],
    "assets": {},
    "external_dependencies": {},
    "sequence": 100,
    "description": "",
    "test": [],
    "images": [],
    "price": 0,
    "web": False,
    "post_init_hook": "",
    "pre_init_hook": "",
    "uninstall_hook": "",
    "post_load": "",
}
FIXED = {
    "license": "LGPL-3",
    "author": "MDTrace",
    "website": "https://mdtrace.example",
    "category": "Supply Chain/Traceability",
}
# What Odoo itself needs, and what its tests bring; none of it is declared again.
OF_ODOO = {
    "PIL",
    "PyPDF2",
    "babel",
    "cryptography",
    "dateutil",
    "docutils",
    "freezegun",
    "lxml",
    "markupsafe",
    "odoo",
    "passlib",
    "polib",
    "psycopg2",
    "pytz",
    "reportlab",
    "requests",
    "werkzeug",
    "xlsxwriter",
}
# Distributions whose import has another name.
IMPORTED_AS = {"pdfminer.six": "pdfminer"}
# Where a data file stands in the manifest: a lower number never follows a higher one.
ORDER = (
    (re.compile(r"^security/.*group.*\.xml$"), 0),
    (re.compile(r"^security/ir\.model\.access\.csv$"), 1),
    (re.compile(r"^security/.*\.xml$"), 2),
    # A mail template names the report that it attaches.
    (re.compile(r"^data/mail_template.*\.xml$"), 4),
    (re.compile(r"^data/"), 3),
    (re.compile(r"^report/"), 4),
    (re.compile(r"^wizard/"), 5),
    (re.compile(r"^views/.*_menus\.xml$"), 7),
    (re.compile(r"^views/"), 6),
)


def missing_addons(root):
    """Find addons the design names and the repository does not have."""
    return [
        f"addons/{name}: the addon is missing; the design names it"
        for name in sorted(REQUIRED - set(addons(root)))
    ]


def wrong_dependencies(root):
    """Find addons whose dependencies differ from the design."""
    findings = []
    for addon in addons(root).values():
        expected = GRAPH.get(addon.name)
        if expected is None:
            findings.append(
                f"{addon.name}: the design does not know this addon; a further one "
                "needs a decision record and a line in checks/graph.py"
            )
        elif set(addon.depends) != expected:
            findings.append(
                f"{addon.name}/__manifest__.py: depends on {sorted(addon.depends)}, "
                f"the design says {sorted(expected)}"
            )
        elif len(addon.depends) != len(expected):
            findings.append(f"{addon.name}/__manifest__.py: a dependency stands twice")
    return findings


def cyclic_dependencies(root):
    """Find addons that depend on themselves through others."""
    known = addons(root)
    return [
        f"{name}/__manifest__.py: depends on itself through {each}"
        for name, addon in known.items()
        for each in addon.depends
        if each in known and name in closure(each, known)
    ]


def wrong_manifests(root):
    """Find manifests with a wrong licence, version, flag or a needless key."""
    findings = []
    for addon in addons(root).values():
        where = f"{addon.name}/__manifest__.py"
        manifest = addon.manifest
        findings += [
            f"{where}: {key!r} is {manifest.get(key)!r}, write {value!r}"
            for key, value in FIXED.items()
            if manifest.get(key) != value
        ]
        findings += [
            f"{where}: {key!r} equals Odoo's default, leave it out"
            for key, value in manifest.items()
            if key in DEFAULTS and value == DEFAULTS[key]
        ]
        if not re.fullmatch(rf"{ODOO_SERIES}\.\d+\.\d+\.\d+", manifest["version"]):
            findings.append(f"{where}: the version must be {ODOO_SERIES}.x.y.z")
        summary = manifest.get("summary", "")
        if not summary or "\n" in summary:
            findings.append(f"{where}: the summary must be one line")
        if bool(manifest.get("application")) != (addon.name in APPLICATIONS):
            findings.append(f"{where}: 'application' belongs on {sorted(APPLICATIONS)}")
        if bool(manifest.get("auto_install")) != (addon.name in BRIDGES):
            findings.append(f"{where}: 'auto_install' belongs on the bridges alone")
    return findings


def _rank(name):
    return next((rank for pattern, rank in ORDER if pattern.search(name)), None)


def wrong_data_order(root):
    """Find data files that stand before a file they may need."""
    findings = []
    for addon in addons(root).values():
        highest, holder = -1, ""
        for name in addon.manifest.get("data", ()):
            rank = _rank(name)
            where = f"{addon.name}/__manifest__.py"
            if rank is None:
                findings.append(f"{where}: {name} is in no folder of an addon's layout")
                continue
            if rank < highest:
                findings.append(
                    f"{where}: move {name} before {holder} (groups, access, rules, "
                    "data, reports, wizards, views, menus)"
                )
            if rank > highest:
                highest, holder = rank, name
    return findings


def unlisted_files(root):
    """Find data files a manifest names but has not, or has and does not name."""
    findings = []
    for addon in addons(root).values():
        manifest = addon.manifest
        where = f"{addon.name}/__manifest__.py"
        listed = [*manifest.get("data", ()), *manifest.get("demo", ())]
        findings += [f"{where}: {n} is listed twice" for n in _twice(listed)]
        findings += [
            f"{where}: {name} is listed and does not exist"
            for name in listed
            if not (addon.path / name).is_file()
        ]
        present = {
            path.relative_to(addon.path).as_posix()
            for path in addon.files(".xml", ".csv")
        }
        findings += [
            f"{addon.name}/{name}: the manifest does not list it, so it is never loaded"
            for name in sorted(present - set(listed))
            if name.split("/")[0] not in ("static", "tests", "migrations", "tools")
        ]
        findings += _unloaded_assets(addon)
    return findings


def _twice(names):
    return sorted({name for name in names if names.count(name) > 1})


def _unloaded_assets(addon):
    patterns = [
        entry[-1] if isinstance(entry, (list, tuple)) else entry
        for bundle in addon.manifest.get("assets", {}).values()
        for entry in bundle
    ]
    regexes = [_glob(pattern) for pattern in patterns]
    findings = []
    for path in walk(addon.path / "static", ".js", ".scss", ".css", ".xml"):
        name = addon.relative(path)
        if "/static/lib/" in name or "/static/description/" in name:
            continue
        if not any(regex.fullmatch(name) for regex in regexes):
            findings.append(f"{name}: no bundle in the manifest's 'assets' loads it")
    return findings


def _glob(pattern):
    pattern = re.escape(pattern.lstrip("/"))
    pattern = pattern.replace(r"\*\*/", "(?:.*/)?").replace(r"\*\*", ".*")
    return re.compile(pattern.replace(r"\*", "[^/]*"))


def undeclared_libraries(root):
    """Find imports of libraries that no manifest below declares."""
    known = addons(root)
    findings = []
    for addon in known.values():
        declared = {
            IMPORTED_AS.get(name, name).lower()
            for each in closure(addon.name, known)
            for name in known[each]
            .manifest.get("external_dependencies", {})
            .get("python", ())
        }
        for path in addon.files(".py", tests=False):
            findings += [
                f"{addon.relative(path)}:{line}: imports {name}; declare it in "
                "external_dependencies, and say in docs/adr why it is taken"
                for line, name in _foreign_imports(path)
                if name.lower() not in declared
            ]
    return findings


def _foreign_imports(path):
    for node in ast.walk(parse(path)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        for name in {name.partition(".")[0] for name in names}:
            if name not in OF_ODOO and name not in sys.stdlib_module_names:
                yield node.lineno, name
