"""Addons come to a plant that is already running, and go without a trace.

One database with Odoo's own demo data: install, go on working, be refused to leave
with records that nobody exported, export, uninstall. What the database holds then is
compared with what it held before, object by object.
"""

import time

from dev import paths, process
from dev.testing.addons import database
from dev.testing.results import Result
from dev.testing.templates import PREFIX

STORY = paths.ROOT / "dev" / "testing" / "removal_story.py"

# Everything an addon can leave behind, one line of text for each thing.
HOLDINGS = """
SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type
  FROM information_schema.columns WHERE table_schema = 'public'
UNION SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
UNION SELECT 'function ' || proname FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = 'public'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
UNION SELECT 'constraint ' || conname FROM pg_constraint c
  JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = 'public'
UNION SELECT 'sequence ' || sequencename FROM pg_sequences WHERE schemaname = 'public'
UNION SELECT 'name ' || module || '.' || name FROM ir_model_data
 WHERE module LIKE 'mdtrace%%' AND module != 'mdtrace_dev'
UNION SELECT 'model ' || model FROM ir_model
UNION SELECT 'menu ' || id FROM ir_ui_menu
UNION SELECT 'action ' || id FROM ir_actions
UNION SELECT 'view ' || id FROM ir_ui_view
UNION SELECT 'group ' || id FROM res_groups
UNION SELECT 'cron ' || id FROM ir_cron
UNION SELECT 'rule ' || id FROM ir_rule
UNION SELECT 'parameter ' || key FROM ir_config_parameter WHERE key LIKE 'mdtrace%%'
UNION SELECT 'message of ' || model FROM mail_message WHERE model LIKE 'mdtrace%%'
UNION SELECT 'activity of ' || res_model FROM mail_activity
 WHERE res_model LIKE 'mdtrace%%'
UNION SELECT 'attachment of ' || res_model FROM ir_attachment
 WHERE res_model LIKE 'mdtrace%%'
"""


def run(environment, templates, tell):
    """Let every application come and go alone, then all addons together."""
    applications = [
        addon
        for addon in paths.addons()
        if templates.manifest_of(addon).get("application")
    ]
    template = _plant(environment, templates)
    found = []
    for label, addons in [
        *((addon, [addon]) for addon in applications),
        ("all", paths.addons()),
    ]:
        result = _come_and_go(environment, templates, template, label, addons)
        tell(result)
        found.append(result)
    return found


def _plant(environment, templates):
    """Make the template of a plant with Odoo's demo data and a stocked lot."""
    modules = sorted(templates.core(paths.addons()))
    name = f"{PREFIX}plant"
    facts = {"odoo": templates.version, "modules": [*modules, "demo data"]}
    if environment.databases.facts(name) == facts:
        return name
    building = f"{name}_building"
    environment.databases.create(building)
    environment.install("template-plant", building, modules, "--with-demo")
    _tell(environment, building, "before")
    environment.databases.comment(building, facts)
    environment.databases.drop(name)
    environment.databases.rename(building, name)
    return name


def _come_and_go(environment, templates, template, label, addons):
    """Install some addons, use them, uninstall them, compare."""
    started = time.monotonic()
    result = Result(f"comes and goes: {label}")
    name = database(f"removal_{label}")
    environment.databases.create(name, template)
    try:
        before = _holdings(environment, name)
        environment.install(f"removal-{label}", name, addons)
        arrived = _holdings(environment, name) - before
        if not any("mdtrace" in thing for thing in arrived):
            result.fail("the comparison does not see what an addon brings")
        for step in ("work", "leave"):
            _tell(environment, name, step, ",".join(templates.ours(addons)))
        left = _holdings(environment, name) - before
        lost = before - _holdings(environment, name)
    except process.FailureError as failure:
        result.fail(str(failure)[-1500:])
    else:
        for thing in sorted(left):
            result.fail(f"left behind: {thing}")
        for thing in sorted(lost):
            result.fail(f"gone with it: {thing}")
        result.passed += not result.failed
    environment.databases.drop(name)
    result.seconds = time.monotonic() - started
    return result


def _holdings(environment, name):
    return {row[0] for row in environment.databases.query(name, HOLDINGS)}


def _tell(environment, name, step, addons=""):
    """Run one step of the story in Odoo's shell."""
    config = environment.config(f"removal-{step}")
    with STORY.open() as story:
        process.run(
            environment.command(config, "shell", "-d", name, "--no-http"),
            cwd=environment.data_dir,
            env={
                **environment.variables(),
                "MDTRACE_STEP": step,
                "MDTRACE_ADDONS": addons,
            },
            log=environment.logs / f"removal-{step}.log",
            stdin=story,
        )
