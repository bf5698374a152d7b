"""The catalogs of the addons: exported from a database, merged, and checked.

`--write` exports every addon's .pot and merges it into its zh_CN.po, keeping what is
translated; `--check` fails when a .pot is stale or a translation is missing or fuzzy.
Run by the virtual environment's Python, which has Odoo and polib: `./mdtrace test`
checks, `./mdtrace translations` writes.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from dev import paths

LANGUAGES = ["zh_CN"]


# One Odoo for all addons: loading it costs more than the export.
SCRIPT = """
from odoo.tools.translate import trans_export
for addon in {addons!r}:
    with open(addon + ".pot", "wb") as file:
        trans_export(None, [addon], file, "po", env)
"""


def export(config, database, addons):
    """Return {addon: catalog} as the database says it now."""
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(
            [sys.executable, "-m", "odoo", "shell", "-c", config, "-d", database],
            input=SCRIPT.format(addons=addons),
            text=True,
            check=True,
            cwd=directory,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        found = {}
        for addon in addons:
            file = Path(directory) / f"{addon}.pot"
            if file.stat().st_size:
                found[addon] = cleaned(polib.pofile(str(file)), addon)
        return found


def cleaned(catalog, addon):
    """Make a catalog say the same whenever and wherever it is exported."""
    catalog.header = f"Translation of {addon}"
    catalog.metadata = {
        "Project-Id-Version": f"MDTrace {addon}",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    catalog.metadata_is_fuzzy = False
    for entry in catalog:
        entry.occurrences = sorted(set(entry.occurrences))
        entry.comment = "\n".join(sorted(set(entry.comment.splitlines())))
    ordered = sorted(catalog, key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalog.clear()
    catalog.extend(ordered)
    return catalog


def merged(template, existing, language):
    """Return a language's catalog: the template's entries, known translations kept."""
    known = {entry.msgid: entry for entry in existing or [] if not entry.obsolete}
    result = polib.POFile(wrapwidth=template.wrapwidth)
    result.header = template.header
    result.metadata = {**template.metadata, "Language": language}
    for entry in template:
        before = known.get(entry.msgid)
        result.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=before.msgstr if before else "",
                occurrences=entry.occurrences,
                comment=entry.comment,
                flags=[*entry.flags, *(["fuzzy"] if before and before.fuzzy else [])],
            )
        )
    return result


def text_of(catalog):
    """Return the text of a catalog, with one newline at its end."""
    return str(catalog).rstrip("\n") + "\n"


def files(addon):
    """Return the path of an addon's template and {language: path}."""
    base = paths.ADDONS / addon / "i18n"
    return base / f"{addon}.pot", {name: base / f"{name}.po" for name in LANGUAGES}


def write(catalogs):
    """Write templates and merge them into the languages."""
    for addon, template in catalogs.items():
        pot, languages = files(addon)
        pot.parent.mkdir(exist_ok=True)
        pot.write_text(text_of(template))
        for language, path in languages.items():
            existing = polib.pofile(str(path)) if path.exists() else None
            path.write_text(text_of(merged(template, existing, language)))


def check(catalogs):
    """Return what is stale or missing, one sentence each."""
    problems = []
    for addon, template in catalogs.items():
        pot, languages = files(addon)
        if not pot.exists() or pot.read_text() != text_of(template):
            problems.append(f"{addon}: {pot.name} is stale: run ./mdtrace translations")
        for path in languages.values():
            problems += _gaps(addon, path, template)
    return problems


def _gaps(addon, path, template):
    """Return the terms of a template that a language does not translate."""
    if not path.exists():
        return [f"{addon}: {path.name} is missing"]
    catalog = polib.pofile(str(path))
    known = {entry.msgid: entry for entry in catalog if not entry.obsolete}
    problems = []
    for entry in template:
        found = known.get(entry.msgid)
        term = entry.msgid.replace("\n", " ")[:60]
        if found is None or not found.msgstr:
            problems.append(f"{addon}: {path.name} does not translate: {term}")
        elif found.fuzzy:
            problems.append(f"{addon}: {path.name} is doubtful about: {term}")
    return problems


def main():
    """Export the catalogs, then write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--write", action="store_true")
    mode.add_argument("--check", action="store_true")
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("addons", nargs="*")
    options = parser.parse_args()
    addons = options.addons or paths.addons()
    catalogs = export(options.config, options.database, addons)
    if options.write:
        write(catalogs)
        return 0
    problems = check(catalogs)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
