"""Nobody's change is lost, however many write at once."""

import os
import subprocess
import sys
from datetime import date

import pytest

from dashboard.records import keep, notes
from dashboard.records.keep import Actor
from dashboard.records.tables import Annotation
from tests.conftest import ROOT

PROCESSES, THREADS, TIMES = 4, 8, 25
A_FEW = 3
"""Saves of each thread in every run: they wait for each other, and many are a matter of minutes."""


def test_four_processes_of_eight_threads_lose_nothing_on_one_row(store, url):
    nothing_is_lost(store, url, A_FEW)


@pytest.mark.faults
def test_nor_do_they_when_each_saves_many_times(store, url):
    nothing_is_lost(store, url, TIMES)


def nothing_is_lost(store, url, times):
    note = notes.add(store, Actor("first"), "0", date(2026, 3, 1))
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.records.writers", *map(str, (n, THREADS, times, note.id))],
            env={**os.environ, "URL": url.render_as_string(hide_password=False)},
            cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for n in range(PROCESSES)
    ]  # fmt: skip
    ended = [(*process.communicate(timeout=900), process.returncode) for process in running]
    assert [(errors, code) for _, errors, code in ended] == [("", 0)] * PROCESSES

    saves = PROCESSES * THREADS * times
    assert notes.note(store, note.id).text == str(saves)
    lines = keep.history(store, Annotation, note.id)
    assert len(lines) == 1 + saves  # audit rows = commits
    assert [line.version for line in lines] == list(range(1, saves + 2))
    steps = [(line.before["text"], line.after["text"]) for line in lines[1:]]
    assert steps == [(str(n), str(n + 1)) for n in range(saves)]
    by_writer = {line.who for line in lines[1:]}
    assert len(by_writer) == PROCESSES * THREADS
    assert len(keep.actors(store)) == 1 + PROCESSES * THREADS
