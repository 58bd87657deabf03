"""How the server learns who a reader is, from settings of the environment: docs/records.md says when to use which.

MILEPOST_IDENTITY         ask (usual), header or login
MILEPOST_IDENTITY_HEADER  the header in which the proxy says it
MILEPOST_PUBLIC_URL       where people open Milepost, when it is not this machine
"""

import os
from typing import Any
from urllib.parse import urlsplit

from dashboard.errors import BadUse, unknown

SETTING = "MILEPOST_IDENTITY"
HEADER_SETTING = "MILEPOST_IDENTITY_HEADER"
URL_SETTING = "MILEPOST_PUBLIC_URL"
ASK, HEADER, LOGIN = WAYS = ("ask", "header", "login")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
USUAL_HEADER = "X-Forwarded-Email"
USUAL_ADDRESS = "http://localhost:8501"


def way() -> str:
    """How it is known who acts."""
    chosen = os.environ.get(SETTING, "").strip().lower() or ASK
    if chosen not in WAYS:
        raise unknown(f"way to know who acts ({SETTING})", chosen, WAYS)
    return chosen


def server_options(address: str) -> dict[str, Any]:
    """What the server is told; `BadUse` where a header would be believed from anybody in the network."""
    if way() != HEADER:
        return {}
    if address not in LOOPBACK:
        raise BadUse(
            f"With {SETTING}=header Milepost believes the proxy in front of it, so nobody else may reach "
            "its port. Leave --address at 127.0.0.1 and run the proxy on the same machine."
        )
    return {"server.trustedUserHeaders": {os.environ.get(HEADER_SETTING) or USUAL_HEADER: "email"}}


def public_address() -> str:
    """Where people open Milepost, for links in what is sent: the address that is set, else this machine's own."""
    return os.environ.get(URL_SETTING, "").strip().rstrip("/") or USUAL_ADDRESS


def is_public() -> bool:
    """Whether an address is set at which people open Milepost."""
    return bool(os.environ.get(URL_SETTING, "").strip())


def public_options() -> dict[str, Any]:
    """The name under which a proxy shows Milepost, beside the machine's own."""
    address = os.environ.get(URL_SETTING, "").strip()
    if not address:
        return {}
    url = urlsplit(address)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise BadUse(f"{URL_SETTING} is '{address}'. Write it like https://milepost.example.org.")
    return {
        "server.allowedHosts": [*LOOPBACK, url.hostname],
        "server.corsAllowedOrigins": [f"{url.scheme}://{url.netloc}"],
        "browser.serverAddress": url.hostname,
    }
