{
    "name": "MDTrace Quality and Manufacturing",
    "summary": "Final inspection of lots that manufacturing orders make",
    "version": "19.0.1.0.0",
    "author": "MDTrace",
    "website": "https://mdtrace.example",
    "license": "LGPL-3",
    "category": "Supply Chain/Traceability",
    "depends": ["mdtrace_quality", "mdtrace_lot_mrp"],
    "data": [
        "views/mdtrace_inspection_views.xml",
        "views/mdtrace_nonconformity_views.xml",
        "views/mrp_production_views.xml",
        "views/mdtrace_quality_mrp_menus.xml",
    ],
    "auto_install": True,
}
