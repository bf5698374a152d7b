"""Build README.rst and static/description/index.html from an addon's readme/ pieces.

`python3 -m dev.readme --write` builds them, `--check` tells which are stale. The
pieces are Markdown with headings, paragraphs, lists, code, emphasis and links.
"""

import ast
import html
import re
import sys

from dev import paths

PIECES = [
    ("DESCRIPTION", ""),
    ("CONTEXT", "Context"),
    ("CONFIGURE", "Configuration"),
    ("USAGE", "Usage"),
    ("ROADMAP", "Known limits and roadmap"),
]
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`]+)`")
STRONG = re.compile(r"\*\*([^*]+)\*\*")
EMPHASIS = re.compile(r"(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])")
ITEM = re.compile(r"^(\s*)([-*]|\d+\.) +(.*)$")
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8" /><title>{title}</title></head>
<body>
{body}
</body>
</html>
"""


def blocks(text):
    r"""Yield (kind, content) of a piece: heading, list, code or paragraph.

    >>> list(blocks("# A\n\nb\nc\n\n- d\n  e\n- f"))
    [('heading', (1, 'A')), ('paragraph', 'b c'), ('list', ('-', ['d e', 'f']))]
    """
    lines = text.splitlines()
    position = 0
    while position < len(lines):
        line = lines[position]
        if not line.strip():
            position += 1
        elif line.startswith("```"):
            end = position + 1
            while end < len(lines) and not lines[end].startswith("```"):
                end += 1
            yield "code", lines[position + 1 : end]
            position = end + 1
        elif line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            yield "heading", (level, line.lstrip("#").strip())
            position += 1
        else:
            end = position
            while end < len(lines) and lines[end].strip():
                end += 1
            yield _paragraph(lines[position:end])
            position = end


def _paragraph(lines):
    """Return a list or a paragraph made of lines without a gap."""
    first = ITEM.match(lines[0])
    if not first:
        return "paragraph", " ".join(line.strip() for line in lines)
    items = []
    for line in lines:
        found = ITEM.match(line)
        if found:
            items.append(found[3].strip())
        else:
            items[-1] += " " + line.strip()
    return "list", ("-" if first[2] in "-*" else "#.", items)


def rst_inline(text):
    """Translate emphasis, code and links.

    >>> rst_inline("see `a` and [b](https://c.example)")
    'see ``a`` and `b <https://c.example>`__'
    """
    parts = CODE.split(text)
    for index, part in enumerate(parts):
        if index % 2:
            parts[index] = f"``{part}``"
        else:
            parts[index] = LINK.sub(r"`\1 <\2>`__", EMPHASIS.sub(r"*\1*", part))
    return "".join(parts)


def html_inline(text):
    """Translate emphasis, code and links, escaping the rest."""
    parts = CODE.split(text)
    for index, part in enumerate(parts):
        escaped = html.escape(part, quote=False)
        if index % 2:
            parts[index] = f"<code>{escaped}</code>"
        else:
            escaped = STRONG.sub(r"<strong>\1</strong>", escaped)
            escaped = EMPHASIS.sub(r"<em>\1</em>", escaped)
            parts[index] = LINK.sub(r'<a href="\2">\1</a>', escaped)
    return "".join(parts)


def to_rst(text):
    """Translate one piece to reStructuredText."""
    out = []
    for kind, content in blocks(text):
        if kind == "heading":
            _level, title = content
            out += [title, "~" * _width(title), ""]
        elif kind == "code":
            out += ["::", "", *(f"    {line}" for line in content), ""]
        elif kind == "list":
            mark, items = content
            out += [*(f"{mark} {rst_inline(item)}" for item in items), ""]
        else:
            out += [rst_inline(content), ""]
    return "\n".join(out)


def to_html(text):
    """Translate one piece to HTML."""
    out = []
    for kind, content in blocks(text):
        if kind == "heading":
            level, title = content
            out.append(f"<h{level + 2}>{html_inline(title)}</h{level + 2}>")
        elif kind == "code":
            code = html.escape("\n".join(content), quote=False)
            out.append(f"<pre>{code}</pre>")
        elif kind == "list":
            mark, items = content
            tag = "ul" if mark == "-" else "ol"
            body = "".join(f"<li>{html_inline(item)}</li>" for item in items)
            out.append(f"<{tag}>{body}</{tag}>")
        else:
            out.append(f"<p>{html_inline(content)}</p>")
    return "\n".join(out)


def _width(text):
    """Return how long an underline has to be: wide characters take two columns."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


def build(addon):
    """Return {path: text} of the files built for an addon; empty without pieces."""
    base = paths.ADDONS / addon
    manifest = ast.literal_eval((base / "__manifest__.py").read_text())
    title = manifest["name"]
    rst = ["." * _width(title), title, "." * _width(title), ""]
    rst.insert(0, ".. Built from readme/ by dev/readme.py: edit there.\n")
    page = [f"<h1>{html.escape(title)}</h1>"]
    found = False
    for name, heading in PIECES:
        file = base / "readme" / f"{name}.md"
        if not file.exists():
            continue
        found = True
        text = file.read_text()
        if heading:
            rst += [heading, "=" * _width(heading), ""]
            page.append(f"<h2>{heading}</h2>")
        rst.append(to_rst(text))
        page.append(to_html(text))
    if not found:
        return {}
    return {
        base / "README.rst": "\n".join(rst).rstrip() + "\n",
        base / "static" / "description" / "index.html": PAGE.format(
            title=html.escape(title), body="\n".join(page)
        ),
    }


def stale():
    """Return the built files that differ from what their pieces make."""
    return [
        path
        for addon in paths.addons()
        for path, text in build(addon).items()
        if not path.exists() or path.read_text() != text
    ]


def main(arguments):
    """Write or check the built files."""
    if arguments == ["--write"]:
        for addon in paths.addons():
            for path, text in build(addon).items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        return 0
    if arguments == ["--check"]:
        for path in stale():
            name = path.relative_to(paths.ROOT)
            print(f"{name} is stale: run python3 -m dev.readme --write")
        return 1 if stale() else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
