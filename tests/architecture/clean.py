"""Run a check on the repository and show what it finds."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def assert_clean(check):
    """Fail with every finding of a check, one a line."""
    findings = check(ROOT)
    assert not findings, f"{len(findings)} found:\n" + "\n".join(findings)
