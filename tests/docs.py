"""The generated parts of the documentation: `make docs` writes them, tests compare them."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from dashboard.cli import milepost
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better, Metric
from tests.conftest import ROOT
from tests.warm import LISTENING, Warm, program

README = "README.md"
RUSSIAN = "README.ru.md"
METRICS = "docs/metrics.md"
COMMANDS = "docs/commands.md"

ABOUT_METRICS = """# Metrics

Written by `make docs` from the declarations in `dashboard/metrics/catalogue/`. Every value
carries its numerator, denominator, n and a 95 % interval; where a definition could be read two
ways, [fine readings](decisions/0002-fine-readings.md) says which one is meant.
"""

TABLE = re.compile(r"(?<=<!-- metrics: written by `make docs` -->\n).*?(?=<!-- /metrics -->)", re.S)

FILE = re.compile(r"^```\w+ (?P<name>[\w.-]+)\n(?P<text>.*?)^```$", re.M | re.S)
CONSOLE = re.compile(r"^```console\n(?P<text>.*?)^```$", re.M | re.S)
MEASURED = re.compile(r"\d+(\.\d+)? ?(ms|s|seconds?|KB|MB|GB)\b|\b[0-9a-f]{8,}\b")


def metrics_page() -> str:
    """Every metric's declaration, in full."""
    return "\n".join([ABOUT_METRICS, *(_section(metric) for metric in CATALOGUE.values())])


def _section(metric: Metric) -> str:
    rows = {
        "formula": metric.formula,
        "unit": metric.unit,
        "better": _better(metric),
        "95 % interval": metric.certainty.words,
        "sliced by": ", ".join(f"`{name}`" for name in metric.sliced_by),
        "reads": ", ".join(f"`{name}`" for name in metric.reads),
        "no value where": metric.nothing,
    }
    table = "\n".join(f"| {name} | {text} |" for name, text in rows.items())
    note = f"\n{metric.note}\n" if metric.note else ""
    head = f"## {metric.label}\n\n`{metric.name}`: {metric.meaning}\n"
    return f"{head}\n| | |\n|---|---|\n{table}\n{note}"


def _better(metric: Metric) -> str:
    return "neither way" if metric.better is Better.NEITHER else str(metric.better)


def with_metrics(readme: str) -> str:
    """A README with its table of metrics written again; the Russian one is written by hand."""
    rows = (
        f"| `{metric.name}` | {metric.meaning} | {_better(metric)} |"
        for metric in CATALOGUE.values()
    )
    return TABLE.sub(
        "\n".join(["| metric | what it says | better |", "|---|---|---|", *rows, ""]), readme
    )


def command_reference() -> str:
    """What `--help` says, of every command."""
    parts = ["# Commands\n", "Written by `make docs` from the commands themselves.\n"]
    parts += [f"## {name}\n\n```text\n{text}\n```\n" for name, text in _helps(milepost, "milepost")]
    return "\n".join(parts)


def _helps(
    command: click.Command, name: str, above: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    command._help_option = None  # as a test that ran it by itself left it
    context = click.Context(command, info_name=name, parent=above, **command.context_settings)
    context.max_content_width = context.terminal_width = 90
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            if found := command.get_command(context, sub):
                yield from _helps(found, sub, context)


def with_real_output(text: str, folder: Path) -> str:
    """A README, its files written into `folder`, its `$` commands run there, their output put in.

    Times, sizes and hashes differ from run to run: output that differs in nothing else stays.
    """
    with Warm() as warm:
        return _with_output_of(text, folder, _environment(folder, warm))


def _with_output_of(text: str, folder: Path, environment: dict[str, str]) -> str:
    for file in FILE.finditer(text):
        (folder / file["name"]).write_text(file["text"])
    said: list[str] = []

    def answered(block: re.Match[str]) -> str:
        written = []
        for command, shown in _commands(block["text"]):
            output = _output(command, said, folder, environment)
            same = MEASURED.sub("…", output) == MEASURED.sub("…", shown)
            written.append(f"$ {command}\n{shown if same else output}")
            if command.startswith(("export ", "cd ")):
                said.append(command)
        return "```console\n" + "".join(written) + "```"

    return CONSOLE.sub(answered, text)


def _commands(block: str) -> list[tuple[str, str]]:
    """(command, what is printed below it) of a console block."""
    pieces = re.split(r"^\$ ", block, flags=re.M)[1:]
    return [(command, shown) for command, _, shown in (piece.partition("\n") for piece in pieces)]


def _environment(folder: Path, warm: Warm) -> dict[str, str]:
    """As in an activated environment: `milepost` on the path, a home folder of one's own."""
    commands = folder / "bin"
    commands.mkdir()
    program(commands / "milepost")
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    home = {"HOME": str(folder), "MILEPOST_HOME": str(folder / "demo"), LISTENING: warm.address}
    return {**os.environ, **home, "PATH": path, "COLUMNS": "100", "TERM": "dumb"}


def _output(command: str, before: list[str], folder: Path, environment: dict[str, str]) -> str:
    ran = subprocess.run(
        ["bash", "-c", "\n".join([*before, command])],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = [line.rstrip().replace(str(folder), "~") for line in ran.stdout.splitlines()]
    return "".join(f"{line}\n" for line in lines)


def with_blocks_of(readme: str, translated: str) -> str:
    """A translated README with the same files and the same output as the README."""
    for block in (FILE, CONSOLE):
        originals = block.finditer(readme)
        translated = block.sub(lambda _, shown=originals: next(shown)[0], translated)
    return translated


def main() -> None:
    """Write every generated part again."""
    (ROOT / METRICS).write_text(metrics_page())
    (ROOT / COMMANDS).write_text(command_reference())
    with TemporaryDirectory() as folder:
        readme = with_real_output(with_metrics((ROOT / README).read_text()), Path(folder))
    (ROOT / README).write_text(readme)
    (ROOT / RUSSIAN).write_text(with_blocks_of(readme, (ROOT / RUSSIAN).read_text()))


if __name__ == "__main__":
    main()
