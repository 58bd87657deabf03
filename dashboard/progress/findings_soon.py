"""Findings for pages: worked out beside them, once for each version and viewer, since they take some seconds."""

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock

from dashboard.access import Viewer
from dashboard.progress.findings import Asked, Finding, asked, worked_out
from dashboard.records.store import Store
from dashboard.warehouse import reader

MOST = 32
_worker = ThreadPoolExecutor(1, thread_name_prefix="findings")
_guard = Lock()
_begun: OrderedDict[Asked, Future[tuple[Finding, ...]]] = OrderedDict()


def findings(viewer: Viewer, store: Store) -> list[Finding] | None:
    """As `findings.findings`; None while they are being worked out. What went wrong there is raised here, once."""
    with reader.pinned(), _guard:
        wanted = asked(viewer, store)
        begun = _begun.get(wanted)
        if begun is None:
            begun = _begun[wanted] = _worker.submit(copy_context().run, worked_out, wanted)
            while len(_begun) > MOST:
                _begun.popitem(last=False)
    if not begun.done():
        return None
    if begun.exception() is not None:
        with _guard:
            _begun.pop(wanted, None)
    return list(begun.result())


reader.emptied_with_versions(_begun.clear)
