"""`milepost map`: a first draft of a mapping."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from dashboard.commands.loading import readable_home
from dashboard.errors import BadUse
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.ingest.draft import Money


@click.command("map", epilog="Example: milepost map export.xlsx -o export.yaml")
@click.argument("file")
@click.option("--mapping-name", metavar="NAME", help="Name of the feed (default: from the file's).")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
    help="Write it there (default: to the screen). A file that exists is left as it is.",
)  # fmt: skip
@click.pass_obj
def map(home: Home, file: str, mapping_name: str | None, output: Path | None) -> None:
    """Write a first draft of a mapping from the header and first rows of FILE.

    Reads CSV, Excel, Parquet and JSON lines. What is not certain is marked `# check:`; dates that
    could be read two ways are left to you.
    """
    from dashboard.ingest.draft import draft, feed_name
    from dashboard.ingest.sample import sampled
    from dashboard.ingest.sources import found

    sources = found([file])
    if len(sources) != 1:
        raise BadUse(f"{file}: stands for {len(sources)} files. Name one.")
    if output and output.exists():
        raise BadUse(f"{output}: there is a file already. Choose another name.")
    name = feed_name(mapping_name or sources[0].name, is_stated=bool(mapping_name))
    with TemporaryDirectory() as folder:
        text = draft(sampled(sources[0], Path(folder)), name, _known(home))
    if output:
        with output.open("x", encoding="utf-8") as stream:
            stream.write(text)
    else:
        click.echo(text, nl=False)
    _tell(text, file, output)


def _known(home: Home) -> "Money":
    """Currency and zone of what is loaded already."""
    from dashboard.ingest.draft import Money
    from dashboard.settings import stored_settings

    if not home.master.exists():
        return Money()
    with readable_home(home) as connection:
        settings = stored_settings(connection)
    return Money(settings.currency, settings.zone)


def _tell(text: str, file: str, output: Path | None) -> None:
    doubts = text.count("# check:")
    click.echo(f"To check: {doubts} line{'s' * (doubts != 1)}.", err=True)
    if output:
        click.echo(f'Then: milepost load "{file}" --mapping {output}', err=True)
