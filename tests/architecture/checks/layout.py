"""What lies in an addon's folder, and its icons."""

import struct
from xml.etree import ElementTree

from .tree import addons, regulated

ALLOWED = {
    "__init__.py",
    "__manifest__.py",
    "README.rst",
    "hooks.py",
    "exceptions.py",
    "tools",
    "models",
    "wizard",
    "report",
    "controllers",
    "security",
    "data",
    "demo",
    "views",
    "static",
    "migrations",
    "i18n",
    "readme",
    "tests",
}
REQUIRED = (
    "__init__.py",
    "__manifest__.py",
    "README.rst",
    "static/description/icon.svg",
    "static/description/icon.png",
    "static/description/index.html",
    "readme/DESCRIPTION.md",
    "readme/USAGE.md",
    "readme/CONFIGURE.md",
    "readme/ROADMAP.md",
    "i18n/zh_CN.po",
    "tests/__init__.py",
)
# The two colors every icon of the family has (CONTRIBUTING.md).
FAMILY_COLORS = {"#1f3a4d", "#e9eff2"}


def misplaced_files(root):
    """Find files and folders that are not in the layout of an addon."""
    return [
        f"{addon.name}/{path.name}: not in the layout of an addon (CONTRIBUTING.md)"
        for addon in addons(root).values()
        for path in sorted(addon.path.iterdir())
        if path.name not in ALLOWED and path.name != "__pycache__"
    ]


def missing_files(root):
    """Find addons without a file that every addon has."""
    return [
        f"{addon.name}/{name}: missing or empty"
        for addon in addons(root).values()
        for name in (*REQUIRED, f"i18n/{addon.name}.pot")
        if not (addon.path / name).is_file()
        or (not (addon.path / name).stat().st_size and name != "tests/__init__.py")
    ]


def missing_tests(root):
    """Find addons without the tests that their models ask for."""
    with_records = {
        each.addon.name
        for classes in regulated(root).values()
        for each in classes
        if each.is_new
    }
    findings = []
    for addon in addons(root).values():
        wanted = []
        if any(each.is_new and each.kind == "Model" for each in addon.classes):
            wanted += ["common.py", "test_access.py"]
        if addon.name in with_records:
            wanted += ["test_forgery.py", "test_transitions.py"]
        findings += [
            f"{addon.name}/tests/{name}: missing; every addon with such models has it"
            for name in wanted
            if not (addon.path / "tests" / name).is_file()
        ]
    return findings


def wrong_icons(root):
    """Find icons of another size or family, and two addons with the same icon."""
    findings, seen = [], {}
    for addon in addons(root).values():
        folder = addon.path / "static" / "description"
        svg, png = folder / "icon.svg", folder / "icon.png"
        if svg.is_file():
            text = svg.read_text(encoding="utf-8").lower()
            if ElementTree.fromstring(text).get("viewbox") != "0 0 50 50":  # noqa: S314
                findings.append(f"{addon.relative(svg)}: viewBox must be 0 0 50 50")
            findings += [
                f"{addon.relative(svg)}: the family's color {color} is missing"
                for color in sorted(FAMILY_COLORS)
                if color not in text
            ]
        if png.is_file():
            data = png.read_bytes()
            if data[:8] != b"\x89PNG\r\n\x1a\n":
                findings.append(f"{addon.relative(png)}: is no PNG")
                continue
            if struct.unpack(">II", data[16:24]) != (100, 100):
                findings.append(f"{addon.relative(png)}: must be 100 x 100 pixels")
            if data in seen:
                findings.append(f"{addon.relative(png)}: the same as {seen[data]}'s")
            seen[data] = addon.name
    return findings
