"""The tables a question may ask, as dashboard/warehouse/marts builds them. Unknown text is ''."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
)
from sqlalchemy.types import TypeEngine

marts = MetaData()

Kind = type[TypeEngine] | TypeEngine  # type: ignore[type-arg]


def _mart(table: str, /, **columns: Kind) -> Table:
    return Table(table, marts, *(Column(column, kind) for column, kind in columns.items()))


_MONEY = Numeric(18, 6)
_MARGIN = Numeric(24, 10)
_SUM = Numeric(24, 6)
_PLACE: dict[str, Kind] = {
    "channel": String, "source": String, "category": String, "campaign": String, "device": String,
}  # fmt: skip

person = _mart("person", person=Integer, person_id=String, is_visitor=Boolean, bucket=SmallInteger)
seen = _mart(
    "seen", person=Integer, first_day=Date, last_day=Date, region=String, segment=String,
)  # fmt: skip
who = _mart("who", who=SmallInteger, region=String, segment=String, identified=Boolean)
origin = _mart(
    "origin", origin=Integer, first_source=String, first_channel=String, first_category=String
)
channel = _mart("channel", channel=String, is_online=Boolean, records_visits=Boolean)
calendar = _mart("calendar", day=Date, grain=String, period=Date, period_end=Date)

sale = _mart(
    "sale", seq=Integer, order_no=Integer, day=Date, person=Integer, bucket=SmallInteger, who=SmallInteger,
    **_PLACE, order_channel=String, order_source=String, order_campaign=String,
    gross=_MONEY, refund=_MONEY, cost=_MONEY, costed_gross=_MONEY,
    orders=SmallInteger, repeat_orders=SmallInteger,
)  # fmt: skip
order_category = _mart(
    "order_category", day=Date, order_no=Integer, seq=Integer, person=Integer, bucket=SmallInteger,
    who=SmallInteger, **_PLACE, order_channel=String, repeat_orders=SmallInteger,
)  # fmt: skip
sales_period = _mart(
    "sales_period", grain=String, period=Date, dimension=String, value=String, bucket=SmallInteger,
    gross=_MONEY, refund=_MONEY, cost=_MONEY, costed_gross=_MONEY, orders=BigInteger,
    repeat_orders=BigInteger,
)  # fmt: skip
customer = _mart(
    "customer", first_day=Date, person=Integer, who=SmallInteger, origin=Integer, **_PLACE,
    first_order_at=DateTime, second_day=Date, last_order_at=DateTime, last_day=Date, orders=Integer,
    net_revenue=_MONEY, net_90=_MONEY, net_180=_MONEY, net_365=_MONEY,
    margin_90=_MARGIN, margin_180=_MARGIN, margin_365=_MARGIN,
)  # fmt: skip
ticket = _mart(
    "ticket", day=Date, seq=Integer, ticket_id=String, opened_at=DateTime, person=Integer, bucket=SmallInteger,
    who=SmallInteger, channel=String, category=String, response_seconds=BigInteger,
    resolution_seconds=BigInteger, clock=SmallInteger, opened_business_us=BigInteger,
    response_business_seconds=BigInteger, resolution_business_seconds=BigInteger,
)  # fmt: skip
business_span = _mart(
    "business_span", clock=SmallInteger, from_at=DateTime, until_at=DateTime, us_before=BigInteger
)
answer = _mart(
    "answer", day=Date, seq=Integer, event_id=String, answered_at=DateTime, kind=String,
    survey=String, person=Integer, who=SmallInteger, **_PLACE, score=SmallInteger, comment=String,
    weight=Double, next_day=Date, heard_week=Boolean, heard_month=Boolean, heard_quarter=Boolean,
    heard_year=Boolean,
)  # fmt: skip
answer_topic = _mart("answer_topic", day=Date, seq=Integer, person=Integer, topic=String)
topic = _mart("topic", language=String, topic=String, label=String)
lead = _mart(
    "lead", day=Date, seq=Integer, person=Integer, bucket=SmallInteger, who=SmallInteger, source=String,
    is_won=Boolean, is_lost=Boolean, cycle_days=Integer, follow_days=Integer,
)  # fmt: skip
sending = _mart(
    "sending",
    day=Date,
    survey=String,
    person=Integer,
    who=SmallInteger,
    **_PLACE,
    answered_day=Date,
)
day_visits = _mart(
    "day_visits", day=Date, who=SmallInteger, channel=String, source=String, visits=BigInteger
)
reach = _mart(
    "reach", from_day=Date, until_day=Date, person=Integer, who=SmallInteger, origin=Integer,
    is_reachable=Boolean,
)  # fmt: skip
reach_day = _mart("reach_day", day=Date, who=SmallInteger, known=BigInteger, reachable=BigInteger)
shop_day = _mart(
    "shop_day", day=Date, person=Integer, who=SmallInteger, channel=String, source=String, campaign=String,
    device=String, records_visits=Boolean, visits=Integer, orders=Integer,
)  # fmt: skip
presence = _mart(
    "presence",
    kind=String,
    day=Date,
    next_day=Date,
    person=Integer,
    who=SmallInteger,
    origin=Integer,
)
people_period = _mart(
    "people_period", kind=String, grain=String, period=Date, who=SmallInteger,
    clusters=BigInteger, people=BigInteger, acted=BigInteger, y=_SUM, xy=_SUM, yy=Double,
)  # fmt: skip
people_value_period = _mart(
    "people_value_period", kind=String, grain=String, period=Date, dimension=String, value=String,
    who=SmallInteger, clusters=BigInteger, people=BigInteger, acted=BigInteger, y=_SUM, xy=_SUM,
    yy=Double,
)  # fmt: skip
people_origin_period = _mart(
    "people_origin_period", kind=String, grain=String, period=Date, dimension=String, value=String,
    clusters=BigInteger, people=BigInteger, acted=BigInteger, y=_SUM, xy=_SUM, yy=Double,
)  # fmt: skip
people_set_period = _mart(
    "people_set_period", grain=String, period=Date, dimension=String,
    seen=ARRAY(String), did=ARRAY(String), people=BigInteger,
)  # fmt: skip
standing = _mart(
    "standing", from_day=Date, until_day=Date, person=Integer, order_day=Date, order_who=SmallInteger,
    is_subscribed=Boolean, signup_who=SmallInteger, is_signup_later=Boolean, origin=Integer,
)  # fmt: skip
to_date = _mart("to_date", day=Date, who=SmallInteger, people=BigInteger, returned=BigInteger)
life_period = _mart(
    "life_period", grain=String, period=Date, who=SmallInteger, clusters=BigInteger, n=BigInteger,
    y=Double, m=Double, l=Double, yy=Double, ym=Double, yl=Double, yx=Double, mm=Double, ml=Double,
    ll=Double,
)  # fmt: skip
cancel = _mart("cancel", day=Date, person=Integer)
growth_period = _mart(
    "growth_period", grain=String, period=Date, who=SmallInteger, origin=Integer, new_people=BigInteger,
    returning_people=BigInteger, resurrected_people=BigInteger, dormant_people=BigInteger,
)  # fmt: skip
cohort = _mart(
    "cohort", grain=String, cohort=Date, age=Integer, who=SmallInteger, origin=Integer,
    buyers=BigInteger, net=_MONEY,
)  # fmt: skip
lifetime = _mart(
    "lifetime", first_day=Date, person=Integer, who=SmallInteger, origin=Integer, second_day=Date,
    silent_day=Date, return_day=Date,
)  # fmt: skip
purchase = _mart(
    "purchase", day=Date, seq=Integer, person=Integer, local_at=DateTime, who=SmallInteger,
    origin=Integer, order_id=String, orders=SmallInteger, gross=_MONEY, net=_MONEY,
)  # fmt: skip
visit_day = _mart(
    "visit_day", day=Date, previous_day=Date, next_day=Date, person=Integer, who=SmallInteger,
    origin=Integer, seq=Integer, visited_at=DateTime, channel=String, source=String,
    campaign=String, device=String,
)  # fmt: skip
step = _mart(
    "step", day=Date, kind=String, seq=Integer, person=Integer, occurred_at=DateTime
)  # fmt: skip
spend_day = _mart(
    "spend_day", day=Date, source=String, region=String, campaign=String, amount=_MONEY
)
known_source = _mart("source", source=String, is_paid=Boolean)
attribution = _mart("attribution", person=Integer, model=String, source=String, campaign=String)

prediction = _mart(
    "prediction", person=Integer, alive=Double, orders_year=Double, value_year=Double,
    **{f"lean_{n}": Double for n in range(1, 8)},
)  # fmt: skip
value_model = _mart(
    "value_model", reason=String, until_day=Date, people=BigInteger, repeaters=BigInteger,
    fitted=BigInteger, r=Double, alpha=Double, a=Double, b=Double, p=Double, q=Double, gamma=Double,
    correlation=Double, holdout_days=BigInteger, holdout_foretold=Double, holdout_came=Double,
)  # fmt: skip

feed = _mart(
    "feed", feed=String, kind=String, first_at=DateTime, covered_until=DateTime, loaded_at=DateTime,
    files=BigInteger, accepted=BigInteger, quarantined=BigInteger,
)  # fmt: skip
feed_event = _mart(
    "feed_event", feed=String, event=String, events=BigInteger, first_at=DateTime, last_at=DateTime
)
hole = _mart(
    "hole", feed=String, region=String, start_day=Date, end_day=Date, days=BigInteger,
    active_share=Double,
)  # fmt: skip
identity = _mart(
    "identity", visits=BigInteger, joined_visits=BigInteger, nobodys_visits=BigInteger,
    conflicting_links=BigInteger, links=BigInteger,
)  # fmt: skip
ledger = _mart(
    "ledger", file_id=String, feed=String, path=String, loaded_at=DateTime, seq=Integer, kind=String,
    read=BigInteger, accepted=BigInteger, quarantined=BigInteger, duplicate=BigInteger,
    ignored=BigInteger, blank=BigInteger, events=BigInteger, ignored_by=String, first_at=DateTime,
    last_at=DateTime, covers_until=DateTime, is_retry=Boolean,
)  # fmt: skip
quarantine = _mart(
    "quarantine", id=BigInteger, file_id=String, feed=String, path=String, line=BigInteger,
    column=String, reason=String, message=String, row_json=String, quarantined_at=DateTime,
    resolved_at=DateTime,
)  # fmt: skip
meta = _mart("meta", seq=Integer, published_at=DateTime, settings=String, fingerprint=String)
audit = _mart("audit", name=String, sentence=String, severity=String, rows=BigInteger)
