"""The blind vote in the room: a QR code for phones, a count, the laptop passed round; then the distribution."""

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from dashboard import identity
from dashboard.errors import MilepostError
from dashboard.language import _, n_
from dashboard.progress import session, snapshot, votes
from dashboard.progress.agenda import Item, Kind
from dashboard.progress.votes import Form, Question
from dashboard.records import sessions as records
from dashboard.records.tables import Session, Vote
from dashboard.views import ballot_server, kept, links, who, words, workshop_figures
from dashboard.views.ballot_server import LISTENER, PATH

EVERY = 2
"""Seconds between two looks at how many have voted."""
FEW = 3
"""With fewer votes a distribution tells who voted what."""


def draw(found: Session, item: Item) -> None:
    """Whatever comes next: ask, count, show."""
    if item.is_revealed:
        revealed(found, item)
        return
    asked = _question(item)
    if asked is None:
        return
    if found.state != "running":
        return
    elif item.is_open:
        _open(found, item, asked)
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                _("Ask for a blind vote"), key=f"vote_ask_{item.key}", icon=":material/how_to_vote:", type="primary",
                on_click=_ask, args=(found, item),
            )  # fmt: skip
            st.html(f'<p class="mp-quiet">{words.escaped(_(asked.words))}</p>', width="stretch")


def _question(item: Item) -> Question | None:
    none: Question | None = None
    return kept.read(lambda store: votes.question(item, store), none)


def _ask(found: Session, item: Item) -> None:
    who.acts(lambda store, by: session.open_vote(store, by, found.id, item.key))


def _open(found: Session, item: Item, asked: Question) -> None:
    st.html(f'<p class="mp-big-item"><em>{words.escaped(_(asked.words))}</em></p>')
    left, right = st.columns([3, 2])
    with left:
        _way_in(found)
    with right:
        _count(found.id, item.key)
        st.button(
            _("Show the votes"), key=f"vote_show_{item.key}", type="primary", icon=":material/visibility:",
            on_click=_reveal, args=(found, item),
        )  # fmt: skip
        st.link_button(
            _("Pass the laptop round"), links.to("vote", session=str(found.id)), icon=":material/laptop:",
        )  # fmt: skip


def _reveal(found: Session, item: Item) -> None:
    who.acts(lambda store, by: session.reveal(store, by, found.id, item.key))


@st.fragment(run_every=EVERY)
def _count(session_id: int, key: str) -> None:
    """How many have voted; not what."""
    nothing: Sequence[Vote] = ()
    count = len(kept.read(lambda store: records.votes(store, session_id, key), nothing))
    text = n_("{count} has voted", "{count} have voted", count).removeprefix(str(count)).strip()
    st.html(f'<p class="mp-count" role="status">{count}<small>{words.escaped(text)}</small></p>')


def _way_in(found: Session) -> None:
    """A QR code, and the address beneath it; or why there is none."""
    address, why = way_in(found.vote_token)
    if not address:
        st.info(_(why), icon=":material/wifi_off:")
        return
    text = _("Scan it with a phone in the same network, or type the address:")
    alt = _("QR code of the address at which phones vote")
    st.html(
        f'<div class="mp-qr"><img src="{words.escaped(qr(address))}" alt="{words.escaped(alt)}">'
        f"<div><p>{words.escaped(text)}</p><code>{words.escaped(address)}</code></div></div>"
    )


def way_in(token: str) -> tuple[str, str]:
    """The address at which phones vote, or '' and why there is none. A listener of its own is opened where Milepost
    itself can be reached from this machine only."""
    if identity.is_public():
        return f"{identity.public_address()}{PATH}/{token}", ""
    host = ballot_server.network_address()
    if not host:
        return "", _(
            "This machine is in no network that phones could reach. Pass the laptop round."
        )
    port = int(st.get_option("server.port"))
    try:
        if str(st.get_option("server.address") or "") in identity.LOOPBACK:
            port = LISTENER.open(port)
    except MilepostError as error:
        return "", str(error.args[0])
    return f"http://{host}:{port}{PATH}/{token}", ""


def close() -> None:
    """No phone is let in any more, unless another workshop is running."""
    if not any(one.vote_token for one in records.sessions(kept.store())):
        LISTENER.close()


@lru_cache(maxsize=16)
def qr(address: str) -> str:
    """The address as a picture that a camera reads, with room for a smudge (error correction M); for an `img`."""
    import segno

    made = segno.make(address, error="m", micro=False)
    return str(made.svg_data_uri(border=2, scale=8))


def revealed(found: Session, item: Item) -> None:
    """The distribution, with what it says."""
    asked = _question(item)
    nothing: Sequence[Vote] = ()
    cast = kept.read(lambda store: records.votes(store, found.id, item.key), nothing)
    is_of_dots = item.kind is Kind.IDEAS  # also where no idea waits any more
    if not cast or (asked is None and not is_of_dots):
        st.caption(_("Nobody has voted."))
        return
    if is_of_dots or asked is None:
        empty: list[dict[str, object]] = []
        st.html(
            workshop_figures.dots_html(
                kept.read(lambda store: snapshot.dot_rows(found.id, store), empty)
            )
        )
    elif asked.form is Form.CHANCE and (spread := votes.chances(cast)):
        st.html(f'<p class="mp-finding">{words.escaped(workshop_figures.spread_words(spread))}</p>')
        st.html(workshop_figures.spread_html(spread))
    else:
        shares = votes.choices(asked, cast)
        st.html(f'<p class="mp-finding">{words.escaped(workshop_figures.shares_words(asked, shares))}</p>')  # fmt: skip
        st.html(workshop_figures.shares_html(asked, shares))
    if len(cast) < FEW:
        st.caption(_("With fewer than three votes it is easy to guess whose they are."))
