"""Tests that need no database: of the repository, the launcher, and tools/."""

from dev import paths
from dev.testing import pytest_runner

# These need a running server.
SERVED = {"journeys", "scenario", "scenarios", "faults"}
PURE_OPTIONS = ["-p", "dev.testing.pure_plugin", "--import-mode=importlib"]


def repository():
    """Test the repository itself: architecture, launcher, packaging."""
    folders = [
        path
        for path in sorted((paths.ROOT / "tests").iterdir())
        if path.is_dir() and path.name not in SERVED and list(path.glob("test_*.py"))
    ]
    return [
        pytest_runner.run(f"repository: {path.name}", [str(path)]) for path in folders
    ]


def folders(addons):
    """Return the folders of pure tests of some addons."""
    candidates = [paths.ADDONS / addon / "tests" / "pure" for addon in addons]
    return [str(path) for path in candidates if list(path.glob("test_*.py"))]


def tools(addons, arguments=()):
    """Test the tools/ of addons with plain pytest, Odoo locked out."""
    found = folders(addons)
    if not found:
        return []
    return [pytest_runner.run("pure tools", [*PURE_OPTIONS, *found, *arguments])]
