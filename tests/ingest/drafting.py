"""A file drafted, loaded by its draft, and what the draft doubts."""

import re
from pathlib import Path

from dashboard.ingest.draft import Money, draft, feed_name
from dashboard.ingest.sample import sampled
from dashboard.ingest.sources import found
from tests.conftest import ROOT
from tests.docs import FILE
from tests.ingest.conftest import Master

SHOP = next(
    m["text"] for m in FILE.finditer((ROOT / "README.md").read_text()) if m["name"] == "shop.csv"
)


NOTHING_KNOWN = Money()


def drafted(master: Master, content: str | bytes, name: str, known: Money = NOTHING_KNOWN) -> Path:
    (source,) = found([str(master.write(name, content))])
    text = draft(sampled(source, master.folder), feed_name(source.name), known)
    return master.write("draft.yaml", text)


def loaded(master: Master, content: str | bytes, name: str):
    """The counts of a file under the mapping that was drafted from it."""
    path = drafted(master, content, name)
    (result,) = master.load(master.folder / name, mapping=str(path))
    assert result.message == ""
    return result.counts


def checks(master: Master) -> list[str]:
    text = (master.folder / "draft.yaml").read_text()
    return re.findall(r"^\s*(.*?)\s*# check: ", text, re.M)
