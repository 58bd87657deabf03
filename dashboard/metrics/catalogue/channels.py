"""How the channels share what is sold, and how they grow."""

from dashboard.metrics.catalogue.dimensions import PERSON
from dashboard.metrics.certainty_money import GROWTH, PART
from dashboard.metrics.declare import Better, Metric, Unit
from queries.channel_growth import channel_growth, channel_growth_members
from queries.channel_share import channel_share, channel_share_members

CHANNEL_SHARE = Metric(
    name="channel_share",
    label="Share of sales by channel",
    meaning="How much of all that was sold each channel sold.",
    formula="net revenue by the channel of the order / net revenue of all channels",
    unit=Unit.PERCENT,
    better=Better.NEITHER,
    question=channel_share,
    members=channel_share_members,
    certainty=PART,
    reads=("order", "refund"),
    sliced_by=(*PERSON, "channel", "online", "category"),
    nothing="no net revenue above nought",
    scale=100.0,
    always_by=("channel",),
    note="A filter by channel narrows what is counted, not what it is a share of.",
)

CHANNEL_GROWTH = Metric(
    name="channel_growth",
    label="Growth of sales by channel",
    meaning="How much more each channel sold than on the same days a year before.",
    formula="net revenue by the channel of the order / that of the same days a year before − 1",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=channel_growth,
    members=channel_growth_members,
    certainty=GROWTH,
    reads=("order", "refund"),
    sliced_by=(*PERSON, "channel", "online", "category"),
    nothing="no net revenue above nought a year before",
    scale=100.0,
    always_by=("channel",),
    look_back_days=365,
    looks_at_year_before=True,
    note="A period under way is compared over its whole days that are covered; a week, with the one 52 weeks before.",
)
