"""The command `milepost`: assembles the commands, turns errors into one plain sentence."""

import os
import sys
from typing import ClassVar

import click

from dashboard import __version__
from dashboard.errors import MilepostError


class Commands(click.Group):
    """Commands are imported when they are used: `--help` and completion stay quick."""

    modules: ClassVar[dict[str, str]] = {
        "demo": "demo", "example": "example", "map": "mapping", "load": "data", "status": "data", "publish": "data",
        "rollback": "data",
        "quarantine": "data", "settings": "data", "check": "data", "show": "numbers", "people": "numbers",
        "metrics": "numbers", "definitions": "numbers",
        "growth": "analyses", "cohorts": "analyses", "survival": "analyses", "funnel": "analyses", "rfm": "analyses",
        "serve": "serve", "completion": "completion",
        "forget": "privacy", "export-person": "privacy",
    }  # fmt: skip

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        from importlib import import_module

        if name not in self.modules:
            from dashboard.errors import unknown

            raise unknown("command", name, self.modules)
        module = import_module(f"dashboard.commands.{self.modules[name]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    metavar="FOLDER",
    help="Where data are kept (default: MILEPOST_HOME, else data/local).",
)
@click.version_option(__version__, prog_name="milepost")
@click.pass_context
def milepost(context: click.Context, home: str | None) -> None:
    """How far a company has come towards its customer goals, and whether a change is real."""
    from dashboard.paths import home as chosen_home

    context.obj = chosen_home(home)


def main() -> None:
    """Run the command line; data on stdout, everything else on stderr."""
    try:
        milepost(prog_name="milepost", standalone_mode=False)
    except MilepostError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:  # whoever reads has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        click.echo(f"{error.filename or 'A file'}: {error.strerror or error}.", err=True)
        sys.exit(1)
    except Exception as error:
        if os.environ.get("MILEPOST_DEBUG"):
            raise
        click.echo(
            f"Milepost itself failed ({type(error).__name__}: {error}). Nothing was changed. "
            "Please report it with what MILEPOST_DEBUG=1 prints.",
            err=True,
        )
        sys.exit(70)  # EX_SOFTWARE of sysexits.h
