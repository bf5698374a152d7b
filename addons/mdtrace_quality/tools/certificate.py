"""What a certificate says, as plain data, and what is wrong with one that is not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Sentences of the problems; the models say the same in the user's language.
SENTENCES = {
    "empty": "The file is empty.",
    "too_large": "The file is larger than %(limit)s MB.",
    "not_text": "The file is not UTF-8 text.",
    "not_json": "The file is not JSON (line %(line)s: %(reason)s).",
    "duplicate_key": 'The name "%(key)s" stands twice in one object.',
    "no_format": "RefSchemaUrl is missing: the format is unknown.",
    "format": 'Certificates of the format "%(format)s" are not read.',
    "version": "Version %(version)s of %(format)s is not read; %(known)s is.",
    "missing": "%(name)s is missing.",
    "empty_text": "%(name)s is empty.",
    "not_object": "%(name)s must be an object.",
    "not_list": "%(name)s must be a list.",
    "no_entry": "%(name)s has no entry.",
    "not_string": "%(name)s must be a text.",
    "not_date": '%(name)s is not a date (YYYY-MM-DD): "%(value)s".',
    "not_number": '%(name)s is not a number: "%(value)s".',
    "not_one_of": '%(name)s must be one of %(known)s, not "%(value)s".',
}


@dataclass(frozen=True)
class Problem:
    """One reason why a document is not a valid certificate.

    ``pointer`` is the JSON pointer (RFC 6901) of the place, ``arguments`` the pairs
    for the sentence of ``code``.
    """

    code: str
    pointer: str = ""
    arguments: tuple = ()

    @property
    def values(self):
        """Return the arguments of the sentence as a dictionary."""
        return dict(self.arguments)

    def __str__(self):
        sentence = SENTENCES[self.code] % self.values
        return f"{self.pointer}: {sentence}" if self.pointer else sentence


class CertificateError(ValueError):
    """The document cannot be read as a certificate; ``problems`` says why, in order."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Result:
    """One result as the certificate states it, with the place where it stands."""

    pointer: str
    name: str
    code: str = ""
    method: str = ""
    unit: str = ""
    value: Decimal | None = None
    qualifier: str = ""
    text: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True)
class Certificate:
    """A certificate: its head, the lots it names and its results."""

    format: str
    version: str
    number: str
    issued_on: date | None
    norm: str
    type: str
    issuer: str
    customer: str
    order: str
    product: str
    lots: tuple[str, ...]
    declaration: str
    results: tuple[Result, ...]
