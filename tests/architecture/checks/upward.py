"""No addon names what stands above or beside it, not even in a string."""

import re
from functools import cache

from .tree import addons, closure

SUFFIXES = (".py", ".xml", ".js", ".csv", ".scss")
GENERATED = ("static/description/",)
WORD = re.compile(r"\w+(?:\.\w+)*")


def vocabulary(addon, known):
    """Return the names that only `addon` and what depends on it may use."""
    below = closure(addon.name, known) - {addon.name}
    return _own_names(addon) - set().union(
        *(_own_names(known[name]) | _members(known[name]) for name in below)
    )


@cache
def _own_names(addon):
    names = {addon.name}
    for odoo_class in addon.classes:
        if odoo_class.is_new:
            names.add(odoo_class.name)
        names |= {name for name in odoo_class.fields if name.startswith("mdtrace_")}
        names |= {name for name in odoo_class.methods if "mdtrace_" in name}
    for _path, element in addon.records:
        xmlid = element.get("id", "")
        if xmlid.startswith("mdtrace_") and "." not in xmlid:
            names.add(xmlid)
    return frozenset(names)


@cache
def _members(addon):
    return frozenset(
        name
        for odoo_class in addon.classes
        for name in (*odoo_class.fields, *odoo_class.methods)
    )


@cache
def _words(path):
    """Return {word: first line} of a file: dotted names, and their single parts."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for token in WORD.findall(line):
            found.setdefault(token, number)
            if "." in token:
                for part in token.split("."):
                    found.setdefault(part, number)
    return found


def named_upward(root):
    """Find names of addons outside its own foundation in an addon's sources."""
    known = addons(root)
    words = {name: frozenset(vocabulary(each, known)) for name, each in known.items()}
    findings = []
    for addon in known.values():
        allowed = closure(addon.name, known)
        own = frozenset().union(*(words[name] for name in allowed))
        for other in sorted(set(known) - allowed):
            findings += _named(addon, other, words[other] - own)
    return findings


def _named(addon, other, names):
    for path in addon.files(*SUFFIXES):
        inner = path.relative_to(addon.path).as_posix()
        if inner.startswith(GENERATED):
            continue
        words = _words(path)
        for word in sorted(names & words.keys()):
            yield (
                f"{addon.relative(path)}:{words[word]}: names {word!r} of {other}, "
                f"which {addon.name} does not depend on; offer a seam that {other} "
                "fills"
            )
