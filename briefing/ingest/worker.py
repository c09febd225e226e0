"""A process of its own that reads files from outside, with limits of time and memory.

Parsers of HTML, PDF and the like are other people's code on strangers' bytes: one that loops, eats memory
or crashes ends this process, and the file gets an error; the next one is read by a new process.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from briefing.ingest.received import Received
from briefing.model import BriefingError, IngestError, SeedError

SECONDS = 30.0
"""Of one file, on the clock; the longest of 3,154 real files took 4."""
MEMORY = 2_000_000_000
"""Bytes of address space that a reader may take; where the system knows no such limit, none holds."""
_START = "import sys; from briefing.ingest.worker import serve; serve(int(sys.argv[1]))"
_LENGTH = struct.Struct("<I")


class ReaderAnswer(Struct, frozen=True):
    """What a reader gave: texts, or an error."""

    texts: tuple[Received, ...] = ()
    error: tuple[str, str | None, str | None] | None = None
    """What happened, where, and what to do."""
    is_seed: bool = False
    """Whether the error is one of a seed that was broken before."""
    crash: str | None = None


class ReaderProcess:
    """Reads files in a process of its own, which is started when it is needed and again when it ended."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, data: bytes) -> list[Received]:
        """Return the texts of a file; raises BriefingError for what cannot be read within the limits."""
        answer = self._ask(path, data)
        if answer is None:
            raise IngestError(
                f"took longer than {self.seconds:g} seconds to read, and was given up",
                where=str(path),
                hint="Copy the one article out of it into a .txt file.",
            )
        if answer.crash is not None:
            raise IngestError(
                f"cannot be read: {answer.crash}",
                where=str(path),
                hint="Open it and save it again, or copy its text into a .txt file.",
            )
        if answer.error is not None:
            what, where, hint = answer.error
            raise (SeedError if answer.is_seed else IngestError)(
                what, where=where or str(path), hint=hint or ""
            )
        return list(answer.texts)

    def _ask(self, path: Path, data: bytes) -> ReaderAnswer | None:
        process = self._running()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self.seconds, give_up)
        timer.start()
        try:
            if process.stdin is None or process.stdout is None:
                return ReaderAnswer(crash="its reader did not start")
            _write(process.stdin, msgspec.msgpack.encode((str(path), data)))
            answered = _read(process.stdout)
        except OSError:
            answered = None
        finally:
            timer.cancel()
        if answered is None:
            self.close()
            return (
                None
                if late.is_set()
                else ReaderAnswer(crash="its reader ended, out of memory or by a fault of its own")
            )
        return msgspec.msgpack.decode(answered, type=ReaderAnswer)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            self._process = subprocess.Popen(  # noqa: S603 (this module of ours, in this Python)
                [sys.executable, "-c", _START, str(self.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        return self._process

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    data = stream.read(length)
    return data if len(data) == length else None


_shared = ReaderProcess()
atexit.register(_shared.close)


def shared() -> ReaderProcess:
    """Return the worker of this process, which ends with it."""
    return _shared


# -- in the process of its own ------------------------------------------------------------------


def answer(path: Path, data: bytes) -> ReaderAnswer:
    """Return what the reader of a file's ending makes of it; nothing is raised."""
    from briefing.ingest import READERS

    try:
        return ReaderAnswer(texts=tuple(READERS[path.suffix.lower()](path, data)))
    except BriefingError as error:
        return ReaderAnswer(error=(error.what, error.where, error.hint), is_seed=isinstance(error, SeedError))
    except MemoryError:
        return ReaderAnswer(crash="it needs more memory than a text may")
    except RecursionError:
        return ReaderAnswer(crash="it is nested too deeply")
    except Exception as error:  # noqa: BLE001 (what no reader foresaw is still one file's error)
        return ReaderAnswer(crash=f"its reader failed ({type(error).__name__})")


def _limit(memory: int) -> None:
    """Take no more memory than that, where the system can hold a process to it."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(memory: int) -> None:
    """ReaderAnswer requests on the standard input, in no more memory than that, until it ends."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = io.StringIO()  # what a parser prints is no answer
    _limit(memory)
    while (request := _read(requests)) is not None:
        name, data = msgspec.msgpack.decode(request, type=tuple[str, bytes])
        _write(answers, msgspec.msgpack.encode(answer(Path(name), data)))
