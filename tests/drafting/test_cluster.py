"""Drafting on other machines gives the bytes of one machine, whatever becomes of a worker."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from briefing import cli, drafting
from briefing.drafting import cluster
from briefing.drafting import distributed as drafting_distributed
from briefing.extract.budget import Limits
from briefing.model import ClusterError, SeedError
from briefing.model.extras import install_hint
from briefing.storage import briefs
from tests import ROOT
from tests.conftest import missing
from tests.publish.incremental.test_incremental import chance, text

COUNT = 9


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk of short reports, one of them in another language."""
    return desk(tmp_path / "desk")


def desk(folder: Path) -> Path:
    (folder / "seeds").mkdir(parents=True)
    shutil.copytree(ROOT / "content" / "reference", folder / "content" / "reference")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for number in range(COUNT):
        (folder / "seeds" / f"2025-03-0{number + 1}-report.txt").write_text(text(chance(number)), "utf-8")
    (folder / "seeds" / "2025-03-20-other.txt").write_text(
        "---\nlanguage: de\n---\nDer Minister sagte am Montag, dass die Regierung mit dem Nachbarn über den Vertrag nicht sprechen wird.\n",
        "utf-8",
    )
    return folder


def records(folder: Path) -> dict[str, bytes]:
    content = folder / "content"
    return {
        str(path.relative_to(content)): path.read_bytes()
        for path in sorted(content.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def wanted(tmp_path: Path) -> dict[str, bytes]:
    """What one machine writes."""
    there = desk(tmp_path / "alone")
    drafting.update(there)
    return records(there)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting_distributed, "BATCH", 2)
    monkeypatch.setattr(drafting_distributed, "AHEAD", 3)


def threads() -> Executor:
    return ThreadPoolExecutor(2)


def spawned() -> Executor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("executor", [threads, spawned])
def test_any_executor_gives_the_bytes_of_one_machine(
    folder: Path, wanted: dict[str, bytes], executor: Callable[[], Executor]
) -> None:
    with executor() as workers:
        report = drafting.update(folder, executor=workers)
    assert records(folder) == wanted
    assert len(report.slugs("drafted")) == COUNT
    (error,) = report.errors
    assert isinstance(error, SeedError)
    assert "another language" in error.what
    assert error.where == str(folder / "seeds" / "2025-03-20-other.txt")


class Watched(ThreadPoolExecutor):
    """Counts tasks; the first of them are lost."""

    def __init__(self, lost: int = 0) -> None:
        super().__init__(1)
        self.tasks, self.lost = 0, lost

    def submit(self, task: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        self.tasks += 1
        if self.tasks <= self.lost:
            gone: Future[Any] = Future()
            gone.set_exception(BrokenProcessPool("killed"))
            return gone
        pickle.dumps((task, arguments))  # as it would travel
        return super().submit(task, *arguments, **named)


def test_texts_go_out_in_batches_and_what_is_known_stays_at_home(folder: Path) -> None:
    with Watched() as workers:
        drafting.update(folder, executor=workers)
        assert workers.tasks == (COUNT + 1) / drafting_distributed.BATCH
        shutil.rmtree(folder / "content" / "briefs")
        drafting.update(folder, executor=workers)
        assert workers.tasks == (COUNT + 1) / drafting_distributed.BATCH + 1, (
            "the text that gave no draft is tried again"
        )


@pytest.mark.parametrize("limits", [Limits(seed_bytes=300), Limits(sentences=2), Limits(seconds=0)])
def test_a_text_beyond_the_limits_is_refused_as_on_one_machine(
    folder: Path, tmp_path: Path, limits: Limits
) -> None:
    with spawned() as workers:
        found = drafting.update(folder, limits=limits, executor=workers).errors
    there = desk(tmp_path / "alone")
    alone = drafting.update(there, limits=limits).errors
    assert [str(error).replace(str(folder), str(there)) for error in found] == list(map(str, alone))
    assert sum(error.hint.startswith("One article a file") for error in found) >= COUNT


def test_drafts_are_written_while_the_work_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "SAVED", 4)
    drafting.update(folder)
    with Watched() as workers:
        shutil.rmtree(folder / "content" / "briefs")
        drafting.update(folder, executor=workers)
        assert workers.tasks == 1, "all drafts are in the cache"


def test_a_batch_that_was_lost_gets_a_second_try(folder: Path, wanted: dict[str, bytes]) -> None:
    with Watched(lost=1) as workers:
        drafting.update(folder, executor=workers)
        assert workers.tasks == (COUNT + 1) / drafting_distributed.BATCH + 1
    assert records(folder) == wanted


def test_workers_that_are_gone_stop_the_build_and_what_was_done_stays(
    folder: Path, wanted: dict[str, bytes]
) -> None:
    with Watched(lost=99) as workers, pytest.raises(ClusterError, match="failed twice"):
        drafting.update(folder, executor=workers)
    with spawned() as workers:
        workers.submit(os.getpid).result()
        for process in list(workers._processes.values()):  # type: ignore[attr-defined]
            os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(ClusterError, match="failed twice"):
            drafting.update(folder, executor=workers)
    drafting.update(folder)
    assert records(folder) == wanted


def test_a_worker_with_other_code_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with spawned() as workers:
        monkeypatch.setattr(briefs, "engine_version", lambda: b"of today")
        with pytest.raises(ClusterError, match="another version of the code"):
            drafting.update(folder, executor=workers)
    assert not list((folder / "content").glob("briefs/*"))


def test_an_error_comes_back_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(SeedError("is empty", where="a.txt", hint="Fill it.")))  # noqa: S301
    assert (type(error), str(error)) == (SeedError, "a.txt: is empty\n  Fill it.")


# -- Dask ---------------------------------------------------------------------------------------------


@pytest.fixture
def dask() -> Any:
    try:
        import distributed
    except ImportError:
        missing("distributed", install_hint("cluster"))
    return distributed


def test_without_the_extra_one_line_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    config = str(folder / "mkdocs.yml")
    assert cli.main(["build", "--config", config, "--scheduler", "tcp://127.0.0.1:9"]) == 1
    told = capsys.readouterr().err
    assert "needs the package distributed" in told
    assert install_hint("cluster") in told


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("tcp://127.0.0.1:9", "no scheduler answers at tcp://127.0.0.1:9"),
        ("nowhere", "'nowhere' is no address"),
        ("tcp://", "is no address"),
        ("tcp://one:port", "is no address"),
    ],
)
def test_a_scheduler_that_does_not_answer_is_said(
    dask: Any,
    folder: Path,
    address: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    del dask
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    assert cli.main(["build", "--config", str(folder / "mkdocs.yml"), "--scheduler", address]) == 1
    found = capsys.readouterr().err
    assert told in found
    assert len(found.strip().splitlines()) == 2, "what is wrong and what to do"


LOCAL = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=None) as found:
        print(found.scheduler_address, flush=True)
        for worker in found.workers.values():
            print(worker.pid, flush=True)
        print("", flush=True)
        sys.stdin.read()
"""


class Cluster:
    """A scheduler with workers, all processes of their own."""

    def __init__(self, workers: int) -> None:
        command = [sys.executable, "-c", LOCAL, str(workers)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        lines = list(iter(lambda: self.process.stdout.readline().strip(), ""))  # type: ignore[union-attr]
        self.address, self.workers = lines[0], list(map(int, lines[1:]))

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate("", timeout=60)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_bytes_of_one_machine_also_where_a_worker_dies(
    dask: Any, folder: Path, wanted: dict[str, bytes]
) -> None:
    del dask
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        del total
        if done == 2:
            os.kill(found.workers[0], signal.SIGKILL)
            killed.append(found.workers[0])

    with Cluster(2) as found, cluster.executor(found.address) as workers:
        report = drafting.update(folder, kill, executor=workers)
    assert killed
    assert len(report.slugs("drafted")) == COUNT
    assert records(folder) == wanted


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_without_workers_is_said(dask: Any) -> None:
    del dask
    with (
        Cluster(0) as found,
        pytest.raises(ClusterError, match="has no workers"),
        cluster.executor(found.address),
    ):
        pass


class _Deserted(Executor):
    """Takes tasks, and nobody does them: the last worker left."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        return Future()

    def alive(self) -> bool:
        return False


def test_a_build_does_not_wait_for_workers_that_are_gone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting_distributed, "PATIENCE", 0.05)
    with pytest.raises(ClusterError, match="the last worker is gone"):
        drafting.update(folder, executor=_Deserted())


class _Answering(Executor):
    """Answers whatever it is told to."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(self.answer)
        return future


@pytest.mark.parametrize(
    "answer",
    [7, [], [b"", b""], [b"\x81", b"\xff"], [b"\x91" * 100_000] * 2, [None, "x"], {}, "xy", [b"\x80"] * 3],
)
def test_an_answer_that_is_no_draft_is_refused(folder: Path, answer: object) -> None:
    with pytest.raises(ClusterError, match="cannot be read"):
        drafting.update(folder, executor=_Answering(answer))
    assert not list((folder / "content").glob("briefs/*"))


@pytest.mark.parametrize(
    "address", ["tls://a:1", "http://a:1", "ucx://a:1", "inproc://a:1", "tcp://a", "tcp://a:٣", "a:1", ""]
)
def test_an_address_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=None))
    with pytest.raises(ClusterError, match="is no address"), cluster.executor(address):
        pass
