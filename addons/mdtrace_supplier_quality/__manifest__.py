{
    "name": "MDTrace Supplier Quality",
    "summary": "Inspections and nonconformities of the lots of each supplier",
    "version": "19.0.1.0.0",
    "author": "MDTrace",
    "website": "https://mdtrace.example",
    "license": "LGPL-3",
    "category": "Supply Chain/Traceability",
    "depends": ["mdtrace_supplier", "mdtrace_quality"],
    "data": [
        "data/mail_activity_type_data.xml",
        "views/mdtrace_supplier_approval_views.xml",
        "views/mdtrace_nonconformity_views.xml",
        "views/res_partner_views.xml",
    ],
    "auto_install": True,
}
