"""Pages, links, decision records, fragments of the change log."""

import csv
import re
from pathlib import Path
from urllib.parse import unquote

from .tree import addons, walk

PAGES = ("design", "usage", "configuration", "reference")
ROOT_PAGES = (
    "README.md",
    "README.zh_CN.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
    "docs/index.md",
    "docs/roles.md",
    "docs/adr/index.md",
    "docs/reference/glossary.md",
    "docs/reference/glossary.csv",
    "docs/tutorial/main-chain.md",
    "docs/tutorial/main-chain.zh_CN.md",
)
SHORTEST_PAGE = 120  # characters: below that a page says nothing
LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
FRAGMENT = re.compile(r"[a-z0-9-]+\.(breaking|feature|fix)\.md")


def missing_pages(root):
    """Find addons without their four pages, and missing pages of the repository."""
    wanted = [Path(root, name) for name in ROOT_PAGES]
    wanted += [
        Path(root, "docs", addon, f"{page}.md")
        for addon in addons(root)
        for page in PAGES
    ]
    findings = []
    for path in wanted:
        where = path.relative_to(root).as_posix()
        if not path.is_file():
            findings.append(f"{where}: the page is missing")
        elif _is_too_short(path):
            findings.append(f"{where}: says too little ({SHORTEST_PAGE} characters)")
    return findings


def _is_too_short(path):
    if path.suffix != ".md" or path.name in ("CHANGELOG.md", "index.md"):
        return False
    return len(path.read_text(encoding="utf-8")) < SHORTEST_PAGE


def _anchors(path):
    """Return the anchors that a Markdown page's headings make."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    anchors = set(re.findall(r'<a (?:id|name)="([^"]+)"', text))
    for heading in HEADING.findall(text):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchors.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return anchors


def broken_links(root):
    """Find links to pages, pictures or headings that do not exist."""
    findings = []
    for path in walk(root, ".md"):
        text = FENCE.sub("", path.read_text(encoding="utf-8"))
        text = re.sub(r"`[^`\n]*`", "", text)
        where = path.relative_to(root).as_posix()
        for target in LINK.findall(text):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            name, _hash, anchor = unquote(target).partition("#")
            aim = (path.parent / name).resolve() if name else path
            if not aim.exists():
                findings.append(f"{where}: links to {target}, which does not exist")
            elif anchor and aim.suffix == ".md" and anchor not in _anchors(aim):
                findings.append(f"{where}: {target}: the page has no such heading")
    return findings


def wrong_decisions(root):
    """Find decision records without their form, or missing in the index."""
    folder = Path(root, "docs", "adr")
    index = folder / "index.md"
    listed = index.read_text(encoding="utf-8") if index.is_file() else ""
    findings, numbers = [], {}
    for path in sorted(folder.glob("*.md")):
        if path == index:
            continue
        where = path.relative_to(root).as_posix()
        match = re.fullmatch(r"(\d{4})-[a-z0-9-]+\.md", path.name)
        if not match:
            findings.append(f"{where}: name it NNNN-title-is-the-decision.md")
            continue
        if match.group(1) in numbers:
            findings.append(f"{where}: has the number of {numbers[match.group(1)]}")
        numbers[match.group(1)] = path.name
        text = path.read_text(encoding="utf-8").strip()
        last = text.splitlines()[-1].strip() if text else ""
        if not text.startswith("# "):
            findings.append(f"{where}: the first line is the title, the decision")
        if not last.lower().startswith("revisit when"):
            findings.append(f"{where}: the last line begins with 'Revisit when'")
        if path.name not in listed:
            findings.append(f"docs/adr/index.md: does not list {path.name}")
    return findings


def missing_fragments(root):
    """Find addons without news, and fragments with a wrong name."""
    folder = Path(root, "changes")
    findings = []
    for addon in addons(root):
        fragments = list(walk(folder / addon, ".md"))
        changelog = Path(root, "CHANGELOG.md")
        told = changelog.is_file() and addon in changelog.read_text("utf-8")
        if not fragments and not told:
            findings.append(f"changes/{addon}: no fragment says what changed")
        findings += [
            f"changes/{addon}/{path.name}: name it <slug>.<breaking|feature|fix>.md"
            for path in fragments
            if not FRAGMENT.fullmatch(path.name)
        ]
        findings += [
            f"changes/{addon}/{path.name}: a fragment is one line"
            for path in fragments
            if len(path.read_text("utf-8").strip().splitlines()) != 1
        ]
    return findings


def stale_glossary(root):
    """Find terms of the glossary's table that its page does not show."""
    table = Path(root, "docs", "reference", "glossary.csv")
    page = Path(root, "docs", "reference", "glossary.md")
    if not (table.is_file() and page.is_file()):
        return []
    text = page.read_text(encoding="utf-8")
    with table.open(encoding="utf-8", newline="") as stream:
        return [
            f"docs/reference/glossary.md: no line {row['English']} | {row['zh_CN']}"
            for row in csv.DictReader(stream)
            if f"| {row['English']} | {row['zh_CN']} |" not in text
        ]


def uneven_tutorials(root):
    """Find tutorials whose languages differ in steps."""
    findings = []
    for path in walk(Path(root, "docs"), ".zh_CN.md"):
        english = path.with_name(path.name.replace(".zh_CN", ""))
        if not english.is_file():
            findings.append(f"{path.relative_to(root)}: has no English page")
            continue
        counts = [
            len(re.findall(r"^## ", each.read_text("utf-8"), re.MULTILINE))
            for each in (english, path)
        ]
        if counts[0] != counts[1]:
            findings.append(
                f"{path.relative_to(root)}: {counts[1]} sections, the English "
                f"page has {counts[0]}"
            )
    return findings
