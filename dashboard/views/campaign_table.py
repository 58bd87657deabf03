"""What each campaign cost and brought back: those without orders and those without spend stand there too."""

from dataclasses import replace

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.analysis import CAMPAIGNS
from dashboard.metrics.campaigns import Campaign, Campaigns, campaigns
from dashboard.metrics.catalogue.acquisition import CAC, ROAS
from dashboard.metrics.certainty import Measurement
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import THIN
from dashboard.views import controls, drill, panel, pieces, words
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.panel import Bars, Panel
from queries.slice import Slice

OPENS = "campaign"


def draw(viewer: Viewer, choice: Choice) -> None:
    found = campaigns(viewer, sliced(choice))
    panel.draw(of(found, choice, viewer), viewer, on_click=clicked)


def sliced(choice: Choice) -> Slice:
    """Spend belongs to no person, so a named group of people does not narrow it."""
    slice = choice.sliced(CAMPAIGNS, reads.about().settings.calendar)
    return replace(slice, people=None)


def clicked(click: Click) -> None:
    """A name becomes a filter, a number of orders opens its people. A callback."""
    if click.value.startswith(f"{OPENS}:"):
        drill.open(click.value)
        return
    source, campaign = pieces.parts(click)
    change = controls.exclude if click.is_not else controls.keep
    if not click.is_not:
        change("source", source)
    change("campaign", campaign)


def of(found: Campaigns, choice: Choice, viewer: Viewer) -> Panel:
    if found.total is None:
        said = _("No campaign can be told: {reason}.", reason=_(found.reason or ""))
        return Panel("campaigns", said, words.days(choice.window))
    return Panel(
        key="campaigns",
        finding=finding(found),
        about=pieces.joined(
            reads.currency(), words.days(found.window),
            n_("{count} new customer", "{count} new customers", found.total.customers or 0),
            pieces.not_applied(CAMPAIGNS, choice, ["group"] if choice.group else []),
        ),
        html=picture(found, viewer),
        bars=Bars("roas", "roas_low", "roas_high", Unit.RATIO),
        alt=finding(found),
        table=[_row(one) for one in (*found.rows, found.total)],
        exact=[_exact(one) for one in (*found.rows, found.total)],
        legend=_legend(found, viewer),
        definition=f"{_(ROAS.label)}: {_(ROAS.formula)}. {_(CAC.label)}: {_(CAC.formula)}",
        notes_for=("roas", "cac"),
        window=found.window,
        filters=choice.filters,
    )  # fmt: skip


def finding(found: Campaigns) -> str:
    """What a unit of spend brings back, the best for sure, and what brought nothing."""
    assert found.total is not None
    total, currency = found.total, reads.currency()
    spend = _money(total.spend)
    if total.roas is None or total.roas.low is None:
        first = _("{spend} were spent; what they brought back cannot be told", spend=spend)
    else:
        first = _(
            "Each {unit} of the {spend} spent brought back {roas} ({limits})",
            unit=words.money("1", currency), spend=spend, roas=_money(total.roas.value),
            limits=_limits(ROAS, total.roas),
        )  # fmt: skip
    return pieces.sentences(first, _best(found), _nothing(found))


def _money(value: float) -> str:
    return words.amount(Unit.MONEY, value, reads.currency())


def _best(found: Campaigns) -> str:
    """The campaign whose lower limit is above all others' middle; else none stands out."""
    told = [one for one in found.rows if one.roas and one.roas.low is not None and one.spend > 0]
    if len(told) < 2:
        return ""
    best = max(told, key=lambda one: (one.roas and one.roas.value) or 0.0)
    others = [one.roas.high or 0.0 for one in told if one is not best and one.roas]
    if best.roas and (best.roas.low or 0.0) > max(others):
        return _("{campaign} brings back most", campaign=_title(best))
    return _("Which campaign brings back most cannot be told: their intervals overlap")


def _nothing(found: Campaigns) -> str:
    empty = [one for one in found.rows if one.state == "no orders"]
    if not empty:
        return ""
    return n_(
        "{count} campaign with {spent} of spend has no order",
        "{count} campaigns with {spent} of spend have no order",
        len(empty), spent=_money(sum(one.spend for one in empty)),
    )  # fmt: skip


def _title(one: Campaign) -> str:
    name = one.group.get("campaign")
    return name if name else _("{source}, no campaign", source=words.named(one.group.get("source")))


def picture(found: Campaigns, viewer: Viewer) -> str:
    head = [
        _("Campaign"), _("Source"), _("Spend"), _("Orders"), _("New customers"), _("Revenue"),
        _("ROAS"), _("CAC"), "",
    ]  # fmt: skip
    rows = [_html(one, viewer) for one in found.rows]
    assert found.total is not None
    total = found.total
    cells = [
        _("All"), "", _money(total.spend), words.number(total.orders or 0),
        words.number(total.customers or 0), _money(total.revenue or 0.0),
    ]  # fmt: skip
    plain = "".join(f"<td>{words.escaped(cell)}</td>" for cell in cells[1:])
    rows.append(
        f'<tr class="mp-together"><th scope="row">{words.escaped(cells[0])}</th>{plain}'
        f"<td>{_measured(ROAS, total.roas)}</td><td>{_measured(CAC, total.cac)}</td><td></td></tr>"
    )
    return pieces.table([words.escaped(one) for one in head], rows, "mp-campaigns", _("Campaigns"))


def _html(one: Campaign, viewer: Viewer) -> str:
    name = pieces.button(
        pieces.spec(one.group.get("source"), one.group.get("campaign")), words.escaped(_title(one)),
        "mp-name", _("Keep only this; with Alt, leave it out"),
    )  # fmt: skip
    cells = [
        words.escaped(words.named(one.group.get("source"))),
        words.escaped(_money(one.spend)) if one.spend else f"<small>{_('no spend')}</small>",
        _orders(one, viewer),
        "–" if one.customers is None else words.number(one.customers),
        "–" if one.revenue is None else words.escaped(_money(one.revenue)),
        _measured(ROAS, one.roas),
        _measured(CAC, one.cac),
        f"<small>{words.escaped(_note(one))}</small>",
    ]
    css = {"no orders": "mp-state-empty", "no spend": "mp-no-spend"}.get(one.state, "")
    return f'<tr class="{css}"><th scope="row">{name}</th>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'


def _orders(one: Campaign, viewer: Viewer) -> str:
    if one.orders is None:
        return "–"
    text = words.number(one.orders)
    if not one.orders or not viewer.may_see_people:
        return text
    spec = f"{OPENS}:{pieces.spec(one.group.get('source'), one.group.get('campaign'))}"
    return pieces.button(spec, text, "mp-open", _("Show who ordered"))


def _measured(metric: Metric, found: Measurement | None) -> str:
    """The value and its limits."""
    if found is None:
        return "–"
    value = words.value(metric, found.value, reads.currency())
    limits = _limits(metric, found)
    return f"<b>{words.escaped(value)}</b>" + (
        f" <small>{words.escaped(limits)}</small>" if limits else ""
    )


def _limits(metric: Metric, found: Measurement) -> str:
    return words.limits(metric, found.low, found.high, reads.currency())


def _note(one: Campaign) -> str:
    if one.reason:
        return _(one.reason)
    if one.state == "no orders":
        return _("no orders")
    if one.spend > 0 and not one.customers:
        return _("nobody won")
    return _("thin") if one.spend > 0 and (one.orders or 0) < THIN else ""


def _legend(found: Campaigns, viewer: Viewer) -> str:
    said = [
        _(
            "ROAS: net revenue for each unit spent; CAC: spend for each new customer; both with their 95 % interval"
        ),
        _("the ROAS of all is that of sources with spend"),
    ]
    if found.unallocated:
        said.append(
            _("not in it: {amount} of spend of no region", amount=_money(found.unallocated))
        )
    said.append(_("click a name to keep it"))
    if viewer.may_see_people:
        said.append(_("click orders to see who ordered"))
    return pieces.joined(*said, _(found.left_out) if found.left_out else "")


def _row(one: Campaign) -> dict[str, object]:
    return {
        _("campaign"): _title(one) if one.group else _("all"),
        _("source"): words.named(one.group.get("source")) if one.group else "",
        _("spend"): _money(one.spend),
        _("orders"): one.orders,
        _("new customers"): one.customers,
        _("revenue"): "–" if one.revenue is None else _money(one.revenue),
        "ROAS": "–" if one.roas is None else words.value(ROAS, one.roas.value),
        _("ROAS, 95 % interval"): _limits(ROAS, one.roas) if one.roas else "",
        "CAC": "–" if one.cac is None else words.value(CAC, one.cac.value, reads.currency()),
        _("CAC, 95 % interval"): _limits(CAC, one.cac) if one.cac else "",
        _("note"): _note(one) if one.group else "",
    }


def _exact(one: Campaign) -> dict[str, object]:
    roas, cac = one.roas, one.cac
    return {
        "source": one.group.get("source"), "campaign": one.group.get("campaign"), "spend": one.spend,
        "orders": one.orders, "new_customers": one.customers, "revenue": one.revenue,
        "roas": roas and roas.value, "roas_low": roas and roas.low, "roas_high": roas and roas.high,
        "cac": cac and cac.value, "cac_low": cac and cac.low, "cac_high": cac and cac.high,
        "state": one.state if one.group else "all",
    }  # fmt: skip
