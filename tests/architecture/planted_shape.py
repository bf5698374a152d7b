"""What the checks of sizes, views, layout, languages and documents must find."""

from .checks import budgets, documents, layout, repository, translations, views
from .samples import (
    ADR,
    BASE,
    EXTENSION,
    ICON,
    MENU,
    MODEL,
    NOTE,
    PNG,
    PO,
    TEST,
    VIEW,
    VIEWS,
    added,
    branches,
    catalog,
    changed,
    halves,
    lines,
    po,
)

# (check, files laid over the clean sample, a part of what it must find)
CASES = [
    (budgets.long_or_branching_functions, added(lines(60)), "61 lines"),
    (budgets.long_or_branching_functions, added(branches(10)), "complexity 11"),
    (budgets.long_files, {f"{BASE}/tools/text.py": "# x\n" * 401}, "401 lines"),
    (
        budgets.missing_docstrings,
        changed(NOTE, '    """A note."""\n', ""),
        "MdtraceNote",
    ),
    (
        budgets.missing_docstrings,
        {f"{BASE}/tools/text.py": '"""T."""\n\n\ndef trim():\n    pass\n'},
        "trim has no docstring",
    ),
    (
        budgets.undocumented_seams,
        {NOTE: MODEL + "\n    def _mdtrace_seam(self):\n        return 1\n"},
        "_mdtrace_seam",
    ),
    (
        budgets.undocumented_seams,
        {NOTE: MODEL + "\n    def trace_all(self):\n        return 1\n"},
        "trace_all",
    ),
    (
        budgets.fields_without_help,
        changed(NOTE, ', help="What the note says."', ""),
        "text has no help",
    ),
    (
        budgets.unprefixed_fields,
        {
            f"{BASE}/models/res_partner.py": EXTENSION
            + '    _inherit = "res.partner"\n\n    note = fields.Text("Note")\n'
        },
        "mdtrace_",
    ),
    (
        budgets.several_models_in_a_file,
        {NOTE: MODEL + MODEL.replace("mdtrace.note", "mdtrace.other")},
        "one model per file",
    ),
    (
        budgets.wrong_file_names,
        {NOTE: None, f"{BASE}/models/things.py": MODEL},
        "name the file",
    ),
    (
        budgets.unimported_modules,
        {f"{BASE}/models/__init__.py": ""},
        "does not import",
    ),
    (
        budgets.unimported_modules,
        {f"{BASE}/tests/__init__.py": ""},
        "tests/__init__.py does not import",
    ),
    (
        budgets.shadowed_tests,
        {f"{BASE}/tests/test_access.py": TEST * 2},
        "defined twice",
    ),
    (
        budgets.untold_tests,
        changed(f"{BASE}/tests/test_access.py", "note_is_refused_without_text", "x_1"),
        "no sentence",
    ),
    (views.wrong_headers, changed(VIEW, 'UTF-8" ?>', "utf-8'?>"), "begin with"),
    (views.wrong_headers, changed(VIEW, "<odoo>", "<odoo><data>"), "<data>"),
    (views.old_syntax, changed(VIEW, "<list />", "<tree />"), "<tree>"),
    (views.old_syntax, changed(VIEW, "<form />", '<form attrs="{}" />'), "attrs"),
    (views.wrong_view_ids, changed(VIEW, "_view_list", "_tree"), "identifier"),
    (
        views.wrong_view_ids,
        changed(
            VIEW,
            '<field name="arch" type="xml"><form',
            '<field name="inherit_id" ref="mail.note_form" />'
            '<field name="arch" type="xml"><form',
        ),
        "keeps its parent",
    ),
    (views.wrong_action_ids, changed(VIEW, "_note_action", "_notes"), "action"),
    (views.wrong_action_ids, changed(MENU, "_note_menu", "_notes"), "_menu"),
    (
        views.views_in_wrong_files,
        {f"{BASE}/views/things_views.xml": VIEWS},
        "name the file",
    ),
    (
        views.actions_without_empty_state,
        changed(VIEW, "<p>Write the first note.</p>", ""),
        "no help",
    ),
    (
        views.models_without_views,
        changed(VIEW, "<search />", "<kanban />"),
        "no search view",
    ),
    (
        views.models_without_action,
        changed(VIEW, '_model">mdtrace.note', '_model">mdtrace.other'),
        "no window action",
    ),
    (layout.misplaced_files, {f"{BASE}/utils.py": ""}, "utils.py"),
    (layout.missing_files, {f"{BASE}/README.rst": None}, "README.rst"),
    (
        layout.missing_tests,
        {f"{BASE}/tests/test_forgery.py": None},
        "test_forgery.py",
    ),
    (layout.wrong_icons, changed(f"{ICON}.svg", "0 0 50 50", "0 0 70 70"), "viewBox"),
    (layout.wrong_icons, changed(f"{ICON}.svg", "#1f3a4d", "#000000"), "#1f3a4d"),
    (
        layout.wrong_icons,
        {f"{ICON}.png": PNG.replace(b"\0\0\0d", b"\0\0\0e")},
        "100 x 100",
    ),
    (
        translations.incomplete,
        {PO: catalog({"Notes": "便签"})},
        "not translated",
    ),
    (translations.incomplete, po(Old="旧"), "not in the template"),
    (
        translations.incomplete,
        changed(PO, 'msgid "Notes"', '#, fuzzy\nmsgid "Notes"'),
        "fuzzy",
    ),
    (
        translations.broken_marks,
        po(**{"Not %(what)s": "不是%(x)s"}),
        "placeholders",
    ),
    (translations.left_in_english, po(Notes="Notes"), "left in English"),
    (translations.against_the_glossary, po(Hold="持有"), "the glossary says '冻结'"),
    (
        translations.stale_template,
        changed(NOTE, "Where it stands.", "Where the note stands."),
        "export the template",
    ),
    (
        translations.unmarked_messages,
        added("        return self.env._(f'Not {self.text}')"),
        "plain text",
    ),
    (
        translations.bare_errors,
        added("        raise UserError('No')"),
        "bare text",
    ),
    (documents.missing_pages, {"docs/roles.md": None}, "docs/roles.md"),
    (
        documents.missing_pages,
        {"docs/mdtrace_base/usage.md": "# Short\n"},
        "too little",
    ),
    (documents.broken_links, {"README.md": "[x](docs/none.md)\n"}, "does not exist"),
    (
        documents.broken_links,
        {"README.md": "[x](docs/index.md#nothing)\n"},
        "no such heading",
    ),
    (documents.wrong_decisions, changed(ADR, "Revisit when.", "End."), "last line"),
    (documents.wrong_decisions, {"docs/adr/index.md": "None.\n"}, "does not list"),
    (
        documents.wrong_decisions,
        {"docs/adr/0001-again.md": "# Again\n\nRevisit when.\n"},
        "has the number",
    ),
    (
        documents.missing_fragments,
        {"changes/mdtrace_base/notes.feature.md": None},
        "no fragment",
    ),
    (
        documents.missing_fragments,
        {"changes/mdtrace_base/notes.news.md": "News.\n"},
        "name it",
    ),
    (documents.stale_glossary, {"docs/reference/glossary.md": "# No\n"}, "hold"),
    (
        documents.uneven_tutorials,
        changed("docs/tutorial/main-chain.md", "## Step\n", "## A\n\n## B\n"),
        "sections",
    ),
    (repository.large_files, {"docs/big.bin": b"\0" * (1024 * 1024 + 1)}, "big.bin"),
    (repository.registry_hosts, {"docs/x.md": halves("from pypi", ".org")}, "the host"),
    (
        repository.machine_paths,
        {"docs/x.md": halves("see /opt/od", "ev")},
        "one machine",
    ),
    (repository.unfinished_work, {"docs/x.md": halves("TO", "DO: more")}, "finish it"),
    (repository.chatter, {"docs/x.md": halves("as iss", "ue 2 says")}, "the product"),
    (repository.british_spelling, {"docs/x.md": "The colour.\n"}, "American"),
    (repository.case_collisions, {"docs/Index.md": "# X\n"}, "in case alone"),
]
