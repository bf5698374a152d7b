"""Views, actions and menus: names, files, empty states, nothing of older Odoo."""

import re

from .tree import addons, models

VIEW_TYPES = {
    "search",
    "list",
    "form",
    "kanban",
    "graph",
    "pivot",
    "calendar",
    "activity",
    "qweb",
}
OLD_ATTRIBUTES = {"attrs", "states"}
HEADER = '<?xml version="1.0" encoding="UTF-8" ?>'


def _fields(record):
    return {each.get("name"): each for each in record.findall("field")}


def _text(fields, name):
    return (fields[name].text or "").strip() if name in fields else ""


def _records(root, model):
    for addon in addons(root).values():
        for path, record in addon.records:
            if record.get("model") == model:
                yield addon, path, record


def wrong_headers(root):
    """Find XML files without the header, and needless <data> elements."""
    findings = []
    for addon in addons(root).values():
        for path in addon.files(".xml", tests=False):
            text = path.read_text(encoding="utf-8")
            where = addon.relative(path)
            if not text.startswith(HEADER):
                findings.append(f"{where}:1: begin with {HEADER}")
            if re.search(r"<data(?![^>]*noupdate)[^>]*>", text):
                findings.append(f"{where}: <data> only with noupdate; use <odoo> alone")
    return findings


def old_syntax(root):
    """Find <tree>, attrs, states and other syntax that Odoo 19 dropped."""
    findings = []
    for addon in addons(root).values():
        for path, record in addon.records:
            for element in record.iter():
                where = f"{addon.relative(path)}: {record.get('id')}"
                if element.tag == "tree":
                    findings.append(f"{where}: <tree> is gone, write <list>")
                bad = OLD_ATTRIBUTES & set(element.attrib)
                if bad and element.tag not in ("record", "t"):
                    findings.append(f"{where}: {sorted(bad)} is gone, use invisible=")
                if element.get("name") == "view_mode" and "tree" in (
                    element.text or ""
                ):
                    findings.append(f"{where}: view_mode says tree, write list")
    return findings


def wrong_view_ids(root):
    """Find views whose identifiers or names do not follow the guideline."""
    findings = []
    for addon, path, record in _records(root, "ir.ui.view"):
        fields, xmlid = _fields(record), record.get("id", "")
        where = f"{addon.relative(path)}: {xmlid}"
        if "inherit_id" in fields:
            findings += [
                f"{where}: {problem}"
                for problem in _inherited_problems(addon, xmlid, fields)
            ]
            continue
        if not fields.keys() & {"model"}:
            continue
        stem = _text(fields, "model").replace(".", "_")
        pattern = rf"{stem}_view_({'|'.join(sorted(VIEW_TYPES))})(_\w+)?"
        if not re.fullmatch(pattern, xmlid):
            findings.append(f"{where}: the identifier must be {stem}_view_<type>")
    return findings


def _inherited_problems(addon, xmlid, fields):
    parent = fields["inherit_id"].get("ref", "").rpartition(".")[2]
    if not xmlid.startswith(parent):
        yield f"an inherited view keeps its parent's identifier: {parent}"
    if not re.search(rf"\.inherit\.{addon.name}(\.\w+)?$", _text(fields, "name")):
        yield f"the name of an inherited view ends in .inherit.{addon.name}"


def wrong_action_ids(root):
    """Find window actions and menus whose identifiers do not follow the guideline."""
    findings = []
    for addon, path, record in _records(root, "ir.actions.act_window"):
        stem = _text(_fields(record), "res_model").replace(".", "_")
        if not re.fullmatch(rf"(mdtrace_)?{stem}_action(_\w+)?", record.get("id", "")):
            findings.append(
                f"{addon.relative(path)}: {record.get('id')}: the identifier of the "
                f"action must be {stem}_action"
            )
    for addon in addons(root).values():
        for path, element in addon.records:
            if element.tag == "menuitem":
                xmlid = element.get("id", "").rpartition(".")[2]
                if not re.search(r"_menu(_\w+)?$", xmlid):
                    findings.append(
                        f"{addon.relative(path)}: menu {xmlid}: end it in _menu"
                    )
    return findings


def views_in_wrong_files(root):
    """Find view files that hold the views of several models."""
    findings = []
    for addon in addons(root).values():
        by_path = {}
        for path, record in addon.records:
            if record.get("model") == "ir.ui.view":
                model = _text(_fields(record), "model")
                by_path.setdefault(path, set()).add(model)
        for path, named in by_path.items():
            named.discard("")
            if not named:
                continue
            where = addon.relative(path)
            first = min(named, key=len)
            others = [n for n in named if n != first and not n.startswith(first + ".")]
            if others:
                findings.append(
                    f"{where}: views of {', '.join(sorted(named))}; one file per model"
                )
                continue
            full = first.replace(".", "_")
            allowed = {full, full.removeprefix("mdtrace_")}
            if path.stem.removesuffix("_views") not in allowed:
                findings.append(f"{where}: name the file {full}_views.xml")
    return findings


def actions_without_empty_state(root):
    """Find window actions that do not say what to do first."""
    findings = []
    for addon, path, record in _records(root, "ir.actions.act_window"):
        fields = _fields(record)
        if _text(fields, "target") == "new":
            continue
        empty = fields.get("help")
        if empty is None or not "".join(empty.itertext()).strip():
            findings.append(
                f"{addon.relative(path)}: {record.get('id')}: no help; say what to do "
                "first when the list is empty"
            )
    return findings


def models_without_views(root):
    """Find models with an action and without a search, list or form view."""
    kinds = {}
    for _addon, _path, record in _records(root, "ir.ui.view"):
        fields = _fields(record)
        arch = fields.get("arch")
        if "inherit_id" not in fields and arch is not None and len(arch):
            kinds.setdefault(_text(fields, "model"), set()).add(arch[0].tag)
    by_model = models(root)
    findings = []
    for addon, path, record in _records(root, "ir.actions.act_window"):
        name = _text(_fields(record), "res_model")
        made = [each for each in by_model.get(name, ()) if each.is_new]
        if not made or made[0].kind != "Model":
            continue
        missing = {"search", "list", "form"} - kinds.get(name, set())
        if missing:
            findings.append(
                f"{addon.relative(path)}: {record.get('id')}: {name} has no "
                f"{', '.join(sorted(missing))} view"
            )
    return findings


def models_without_action(root):
    """Find models of ours that nobody can open: no action and no list on a form."""
    opened = {
        _text(_fields(record), "res_model")
        for _a, _p, record in _records(root, "ir.actions.act_window")
    }
    return [
        f"{addon.relative(each.path)}: {each.name} has no window action; records that "
        "nobody can list are of no use to an auditor"
        for addon in addons(root).values()
        for each in addon.classes
        if each.is_new
        and each.kind == "Model"
        and each.name not in opened
        and not _is_part(each, opened)
    ]


def _is_part(odoo_class, opened):
    """Tell whether the record belongs to one that can be opened."""
    return any(
        field.kind == "Many2one"
        and getattr(field.flag("ondelete"), "value", field.flag("ondelete"))
        in ("cascade", "restrict")
        for field in odoo_class.fields.values()
    ) or any(odoo_class.name.startswith(name + ".") for name in opened)
