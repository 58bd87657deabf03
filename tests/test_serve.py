"""The server as a user starts it: the ready line, health, headers, and what stands in the way."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from dashboard import serve
from tests import homes
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[tuple[str, float, str]]:
    """The ready line, seconds to it, and what was said on stderr, of a server whose port was taken."""
    home = homes.one_day(tmp_path_factory.mktemp("served"))
    milepost = [sys.executable, "-m", "dashboard", "--home", str(home.folder)]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        started = time.monotonic()
        process = subprocess.Popen(
            [*milepost, "serve", "--port", str(port), "--no-browser"],
            cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        ready = process.stdout.readline()
        seconds = time.monotonic() - started
    yield ready.strip(), seconds, process.stderr.readline()
    process.terminate()
    process.communicate(timeout=20)


def _answer(server, path):
    return urllib.request.urlopen(server[0].split()[-1] + path, timeout=10)


def test_it_says_when_it_is_ready(server):
    ready, seconds, _ = server
    assert ready.startswith("Milepost is ready at http://localhost:")
    assert seconds < 15  # five on a machine that does nothing else


def test_the_next_free_port_is_taken_and_said(server):
    assert "is taken; using" in server[2]


def test_health_runs_a_query(server):
    with _answer(server, "/healthz") as answer:
        assert json.load(answer) == {"status": "ok", "version": 1}


def test_every_answer_carries_the_headers(server):
    for path in ("/", "/healthz", "/metric"):
        with _answer(server, path) as answer:
            policy = answer.headers["content-security-policy"]
            assert "unsafe-eval" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"


def test_nobody_reads_the_servers_own_metrics(server):
    with pytest.raises(urllib.error.HTTPError) as refused:
        _answer(server, "/_stcore/metrics")
    assert refused.value.code == 404
    refused.value.close()


def test_the_policy_lets_in_the_one_script_of_the_page():
    assert len(serve._inline_scripts()) >= 1


def test_shipped_options_are_known_and_secret_errors_stay_inside():
    options = serve.shipped_config()
    assert options["client.showErrorDetails"] == "none"
    assert options["browser.gatherUsageStats"] is False
    assert options["server.address"] == "127.0.0.1"
    assert "theme.dark.primaryColor" in options


def test_a_port_beyond_all_ports_is_refused(milepost):
    assert milepost("serve", "--port", "70000").returncode == 2
