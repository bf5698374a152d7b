"""What the tests of all addons stand on."""

from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

ROLES = (
    "viewer",
    "operator",
    "inspector",
    "approver",
    "purchaser",
    "regulatory",
    "administrator",
)


class MdtraceBaseCase(BaseCommon):
    """Fixtures: one user per role.

    ``viewer``, ``operator``, ``inspector``, ``approver``, ``purchaser``,
    ``regulatory``, ``administrator``: each has that role only; login ``mdt_<role>``,
    password ``<login>-pw-123456``. ``sign`` makes a signed move as one of them;
    ``entries`` reads the ledger; ``after_rollback`` runs what waits for a rollback.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ROLES:
            setattr(cls, role, cls.make_user(role))

    @classmethod
    def make_user(cls, role, login=None, groups=""):
        """Make a user with one role, and further groups if asked."""
        login = login or f"mdt_{role}"
        group = f"mdtrace_base.mdtrace_base_group_{role}"
        return new_test_user(
            cls.env,
            login,
            groups=f"{group},{groups}" if groups else group,
            name=f"Test {role}",
            password=f"{login}-pw-123456",
        )

    def setUp(self):
        super().setUp()
        # Refusals wait for a rollback that a test never makes.
        self.addCleanup(self.env.cr.postrollback.clear)

    def sign(self, records, to, user, reason=None):
        """Sign and make a move as this user, as the signing controller would."""
        records = records.with_user(user)
        meaning = next(
            iter({move.meaning for move in records._mdtrace_check_move(to, reason)})
        )
        signatures = (
            self.env["mdtrace.signature"]
            .with_user(user)
            ._sign(records, to, meaning, reason)
        )
        records._mdtrace_move(to, reason=reason, signature=signatures)
        return signatures

    def entries(self, records=None, **columns):
        """Return ledger entries about these records, oldest first."""
        domain = [(name, "=", value) for name, value in columns.items()]
        if records is not None:
            domain += [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        return self.env["mdtrace.ledger.entry"].sudo().search(domain, order="id")

    def after_rollback(self):
        """Run what waits for a rollback, inside the transaction of the test."""
        with self.enter_registry_test_mode():
            self.env.cr.postrollback.run()
