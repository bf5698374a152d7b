"""The trace package: an archive that can be read and checked without Odoo.

What it is
    A ZIP with ``index.html`` for people, JSON for programs, the evidence files as they
    were stored, and ``manifest.json`` with path, size and SHA-256 of every other file.

Example
    >>> content = build({"a.txt": b"hello"}, {"lot": "L1"}, "2026-01-31T08:05:00Z")
    >>> verify(content)
    []

How to use it
    ``page`` makes the HTML from a document of plain data, ``build`` the archive,
    ``verify`` reads one back and names every difference.

How it works
    The same input gives the same bytes: files are sorted, times inside the archive
    are the one time of its making, and compression is fixed.
"""

import hashlib
import io
import json
import re
import zipfile
from html import escape

ALGORITHM = "SHA-256"
FORMAT = "mdtrace-package-1"
MANIFEST = "manifest.json"

STYLE = """
:root{color-scheme:light}
body{font:15px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;
 color:#1f2933;margin:0 auto;max-width:1100px;padding:24px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:36px 0 8px;
 border-bottom:2px solid #0b7285;padding-bottom:4px}h3{font-size:16px;margin:20px 0 6px}
p.note{color:#52606d;margin:4px 0 12px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:12px 0}
dt{color:#52606d}dd{margin:0;font-weight:600;overflow-wrap:anywhere}
nav{margin:16px 0}nav a{margin-right:14px}a{color:#0b7285}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:5px 8px;
 border-bottom:1px solid #e4e7eb}
th{background:#f0f4f8;white-space:nowrap}td.number{text-align:right;white-space:nowrap}
td code{font-size:12px;overflow-wrap:anywhere}tr:nth-child(even) td{background:#fafbfc}
.warning{border-left:4px solid #c05621;background:#fffaf0;padding:8px 12px;margin:8px 0}
@media print{body{max-width:none;padding:0}nav{display:none}}
"""


def build(files, about, created_at):
    """Return the bytes of the archive.

    :param files: {path: bytes}; the manifest is added
    :param about: plain data put at the head of the manifest
    :param created_at: ISO 8601 time, also the time of every file in the archive
    """
    manifest = {
        "format": FORMAT,
        "algorithm": ALGORITHM,
        "created_at": created_at,
        **about,
        "files": [
            {"path": path, "size": len(content), "sha256": digest(content)}
            for path, content in sorted(files.items())
        ],
    }
    everything = dict(files)
    everything[MANIFEST] = as_json(manifest)
    numbers = [int(part) for part in re.findall(r"\d+", created_at)[:6]]
    stamp = tuple((numbers + [0] * 6)[:6])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in sorted(everything.items()):
            info = zipfile.ZipInfo(path, date_time=stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, compresslevel=6)
    return buffer.getvalue()


def verify(content):
    """Return what is wrong with an archive: sentences; none when all fits."""
    problems = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if MANIFEST not in names:
            return ["There is no manifest."]
        manifest = json.loads(archive.read(MANIFEST))
        if manifest.get("algorithm") != ALGORITHM:
            return [f"The algorithm {manifest.get('algorithm')} is not known."]
        listed = {entry["path"]: entry for entry in manifest["files"]}
        problems += [
            f"{path} is not listed in the manifest."
            for path in sorted(names - set(listed) - {MANIFEST})
        ]
        for path, entry in sorted(listed.items()):
            if path not in names:
                problems.append(f"{path} is missing.")
                continue
            data = archive.read(path)
            if len(data) != entry["size"] or digest(data) != entry["sha256"]:
                problems.append(f"{path} differs from its digest.")
    return problems


def digest(content):
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def as_json(value):
    """Return readable, sorted JSON as bytes."""
    return (
        json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str)
        + "\n"
    ).encode()


def safe_name(name, taken=()):
    """Return a file name that every system accepts and that is not taken yet.

    >>> safe_name("COA 12/34: lot.pdf"), safe_name("a.pdf", {"a.pdf"})
    ('COA 12_34_ lot.pdf', 'a-2.pdf')
    """
    clean = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", name or "").strip(" .")[:120]
    clean = clean or "file"
    stem, dot, suffix = clean.rpartition(".")
    if not dot:
        stem, suffix = clean, ""
    candidate, number = clean, 2
    while candidate in taken:
        candidate = f"{stem}-{number}{dot}{suffix}"
        number += 1
    return candidate


def page(document):
    """Return the HTML page of a document of plain data, as bytes.

    ``document`` has ``lang``, ``title``, ``subtitle``, ``facts`` [(label, value)] and
    ``sections``; a section has ``title`` and may have ``note``, ``warnings`` [str] and
    ``columns`` [str] with ``rows`` [[cell]]. A cell is text, a number, None, or a
    dict with ``text`` and ``href`` or ``code``.
    """
    sections = [
        (f"s{number}", section) for number, section in enumerate(document["sections"])
    ]
    links = "".join(
        f'<a href="#{anchor}">{escape(section["title"])}</a>'
        for anchor, section in sections
    )
    facts = "".join(
        f"<dt>{escape(str(label))}</dt><dd>{_cell(value)}</dd>"
        for label, value in document["facts"]
    )
    body = "".join(_section(anchor, section) for anchor, section in sections)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document["lang"])}"><head>'
        '<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document['title'])}</title><style>{STYLE}</style></head>"
        f"<body><h1>{escape(document['title'])}</h1>"
        f'<p class="note">{escape(document["subtitle"])}</p>'
        f"<dl>{facts}</dl><nav>{links}</nav>{body}</body></html>\n"
    ).encode()


def _section(anchor, section):
    warnings = "".join(
        f'<p class="warning">{escape(text)}</p>' for text in section.get("warnings", ())
    )
    note = (
        f'<p class="note">{escape(section["note"])}</p>' if section.get("note") else ""
    )
    table = ""
    if section.get("columns"):
        head = "".join(f"<th>{escape(column)}</th>" for column in section["columns"])
        rows = "".join(
            "<tr>" + "".join(_column(value) for value in row) + "</tr>"
            for row in section["rows"]
        )
        table = (
            f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )
    return f'<h2 id="{anchor}">{escape(section["title"])}</h2>{note}{warnings}{table}'


def _column(value):
    number = isinstance(value, int | float) and not isinstance(value, bool)
    attribute = ' class="number"' if number else ""
    return f"<td{attribute}>{_cell(value)}</td>"


def _cell(value):
    if isinstance(value, dict):
        text = escape(str(value.get("text", "")))
        if value.get("href"):
            return f'<a href="{escape(value["href"])}">{text}</a>'
        return f"<code>{text}</code>" if value.get("code") else text
    if value is None or value is False:
        return ""
    if isinstance(value, float):
        return f"{value:.12g}"
    return escape(str(value))
