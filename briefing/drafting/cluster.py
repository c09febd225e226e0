"""A cluster of machines as an executor: a Dask scheduler at an address.  Needs the extra `cluster`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from briefing.model import ClusterError
from briefing.model.extras import install_hint

_ADDRESS = re.compile(r"tcp://(?:[^\s/:]+|\[[0-9a-fA-F:]+\]):\d{1,5}", re.ASCII)
PATIENCE = 10
"""Seconds that the scheduler may take to answer."""
RETRIES = 2
"""How often a task that fails is done again, next to those that the scheduler saves from lost workers."""


@contextmanager
def executor(address: str) -> Iterator[Executor]:
    """Yield the workers of the scheduler at an address, as tcp://HOST:PORT; raises ClusterError."""
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "needs the package distributed, which is not installed",
            where="--scheduler",
            hint=install_hint("cluster"),
        ) from None
    if not _ADDRESS.fullmatch(address):
        raise ClusterError(
            f"{address!r} is no address", where="--scheduler", hint="Write it as tcp://HOST:PORT."
        )
    connect: Any = Client  # it publishes no types
    try:
        client = connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"no scheduler answers at {address}: {error}",
            where="--scheduler",
            hint="Start one with: dask scheduler",
        ) from None
    with client:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise ClusterError(
                f"the scheduler at {address} has no workers",
                where="--scheduler",
                hint=f"Start some where briefing-pages is installed: dask worker {address}",
            )
        yield WatchedExecutor(client)


class WatchedExecutor(Executor):
    """The workers of a scheduler, of which one can ask whether any is left."""

    def __init__(self, client: Any) -> None:
        self._client, self._executor = client, client.get_executor(retries=RETRIES)

    def submit(self, function: Any, /, *given: Any, **more: Any) -> Future[Any]:
        future: Future[Any] = self._executor.submit(function, *given, **more)
        return future

    def alive(self) -> bool:
        """Return whether a worker is there: a task waits for one for ever."""
        return bool(self._client.scheduler_info(n_workers=-1)["workers"])
