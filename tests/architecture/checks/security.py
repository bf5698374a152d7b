"""Access rights, record rules, protected fields and transition tables."""

import ast
import csv

from .tree import addons, dotted, family, literal, models, parse, regulated, text_of

MAGIC = {"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"}


def _new_models(root, *, transient=True):
    for addon in addons(root).values():
        for odoo_class in addon.classes:
            kinds = ("Model", "TransientModel") if transient else ("Model",)
            if odoo_class.is_new and odoo_class.kind in kinds:
                yield addon, odoo_class


def _access_rows(addon):
    path = addon.path / "security" / "ir.model.access.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _model_ref(name):
    return "model_" + name.replace(".", "_")


def models_without_access(root):
    """Find models for which the addon gives no access rights."""
    findings = []
    for addon, odoo_class in _new_models(root):
        refs = {
            (row.get("model_id:id") or row.get("model_id/id") or "").rpartition(".")[2]
            for row in _access_rows(addon)
        }
        if _model_ref(odoo_class.name) not in refs:
            findings.append(
                f"{addon.name}/security/ir.model.access.csv: no row for "
                f"{odoo_class.name}; without one nobody can open it"
            )
    return findings


def access_for_everyone(root):
    """Find access rows without a group: they hold for portal and public users too."""
    return [
        f"{addon.name}/security/ir.model.access.csv: row {row.get('id')} has no group"
        for addon in addons(root).values()
        for row in _access_rows(addon)
        if not (row.get("group_id:id") or row.get("group_id/id"))
    ]


def models_without_company_rule(root):
    """Find models with a company and no record rule about it."""
    ruled = set()
    for addon in addons(root).values():
        for _path, record in addon.records:
            if record.get("model") == "ir.rule":
                fields = {each.get("name"): each for each in record.iter("field")}
                domain = fields.get("domain_force")
                if domain is not None and "company" in (domain.text or ""):
                    ref = fields["model_id"].get("ref", "")
                    ruled.add(ref.rpartition(".")[2])
    findings = []
    for addon, odoo_class in _new_models(root, transient=False):
        owned = {name for each in family(root, odoo_class.name) for name in each.fields}
        if "company_id" in owned and _model_ref(odoo_class.name) not in ruled:
            findings.append(
                f"{addon.name}: {odoo_class.name} has company_id and no multi-company "
                "rule; add security/<model>_security.xml"
            )
    return findings


def _attribute(root, model, name):
    """Return every value that a model's classes give to an attribute."""
    return [
        (each, each.attributes[name])
        for each in family(root, model)
        if name in each.attributes
    ]


def _names(node, odoo_class):
    """Return the strings of a tuple, of sums of tuples and of named constants."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _names(node.left, odoo_class), _names(node.right, odoo_class)
        return None if left is None or right is None else left + right
    if isinstance(node, ast.Attribute):
        return ()  # what a parent class lists is checked with the parent
    if isinstance(node, ast.Name):
        return _names(_constant(node.id, odoo_class), odoo_class)
    if isinstance(node, (ast.Tuple, ast.List)):
        found = ()
        for item in node.elts:
            value = item.value if isinstance(item, ast.Starred) else None
            more = _names(value, odoo_class) if value else (text_of(item),)
            if more is None or None in more:
                return None
            found += more
        return found
    return None


def _constant(name, odoo_class):
    if name in odoo_class.attributes:
        return odoo_class.attributes[name]
    for node in parse(odoo_class.path).body:
        if isinstance(node, ast.Assign) and dotted(node.targets[0]) == name:
            return node.value
    return None


def state_field(root, model):
    """Return the name of the field that holds a regulated model's state."""
    named = [
        text_of(node) for _c, node in _attribute(root, model, "_mdtrace_state_field")
    ]
    return next((name for name in named if name), "state")


def unreadable_protection(root):
    """Find lists of protected or payload fields that are no plain tuples."""
    findings = []
    for model in regulated(root):
        for attribute in ("_mdtrace_protected", "_mdtrace_payload", "_mdtrace_frozen"):
            for each, node in _attribute(root, model, attribute):
                if _names(node, each) is None:
                    findings.append(
                        f"{each.addon.relative(each.path)}:{node.lineno}: {attribute} "
                        "must be a plain tuple of field names, so that it can be read"
                    )
    return findings


def _listed(root, model, attribute):
    for each, node in _attribute(root, model, attribute):
        for name in _names(node, each) or ():
            yield each, node, name


def wrong_protected_fields(root):
    """Find protected fields that are missing, copied or stored computes."""
    findings = []
    for model, classes in regulated(root).items():
        fields = {}
        for each in reversed(family(root, model)):
            for name, declared in each.fields.items():
                fields.setdefault(name, []).append(declared)
        state = state_field(root, model)
        protected = list(_listed(root, model, "_mdtrace_protected"))
        protected.append((classes[0], classes[0].node, state))
        for each, node, name in protected:
            where = f"{each.addon.relative(each.path)}:{node.lineno}"
            findings += [
                f"{where}: {model}: {problem}"
                for problem in _protected_problems(name, fields.get(name))
            ]
    return sorted(set(findings))


def _protected_problems(name, declared):
    if name in MAGIC:
        return
    if not declared:
        yield f"protected field {name!r} does not exist"
        return
    if any(each.computed and each.stored for each in declared):
        yield f"protected field {name!r} is a stored compute: it changes without write"
    copied = [each.flag("copy") for each in declared if "copy" in each.keywords]
    is_column = any(each.stored for each in declared)
    if is_column and (not copied or copied[-1] is not False):
        yield f"protected field {name!r} must be copy=False"


def unknown_listed_fields(root):
    """Find names in the payload and frozen lists that are no fields."""
    findings = []
    for model in regulated(root):
        fields = {name for each in family(root, model) for name in each.fields} | MAGIC
        for attribute in ("_mdtrace_payload", "_mdtrace_frozen"):
            findings += [
                f"{each.addon.relative(each.path)}:{node.lineno}: {model}: {attribute} "
                f"names {name!r}, which is no field"
                for each, node, name in _listed(root, model, attribute)
                if name not in fields
            ]
    return sorted(set(findings))


def groups(root):
    """Return the identifiers of all groups of ours."""
    return {
        f"{addon.name}.{record.get('id').rpartition('.')[2]}"
        for addon in addons(root).values()
        for _path, record in addon.records
        if record.get("model") == "res.groups"
    }


def _states(root, model):
    state, values = state_field(root, model), set()
    for each in family(root, model):
        declared = each.fields.get(state)
        if declared is None:
            continue
        nodes = [*declared.positional[:1], *declared.keywords.values()]
        for node in nodes:
            value = _constant(node.id, each) if isinstance(node, ast.Name) else node
            values |= set(literal(_only_keys(value), ()))
    return values


def _only_keys(node):
    """Return the list of the first halves of a list of pairs, labels left out."""
    pairs = getattr(node, "elts", None)
    if not pairs or not all(getattr(pair, "elts", None) for pair in pairs):
        return None
    return ast.List([pair.elts[0] for pair in pairs], ast.Load())


def _transitions(root, model):
    """Yield (class, key node, value node) of a model's transition tables."""
    for each, node in _attribute(root, model, "_mdtrace_transitions"):
        yield from _entries(each, node)


def _entries(each, node):
    if isinstance(node, ast.Name):
        node = _constant(node.id, each)
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                yield from _entries(each, value)
            else:
                yield each, key, value
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _entries(each, node.left)
        yield from _entries(each, node.right)
    elif node is not None:
        yield each, node, None


def wrong_transitions(root):
    """Find transitions between states that do not exist, or for unknown groups."""
    findings = []
    known_groups = groups(root)
    for model, classes in regulated(root).items():
        states = _states(root, model)
        entries = list(_transitions(root, model))
        if not entries:
            where = classes[0].addon.relative(classes[0].path)
            findings.append(f"{where}: {model} has no transition table")
        for each, key, value in entries:
            where = f"{each.addon.relative(each.path)}:{key.lineno}: {model}"
            if value is None:
                findings += (
                    []
                    if isinstance(key, ast.Attribute)
                    else [f"{where}: write the transition table as a plain dictionary"]
                )
                continue
            findings += [
                f"{where}: {problem}"
                for problem in _transition_problems(
                    key, value, states, known_groups, each
                )
            ]
    return sorted(set(findings))


def _transition_problems(key, value, states, known_groups, each):
    pair = literal(key)
    if not (isinstance(pair, tuple) and len(pair) == 2):
        yield "the key of a transition is a pair of states in plain text"
        return
    yield from (f"state {s!r} is not in the selection" for s in pair if s not in states)
    for name in _group_names(value, each):
        if name.startswith("mdtrace_") and name not in known_groups:
            yield f"group {name!r} does not exist"


def _group_names(value, each, depth=3):
    """Yield the groups a transition names, through constants of its module."""
    for node in ast.walk(value):
        name = text_of(node)
        if name and "_group_" in name:
            yield name
        named = _constant(node.id, each) if isinstance(node, ast.Name) else None
        if named is not None and depth:
            yield from _group_names(named, each, depth - 1)


def wrong_signers(root):
    """Find signed transitions that anyone, or an administrator, could sign."""
    findings = []
    for model in regulated(root):
        for each, key, value in _transitions(root, model):
            if value is None or not _is_signed(value, each):
                continue
            names = set(_group_names(value, each))
            where = f"{each.addon.relative(each.path)}:{key.lineno}: {model}"
            if not names:
                findings.append(f"{where}: a signed transition names its groups")
            if any(name.endswith("_administrator") for name in names):
                findings.append(
                    f"{where}: an administrator may not sign; whoever sets the rules "
                    "does not decide"
                )
    return sorted(set(findings))


def _is_signed(value, each):
    if isinstance(value, ast.Name):
        value = _constant(value.id, each)
    return isinstance(value, ast.Call) and any(
        keyword.arg == "meaning" and text_of(keyword.value) != ""
        for keyword in value.keywords
    )


def models_made_twice(root):
    """Find models that several classes of one addon make under the same name."""
    findings = []
    for name, classes in models(root).items():
        made = [each for each in classes if each.is_new]
        if len(made) > 1:
            findings.append(
                f"{made[1].addon.relative(made[1].path)}: {name} is made a second "
                "time; extend it with _inherit"
            )
    return findings
