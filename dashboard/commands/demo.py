"""`milepost demo`: a company with a history, to look at the product before there are data of one's own."""

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.commands.loading import progress_bar
from dashboard.paths import Home


@click.command(epilog="Example: milepost demo --events 1000000 --seed 7")
@click.option(
    "--events", type=click.IntRange(min=5_000), default=400_000, show_default=True,
    help="About how many events.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed, the same rows."
)
@click.option(
    "--wait", type=float, default=0, metavar="SECONDS", help="Wait while another load runs."
)
@format_option("table", "json")
@click.pass_obj
def demo(home: Home, events: int, seed: int, wait: float, as_format: str) -> None:
    """Write and publish Waymark, a company of twelve regions with thirty months of customers.

    What happens to it is planted and known: data/demo/story.yaml says what, where, when and how much.
    Replaces an older demo; refuses a home that holds anything else.
    """
    from dashboard.intake.loading import demo_and_publish

    with progress_bar() as bar:
        written, version = demo_and_publish(home, events, seed, bar, wait)
    row = {"company": "Waymark", "events": written, "seed": seed, "version": version.seq}
    print_rows([row], as_format)
