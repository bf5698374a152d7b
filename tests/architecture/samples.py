"""A small repository that every check finds clean, to plant bad samples in.

`plant(folder, files)` writes it and lays `files` over it; a file that is None is left
out. The only addon is `mdtrace_base`; `SECOND` adds `mdtrace_lot` above it.
"""

import struct

HEADER = '<?xml version="1.0" encoding="UTF-8" ?>\n'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 50">'
    '<path fill="#1f3a4d"/><path fill="#e9eff2"/></svg>'
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 100, 100)
MANIFEST_TEXT = """{
    "name": "Base", "summary": "The plinth", "version": "19.0.1.0.0",
    "author": "MDTrace", "website": "https://mdtrace.example", "license": "LGPL-3",
    "category": "Supply Chain/Traceability", "depends": ["mail"],
    "data": ["security/mdtrace_base_groups.xml", "security/ir.model.access.csv",
             "security/mdtrace_note_security.xml", "views/mdtrace_note_views.xml",
             "views/mdtrace_base_menus.xml"],
}
"""
MODEL = '''"""A note that a person signs."""

from odoo import fields, models


class MdtraceNote(models.Model):
    """A note."""

    _name = "mdtrace.note"
    _inherit = ["mdtrace.record.mixin"]
    _mdtrace_protected = ("text",)
    _mdtrace_payload = ("text",)
    _mdtrace_transitions = {
        ("draft", "done"): Transition(
            groups=("mdtrace_base.mdtrace_base_group_approver",), meaning="approve"
        ),
    }

    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done")], copy=False, help="Where it stands."
    )
    text = fields.Text(copy=False, help="What the note says.")
    company_id = fields.Many2one("res.company", help="Whose note it is.")

    def _mdtrace_reader(self):
        """Return who reads the note; an addon above may extend it."""
        # For the viewer: the partner's name alone.
        return self.sudo().create_uid.partner_id

    def _tell(self):
        raise UserError(self.env._("Not %(what)s", what=self.text))
'''
VIEWS = (
    HEADER
    + """<odoo>
  <record id="mdtrace_note_view_search" model="ir.ui.view">
    <field name="name">mdtrace.note.view.search</field>
    <field name="model">mdtrace.note</field>
    <field name="arch" type="xml"><search /></field>
  </record>
  <record id="mdtrace_note_view_list" model="ir.ui.view">
    <field name="name">mdtrace.note.view.list</field>
    <field name="model">mdtrace.note</field>
    <field name="arch" type="xml"><list /></field>
  </record>
  <record id="mdtrace_note_view_form" model="ir.ui.view">
    <field name="name">mdtrace.note.view.form</field>
    <field name="model">mdtrace.note</field>
    <field name="arch" type="xml"><form /></field>
  </record>
  <record id="mdtrace_note_action" model="ir.actions.act_window">
    <field name="name">Notes</field>
    <field name="res_model">mdtrace.note</field>
    <field name="view_mode">list,form</field>
    <field name="help" type="html"><p>Write the first note.</p></field>
  </record>
</odoo>
"""
)
MENUS = (
    HEADER
    + '<odoo>\n  <menuitem id="mdtrace_base_note_menu" name="Notes" />\n</odoo>\n'
)
GROUPS = (
    HEADER
    + """<odoo>
  <record id="mdtrace_base_group_approver" model="res.groups">
    <field name="name">Approver</field>
  </record>
</odoo>
"""
)
RULE = (
    HEADER
    + """<odoo>
  <record id="mdtrace_note_company_rule" model="ir.rule">
    <field name="model_id" ref="model_mdtrace_note" />
    <field name="domain_force">[("company_id", "in", company_ids)]</field>
  </record>
</odoo>
"""
)
ACCESS_TEXT = (
    "id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\n"
    "mdtrace_note_approver,note,model_mdtrace_note,mdtrace_base_group_approver,1,0,0,0\n"
)
MESSAGES = {
    "Not %(what)s": "不是%(what)s",
    "Notes": "便签",
    "Hold": "冻结",
    "Whose note it is.": "便签所属公司。",
    "What the note says.": "便签内容。",
    "Where it stands.": "当前状态。",
}
TEST = '''"""Notes."""


def test_note_is_refused_without_text():
    assert True
'''
LONG_ENOUGH = "# A page\n\n" + "The page says what there is to say about it. " * 12


def catalog(messages):
    """Return the text of a .po file."""
    entries = [f'msgid "{key}"\nmsgstr "{value}"\n' for key, value in messages.items()]
    return "\n".join(['msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n', *entries])


BASE = "addons/mdtrace_base"
NOTE = f"{BASE}/models/mdtrace_note.py"
VIEW = f"{BASE}/views/mdtrace_note_views.xml"
MENU = f"{BASE}/views/mdtrace_base_menus.xml"
MANIFEST = f"{BASE}/__manifest__.py"
PO = f"{BASE}/i18n/zh_CN.po"
ACCESS = f"{BASE}/security/ir.model.access.csv"
ICON = f"{BASE}/static/description/icon"
ADR = "docs/adr/0001-notes-are-signed.md"
EXTENSION = '"""Lots."""\n\n\nclass StockLot(models.Model):\n    """Lot."""\n\n'
SAMPLE = {
    f"{BASE}/__init__.py": "from . import models\n",
    f"{BASE}/__manifest__.py": MANIFEST_TEXT,
    f"{BASE}/README.rst": "Base\n",
    f"{BASE}/models/__init__.py": "from . import mdtrace_note\n",
    f"{BASE}/models/mdtrace_note.py": MODEL,
    f"{BASE}/tools/__init__.py": "",
    f"{BASE}/tools/text.py": '"""Texts."""\n\n\ndef trim(text):\n    """Trim."""\n',
    f"{BASE}/security/mdtrace_base_groups.xml": GROUPS,
    f"{BASE}/security/ir.model.access.csv": ACCESS_TEXT,
    f"{BASE}/security/mdtrace_note_security.xml": RULE,
    f"{BASE}/views/mdtrace_note_views.xml": VIEWS,
    f"{BASE}/views/mdtrace_base_menus.xml": MENUS,
    f"{BASE}/static/description/icon.svg": SVG,
    f"{BASE}/static/description/icon.png": PNG,
    f"{BASE}/static/description/index.html": "<p>Base</p>\n",
    f"{BASE}/i18n/mdtrace_base.pot": catalog(dict.fromkeys(MESSAGES, "")),
    f"{BASE}/i18n/zh_CN.po": catalog(MESSAGES),
    f"{BASE}/tests/__init__.py": "from . import test_access, test_forgery\n"
    "from . import test_transitions\n",
    f"{BASE}/tests/common.py": '"""Fixtures."""\n',
    f"{BASE}/tests/test_access.py": TEST,
    f"{BASE}/tests/test_forgery.py": TEST,
    f"{BASE}/tests/test_transitions.py": TEST,
    "changes/mdtrace_base/notes.feature.md": "Notes can be signed.\n",
    "docs/adr/0001-notes-are-signed.md": "# Notes are signed\n\nRevisit when.\n",
    "docs/adr/index.md": "- [Notes](0001-notes-are-signed.md)\n",
    "docs/index.md": "# Documents\n",
    "docs/reference/glossary.csv": "English,zh_CN,note\nhold,冻结,\n",
    "docs/reference/glossary.md": LONG_ENOUGH + "\n| hold | 冻结 |\n",
    "docs/tutorial/main-chain.md": LONG_ENOUGH + "\n## Step\n",
    "docs/tutorial/main-chain.zh_CN.md": LONG_ENOUGH + "\n## Step\n",
    "CHANGELOG.md": "# Changes\n",
    "LICENSE": "LGPL\n",
}
SAMPLE |= {
    f"{BASE}/readme/{name}.md": f"{name}\n"
    for name in ("DESCRIPTION", "USAGE", "CONFIGURE", "ROADMAP")
}
SAMPLE |= dict.fromkeys(
    (
        "README.md",
        "README.zh_CN.md",
        "CONTRIBUTING.md",
        "docs/roles.md",
        *(
            f"docs/mdtrace_base/{page}.md"
            for page in ("design", "usage", "configuration", "reference")
        ),
    ),
    LONG_ENOUGH,
)
SECOND = {
    "addons/mdtrace_lot/__manifest__.py": MANIFEST_TEXT.replace('"Base"', '"Lot"')
    .replace('["mail"]', '["mdtrace_base", "stock", "product_expiry"]')
    .split('"data"')[0]
    + '"application": True}\n',
    "addons/mdtrace_lot/models/mdtrace_lot.py": '"""Lots."""\n\n\n'
    'class MdtraceLot(models.Model):\n    """A lot."""\n\n'
    '    _name = "mdtrace.lot.status"\n',
}


def plant(folder, files=()):
    """Write the sample repository with `files` laid over it; return its folder."""
    for name, content in (SAMPLE | dict(files)).items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
    return folder


def changed(name, old, new):
    """Return the sample's file with one text replaced, as files to plant."""
    text = SAMPLE[name]
    assert old in text, f"{name} has no {old!r}"
    return {name: text.replace(old, new)}


def added(code, name=NOTE):
    """Return the sample's model with one more method body line."""
    return {name: SAMPLE[name] + f"\n    def _more(self):\n{code}\n"}


def branches(number):
    return "\n".join(
        f"        if self == {i}:\n            x = 1" for i in range(number)
    )


def lines(number):
    return "\n".join(f"        x = {i}" for i in range(number))


def po(**messages):
    return {PO: catalog(MESSAGES | messages)}


def halves(*parts):
    """Return a text that this file does not hold in one piece."""
    return "".join(parts) + "\n"
