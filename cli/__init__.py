"""The command `voordeur`: each subcommand in a module of its own, imported only when it is asked for."""
