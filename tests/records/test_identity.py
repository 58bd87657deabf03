"""How the server learns who a reader is; what would be believed from anybody is refused."""

import pytest

from dashboard import identity, serve
from dashboard.errors import BadUse


@pytest.fixture(autouse=True)
def _unset(monkeypatch):
    for name in (identity.SETTING, identity.HEADER_SETTING, identity.URL_SETTING):
        monkeypatch.delenv(name, raising=False)


def test_no_header_is_believed_unless_a_setting_says_so(monkeypatch):
    assert identity.way() == "ask"
    assert "server.trustedUserHeaders" not in serve._where(8501, "127.0.0.1")
    monkeypatch.setenv(identity.SETTING, "Header")
    assert serve._where(8501, "127.0.0.1")["server.trustedUserHeaders"] == {
        "X-Forwarded-Email": "email"
    }
    monkeypatch.setenv(identity.HEADER_SETTING, "X-Auth-Request-Email")
    assert identity.server_options("::1") == {
        "server.trustedUserHeaders": {"X-Auth-Request-Email": "email"}
    }


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.20"])
def test_a_header_is_never_believed_from_the_network(milepost, monkeypatch, address):
    monkeypatch.setenv(identity.SETTING, "header")
    with pytest.raises(BadUse, match="nobody else may reach its port"):
        identity.server_options(address)


def test_the_server_does_not_start_with_a_setting_that_it_does_not_know(milepost):
    refused = milepost("serve", "--no-browser", MILEPOST_IDENTITY="saml")
    assert (refused.returncode, "'saml'" in refused.stderr) == (2, True)
    refused = milepost("serve", "--no-browser", "--address", "0.0.0.0", MILEPOST_IDENTITY="header")
    assert (refused.returncode, "127.0.0.1" in refused.stderr) == (2, True)


def test_a_proxys_name_is_answered_beside_the_machines_own(monkeypatch):
    monkeypatch.setenv(identity.URL_SETTING, "https://milepost.example.org:8443/")
    told = serve._where(8501, "127.0.0.1")
    assert told["server.allowedHosts"] == ["127.0.0.1", "localhost", "::1", "milepost.example.org"]
    assert told["server.corsAllowedOrigins"] == ["https://milepost.example.org:8443"]
    monkeypatch.setenv(identity.URL_SETTING, "milepost.example.org")
    with pytest.raises(BadUse, match=r"https://milepost\.example\.org"):
        identity.public_options()
