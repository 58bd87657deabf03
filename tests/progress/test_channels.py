"""Channels: addresses that only their owner may read, and that nothing prints."""

import stat

import pytest

from dashboard.errors import BadData, BadUse
from dashboard.paths import Home
from dashboard.progress import channels
from dashboard.progress.channels import Address, without_secrets

SECRET = "s3cr3t-token"
ADDRESS = f"mailto://ann:{SECRET}@example.org?to=board@example.org"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def mode(home):
    return stat.S_IMODE(home.channels.stat().st_mode)


def test_a_channel_is_kept_listed_replaced_and_removed(home):
    assert channels.channels(home) == {}
    channels.add(home, "board", ADDRESS)
    channels.add(home, "team", "json://example.org")
    channels.add(home, "team", "json://example.net")
    assert channels.names(home) == ["board", "team"]
    assert channels.address(home, "team") == "json://example.net"
    assert [told.kind for told in channels.channels(home).values()] == ["mailto", "json"]
    channels.remove(home, "board")
    assert channels.names(home) == ["team"]
    with pytest.raises(BadUse, match="No channel 'bord'"):
        channels.address(home, "bord")


def test_only_the_owner_may_read_them(home):
    channels.add(home, "board", ADDRESS)
    assert mode(home) == 0o600
    home.channels.chmod(0o644)
    channels.channels(home)
    assert mode(home) == 0o600


def test_no_address_shows_itself(home):
    told = Address(ADDRESS)
    assert SECRET not in repr(told)
    assert SECRET not in repr({"board": told})
    for words in ("no address", f"board{SECRET}", "../x", ""):
        with pytest.raises(BadUse) as refused:
            channels.add(home, "x" if words == "no address" else words + "/", words)
        assert SECRET not in str(refused.value) or SECRET in words
    home.folder.mkdir()
    home.channels.write_text(f"board: [{ADDRESS}")
    with pytest.raises(BadData) as unread:
        channels.channels(home)
    assert SECRET not in str(unread.value)
    assert channels.names(home) == []


@pytest.mark.parametrize(
    "words",
    [
        ADDRESS,
        f"HTTPSConnectionPool: url: /bot{SECRET}/send",
        "quoted s3cr3t%2Dtoken and s3cr3t-token",
        f"ann:{SECRET}",
    ],
)
def test_no_piece_of_an_address_is_left_in_what_a_library_says(words):
    told = Address(f"json://ann:{SECRET}@example.org/bot{SECRET}/s3cr3t%2Dtoken")
    clean = without_secrets(words, told)
    assert SECRET not in clean
    assert "s3cr3t%2Dtoken" not in clean


def test_short_pieces_are_taken_out_only_where_they_stand_alone():
    told = Address("json://ann:12345@host/abc")
    assert without_secrets("cannot scan: ann 12345 abc", told) == "cannot scan: *** *** ***"
