"""No addon names what stands above or beside it, not even in a string."""

import re
from functools import cache
from pathlib import Path

from .tree import addons, closure

SUFFIXES = (".py", ".xml", ".js", ".csv", ".scss")
GENERATED = ("static/description/",)


def vocabulary(addon, known):
    """Return the names that only `addon` and what depends on it may use."""
    below = closure(addon.name, known) - {addon.name}
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
    return names - _names_of(below, known)


def _names_of(below, known):
    names = set()
    for name in below:
        names |= vocabulary(known[name], known)
        for odoo_class in known[name].classes:
            names |= set(odoo_class.fields) | set(odoo_class.methods)
    return names


@cache
def _pattern(names):
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    # `mdtrace.lot` is not named by `mdtrace.lot.hold`, `mdtrace_lot` not by
    # `mdtrace_lot_mrp`; a full stop after a name ends a sentence.
    return re.compile(rf"(?<!\w)(?<!\w\.)({words})(?!\w|\.\w)|(?<!\w)({words})(?=\.\w)")


def _hits(text, names):
    for hit in _pattern(names).finditer(text):
        word = hit.group(1) or hit.group(2)
        # What follows a module's name after a dot is one of its records or modules.
        if hit.group(1) or "." not in word:
            yield hit.start(), word


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
    if not names:
        return
    for path in addon.files(*SUFFIXES):
        inner = Path(path).relative_to(addon.path).as_posix()
        if inner.startswith(GENERATED):
            continue
        text = path.read_text(encoding="utf-8")
        seen = set()
        for start, word in _hits(text, names):
            if word in seen:
                continue
            seen.add(word)
            line = text.count("\n", 0, start) + 1
            yield (
                f"{addon.relative(path)}:{line}: names {word!r} of {other}, which "
                f"{addon.name} does not depend on; offer a seam that {other} fills"
            )
