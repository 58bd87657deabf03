"""Votes from phones: thirty at once all count once, and a token reaches the vote and nothing else."""

import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

import pytest

from dashboard.language import said
from dashboard.progress import agenda, session
from dashboard.progress.agenda import Kind, Matter
from dashboard.progress.votes import Form, Question
from dashboard.records import sessions as records
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from dashboard.views import ballot_page, ballot_server, workshop_figures, workshop_vote
from dashboard.views.ballot_page import Ballot
from tests import homes

ANN = Actor("Ann")


class Still(urllib.request.HTTPRedirectHandler):
    """Says where it is sent instead of going there."""

    def redirect_request(self, *_args):
        return None


OPENER = urllib.request.build_opener(Still)


def asked(url, cookie="", told=None):
    """Status, text and the cookies that are set."""
    body = urllib.parse.urlencode(told).encode() if told else None
    request = urllib.request.Request(url, body, {"cookie": cookie} if cookie else {})
    try:
        answer = OPENER.open(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    cookies = [line.partition(";")[0] for line in answer.headers.get_all("set-cookie") or ()]
    return answer.status, answer.read().decode(), "; ".join(cookies)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A running workshop with an open vote, and a listener of its own."""
    home = homes.nothing(tmp_path_factory.mktemp("ballot"))
    homes.choose(home)
    store = opened(home)
    items = agenda.numbered(
        [Matter(Kind.TALK, "", "Shall we?", ""), Matter(Kind.TALK, "", "And then?", "")]
    )
    made = records.add(
        store, ANN, title="Review", planned_on=homes.NOON.date(), agenda=agenda.rows(items)
    )
    made = session.start(store, ANN, made.id, made.version)
    session.open_vote(store, ANN, made.id, "1")
    listener = ballot_server.Listener()
    port = listener.open(18500, "127.0.0.1")
    yield store, made, f"http://127.0.0.1:{port}"
    listener.close()


def test_thirty_phones_at_once_all_count_once(room):
    store, made, base = room
    url = f"{base}/ballot/{made.vote_token}"
    cookies = [asked(url)[2] for _n in range(30)]
    assert len(set(cookies)) == 30
    statuses = []

    def vote(n):  # each of them twice: the second takes the place of the first
        for answer in ("abstain", "yes" if n % 3 else "no"):
            statuses.append(
                asked(url, cookies[n], {"act": "vote", "item": "1", "answer": answer})[0]
            )

    phones = [threading.Thread(target=vote, args=(n,)) for n in range(30)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert Counter(statuses) == {303: 60}
    given = Counter(vote.answer for vote in records.votes(store, made.id, "1"))
    assert given == {"yes": 20, "no": 10}


def test_a_token_reaches_the_vote_and_nothing_else(room):
    _store, made, base = room
    for path in ("/", "/workshop", "/goals", "/healthz", "/_stcore/stream", "/ballot", f"/{made.vote_token}",
                 f"/ballot/{made.vote_token}/../../goals", "/ballot/other", "/ballot/other/now"):  # fmt: skip
        status, text, _cookies = asked(base + path)
        assert (status, "Shall we?" in text) == (404, False), path
    assert asked(f"{base}/ballot/{made.vote_token}/now")[:2] == (200, '{"key":"1"}')


def test_a_vote_for_another_question_or_without_a_cookie_is_refused(room):
    store, made, base = room
    url = f"{base}/ballot/{made.vote_token}"
    before = len(records.votes(store, made.id))
    cookie = asked(url)[2]
    assert "This question is closed" in asked(url, cookie, {"item": "2", "answer": "yes"})[1]
    assert "Choose one of the answers" in asked(url, cookie, {"item": "1", "answer": "maybe"})[1]
    assert "keeps no cookies" in asked(url, "", {"item": "1", "answer": "yes"})[1]
    assert (
        "not a percentage" in asked(url, cookie, {"item": "1", "answer": "yes", "sure": "1e9"})[1]
    )
    assert len(records.votes(store, made.id)) == before


def test_a_private_code_is_made_shown_and_kept_as_a_hash_only(room):
    store, made, base = room
    url = f"{base}/ballot/{made.vote_token}"
    cookie = asked(url)[2]
    cookie = asked(url, cookie, {"act": "code"})[2]
    code = re.search(r"milepost_code=([A-Z2-9-]+)", cookie)[1]
    assert code in asked(url, cookie)[1]
    asked(url, cookie, {"item": "1", "answer": "yes", "sure": "80"})
    [vote] = records.votes_under(store, code)
    assert (vote.answer, vote.confidence) == ("yes", 0.8)
    assert code not in vote.code


def test_what_somebody_wrote_is_text_on_the_phone():
    asked_ = Question(Form.CHOICE, said("<b>{a}</b>", a="&"), (("<i>", said("<u>")),))
    html = ballot_page.page(Ballot("<script>", "1", asked_))
    assert not {"<b>", "<u>", "<script>"} & set(re.findall("<[a-z]+>", html))
    assert "&lt;script&gt;" in html


def test_the_qr_code_is_a_picture_without_a_script():
    drawn = workshop_vote.qr("http://192.168.1.5:8502/ballot/abcdefghijklmnop")
    assert drawn.startswith("data:image/svg+xml")
    assert "script" not in drawn


def test_a_kept_figure_has_its_rows_and_its_target():
    figure = {
        "unit": "percent", "target": 20, "rows": [
            {"period": "2026-01-01", "value": 17.0, "numerator": 17, "denominator": 100},
            {"period": "2026-02-01", "value": None}, {"period": "2026-03-01", "value": 18.5},
        ],
    }  # fmt: skip
    values, target = workshop_figures.kept_figure(figure)["data"]
    assert values["y"] == [17.0, 18.5]
    assert target["y"] == [20, 20]
    assert "17 / 100" in values["customdata"][0]
    assert workshop_figures.kept_amount(figure, 18.5) == "18.5\u202f%"
