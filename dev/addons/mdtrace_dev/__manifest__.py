{
    "name": "MDTrace development support",
    "summary": "Asset repairs for test and demo databases; never installed in production",
    "version": "19.0.1.0.0",
    "author": "MDTrace",
    "license": "LGPL-3",
    "depends": ["mail"],
    "post_init_hook": "post_init_hook",
    "assets": {
        "web.assets_backend": [
            # Debian's build strips this file but still lists it; the missing asset
            # raises a console error that fails every browser test.
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
        ],
    },
}
