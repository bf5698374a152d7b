"""Models made for the tests, so that the mixins are proved without a host."""

from odoo import api, fields, models
from odoo.orm.model_classes import add_to_registry

from ..tools.blocker import Blocker
from ..tools.permit import PERMIT_KEY
from ..tools.transition import Transition
from .common import MdtraceBaseCase

APPROVER = "mdtrace_base.mdtrace_base_group_approver"
INSPECTOR = "mdtrace_base.mdtrace_base_group_inspector"
ALL_ACL = {
    "viewer": (1, 0, 0, 0),
    "operator": (1, 1, 1, 1),
    "administrator": (1, 1, 1, 1),
}


class FakeNote(models.Model):
    """A regulated record with every kind of move."""

    _module = None
    _name = "mdtrace.fake.note"
    _description = "Fake note"
    _inherit = ["mdtrace.record.mixin", "mail.thread"]

    _mdtrace_protected = ("secret", "owner_id")
    _mdtrace_frozen = ("text",)
    _mdtrace_payload = ("name", "text", "amount", "owner_id", "secret")
    _mdtrace_transitions = {
        ("draft", "open"): Transition(label="Open"),
        ("open", "checked"): Transition(groups=(INSPECTOR,)),
        ("open", "closed"): Transition(
            groups=(APPROVER,), meaning="close", reason=True, author_may_not=True
        ),
        ("checked", "closed"): Transition(groups=(APPROVER,), meaning="approve"),
        ("checked", "open"): Transition(groups=(INSPECTOR,), reason=True),
    }

    name = fields.Char(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Open"),
            ("checked", "Checked"),
            ("closed", "Closed"),
        ],
        default="draft",
        copy=False,
        required=True,
        tracking=True,
    )
    text = fields.Char()
    amount = fields.Float(digits=(12, 3))
    secret = fields.Char(copy=False)
    owner_id = fields.Many2one("res.users", ondelete="restrict", copy=False)
    blocked = fields.Boolean()
    company_id = fields.Many2one("res.company")

    #: What the hooks saw: whether a permit was in their context.
    seen = []

    @api.constrains("state")
    def _check_state(self):
        self.seen.append(PERMIT_KEY in self.env.context)

    def _mdtrace_after_move(self, to, old_states, reason, signature):
        self.seen.append(PERMIT_KEY in self.env.context)
        return super()._mdtrace_after_move(to, old_states, reason, signature)

    def _mdtrace_transition_blockers(self, to):
        found = super()._mdtrace_transition_blockers(to)
        for note in self.filtered("blocked"):
            blocker = Blocker("blocked", "It is blocked.", remedy="Unblock it.")
            found.setdefault(note, []).append(blocker)
        return found


class FakeSpecification(models.Model):
    """A versioned document."""

    _module = None
    _name = "mdtrace.fake.specification"
    _description = "Fake specification"
    _inherit = ["mdtrace.versioned.mixin"]

    _mdtrace_version_key = ("code", "partner_id")
    _mdtrace_frozen = ("code", "partner_id", "text")
    _mdtrace_payload = ("code", "text")

    code = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", ondelete="restrict")
    text = fields.Char()
    previous_id = fields.Many2one(
        "mdtrace.fake.specification", ondelete="restrict", copy=False
    )


class FakeFact(models.Model):
    """A row that is written once."""

    _module = None
    _name = "mdtrace.fake.fact"
    _description = "Fake fact"
    _inherit = ["mdtrace.append.only.mixin"]
    _log_access = False

    name = fields.Char()


FAKES = (FakeNote, FakeSpecification, FakeFact)


class MdtraceFakeCase(MdtraceBaseCase):
    """Adds fake models: ``self.Note``, ``self.Specification``, ``self.Fact``.

    Everybody with a role reads them; ``operator`` (and ``administrator``) also create,
    write and delete.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [fake._name for fake in FAKES]
        cls.addClassCleanup(cls.forget_fakes, names)
        for fake in FAKES:
            add_to_registry(cls.registry, fake)
        cls.registry._setup_models__(cls.env.cr, [])
        cls.registry.init_models(cls.env.cr, names, {"models_to_check": True})
        cls.grant(names)
        cls.Note = cls.env["mdtrace.fake.note"]
        cls.Specification = cls.env["mdtrace.fake.specification"]
        cls.Fact = cls.env["mdtrace.fake.fact"]

    @classmethod
    def grant(cls, names):
        """Give the roles their rights on the fake models."""
        cls.env["ir.model.access"].create(
            [
                {
                    "name": f"{name} {role}",
                    "model_id": cls.env["ir.model"]._get_id(name),
                    "group_id": cls.env.ref(
                        f"mdtrace_base.mdtrace_base_group_{role}"
                    ).id,
                    **dict(
                        zip(
                            ("perm_read", "perm_write", "perm_create", "perm_unlink"),
                            rights,
                            strict=True,
                        )
                    ),
                }
                for name in names
                for role, rights in ALL_ACL.items()
            ]
        )

    @classmethod
    def forget_fakes(cls, names):
        """Take the fake models out of the registry again."""
        for name in names:
            del cls.registry[name]
        with cls.registry.cursor() as cr:
            cls.registry._setup_models__(cr)
        cls.registry.clear_all_caches()

    def note(self, state="draft", user=None, **values):
        """Make a note and, by its own moves, bring it into a state."""
        user = user or self.operator
        blocked = values.pop("blocked", False)
        note = self.Note.with_user(user).create({"name": "N", **values})
        if state != "draft":
            note._mdtrace_move("open")
        if state == "checked":
            note.with_user(self.inspector)._mdtrace_move("checked")
        if state == "closed":
            self.sign(note, "closed", self.approver, "done")
        note.blocked = blocked
        return note.with_user(user)
