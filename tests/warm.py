"""`milepost …` in a process that need not import everything again: one process has, and forks for each command.

A command takes a tenth of the time of a cold start; tests/test_serve.py, the README and the packaging tests start cold.
"""

import atexit
import json
import os
import pkgutil
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

import dashboard.commands

ROOT = Path(__file__).resolve().parents[1]


class Warm:
    """The process that forks. Commands are run one after another."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._one_at_a_time, TemporaryFile("w+") as out, TemporaryFile("w+") as err:
            files = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (out, err)]
            job = {"arguments": arguments, "environment": dict(environment), "files": files}
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline())
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(arguments, code, out.read(), err.read())

    def end(self) -> None:
        self._process.communicate()


def _serve() -> None:
    for module in pkgutil.iter_modules(dashboard.commands.__path__, "dashboard.commands."):
        import_module(module.name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _run(job: Mapping[str, object]) -> NoReturn:
    """The command, as if this process had been started for it."""
    os.environ.clear()
    os.environ.update(job["environment"])
    for number, path in enumerate([os.devnull, *job["files"]]):
        opened = os.open(path, os.O_RDWR)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    sys.argv = ["milepost", *job["arguments"]]
    code = 1
    try:
        _main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _main() -> None:
    from dashboard.cli import main

    main()


if __name__ == "__main__":
    _serve()
