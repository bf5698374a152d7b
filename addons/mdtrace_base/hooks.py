"""What the module manager calls around install and uninstall."""


def uninstall_hook(env):
    """Drop what the ORM does not know: the append-only triggers and their function.

    Runs before the tables go, because the triggers would refuse the deletion of rows.
    """
    env.cr.execute("DROP FUNCTION IF EXISTS mdtrace_append_only() CASCADE")
