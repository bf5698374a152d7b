"""What the checks of the graph, the controls and the access rights must find."""

from .checks import bypass, graph, security, upward
from .samples import (
    ACCESS,
    BASE,
    EXTENSION,
    MANIFEST,
    MANIFEST_TEXT,
    MENU,
    MENUS,
    MODEL,
    NOTE,
    SECOND,
    VIEW,
    added,
    changed,
)

# (check, files laid over the clean sample, a part of what it must find)
CASES = [
    (graph.missing_addons, {}, "mdtrace_recall"),
    (graph.wrong_dependencies, changed(MANIFEST, '"mail"', '"stock"'), "the design"),
    (
        graph.wrong_dependencies,
        {"addons/mdtrace_new/__manifest__.py": MANIFEST_TEXT},
        "does not know",
    ),
    (
        graph.cyclic_dependencies,
        SECOND | changed(MANIFEST, '["mail"]', '["mdtrace_lot"]'),
        "on itself",
    ),
    (graph.wrong_manifests, changed(MANIFEST, "LGPL-3", "AGPL-3"), "'license'"),
    (graph.wrong_manifests, changed(MANIFEST, "19.0.1.0.0", "1.0"), "19.0.x.y.z"),
    (
        graph.wrong_manifests,
        changed(MANIFEST, '"depends"', '"installable": True, "depends"'),
        "default",
    ),
    (
        graph.wrong_manifests,
        changed(MANIFEST, '"depends"', '"application": True, "depends"'),
        "'application'",
    ),
    (
        graph.wrong_manifests,
        changed(MANIFEST, '"depends"', '"auto_install": True, "depends"'),
        "bridges",
    ),
    (
        graph.wrong_data_order,
        changed(
            MANIFEST,
            '"security/mdtrace_base_groups.xml", "security/ir.model.access.csv"',
            '"security/ir.model.access.csv", "security/mdtrace_base_groups.xml"',
        ),
        "before",
    ),
    (graph.unlisted_files, {f"{BASE}/data/x_data.xml": MENUS}, "never loaded"),
    (graph.unlisted_files, {MENU: None}, "does not exist"),
    (graph.unlisted_files, {f"{BASE}/static/src/x.js": "export {};\n"}, "bundle"),
    (
        graph.undeclared_libraries,
        {f"{BASE}/tools/text.py": '"""Texts."""\n\nimport pandas\n'},
        "imports pandas",
    ),
    (
        upward.named_upward,
        SECOND | added('        return "mdtrace.lot.status"'),
        "names 'mdtrace.lot.status'",
    ),
    (
        upward.named_upward,
        SECOND | added('        return "mdtrace_lot.some_view"'),
        "names 'mdtrace_lot'",
    ),
    (
        upward.named_upward,
        SECOND
        | {
            "addons/mdtrace_lot/models/stock_lot.py": EXTENSION
            + '    _inherit = "stock.lot"\n\n    mdtrace_hold = fields.Text()\n'
        }
        | changed(VIEW, "<form />", '<form><field name="mdtrace_hold" /></form>'),
        "names 'mdtrace_hold'",
    ),
    (
        bypass.unlisted_context_keys,
        added('        return self.env.context.get("mdtrace_bypass")'),
        "'mdtrace_bypass'",
    ),
    (
        bypass.unlisted_context_keys,
        added('        return "skip_check" in self.env.context'),
        "'skip_check'",
    ),
    (
        bypass.unlisted_context_keys,
        added("        return self.with_context(no_gate=True)"),
        "'no_gate'",
    ),
    (
        bypass.unlisted_context_keys,
        added('        return self.env.context["open_door"]'),
        "'open_door'",
    ),
    (
        bypass.unlisted_callers,
        added("        signature._sign(self, 'done', 'release', None)"),
        "_sign()",
    ),
    (
        bypass.unlisted_callers,
        SECOND
        | {
            "addons/mdtrace_lot/models/mdtrace_thing.py": EXTENSION
            + "    def _x(self):\n        env['mdtrace.ledger.entry']._append([])\n"
        },
        "_append()",
    ),
    (
        bypass.deletion_guarded_by_context,
        {
            NOTE: MODEL + "\n    @api.ondelete(at_uninstall=False)\n"
            "    def _except_signed(self):\n        pass\n"
        },
        "override unlink()",
    ),
    (bypass.sudo_without_comment, added("        return self.sudo()"), "sudo()"),
    (bypass.unlisted_commits, added("        self.env.cr.commit()"), "commit()"),
    (bypass.unlisted_commits, added("        self.env.cr.rollback()"), "rollback()"),
    (
        bypass.interpolated_sql,
        added("        self.env.cr.execute(f'SELECT {self.id}')"),
        "SQL",
    ),
    (
        bypass.interpolated_sql,
        added("        query = 'SELECT %s' % self.id\n        cr.execute(query)"),
        "SQL",
    ),
    (bypass.interpolated_sql, added("        SQL('SELECT {}'.format(1))"), "SQL"),
    (bypass.barred_calls, added("        print(self)"), "print()"),
    (bypass.barred_calls, added("        return eval(self.text)"), "eval()"),
    (
        bypass.impure_tools,
        {f"{BASE}/tools/text.py": '"""Texts."""\n\nfrom odoo.tools import SQL\n'},
        "imports odoo.tools",
    ),
    (
        bypass.impure_tools,
        {f"{BASE}/tools/text.py": '"""Texts."""\n\nfrom ..models import note\n'},
        "imports ..models",
    ),
    (
        security.models_without_access,
        changed(ACCESS, "model_mdtrace_note", "model_mdtrace_other"),
        "mdtrace.note",
    ),
    (
        security.access_for_everyone,
        changed(ACCESS, ",mdtrace_base_group_approver,", ",,"),
        "no group",
    ),
    (
        security.models_without_company_rule,
        {f"{BASE}/security/mdtrace_note_security.xml": None},
        "multi-company",
    ),
    (
        security.models_made_twice,
        {f"{BASE}/models/mdtrace_note_copy.py": MODEL},
        "second time",
    ),
    (
        security.unreadable_protection,
        changed(NOTE, '_mdtrace_protected = ("text",)', "_mdtrace_protected = f()"),
        "plain tuple",
    ),
    (
        security.wrong_protected_fields,
        changed(NOTE, "fields.Text(copy=False, ", "fields.Text("),
        "copy=False",
    ),
    (
        security.wrong_protected_fields,
        changed(NOTE, "fields.Text(", "fields.Text(compute='_c', store=True, "),
        "stored compute",
    ),
    (
        security.wrong_protected_fields,
        changed(NOTE, '_mdtrace_protected = ("text",', '_mdtrace_protected = ("txt",'),
        "does not exist",
    ),
    (
        security.unknown_listed_fields,
        changed(NOTE, '_mdtrace_payload = ("text",', '_mdtrace_payload = ("txt",'),
        "no field",
    ),
    (
        security.wrong_transitions,
        changed(NOTE, '("draft", "done"): T', '("draft", "gone"): T'),
        "'gone'",
    ),
    (
        security.wrong_transitions,
        changed(NOTE, "base_group_approver", "base_group_boss"),
        "does not exist",
    ),
    (
        security.wrong_signers,
        changed(NOTE, "base_group_approver", "base_group_administrator"),
        "may not sign",
    ),
    (
        security.wrong_signers,
        changed(NOTE, '("mdtrace_base.mdtrace_base_group_approver",)', "()"),
        "names its groups",
    ),
    (
        security.wrong_transitions,
        changed(NOTE, "_mdtrace_transitions", "_other"),
        "no transition table",
    ),
]
