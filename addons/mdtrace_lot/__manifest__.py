{
    "name": "MDTrace Lot Control and Genealogy",
    "summary": "Disposition, holds, gates at every stock door, and lot genealogy",
    "version": "19.0.1.0.0",
    "author": "MDTrace",
    "website": "https://mdtrace.example",
    "license": "LGPL-3",
    "category": "Supply Chain/Traceability",
    "depends": ["mdtrace_base", "stock", "product_expiry"],
    "data": [
        # Control: security, data
        "security/ir.model.access.csv",
        "security/mdtrace_lot_status_security.xml",
        "security/mdtrace_lot_hold_security.xml",
        "security/mdtrace_genealogy_security.xml",
        "data/mdtrace_hold_reason_data.xml",
        # Genealogy: security, data, reports (append below)
        # Control: wizards, views
        "wizard/mdtrace_lot_hold_open_views.xml",
        "views/mdtrace_hold_reason_views.xml",
        "views/mdtrace_lot_status_views.xml",
        "views/mdtrace_lot_hold_views.xml",
        "views/stock_lot_views.xml",
        "views/product_template_views.xml",
        "views/product_category_views.xml",
        "views/stock_move_line_views.xml",
        "views/stock_picking_views.xml",
        # Genealogy: views (append below)
        "views/mdtrace_transformation_views.xml",
        "views/mdtrace_transformation_step_views.xml",
        "views/mdtrace_trace_package_views.xml",
        "views/mdtrace_trace_views.xml",
        # Menus last
        "views/mdtrace_lot_menus.xml",
        "views/mdtrace_trace_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["mdtrace_lot/static/src/trace/*"],
        "web.assets_unit_tests": ["mdtrace_lot/static/tests/*.test.js"],
        "web.assets_tests": ["mdtrace_lot/static/tests/tours/*.js"],
    },
    "application": True,
}
