"""Role by model: who reads, writes, creates, deletes."""

from odoo.tests import new_test_user, tagged

from .common import ROLES, MdtraceBaseCase

#: For each model and role: r, w, c, d. A role that is not named may nothing.
ALL = dict.fromkeys(ROLES, "r")
WORKING = ("operator", "inspector", "approver", "purchaser", "regulatory")
TABLE = {
    "mdtrace.ledger.entry": ALL,
    "mdtrace.ledger.verification": ALL,
    "mdtrace.signature": ALL,
    "mdtrace.evidence": {**ALL, **dict.fromkeys(WORKING, "rwd")},
    "mdtrace.evidence.link": ALL,
    "mdtrace.evidence.type": {**ALL, "administrator": "rwcd", "nobody": "r"},
    "mdtrace.evidence.upload": dict.fromkeys(WORKING, "rwcd"),
    "mdtrace.module.export": ALL,
    "mdtrace.module.export.make": {"administrator": "rwcd"},
    "mdtrace.module.export.confirm": {"administrator": "rwcd"},
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestAccess(MdtraceBaseCase):
    def test_every_role_may_exactly_what_the_table_says(self):
        nobody = new_test_user(self.env, "mdt_nobody", groups="base.group_user")
        users = {role: getattr(self, role) for role in ROLES} | {"nobody": nobody}
        for model, roles in TABLE.items():
            for role, user in users.items():
                records = self.env[model].with_user(user)
                found = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if records.has_access(operation)
                )
                self.assertEqual(found, roles.get(role, ""), f"{model} {role}")

    def test_table_names_every_model_of_this_addon(self):
        models = {
            name
            for name, model in self.registry.items()
            if model._original_module == "mdtrace_base" and not model._abstract
        }
        self.assertEqual(models, set(TABLE))

    def test_evidence_of_another_company_is_not_shown(self):
        company = self.env["res.company"].create({"name": "Other"})
        store = self.env["mdtrace.evidence"]._store
        store("theirs", b"1", "coa", company_id=company.id, links=[self.partner])
        store("ours", b"2", "coa", company_id=self.company.id)
        store("shared", b"3", "coa")
        seen = self.env["mdtrace.evidence"].with_user(self.viewer).search([])
        self.assertNotIn("theirs", seen.mapped("name"))
        self.assertLessEqual({"ours", "shared"}, set(seen.mapped("name")))
        links = self.env["mdtrace.evidence.link"].with_user(self.viewer)
        self.assertFalse(links.search([("res_id", "=", self.partner.id)]))
