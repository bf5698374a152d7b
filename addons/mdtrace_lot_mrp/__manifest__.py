{
    "name": "MDTrace Lot and Manufacturing",
    "summary": "Genealogy of production, by-products, unbuild and subcontracting",
    "version": "19.0.1.0.0",
    "author": "MDTrace",
    "website": "https://mdtrace.example",
    "license": "LGPL-3",
    "category": "Supply Chain/Traceability",
    "depends": ["mdtrace_lot", "mrp"],
    "data": [
        "security/ir.model.access.csv",
        "views/mrp_production_views.xml",
        "views/mrp_unbuild_views.xml",
        "views/mdtrace_lot_mrp_menus.xml",
    ],
    "post_init_hook": "post_init_hook",
    "auto_install": True,
}
