"""What may not stand anywhere in the repository."""

import re
import subprocess
from pathlib import Path

from .tree import walk

LARGEST_FILE = 1024 * 1024
TEXT = (
    ".py", ".xml", ".js", ".scss", ".csv", ".md", ".rst", ".toml", ".yml", ".yaml",
    ".txt", ".cfg", ".html", ".sh", ".po", ".pot", ".svg", ".json", ".tex",
)  # fmt: skip
# Written in halves so that this file does not find itself.
HOSTS = tuple(
    f"{name}.{end}"
    for name, end in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry.npmjs", "org"),
        ("deb.debian", "org"),
        ("proxy.golang", "org"),
        ("crates", "io"),
    )
)
MACHINE_PATHS = re.compile(
    "(?<![\\w.])(?:/" r"work/(?:main|shared|brief)|/opt/od" r"ev|/home/[a-z]\w+"
    r"|/User" r"s/\w+)"
)  # fmt: skip
UNFINISHED = re.compile(
    r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b"
    r"|(?i:lorem ip" r"sum|coming so" r"on|to be wri" r"tten|not implemented y" r"et)"
)  # fmt: skip
CHATTER = re.compile(r"(?i:\bissue #?\d+\b|\bthe brief\b|\bas an? (?:ai|assistant)\b)")
BRITISH = re.compile(
    r"\b(?:colour(?:s|ed)?|behaviours?|licence[sd]?|catalogues?|labell(?:ed|ing)"
    r"|centres?|analys(?:e|ed|ing)|favourites?|judgement|programmes?|defence|metres?"
    r"|(?:steril|organ|recogn|author|serial|normal|initial|summar|optim|real)is"
    r"(?:e|ed|es|er|ing|ation|ations))\b",
    re.IGNORECASE,
)


def _files(root):
    """Return the files that belong to the repository: no caches, nothing ignored."""
    try:
        listed = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-coz", "--exclude-standard"],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return list(walk(root))
    paths = [Path(root, name) for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file()]


def _lines(root):
    for path in _files(root):
        if path.suffix not in TEXT and path.suffix:
            continue
        where = path.relative_to(root).as_posix()
        if path.name == "LICENSE" or "/static/lib/" in where:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield path, f"{where}:{number}", line


def large_files(root):
    """Find files that are too large for a repository."""
    return [
        f"{path.relative_to(root).as_posix()}: {path.stat().st_size} bytes; keep it "
        f"below {LARGEST_FILE}"
        for path in _files(root)
        if path.stat().st_size > LARGEST_FILE
    ]


def registry_hosts(root):
    """Find names of package registries: a tool's own settings decide about them."""
    return [
        f"{where}: names the host {host}; leave it to the tool's settings"
        for _path, where, line in _lines(root)
        for host in HOSTS
        if host in line
    ]


def machine_paths(root):
    """Find paths that exist on one machine only."""
    return [
        f"{where}: {match.group()} is a path of one machine"
        for _path, where, line in _lines(root)
        for match in MACHINE_PATHS.finditer(line)
    ]


def unfinished_work(root):
    """Find marks of unfinished work."""
    return [
        f"{where}: {match.group()!r}: finish it, or write it into readme/ROADMAP.md"
        for path, where, line in _lines(root)
        if path.suffix not in (".po", ".pot", ".json")
        for match in UNFINISHED.finditer(line)
    ]


def chatter(root):
    """Find sentences about how the work was done in place of the product."""
    return [
        f"{where}: {match.group()!r}: public text speaks of the product alone"
        for path, where, line in _lines(root)
        if path.suffix in (".py", ".md", ".xml", ".js", ".toml", ".yml")
        for match in CHATTER.finditer(line)
    ]


def british_spelling(root):
    """Find British spelling in English text; the house spells American."""
    return [
        f"{where}: {match.group()!r}: American spelling"
        for path, where, line in _lines(root)
        if path.suffix in (".md", ".py", ".xml", ".js")
        and "tests/architecture" not in where
        for match in BRITISH.finditer(line)
    ]


def case_collisions(root):
    """Find names that differ in case alone: they collide on other systems."""
    seen, findings = {}, []
    for path in _files(root):
        where = path.relative_to(root).as_posix()
        if where.lower() in seen:
            findings.append(
                f"{where}: differs from {seen[where.lower()]} in case alone"
            )
        seen[where.lower()] = where
    return findings
