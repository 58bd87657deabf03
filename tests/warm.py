"""`milepost …` in a process that need not import everything again: one process has, and forks for each command.

A command takes a tenth of the time of a cold start; tests/test_serve.py and the packaging tests start cold.
"""

import atexit
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import NoReturn

import dashboard.commands

ROOT = Path(__file__).resolve().parents[1]
LISTENING = "MILEPOST_WARM"
"""The name in the environment under which a program is told where the warm process listens."""
LARGEST = 1 << 20  # bytes of arguments and environment

ASK = """\
import json, os, socket, sys
job = {"arguments": sys.argv[1:], "environment": dict(os.environ), "folder": os.getcwd()}
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asked:
    asked.connect(os.environ["MILEPOST_WARM"])
    socket.send_fds(asked, [json.dumps(job).encode()], [0, 1, 2])
    sys.exit(int(asked.recv(16)))
"""
"""A program that is `milepost`: it hands over what it was given, and its files."""


class Warm:
    """The process that forks."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="milepost-warm-")
        self.address = f"{self._folder.name}/socket"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", self.address],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stdout is not None
        self._process.stdout.readline()  # it listens

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        job = {"arguments": arguments, "environment": dict(environment), "folder": str(ROOT)}
        nothing = os.open(os.devnull, os.O_RDONLY)
        with (
            TemporaryFile("w+") as out,
            TemporaryFile("w+") as err,
            socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asked,
        ):
            asked.connect(self.address)
            files = [nothing, out.fileno(), err.fileno()]
            socket.send_fds(asked, [json.dumps(job).encode()], files)
            os.close(nothing)
            code = int(asked.recv(16))
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(arguments, code, out.read(), err.read())

    def __enter__(self) -> "Warm":
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.communicate()
        self._folder.cleanup()


def program(path: Path) -> None:
    """Write a program that asks the warm process of its environment."""
    path.write_text(f"#!{sys.executable} -IS\n{ASK}")
    path.chmod(0o755)


def _serve(address: str) -> None:
    for module in pkgutil.iter_modules(dashboard.commands.__path__, "dashboard.commands."):
        import_module(module.name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(address)
        listening.listen()
        print("listening", flush=True)
        while True:
            asked, _address = listening.accept()
            if os.fork() == 0:
                _answer(asked)
            asked.close()


def _answer(asked: socket.socket) -> NoReturn:
    """One command in a process of its own; its exit code goes back."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    told, files, _flags, _address = socket.recv_fds(asked, LARGEST, 3)
    child = os.fork()
    if child == 0:
        _run(json.loads(told), files)
    for file in files:
        os.close(file)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    asked.send(str(code).encode())
    os._exit(0)


def _run(job: Mapping[str, object], files: Sequence[int]) -> NoReturn:
    """The command, as if this process had been started for it."""
    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["folder"])
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
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
    _serve(sys.argv[1])
