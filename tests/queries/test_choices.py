from datetime import datetime

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics.coverage import EVER
from dashboard.warehouse import reader
from queries.choices import choices
from tests.agreement import published
from tests.oracle.world import World, event

NOON = datetime(2026, 3, 3, 12)


def _order(number, **columns):
    order = {"person_id": f"p{number}", "order_id": f"o{number}", "amount": 5, "currency": "EUR"}
    return event(f"e{number}", "order", NOON, **order, **columns)


@pytest.fixture
def offered(tmp_path):
    """Dimension → values, for a viewer: one order in the North, one in the South, one visit in the North."""
    events = [
        _order(1, region="North", channel="web", category="kitchen"),
        _order(2, region="South", channel="store"),
        event("v", "visit", NOON, person_id="p3", region="North", channel="app", source="social"),
    ]
    channels = [{"channel": "app", "is_online": True, "records_visits": True}]
    published(World(events, channels=channels), tmp_path)

    def found(viewer):
        rows = reader.read(viewer, choices, EVER)
        return {
            name: {row["value"] for row in rows if row["dimension"] == name}
            for name in ("region", "channel", "category", "source")
        }

    return found


def test_values_that_occur_are_offered_the_unknown_as_nothing(offered):
    assert offered(EVERYONE) == {
        "region": {"North", "South"},
        "channel": {"web", "store", "app"},
        "category": {"kitchen", ""},
        "source": {"social", ""},
    }


def test_a_viewer_of_one_region_learns_nothing_of_another(offered):
    seen = offered(Viewer(frozenset({"South"})))
    assert seen == {"region": {"South"}, "channel": {"store"}, "category": {""}, "source": {""}}
