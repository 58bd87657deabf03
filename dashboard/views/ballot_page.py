"""What a phone shows in a workshop: the question that is open now, or that there is none. Plain HTML, no Streamlit."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import language
from dashboard.language import _, n_
from dashboard.progress.votes import Form, Question
from dashboard.records.ideas import DOTS
from dashboard.views import words

CHANCES = tuple(range(0, 101, 10))
SURE = tuple(range(50, 101, 10))
"""How sure somebody is of the best of the answers."""
STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#12202c, #eef3f7); --soft: light-dark(#5a6b7a, #a3b1be);
  --card: light-dark(#fff, #161d25); --line: light-dark(#cfd8df, #35424e); --accent: light-dark(#0b6ea8, #6cc3e8);
  --on: light-dark(#fff, #0c1117); }
* { box-sizing: border-box; }
body { margin: 0; font: 18px/1.45 system-ui, sans-serif; color: var(--ink); background: light-dark(#f3f6f8, #0c1117); }
main { max-width: 34rem; margin: 0 auto; padding: 1.2rem 1rem 3rem; }
h1 { font-size: 1.35rem; line-height: 1.25; margin: .3rem 0 1rem; }
p.soft, small { color: var(--soft); font-size: .9rem; }
fieldset { border: 0; margin: 0 0 1.2rem; padding: 0; display: grid; gap: .5rem; }
fieldset.tens { grid-template-columns: repeat(4, 1fr); }
legend { padding: 0 0 .4rem; color: var(--soft); font-size: .95rem; }
label.pick { position: relative; display: block; }
label.pick input { position: absolute; inset: 0; opacity: 0; width: 100%; height: 100%; margin: 0; }
label.pick span { display: block; text-align: center; padding: .75rem .3rem; border: 2px solid var(--line);
  border-radius: 10px; background: var(--card); }
label.pick input:checked + span { border-color: var(--accent); background: var(--accent); color: var(--on); }
label.pick input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px; }
label.dots { display: grid; grid-template-columns: 1fr 5.5rem; gap: .6rem; align-items: center; padding: .4rem .7rem;
  border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
input[type=number], input[type=text] { font: inherit; width: 100%; padding: .55rem; border: 1px solid var(--line);
  border-radius: 8px; background: transparent; color: inherit; }
button { font: inherit; font-weight: 650; width: 100%; padding: .85rem; border: 0; border-radius: 10px;
  background: var(--accent); color: var(--on); }
button.plain { background: none; color: var(--accent); border: 2px solid var(--line); font-weight: 500; }
.told { border-left: 4px solid var(--accent); padding: .4rem .8rem; background: var(--card); }
.bad { border-left-color: #d55e00; }
details { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: 1rem; }
summary { cursor: pointer; color: var(--soft); }
code { font-size: 1.5rem; letter-spacing: .06em; }
form + form { margin-top: .8rem; }
"""


@dataclass(frozen=True)
class Ballot:
    """What one phone sees."""

    session: str
    """The workshop's title."""
    key: str
    """Of the item that is open; '' where none is."""
    question: Question | None
    own: str = ""
    """What this phone has answered; '' for nothing yet."""
    sure: int | None = None
    """How sure it said to be, in per cent."""
    dots: Mapping[int, int] | None = None
    code: str = ""
    """The private code that its votes are kept under."""
    told: str = ""
    is_bad: bool = False


def page(ballot: Ballot) -> str:
    """The whole page."""
    told = _told(ballot.told, ballot.is_bad) if ballot.told else ""
    body = _form(ballot) if ballot.question and ballot.key else _waits()
    return _document(
        f'<p class="soft">{words.escaped(_(ballot.session))}</p>{told}{body}{_code(ballot)}',
        ballot.key,
    )


def refusal(text: str) -> str:
    """A page that only says why there is nothing."""
    return _document(f"<h1>{words.escaped(_('Milepost vote'))}</h1>{_told(text, True)}", "")


def _document(body: str, key: str) -> str:
    title = words.escaped(_("Milepost vote"))
    return (
        f'<!doctype html><html lang="{language.language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{title}</title><style>{STYLE}</style></head>'
        f'<body data-key="{words.escaped(key)}"><main>{body}</main>'
        '<script src="/ballot/ballot.js" defer></script></body></html>'
    )


def _told(text: str, is_bad: bool) -> str:
    return f'<p class="told{" bad" if is_bad else ""}" role="status">{words.escaped(_(text))}</p>'


def _waits() -> str:
    return (
        f"<h1>{words.escaped(_('Nothing is voted on right now'))}</h1>"
        f'<p class="soft">{words.escaped(_("Keep this page open. The next question appears here by itself."))}</p>'
    )


def _form(ballot: Ballot) -> str:
    asked = ballot.question
    assert asked is not None
    fields = {Form.CHANCE: _chance, Form.CHOICE: _choice, Form.DOTS: _dots}[asked.form](ballot, asked)  # fmt: skip
    given = ballot.own or ballot.dots
    send = _("Change my vote") if given else _("Vote")
    blind = _("Nobody sees whose vote is whose, and nothing is shown before the vote is closed.")
    done = ""
    if given:
        done = _told(_("Your vote is counted. You may change it until the votes are shown."), False)
    return (
        f'<h1>{words.escaped(_(asked.words))}</h1>{done}<form method="post">'
        f'<input type="hidden" name="item" value="{words.escaped(ballot.key)}">{fields}'
        f'<button name="act" value="vote">{words.escaped(send)}</button></form>'
        f'<p class="soft">{words.escaped(blind)}</p>'
    )


def _chance(ballot: Ballot, asked: Question) -> str:
    picks = "".join(
        _pick("answer", f"{n}", f"{n}{words.THIN}%", ballot.own == f"{n}", True) for n in CHANCES
    )
    legend = words.escaped(_("From impossible (0 %) to certain (100 %)"))
    return f'<fieldset class="tens"><legend>{legend}</legend>{picks}</fieldset>'


def _choice(ballot: Ballot, asked: Question) -> str:
    picks = "".join(
        _pick("answer", answer, _(text), ballot.own == answer, True) for answer, text in asked.options
    )  # fmt: skip
    sure = "".join(
        _pick("sure", f"{n}", f"{n}{words.THIN}%", ballot.sure == n, False) for n in SURE
    )
    legend = words.escaped(_("How sure are you? (if you want to say)"))
    return (
        f"<fieldset>{picks}</fieldset>"
        f'<fieldset class="tens"><legend>{legend}</legend>{sure}</fieldset>'
    )


def _pick(name: str, value: str, text: str, is_on: bool, is_needed: bool) -> str:
    flags = (" checked" if is_on else "") + (" required" if is_needed else "")
    return (
        f'<label class="pick"><input type="radio" name="{name}" value="{words.escaped(value)}"{flags}>'
        f"<span>{words.escaped(text)}</span></label>"
    )


def _dots(ballot: Ballot, asked: Question) -> str:
    spent = ballot.dots or {}
    rows = "".join(
        f'<label class="dots"><span>{words.escaped(_(title))}</span><input type="number" inputmode="numeric" '
        f'name="dots_{words.escaped(id)}" min="0" max="{DOTS}" value="{spent.get(int(id), 0)}"></label>'
        for id, title in asked.options
    )
    legend = words.escaped(
        n_("{count} dot, on one idea or several", "{count} dots, on one idea or several", DOTS)
    )
    return f"<fieldset><legend>{legend}</legend>{rows}</fieldset>"


def _code(ballot: Ballot) -> str:
    """How good a voter's own chances are is only told to who has the code."""
    summary = words.escaped(_("How good are my own estimates?"))
    if ballot.code:
        text = _(
            "Your votes are kept under this private code. Write it down: with it the page Workshop tells you, and only "
            "you, how good your estimates were, once 20 of them have come out."
        )  # fmt: skip
        drop = words.escaped(_("Vote without the code from now on"))
        inner = (
            f"<p><code>{words.escaped(ballot.code)}</code></p><p class=soft>{words.escaped(text)}</p>"
            f'<form method="post"><button class="plain" name="act" value="forget">{drop}</button></form>'
        )
    else:
        text = _(
            "Votes are counted without anybody's name. If you want to know how good your own "
            "estimates are, let them be "
            "kept under a private code that only you know."
        )  # fmt: skip
        make, use = words.escaped(_("Make me a code")), words.escaped(_("Use this code"))
        label = words.escaped(_("My code from before"))
        inner = (
            f'<p class="soft">{words.escaped(text)}</p>'
            f'<form method="post"><button class="plain" name="act" value="code">{make}</button></form>'
            f'<form method="post"><label><small>{label}</small><input type="text" name="code" autocomplete="off" '
            f'maxlength="20"></label><p></p><button class="plain" name="act" value="code">{use}</button></form>'
        )
    return f"<details><summary>{summary}</summary>{inner}</details>"
