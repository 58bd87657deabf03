"""One of several processes in which threads count one note up, all at once; run by test_many_writers."""

import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import make_url

from dashboard.records import keep, notes
from dashboard.records.keep import Actor, Conflict
from dashboard.records.store import Store
from dashboard.records.tables import Annotation

PAUSE = 0.2
"""Seconds at most before somebody who was too late tries again; with none the two cores would do little else."""


def count_up(store: Store, id: int, who: str, times: int) -> int:
    """Save so many times; the conflicts on the way, after each of which it is read and tried again."""
    by, chance, conflicts = Actor(who), random.Random(who), 0
    for _ in range(times):
        while True:
            note = notes.note(store, id)
            try:
                keep.change(store, Annotation, id, note.version, by, text=str(int(note.text) + 1))
                break
            except Conflict:
                conflicts += 1
                time.sleep(chance.random() * PAUSE)
    return conflicts


if __name__ == "__main__":
    process, threads, times, id = map(int, sys.argv[1:])
    store = Store(make_url(os.environ["URL"]))
    with ThreadPoolExecutor(threads) as pool:
        names = [f"{process}-{thread}" for thread in range(threads)]
        print(sum(pool.map(lambda who: count_up(store, id, who, times), names)))
