"""Whether an addon is really being uninstalled."""


def is_uninstalling(env):
    """Say whether records go because their addon goes.

    Odoo marks that with a context key, and skips ``@api.ondelete`` checks for it. A
    client can send the key too; what no client can bring about is a registry that is
    still loading, and that is where addons are removed.
    """
    return bool(env.context.get("_force_unlink")) and not env.registry.ready
