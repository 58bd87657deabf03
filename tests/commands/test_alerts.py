"""`milepost alerts`, `watch` and `digest` as they are used: nothing secret is ever printed."""

import json
import os
import stat

import pytest

from dashboard.paths import Home
from dashboard.records import messages
from dashboard.records.store import opened
from tests import homes

SECRET = "s3cr3t-token"


@pytest.fixture
def home(tmp_path):
    return homes.one_day(tmp_path / "home")


def test_from_a_channel_to_a_message_no_secret_is_printed_and_a_dry_run_sends_nothing(
    milepost, home: Home
):
    """The channel leads nowhere: port 9 of this machine takes nothing."""
    ran = [
        milepost("alerts", "channel", "add", "team", f"json://ann:{SECRET}@127.0.0.1:9/{SECRET}"),
        milepost("alerts", "channel", "list", "--format", "json"),
        milepost("alerts", "add", "orders", "--metric", "orders", "--grain", "day",
                 "--when", "value above 0", "--channel", "team"),
        milepost("watch", "--dry-run"),
    ]  # fmt: skip
    assert [done.returncode for done in ran] == [0, 0, 0, 0]
    assert json.loads(ran[1].stdout) == [{"channel": "team", "kind": "json"}]
    assert stat.S_IMODE(os.stat(home.channels).st_mode) == 0o600
    assert "No watcher is at work" in ran[2].stderr
    assert "would say: Orders: 1 in 3 Mar 2026" in ran[3].stdout
    assert "would send to 'team'" in ran[3].stdout
    assert list(messages.messages(opened(home))) == []

    ran += [
        milepost("watch", "--once"),
        milepost("alerts", "messages", "--format", "json"),
        milepost("alerts", "channel", "test", "team"),
    ]
    assert "said: Orders: 1 in 3 Mar 2026 [rule 1, 2026-03-03]" in ran[4].stdout
    assert "waiting: Orders: 1 in 3 Mar 2026 → 'team'" in ran[4].stdout
    assert json.loads(ran[5].stdout)[0]["channels"][0].startswith("team: waiting")
    assert ran[6].returncode == 2
    assert SECRET not in "".join(done.stdout + done.stderr for done in ran)
    kept = [path for path in home.folder.rglob("*") if path.is_file() and path != home.channels]
    assert not [path for path in kept if SECRET.encode() in path.read_bytes()]


def test_a_digest_is_printed_written_and_subscribed_to(milepost, home, tmp_path):
    file = tmp_path / "digest.html"
    written = milepost("digest", "--html", str(file), "--lang", "ru")
    assert written.returncode == 0
    assert file.read_text().startswith('<!doctype html><html lang="ru">')
    refused = milepost("digest", "subscribe", "South", "--for", "Bo", "--region", "Atlantis")
    assert (refused.returncode, "No region 'Atlantis'" in refused.stderr) == (2, True)
    north = milepost("digest", "subscribe", "North", "--for", "Bo", "--region", "North")
    assert north.returncode == 0
    [row] = json.loads(milepost("digest", "list", "--format", "json").stdout)
    assert (row["for"], row["regions"], row["weekday"]) == ("Bo", ["North"], "monday")
