"""`milepost export`: a page, the roadmap or minutes as PowerPoint, PDF, HTML or Markdown."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import click

from dashboard.errors import BadUse, unknown
from dashboard.paths import PAGES, Home

if TYPE_CHECKING:
    from dashboard.access import Viewer
    from dashboard.takeaway.document import Document

__all__ = ["export"]

KINDS = ("pptx", "pdf", "html", "md")


@click.command(
    epilog='Example: milepost export sales --as pdf --language ru --address "region=North" --out sales.pdf'
)
@click.argument("what", metavar="PAGE")
@click.option(
    "--as", "kind", type=click.Choice(KINDS), help="What to write. Default: by the ending of --out."
)
@click.option(
    "--out",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Where to write.",
)
@click.option(
    "--language", "spoken", type=click.Choice(["en", "ru"]), default="en", show_default=True
)
@click.option(
    "--address",
    default="",
    metavar="TEXT",
    help="What stands after the ? of the page's link: filters, window, the goal or session opened.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A .pptx whose look the slides take. Default: template.pptx in the home, where there is one.",
)
@click.option(
    "--session",
    type=int,
    metavar="NUMBER",
    help="Of minutes: which workshop. Default: the one that was finished last.",
)
@click.option("--region", "regions", multiple=True, help="Only numbers of these regions.")
@click.option(
    "--no-people", is_flag=True, help="With the rights of one who may not see single people."
)
@click.pass_obj
def export(
    home: Home, what: str, kind: str | None, path: Path, spoken: str, address: str,
    template: Path | None, session: int | None, regions: tuple[str, ...], no_people: bool,
) -> None:  # fmt: skip
    """Write a page, the roadmap or the minutes of a session as a file to take along.

    PAGE is a page by its name in the address, such as scorecard, sales or goals; or roadmap, or minutes. The page
    is read as it stands at that address, with its filters, so the file holds its numbers.
    """
    from dashboard.takeaway import files
    from dashboard.views import take_along
    from dashboard.warehouse import reader

    reader.use(home)
    ending = kind or path.suffix.removeprefix(".").lower()
    if ending not in KINDS:
        raise BadUse(f"{path}: say with --as what to write: {', '.join(KINDS)}.")
    if template and not template.exists():
        raise BadUse(
            f"There is no file {template}. Name a .pptx after --template, or leave it out."
        )
    document = _document(what, address, spoken, _viewer(regions, no_people), session)
    path.write_bytes(files.file_of(document, ending, template or take_along.template()))
    click.echo(f"{path}: {document.title}, {len(document.sections)} sections.", err=True)


def _document(
    what: str, address: str, spoken: str, viewer: "Viewer", session: int | None
) -> "Document":
    from dashboard.views import unseen

    if what in ("roadmap", "minutes") and not address:
        return _of_records(what, spoken, viewer, session)
    pages = sorted(path.stem for path in PAGES.glob("*.py"))
    if what not in pages:
        raise unknown("page", what, [*pages, "roadmap", "minutes"])
    query = parse_qs(address.partition("?")[2] or address.lstrip("?"))
    return unseen.document(what, query, viewer, spoken)


def _of_records(what: str, spoken: str, viewer: "Viewer", session: int | None) -> "Document":
    """The roadmap, or the minutes of a session."""
    from dashboard.language import speaking
    from dashboard.views import take_along, take_minutes, take_roadmap
    from dashboard.warehouse import reader

    with speaking(spoken), reader.pinned():
        about = take_along.reach(viewer)
        if what == "roadmap":
            return take_roadmap.document(viewer, about)
        return take_minutes.document(viewer, about, session)


def _viewer(regions: tuple[str, ...], no_people: bool) -> "Viewer":
    """With whose rights it is read; a region that does not occur is refused."""
    from dashboard.access import EVERYONE, Viewer
    from dashboard.metrics import reads

    known = reads.choices(EVERYONE).get("region", [])
    for region in regions:
        if region not in known:
            raise unknown("region", region, known)
    return Viewer(frozenset(regions) or None, not no_people, not no_people)
