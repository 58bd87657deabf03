"""A server with the demo company and a real Chromium in front of it."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.paths import Home
from tests import homes
from tests.conftest import ROOT

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SETTLED = "[data-testid='stApp'][data-test-script-state='notRunning']"
PROBED = re.compile(r"/\w+/_stcore/(health|host-config)$")
"""Streamlit looks for its server under the page's own path first; what it does not find there is no error."""


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    home = homes.demo(tmp_path_factory.mktemp("browser"))
    with served(home) as found:
        yield found


@contextmanager
def served(home: Home) -> Iterator[str]:
    """A server of this home, and its address; on a port of its own, since several processes test at once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    milepost = [sys.executable, "-m", "dashboard", "--home", str(home.folder)]
    server = subprocess.Popen(
        [*milepost, "serve", "--port", port, "--no-browser"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().split()[-1]
    finally:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser, address) -> Iterator[Visit]:
    with visits(browser, address) as open_page:
        yield open_page


@contextmanager
def visits(browser: Browser, address: str) -> Iterator[Visit]:
    """Open a page cold; afterwards it must have said no error and asked nobody but us."""
    troubles: list[str] = []
    contexts = []

    def open_page(path: str, width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: troubles.append(m.text) if _is_trouble(m) else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda r: None if _is_ours(r.url, address) else troubles.append(r.url))
        page.goto(address + path)
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def settled(page: Page) -> None:
    """Wait until the script has run and its title stands."""
    page.wait_for_selector(SETTLED)
    page.wait_for_selector(".mp-title")
    page.wait_for_timeout(300)


def _is_trouble(message) -> bool:
    return message.type == "error" and not PROBED.search(message.location["url"])


def _is_ours(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:"))
