"""No side door around a control: context keys, sudo, SQL, commits, signatures."""

import ast
from functools import cache

from .tree import addons, called, comment_lines, dotted, family, parse, text_of

# Context keys our code reads or sets. A client may send any of them, so each line says
# why none can lower a control. Keys with the prefixes below are Odoo's own defaults.
CONTEXT_PREFIXES = ("default_", "search_default_")
CONTEXT_KEYS = {
    "active_id": "the record a wizard was opened from; checked like any other id",
    "active_ids": "the records a wizard was opened from; checked like any other ids",
    "active_model": "the model a wizard was opened from; compared with a constant",
    "active_test": "shows archived records; access rules still apply",
    "lang": "the language of a text",
    "tz": "the time zone a time is printed in",
    "allowed_company_ids": "Odoo checks it against the user's companies",
    "force_company": "set by us to a record's own company",
    "tracking_disable": "less chatter in tests and bulk work; chatter is no evidence",
    "mail_notrack": "less chatter; chatter is no evidence",
    "mail_create_nolog": "less chatter; chatter is no evidence",
    "mail_create_nosubscribe": "no followers; following is no control",
    "image_no_postprocess": "set by us so that the bytes of evidence stay as they came",
    "bin_size": "set by us to False to read the bytes and not their size",
    "prefetch_fields": "how much is read at once",
    "_force_unlink": "Odoo's mark of an uninstallation; counts while a registry loads",
    "mdtrace_permit": "an object that only the kernel makes; no client can send it",
    "mdtrace_origin": "compared with an object that no client can send",
    "mdtrace_reserving": "an object of ours; anything a client sends is ignored",
    "mdtrace_signature_proof": "an object that only the controller makes, good once",
}
# Who may call a name, by a part of the file's path, with the reason.
CALLERS = {
    "_sign": {"mdtrace_base/controllers/sign.py": "the only door to a signature"},
    "_append": {
        "mdtrace_base/models/": "the kernel",
        "mdtrace_lot/models/mdtrace_controlled_mixin.py": "Odoo's products",
        "mdtrace_lot/models/mdtrace_trace_package.py": "an export is an act",
        "mdtrace_lot/models/mdtrace_transformation.py": "one entry per rebuilt graph",
        "mdtrace_lot/models/stock_": "changes of Odoo's own stock records",
        "mdtrace_quality/models/mdtrace_condition_log.py": "facts, inserted only",
        "mdtrace_quality/models/mdtrace_result.py": "facts, inserted only",
        "mdtrace_recall/models/fact_mixin.py": "facts are inserted and never moved",
    },
}
COMMITS = {
    "mdtrace_base/controllers/": "a refused password is kept although the act is not",
    "mdtrace_base/models/ledger_entry": "a stop is written after its rollback",
    "mdtrace_base/models/mdtrace_ledger_entry": "a stop is written after its rollback",
}
SQL_CALLS = {"execute", "executemany", "execute_query", "execute_query_dict", "SQL"}
BARRED_CALLS = {
    "print": "use a logger",
    "eval": "write the code, or ast.literal_eval for data",
    "exec": "write the code",
    "breakpoint": "remove it",
}


def _sources(root, *, tests=False):
    for addon in addons(root).values():
        for path in addon.files(".py", tests=tests):
            yield addon, path, addon.relative(path)


def _calls(path):
    return [node for node in ast.walk(parse(path)) if isinstance(node, ast.Call)]


def _is_context(node):
    return dotted(node).rpartition(".")[2] in ("context", "_context")


def _keys_of_call(node):
    if called(node) == "with_context":
        yield from (keyword.arg for keyword in node.keywords if keyword.arg)
        for argument in node.args:
            if isinstance(argument, ast.Dict):
                yield from (_key(key) for key in argument.keys if key is not None)
        for keyword in node.keywords:
            if keyword.arg is None and isinstance(keyword.value, ast.Dict):
                yield from (_key(key) for key in keyword.value.keys if key is not None)
    elif (
        called(node) in ("get", "pop", "setdefault")
        and isinstance(node.func, ast.Attribute)
        and _is_context(node.func.value)
        and node.args
    ):
        yield _key(node.args[0])


def _key(node):
    if isinstance(node, ast.JoinedStr) and text_of(node.values[0]):
        return text_of(node.values[0])
    return text_of(node) or f"<{ast.unparse(node)}>"


def _context_keys(path):
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Call):
            for key in _keys_of_call(node):
                yield node.lineno, key
        elif isinstance(node, ast.Subscript) and _is_context(node.value):
            yield node.lineno, _key(node.slice)
        elif _is_membership(node) and _is_context(node.comparators[0]):
            yield node.lineno, _key(node.left)


def _is_membership(node):
    return isinstance(node, ast.Compare) and isinstance(
        node.ops[0], (ast.In, ast.NotIn)
    )


def _constants(path):
    """Return {name: text} of the string constants of a module."""
    return {
        target.id: node.value.value
        for node in parse(path).body
        if isinstance(node, ast.Assign) and text_of(node.value) is not None
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def unlisted_context_keys(root):
    """Find context keys read or set that the list above does not explain."""
    findings, constants = [], {}
    for _addon, path, _where in _sources(root):
        constants |= _constants(path)
    for _addon, path, where in _sources(root):
        for line, found in _context_keys(path):
            key = constants.get(found.strip("<>").rpartition(".")[2], found)
            if key in CONTEXT_KEYS or key.startswith(CONTEXT_PREFIXES):
                continue
            findings.append(
                f"{where}:{line}: context key {key!r}; a client can send any key, so "
                "it may not lower a control. Use an object or a private method, or "
                "explain the key in checks/bypass.py CONTEXT_KEYS"
            )
    return findings


def deletion_guarded_by_context(root):
    """Find deletions that only `@api.ondelete` guards: a client's key skips it."""
    findings = []
    for addon in addons(root).values():
        for odoo_class in addon.classes:
            guarded = any(
                "unlink" in each.methods for each in family(root, odoo_class.name)
            )
            findings += [
                f"{addon.relative(odoo_class.path)}:{node.lineno}: {name} guards a "
                "deletion by @api.ondelete alone, which the context key _force_unlink "
                "skips; override unlink()"
                for name, node in odoo_class.methods.items()
                if not guarded
                and any("ondelete" in ast.unparse(d) for d in node.decorator_list)
            ]
    return findings


def unlisted_callers(root):
    """Find calls of the signing and the appending method from elsewhere."""
    findings = []
    for _addon, path, where in _sources(root):
        for node in _calls(path):
            name = called(node)
            allowed = CALLERS.get(name)
            if allowed is None or any(part in where for part in allowed):
                continue
            if name == "_append" and not _on_ledger(node):
                continue
            findings.append(
                f"{where}:{node.lineno}: calls {name}(); only {sorted(allowed)} may. "
                "Go through _mdtrace_move or _mdtrace_write"
            )
    return findings


def _on_ledger(node):
    return "ledger" in ast.unparse(node.func).lower()


def sudo_without_comment(root):
    """Find functions whose `sudo()` does not say for whom and why."""
    findings = []
    for _addon, path, where in _sources(root):
        comments, spans, told = comment_lines(path), _statements(path), set()
        calls = [node for node in _calls(path) if called(node) == "sudo"]
        for node in sorted(calls, key=lambda node: node.func.end_lineno):
            line, function = node.func.end_lineno, _function_of(path, node)
            first, last = spans.get(line, (line, line))
            near = {*range(first, last + 1), *_paragraph(path, first, function)}
            if near & comments:
                told.add(function)
            elif not function or function not in told:
                findings.append(
                    f"{where}:{line}: sudo() without a comment beside or above it: "
                    "say for whom it is and why it is safe (once a function)"
                )
    return findings


def _paragraph(path, line, function):
    """Return the numbers of a line and of those above it, up to a blank one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    numbers = []
    while line > function and line > 0 and lines[line - 1].strip():
        numbers.append(line)
        line -= 1
    return numbers


def _statements(path):
    """Return {line: first and last line of the statement it belongs to}."""
    spans = {}
    for node in ast.walk(parse(path)):
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, "body", None)
        last = body[0].lineno - 1 if body else node.end_lineno
        for line in range(node.lineno, last + 1):
            spans[line] = (node.lineno, last)
    return spans


def unlisted_commits(root):
    """Find commits and rollbacks outside the allowed places."""
    findings = []
    for _addon, path, where in _sources(root, tests=True):
        for node in _calls(path):
            receiver = getattr(node.func, "value", None)
            if called(node) not in ("commit", "rollback") or receiver is None:
                continue
            if dotted(receiver).rpartition(".")[2] not in ("cr", "_cr", "cursor"):
                continue
            if not any(part in where for part in COMMITS) and "/tests/" not in where:
                findings.append(
                    f"{where}:{node.lineno}: {called(node)}() ends a transaction that "
                    "others share; let Odoo do it, or explain it in checks/bypass.py"
                )
    return findings


def interpolated_sql(root):
    """Find SQL put together from text instead of parameters."""
    findings = []
    for _addon, path, where in _sources(root):
        built = _built_texts(path)
        for node in _calls(path):
            if called(node) not in SQL_CALLS or not node.args:
                continue
            first = node.args[0]
            name = first.id if isinstance(first, ast.Name) else None
            if _is_built(first) or (name, _function_of(path, node)) in built:
                findings.append(
                    f"{where}:{node.lineno}: SQL put together from text; use "
                    "SQL('... %s', value) and SQL.identifier(name)"
                )
    return findings


def _is_built(node):
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mod, ast.Add)):
        return any(
            text_of(side) is not None or _is_built(side)
            for side in (node.left, node.right)
        )
    return (
        isinstance(node, ast.Call)
        and called(node) in ("format", "join", "replace")
        and text_of(getattr(node.func, "value", None)) is not None
    )


@cache
def _functions(path):
    return [
        node
        for node in ast.walk(parse(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


def _function_of(path, node):
    around = [
        each.lineno
        for each in _functions(path)
        if each.lineno <= node.lineno <= each.end_lineno
    ]
    return max(around, default=0)


def _built_texts(path):
    """Return (name, function) of the variables that hold text put together."""
    return {
        (target.id, _function_of(path, node))
        for node in ast.walk(parse(path))
        if isinstance(node, (ast.Assign, ast.AugAssign))
        and node.value is not None
        and (_is_built(node.value) or isinstance(node, ast.AugAssign))
        for target in getattr(node, "targets", [getattr(node, "target", None)])
        if isinstance(target, ast.Name)
        and not (isinstance(node, ast.AugAssign) and not _is_text(node.value))
    }


def _is_text(node):
    return text_of(node) is not None or _is_built(node)


def barred_calls(root):
    """Find print, eval, exec and breakpoint."""
    return [
        f"{where}:{node.lineno}: {node.func.id}(): {BARRED_CALLS[node.func.id]}"
        for _addon, path, where in _sources(root, tests=True)
        for node in _calls(path)
        if isinstance(node.func, ast.Name) and node.func.id in BARRED_CALLS
    ]


def impure_tools(root):
    """Find `tools/` modules that import Odoo, or the models beside them."""
    findings = []
    for addon, path, where in _sources(root):
        if path.relative_to(addon.path).parts[0] != "tools":
            continue
        for node in ast.walk(parse(path)):
            findings += [
                f"{where}:{node.lineno}: imports {name}; tools/ is pure Python that "
                "runs without Odoo, pass it the data instead"
                for name in _imported(node)
                if _impure(name)
            ]
    return findings


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return ["." * node.level + (node.module or "")]
    return []


def _impure(name):
    if name.startswith("odoo.addons.mdtrace_"):
        return ".tools" not in name
    return name.split(".")[0] in ("odoo", "psycopg2") or name.startswith("..")
