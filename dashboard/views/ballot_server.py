"""Votes from phones: a few addresses under /ballot, and a listener in the local network that knows nothing else.

A token leads to the vote of one running workshop. Whatever else is asked for at the listener is refused: it is a server
of its own, so there is nothing else that a phone could reach by it. See docs/decisions/0019.
"""

import contextlib
import os
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import language
from dashboard.errors import BadUse, MilepostError
from dashboard.language import said
from dashboard.progress import private_codes, session, votes
from dashboard.progress.votes import Form, Question
from dashboard.records import ideas
from dashboard.records import sessions as records
from dashboard.records.store import Store, opened
from dashboard.records.tables import Session
from dashboard.views import ballot_page
from dashboard.views.ballot_page import Ballot
from dashboard.warehouse import reader

SCRIPT = Path(__file__).parent / "ballot.js"
VOTER, CODE = "milepost_voter", "milepost_code"
PATH = "/ballot"
VOTER_SECONDS, CODE_SECONDS = 86_400, 400 * 86_400
LONGEST_BODY = 20_000
PORTS_TRIED = 50
HOST_SETTING = "MILEPOST_VOTE_HOST"
"""The name or address by which phones reach this machine, where it has several."""
OVER = said("This link leads nowhere, or the workshop is over. Scan the code on the screen again.")
NO_COOKIE = said(
    "This browser keeps no cookies, so it could vote twice. Allow them for this page, or vote at the laptop."
)
CLOSED = said("This question is closed. The next one appears here by itself.")
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store",
}  # fmt: skip


def routes() -> list[BaseRoute]:
    """The addresses of the vote; the server of all pages has them too, for those who reach it."""
    return [
        Route(f"{PATH}/ballot.js", _script),
        Route(PATH + "/{token}/now", _now),
        Route(PATH + "/{token}", _ballot, methods=["GET", "POST"]),
    ]


async def _script(_request: Request) -> Response:
    return Response(SCRIPT.read_text(encoding="utf-8"), media_type="text/javascript")


async def _now(request: Request) -> Response:
    """Which question is open, for a page that waits."""

    def asked() -> str | None:
        found = session.of_token(_store(), request.path_params["token"])
        item = session.open_item(found) if found else None
        return None if found is None else item.key if item else ""

    try:
        key = await run_in_threadpool(asked)
    except MilepostError:
        return JSONResponse({"status": "unavailable"}, status_code=503)
    return JSONResponse({"key": key}, status_code=404 if key is None else 200)


async def _ballot(request: Request) -> Response:
    """The question, and what is answered."""
    told: dict[str, str] = {}
    if request.method == "POST":
        if int(request.headers.get("content-length") or 0) > LONGEST_BODY:
            return PlainTextResponse("Too long.", status_code=413)
        body = (await request.body())[:LONGEST_BODY].decode("utf-8", "replace")
        told = {name: values[-1] for name, values in parse_qs(body).items()}
    spoken = language.preferred(request.headers.get("accept-language", ""))
    visit = Visit(
        request.path_params["token"], request.cookies.get(VOTER, ""), private_codes.tidy(request.cookies.get(CODE, "")),
        spoken, told, request.method == "POST",
    )  # fmt: skip
    return await run_in_threadpool(visit.answer)


def _store() -> Store:
    return opened(reader.home())


@dataclass
class Visit:
    """One request of one phone."""

    token: str
    voter: str
    code: str
    spoken: str
    told: dict[str, str]
    is_sent: bool

    def answer(self) -> Response:
        with language.speaking(self.spoken):
            try:
                found = session.of_token(_store(), self.token)
                if found is None:
                    return self._said(ballot_page.refusal(OVER), 404)
                return self._of(found)
            except MilepostError as error:
                return self._said(ballot_page.refusal(str(error.args[0])), 503)

    def _of(self, found: Session) -> Response:
        if self.is_sent and not self.voter:
            return self._said(ballot_page.page(_ballot_of(found, self, NO_COOKIE, True)), 400)
        self.voter = self.voter or private_codes.new_voter()
        if not self.is_sent:
            return self._said(ballot_page.page(_ballot_of(found, self)))
        try:
            self._act(found)
        except BadUse as error:
            shown = _ballot_of(found, self, error.args[0], True)
            return self._said(ballot_page.page(shown), 400)
        response = Response(status_code=303, headers={"location": f"{PATH}/{self.token}"})
        return self._remembered(response)

    def _act(self, found: Session) -> None:
        """What was pressed: a vote, a code to vote under, no code any more."""
        match self.told.get("act"):
            case "code":
                self.code = self._chosen_code()
            case "forget":
                self.code = ""
            case _:
                cast(_store(), found, self.voter, self.told, self.code)

    def _chosen_code(self) -> str:
        typed = self.told.get("code", "")
        if not typed.strip():
            return private_codes.new_code()
        if not (code := private_codes.tidy(typed)):
            raise BadUse(said("This is no code. A code looks like K7QM-2XRP-9DFA."))
        return code

    def _said(self, html: str, status: int = 200) -> Response:
        return self._remembered(HTMLResponse(html, status_code=status))

    def _remembered(self, response: Response) -> Response:
        """The cookies go back to the vote only, and no script reads them."""
        if self.voter:
            response.set_cookie(VOTER, self.voter, VOTER_SECONDS, path=PATH, httponly=True, samesite="lax")  # fmt: skip
        if self.code:
            response.set_cookie(CODE, self.code, CODE_SECONDS, path=PATH, httponly=True, samesite="lax")  # fmt: skip
        elif self.told.get("act") == "forget":
            response.delete_cookie(CODE, path=PATH)
        return response


def cast(store: Store, found: Session, voter: str, told: dict[str, str], code: str = "") -> None:
    """Count a vote on the item that is open; `BadUse` where it is another one or the answer is none."""
    item = session.open_item(found)
    asked = votes.question(item, store) if item and item.key == told.get("item") else None
    if item is None or asked is None:
        raise BadUse(CLOSED)
    if asked.form is Form.DOTS:
        records.vote(store, found.id, item.key, voter, "dots", dots=_counts(told))
        return
    answer, sure = votes.answered(asked, told.get("answer", ""), told.get("sure", ""))
    records.vote(store, found.id, item.key, voter, answer, sure, code)


def _counts(told: dict[str, str]) -> dict[int, int]:
    names = {name: text for name, text in told.items() if name.startswith("dots_")}
    try:
        return {int(name[5:]): int(text or 0) for name, text in names.items()}
    except ValueError:
        raise BadUse(said("Dots are whole numbers.")) from None


def _ballot_of(found: Session, visit: Visit, told: str = "", is_bad: bool = False) -> Ballot:
    """What this phone sees."""
    item = session.open_item(found)
    store = _store()
    asked = votes.question(item, store) if item else None
    if item is None or asked is None:
        return Ballot(
            found.title, item.key if item else "", None, code=visit.code, told=told, is_bad=is_bad
        )
    own, sure, dots = _own(store, found, item.key, visit.voter, asked)
    return Ballot(
        found.title, item.key, asked, own, sure, dots, visit.code, told, is_bad
    )  # fmt: skip


def _own(
    store: Store, found: Session, key: str, voter: str, asked: Question
) -> tuple[str, int | None, dict[int, int] | None]:
    """What a voter has answered already."""
    name = records.voter_of(found.id, voter)
    if asked.form is Form.DOTS:
        return "", None, ideas.of_voter(store, name, found.id) or None
    own = next((v for v in records.votes(store, found.id, key) if v.voter_token == name), None)
    if own is None:
        return "", None, None
    return own.answer, None if own.confidence is None else round(100 * own.confidence), None


class Strict:
    """Headers of the listener: nothing is kept, nothing else is loaded."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.headers]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def alone() -> Starlette:
    """The vote and nothing else."""
    return Starlette(routes=routes(), middleware=[Middleware(Strict)])


class Listener:
    """A server of the vote in the local network, while there is something to vote on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: uvicorn.Server | None = None
        self.port: int | None = None

    def open(self, near: int, address: str = "0.0.0.0") -> int:
        """Listen on the first free port after `near`, and say which; the same one where it listens already."""
        with self._lock:
            if self.port is not None and self._server and not self._server.should_exit:
                return self.port
            taken = _bound(address, near)
            config = uvicorn.Config(alone(), log_level="warning", lifespan="off", server_header=False)  # fmt: skip
            self._server = uvicorn.Server(config)
            threading.Thread(target=self._server.run, args=([taken],), daemon=True).start()
            self.port = int(taken.getsockname()[1])
            return self.port

    def close(self) -> None:
        """Let nobody in any more."""
        with self._lock:
            if self._server:
                self._server.should_exit = True
            self._server = self.port = None


LISTENER = Listener()


def _bound(address: str, near: int) -> socket.socket:
    """A socket on the first free port after `near`; `BadUse` where there is none."""
    for port in range(near + 1, min(near + 1 + PORTS_TRIED, 65536)):
        tried = socket.socket(socket.AF_INET)
        with contextlib.suppress(OSError):
            tried.bind((address, port))
            tried.listen(128)
            return tried
        tried.close()
    raise BadUse(said("No port is free for the vote. Pass the laptop round."))


def network_address() -> str:
    """This machine's address in the local network, or the one that is set; '' where it is in none. Nothing is sent."""
    if told := os.environ.get(HOST_SETTING, "").strip():
        return told
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked, contextlib.suppress(OSError):
        asked.connect(
            ("192.0.2.1", 9)
        )  # an address of documentation: only the way there is looked up
        found = str(asked.getsockname()[0])
        return "" if found.startswith("127.") else found
    return ""
