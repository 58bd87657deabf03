"""The server: Streamlit behind `/healthz` and headers, warm before the first visitor comes."""

import base64
import contextlib
import gc
import hashlib
import re
import threading
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import identity
from dashboard.errors import JustDamaged, MilepostError
from dashboard.identity import LOOPBACK
from dashboard.paths import PACKAGE
from dashboard.views import ballot_server

SCRIPT = PACKAGE / "app.py"
CONFIG = PACKAGE / ".streamlit" / "config.toml"
LOOK_SECONDS = 2
"""How often the server looks whether a version was published, damaged or removed."""
HIDDEN = re.compile(r"/_stcore/metrics/?$")  # tells anybody how many people look at what

Ready = Callable[[], None]


def serve(port: int, address: str, ready: Ready) -> None:
    """Serve until stopped; `ready` is called once, when a query has been answered over HTTP."""
    app = st.App(
        SCRIPT,
        lifespan=lambda _: _warm(port, address, ready),
        routes=[Route("/healthz", healthz), *ballot_server.routes()],
        middleware=[Middleware(Headers)],
    )
    _quiet_server_log()
    app.run(config={**shipped_config(), **_where(port, address)})


def shipped_config() -> dict[str, Any]:
    """The options of `.streamlit/config.toml` as dotted names, so that they hold wherever we are started."""
    return dict(_dotted(tomllib.loads(CONFIG.read_text(encoding="utf-8"))))


def _dotted(options: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in options.items():
        if isinstance(value, dict):
            found += _dotted(value, f"{prefix}{name}.")
        else:
            found.append((prefix + name, value))
    return found


def _where(port: int, address: str) -> dict[str, Any]:
    """Port and address; on this machine alone, only its own names are answered (DNS rebinding)."""
    local = {"server.allowedHosts": list(LOOPBACK), "browser.serverAddress": "localhost"}
    return {
        "server.port": port,
        "server.address": address,
        "browser.serverPort": port,
        **(local if address in LOOPBACK else {}),
        **identity.public_options(),
        **identity.server_options(address),
    }


async def healthz(_: Request) -> JSONResponse:
    """200 with the version in use after a query on it, else 503 with the reason.

    `damaged` says so where it is not the version that should be shown.
    """
    try:
        seq, damage = await run_in_threadpool(_asked_version)
    except (MilepostError, duckdb.Error) as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
    said = {"damaged": damage} if damage else {}
    return JSONResponse({"status": "degraded" if damage else "ok", "version": seq, **said})


def _asked_version() -> tuple[int, str]:
    from dashboard.metrics import coverage
    from dashboard.warehouse import reader
    from queries import history

    while True:
        with contextlib.suppress(JustDamaged):
            [row] = reader.read_anew(history.about, coverage.EVER)
            return row["seq"], reader.damage()


@contextlib.asynccontextmanager
async def _warm(port: int, address: str, ready: Ready) -> AsyncIterator[None]:
    """Import what pages import and read what they show first; then keep all of it out of garbage collection.

    Streamlit collects garbage after every run: 55–90 ms with everything loaded, 1–6 ms when frozen.
    """
    await run_in_threadpool(_imports_and_numbers)
    gc.collect()
    gc.freeze()
    threading.Thread(target=_announce, args=(port, address, ready), daemon=True).start()
    threading.Thread(target=_watch_versions, daemon=True).start()
    yield None


def _watch_versions() -> None:
    """Also while nobody looks: a large version is hashed once, a removed one is held open no longer."""
    from dashboard.warehouse import reader

    while True:
        with contextlib.suppress(MilepostError, OSError):
            reader.check_thoroughly()
            reader.let_go()
        time.sleep(LOOK_SECONDS)


def _imports_and_numbers() -> None:
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401
    import streamlit.elements.arrow
    import streamlit.elements.plotly_chart  # noqa: F401

    from dashboard.views import warm

    with contextlib.suppress(
        MilepostError
    ):  # an empty home is served too: the page says what to do
        warm.up()


def _announce(port: int, address: str, ready: Ready) -> None:
    """Wait until the server answers, then say so."""
    host = address if address not in ("0.0.0.0", "::") else "127.0.0.1"
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/healthz"
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except urllib.error.HTTPError:
            break  # it answers, if only that nothing is published
        except OSError:
            time.sleep(0.02)
        else:
            break
    ready()


def _quiet_server_log() -> None:
    """The ready line is the one that people need."""
    import logging

    from streamlit.web import bootstrap

    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    bootstrap._print_url = lambda *_, **__: None


class Headers:
    """Security headers on every answer; what tells too much is not there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = [
            (name.encode(), value.encode()) for name, value in security_headers().items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if HIDDEN.search(scope["path"]):
            await JSONResponse({"status": "not found"}, status_code=404)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.headers]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def security_headers() -> dict[str, str]:
    """A content policy without `unsafe-eval`: Streamlit and Plotly work under it."""
    inline = " ".join(f"'sha256-{digest}'" for digest in _inline_scripts())
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' blob: {inline}",  # clickable.js comes as a blob that our own page made
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
    }


def _inline_scripts() -> list[str]:
    """Hashes of the scripts that Streamlit's own page carries inline."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [base64.b64encode(digest).decode() for digest in digests]
