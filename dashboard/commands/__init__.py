"""One module per family of commands; each command is a thin call into the package."""
