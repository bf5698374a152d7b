"""What was noticed when a certificate was read."""

from odoo import fields, models


class MdtraceCertificateFinding(models.Model):
    """One thing that is wrong, missing or worth knowing about a certificate.

    Written when the certificate is read and never changed. Some findings keep the
    inspection from being accepted for as long as the certificate counts.
    """

    _name = "mdtrace.certificate.finding"
    _description = "Finding"
    _inherit = ["mdtrace.append.only.mixin"]
    _order = "reading_id desc, id"
    _rec_name = "message"
    _log_access = False

    #: Findings about the certificate as a whole; those about a result are its verdict.
    _mdtrace_blocking = ("wrong_lot", "limit_looser", "type_below")

    reading_id = fields.Many2one(
        "mdtrace.certificate.reading",
        "Certificate",
        required=True,
        ondelete="restrict",
        index=True,
        help="Certificate it is about.",
    )
    level = fields.Selection(
        [("fail", "Fail"), ("warning", "Warning"), ("info", "Information")],
        required=True,
        index=True,
        help="Fail: must be resolved. Warning: look at it. Information: good to know.",
    )
    code = fields.Selection(
        [
            ("invalid", "Invalid document"),
            ("no_specification", "No specification"),
            ("wrong_lot", "Wrong lot or heat"),
            ("type_below", "Type of certificate too low"),
            ("out_of_limits", "Out of limits"),
            ("missing", "Missing characteristic"),
            ("unit", "Unit not convertible"),
            ("not_numeric", "Not a number"),
            ("limit_looser", "Stated limit is looser than ours"),
            ("same_file", "File used for another lot"),
            ("unknown", "Unknown characteristic"),
        ],
        required=True,
        index=True,
        help="What kind of finding it is.",
    )
    message = fields.Char(required=True, help="The finding in a sentence.")
    pointer = fields.Char("Place", help="JSON pointer of the place in the document.")
    product_id = fields.Many2one(
        "product.product",
        ondelete="restrict",
        help="Product it concerns; empty for all lots of the certificate.",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        ondelete="restrict",
        index="btree_not_null",
        help="Lot it concerns; empty for all lots of the certificate.",
    )
    characteristic_id = fields.Many2one(
        "mdtrace.characteristic", ondelete="restrict", help="Characteristic concerned."
    )
