"""The demo company: a deterministic history of events, written by SQL from two plain files."""

from dashboard.ingest.demo.home import replace_home
from dashboard.ingest.demo.write import write_demo

__all__ = ["replace_home", "write_demo"]
