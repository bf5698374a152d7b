"""A pytest plugin: the tools/ of the addons, importable where Odoo is not.

`from mdtrace_base.tools import canonical` must not run the addon's __init__, which
imports models. The packages above tools/ and tests/pure/ are therefore registered as
empty modules that only know where their parts are, and Odoo is made unimportable, so
that a tool which needs it fails here.
"""

import sys
from types import ModuleType

from dev import paths


def register():
    """Register the empty packages and lock Odoo out."""
    sys.modules["odoo"] = None
    _package("addons", paths.ADDONS)
    for addon in paths.addons():
        directory = paths.ADDONS / addon
        for name in (addon, f"addons.{addon}"):
            _package(name, directory)
            _package(f"{name}.tests", directory / "tests")


def _package(name, directory):
    """Register one package whose __init__ is not run."""
    module = ModuleType(name)
    module.__path__ = [str(directory)]
    module.__file__ = str(directory / "__init__.py")
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


register()
