"""What the module manager calls around install and uninstall."""


def uninstall_hook(env):
    """Drop what the ORM does not know: the triggers of the scope and their function."""
    env.cr.execute("DROP FUNCTION IF EXISTS mdtrace_recall_frozen() CASCADE")
