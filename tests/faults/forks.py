"""Runs commands of `milepost` in forks of a process that has everything imported: a kill meets work, not imports.

One request per line on stdin, as JSON: arguments, and the file that stdout and stderr go to. Answers: the child's
process id, then its status as `os.waitpid` gives it.
"""

import json
import os
import sys
from collections.abc import Sequence

import duckdb  # noqa: F401

import dashboard.commands.data
import dashboard.ingest.load
import dashboard.ingest.retry
import dashboard.warehouse.publish
import dashboard.warehouse.reader
import dashboard.warehouse.whole  # noqa: F401
from dashboard.cli import main


def run(arguments: Sequence[str], out: str) -> None:
    """In the child: the command, then the end, with the command's own code."""
    sys.argv = ["milepost", *arguments]
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            run(asked["arguments"], asked["out"])
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)
