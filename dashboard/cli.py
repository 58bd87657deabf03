"""The command `milepost`: assembles the commands, turns errors into one plain sentence."""

import contextlib
import os
import sys
from typing import TYPE_CHECKING, ClassVar, NoReturn

import click

from dashboard import __version__
from dashboard.errors import JustDamaged, MilepostError, is_no_room

if TYPE_CHECKING:
    from dashboard.paths import Home

_home: "Home | None" = None
"""The home that the command is about."""


class Commands(click.Group):
    """Commands are imported when they are used: `--help` and completion stay quick."""

    modules: ClassVar[dict[str, str]] = {
        "demo": "demo", "example": "example", "map": "mapping", "load": "data", "status": "data", "publish": "data",
        "rollback": "data",
        "quarantine": "data", "settings": "data", "check": "data", "show": "numbers", "people": "numbers",
        "metrics": "numbers", "definitions": "numbers", "signal": "signal", "findings": "findings",
        "why": "explore", "pivot": "explore",
        "groups": "groups", "goals": "goals", "roadmap": "roadmap", "foresee": "foresee",
        "growth": "analyses", "cohorts": "analyses", "survival": "analyses", "funnel": "analyses", "rfm": "analyses",
        "waterfall": "sales", "heatmap": "sales", "campaigns": "sales", "leads": "sales",
        "voice": "voice",
        "alerts": "alerts", "watch": "watch", "digest": "digest",
        "export": "export",
        "serve": "serve", "completion": "completion",
        "check-in": "check_ins", "measures": "measures", "proof": "proof",
        "records": "records", "forget": "privacy", "export-person": "privacy",
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

    global _home
    context.obj = _home = chosen_home(home)


def main() -> None:
    """Run the command line; data on stdout, everything else on stderr."""
    try:
        _run()
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
    except Exception as error:
        _fail(error)


def _run() -> None:
    """Run the command; once more where a version turned out damaged on the way, so that it answers from one."""
    try:
        milepost(prog_name="milepost", standalone_mode=False)
    except JustDamaged:
        milepost(prog_name="milepost", standalone_mode=False)
    finally:
        if "dashboard.warehouse.reader" in sys.modules:
            _say_damage()


def _say_damage() -> None:
    from dashboard.warehouse.whole import in_use

    with contextlib.suppress(MilepostError):
        if _home and (damage := in_use(_home).damage):
            click.echo(damage, err=True)


def _fail(error: Exception) -> NoReturn:
    """Say what nobody foresaw in one sentence, and exit."""
    if is_no_room(error):
        reason = str(error).splitlines()[0].rstrip(".")
        click.echo(
            f"There is no room left to write: {reason}. What was loaded before is kept, and what was published "
            "is still shown. Make room, then run the same again.",
            err=True,
        )
        sys.exit(1)
    if isinstance(error, OSError):
        click.echo(f"{error.filename or 'A file'}: {error.strerror or error}.", err=True)
        sys.exit(1)
    if os.environ.get("MILEPOST_DEBUG"):
        raise error
    click.echo(
        f"Milepost itself failed ({type(error).__name__}: {error}). Nothing was changed. "
        "Please report it with what MILEPOST_DEBUG=1 prints.",
        err=True,
    )
    sys.exit(70)  # EX_SOFTWARE of sysexits.h
