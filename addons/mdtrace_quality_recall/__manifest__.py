{
    "name": "MDTrace Quality and Recall",
    "summary": "Start a recall from a nonconformity and keep the two together",
    "version": "19.0.1.0.0",
    "author": "MDTrace",
    "website": "https://mdtrace.example",
    "license": "LGPL-3",
    "category": "Supply Chain/Traceability",
    "depends": ["mdtrace_quality", "mdtrace_recall"],
    "data": [
        "wizard/mdtrace_recall_start_views.xml",
        "views/mdtrace_nonconformity_views.xml",
        "views/mdtrace_recall_views.xml",
    ],
    "auto_install": True,
}
