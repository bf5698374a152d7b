"""Cached databases with Odoo's own modules installed, to clone for each run."""

import ast
import functools
import hashlib

from dev import lock, paths, process, say

PREFIX = "mdtrace_template_"
RUN_PREFIX = "mdtrace_run"


@functools.cache
def manifest(addons_paths, name):
    """Return the manifest of an addon found in one of the directories."""
    for directory in addons_paths:
        file = directory / name / "__manifest__.py"
        if file.exists():
            return ast.literal_eval(file.read_text())
    raise say.RefusalError(
        f"An addon depends on {name}, which neither Odoo nor addons/ has: add it, or "
        "correct the manifest."
    )


class Templates:
    """The templates of one environment."""

    def __init__(self, environment):
        """Take stock of what is there, and clear away what killed runs left."""
        self.environment = environment
        self.databases = environment.databases
        self.addons_paths = tuple(environment.addons_paths)
        self.version = hashlib.sha256(
            f"{environment.odoo.directory} {environment.odoo.version} "
            f"{sorted(lock.read().items())}".encode()
        ).hexdigest()[:12]
        self.ready = {}
        for name in self.databases.all():
            self._take_stock(name)

    def _take_stock(self, name):
        """Keep a usable template; drop a stale one and the rest of a killed run."""
        if name.startswith(RUN_PREFIX):
            owner = name.removeprefix(RUN_PREFIX).split("_")[0]
            if not (owner.isdigit() and process.alive(int(owner))):
                self.databases.drop(name)
        elif name.startswith(PREFIX):
            facts = self.databases.facts(name)
            if facts.get("odoo") == self.version:
                self.ready[frozenset(facts["modules"])] = name
            elif not name.endswith("_building"):
                self.databases.drop(name)

    def closure(self, names):
        """Return addons and everything they depend on."""
        found = set()
        left = list(names)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += manifest(self.addons_paths, name).get("depends", ["base"])
        return found

    def manifest_of(self, name):
        """Return the manifest of one addon."""
        return manifest(self.addons_paths, name)

    def core(self, names):
        """Return the modules of Odoo that addons depend on."""
        return frozenset(self.closure(names) - set(paths.addons()) - {"mdtrace_dev"})

    def ours(self, names):
        """Return the addons of ours that addons depend on, themselves included."""
        return sorted(self.closure(names) & set(paths.addons()))

    def prepare(self, names):
        """Make the template for some addons, out of the nearest smaller one."""
        modules = self.core([*names, *self.environment.support])
        if modules in self.ready:
            return self.ready[modules]
        smaller = [known for known in self.ready if known < modules]
        nearest = max(smaller, key=len, default=None)
        key = hashlib.sha256(" ".join(sorted(modules)).encode()).hexdigest()[:8]
        name = f"{PREFIX}{key}"
        building = f"{name}_building"
        new = sorted(modules - (nearest or frozenset()))
        say.step(f"Template database: installing {len(new)} of Odoo's modules")
        self.databases.create(building, self.ready.get(nearest, "template0"))
        self.environment.install(f"template-{key}", building, new)
        facts = {"odoo": self.version, "modules": sorted(modules)}
        self.databases.comment(building, facts)
        self.databases.drop(name)
        self.databases.rename(building, name)
        self.ready[modules] = name
        return name
