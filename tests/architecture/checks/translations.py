"""Templates and Chinese translations: fresh, complete, with the glossary's words."""

import ast
import csv
import re
from dataclasses import dataclass
from pathlib import Path

from .tree import addons, called, parse, text_of, walk

LANGUAGE = "zh_CN"
GLOSSARY = Path("docs", "reference", "glossary.csv")
PLACEHOLDER = re.compile(r"%\(\w+\)[-+0-9.]*[sdifr]|%[sdif%]|\{\w*\}")
TAG = re.compile(r"</?([a-zA-Z][\w-]*)")
HAN = re.compile(r"[\u4e00-\u9fff]")
TRANSLATED_CALLS = {"_", "_lt", "_t"}
# Names of texts that were marked with `_lt` where they are declared.
MARKED_EARLIER = {"label"}
# Not words: codes, symbols, names and formats stay what they are in any language.
UNTRANSLATED = re.compile(
    r"[\W\d_]*|\W*(?:[A-Z0-9]{1,5}[\W\d]*)+|MDTrace|object\.[\w.]+(?:\(.*\))?"
)
MARKUP = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Message:
    """One entry of a .po or .pot file."""

    line: int
    msgid: str
    msgstr: str
    fuzzy: bool


def read_po(path):
    """Return the entries of a .po or .pot file, its header left out."""
    return [
        message
        for block, start in _blocks(path.read_text(encoding="utf-8"))
        if (message := _message(block, start)) and message.msgid
    ]


def _blocks(text):
    """Yield the lines of each entry with the number of its first line."""
    block, start = [], 1
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            start = start if block else number
            block.append(line.strip())
        elif block:
            yield block, start
            block = []


def _message(block, start):
    texts, key = {}, None
    for line in block:
        match = re.match(r'(msgid|msgstr)(?:\[0\])? (".*")$', line)
        if match:
            key = match.group(1)
            texts[key] = ast.literal_eval(match.group(2))
        elif line.startswith('"') and key:
            texts[key] += ast.literal_eval(line)
    if "msgid" not in texts or any(line.startswith("#~") for line in block):
        return None
    fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block)
    return Message(start, texts["msgid"], texts.get("msgstr", ""), fuzzy)


def _catalogs(root):
    for addon in addons(root).values():
        pot = addon.path / "i18n" / f"{addon.name}.pot"
        translated = addon.path / "i18n" / f"{LANGUAGE}.po"
        if pot.is_file() and translated.is_file():
            yield addon, pot, translated


def incomplete(root):
    """Find messages without a translation, and translations of nothing."""
    findings = []
    for addon, pot, translated in _catalogs(root):
        wanted = {message.msgid for message in read_po(pot)}
        given = {message.msgid: message for message in read_po(translated)}
        where = addon.relative(translated)
        findings += [
            f"{where}: {text!r} is not translated"
            for text in sorted(wanted)
            if not (text in given and given[text].msgstr.strip())
        ]
        findings += [
            f"{where}:{given[text].line}: {text!r} is not in the template any more"
            for text in sorted(set(given) - wanted)
        ]
        findings += [
            f"{where}:{message.line}: {message.msgid!r} is marked fuzzy"
            for message in given.values()
            if message.fuzzy
        ]
    return findings


def _marks(text):
    return sorted(PLACEHOLDER.findall(text)), sorted(TAG.findall(text))


def broken_marks(root):
    """Find translations that lost or changed a placeholder or an HTML tag."""
    return [
        f"{addon.relative(path)}:{message.line}: placeholders or tags of "
        f"{message.msgid!r} differ in {message.msgstr!r}"
        for addon, _pot, path in _catalogs(root)
        for message in read_po(path)
        if message.msgstr and _marks(message.msgid) != _marks(message.msgstr)
    ]


def left_in_english(root):
    """Find translations without a Chinese character."""
    return [
        f"{addon.relative(path)}:{message.line}: {message.msgid!r} is left in English"
        for addon, _pot, path in _catalogs(root)
        for message in read_po(path)
        if message.msgstr
        and not HAN.search(message.msgstr)
        and not UNTRANSLATED.fullmatch(
            PLACEHOLDER.sub("", MARKUP.sub("", message.msgid))
        )
    ]


def read_glossary(root):
    """Return {English term in lower case: (Chinese, note)}."""
    path = Path(root, GLOSSARY)
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            row["English"].strip().lower(): (row["zh_CN"].strip(), row["note"] or "")
            for row in csv.DictReader(stream)
        }


def _terms(text):
    """Return the forms under which a message may stand in the glossary."""
    low = text.strip().rstrip(":.").lower()
    return [low, low.removesuffix("s"), low.removesuffix("es"), low.replace("-", " ")]


def _same(chinese, translated, note):
    def plain(text):
        return re.sub(r"[\s()（）:：。]", "", text)

    options = {plain(chinese), plain(re.sub(r"[(（].*?[)）]", "", chinese))}
    options |= {plain(part) for part in chinese.split("/")}
    options |= {plain(part) for part in re.findall(r"[\u4e00-\u9fff]+", note)}
    return plain(translated) in options


def against_the_glossary(root):
    """Find terms of the glossary that a translation calls by another word."""
    glossary = read_glossary(root)
    findings = []
    for addon, _pot, path in _catalogs(root):
        for message in read_po(path):
            term = next((t for t in _terms(message.msgid) if t in glossary), None)
            if not (term and message.msgstr):
                continue
            if not _same(glossary[term][0], message.msgstr, glossary[term][1]):
                findings.append(
                    f"{addon.relative(path)}:{message.line}: {message.msgid!r} is "
                    f"{message.msgstr!r}, the glossary says {glossary[term][0]!r}"
                )
    return findings


def stale_template(root):
    """Find messages of the sources that the template does not have."""
    findings = []
    for addon in addons(root).values():
        pot = addon.path / "i18n" / f"{addon.name}.pot"
        if not pot.is_file():
            continue
        known = {message.msgid for message in read_po(pot)}
        findings += [
            f"{addon.relative(path)}:{line}: {text!r} is not in i18n/{addon.name}.pot; "
            "export the template again"
            for path, line, text in _messages(addon)
            if text and text.strip() and text not in known
        ]
    return findings


def _messages(addon):
    """Yield the messages that can be read from the sources without Odoo."""
    for path in addon.files(".py", tests=False):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call) and called(node) in TRANSLATED_CALLS:
                yield path, node.lineno, text_of(node.args[0]) if node.args else ""
    for odoo_class in addon.classes:
        for field in odoo_class.fields.values():
            yield odoo_class.path, field.line, text_of(field.keywords.get("help"))
    for path, element in addon.records:
        if element.tag == "menuitem":
            yield path, 1, element.get("name")
    for path in walk(addon.path / "static" / "src", ".js"):
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r'\b_t\(\s*"((?:[^"\\]|\\.)*)"', text):
            line = text.count("\n", 0, match.start()) + 1
            yield path, line, ast.literal_eval(f'"{match.group(1)}"')


def unmarked_messages(root):
    """Find messages put together before translation, or marked with Odoo's old `_`."""
    findings = []
    for addon in addons(root).values():
        for path in addon.files(".py", tests=False):
            for node in ast.walk(parse(path)):
                where = f"{addon.relative(path)}:{getattr(node, 'lineno', 1)}"
                if _imports_underscore(node):
                    findings.append(f"{where}: use self.env._() and not odoo's _()")
                if _is_put_together(node):
                    findings.append(f"{where}: pass _() a plain text and its values")
    return findings


def _is_put_together(node):
    if not (isinstance(node, ast.Call) and called(node) == "_" and node.args):
        return False
    text = node.args[0]
    if isinstance(text, ast.Name) and text.id in MARKED_EARLIER:
        return False
    return text_of(text) is None


def _imports_underscore(node):
    return isinstance(node, ast.ImportFrom) and any(
        alias.name == "_" for alias in node.names
    )


def bare_errors(root):
    """Find errors shown to people whose text cannot be translated."""
    shown = {"UserError", "ValidationError", "AccessError", "MdtraceStop"}
    return [
        f"{addon.relative(path)}:{node.lineno}: {called(node)} with a bare text; "
        "wrap it in self.env._()"
        for addon in addons(root).values()
        for path in addon.files(".py", tests=False)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and called(node) in shown
        and node.args
        and (text_of(node.args[0]) or isinstance(node.args[0], ast.JoinedStr))
    ]
