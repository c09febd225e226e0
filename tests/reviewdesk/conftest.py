"""A desk of one sample text, drafted once, with a client that stands for a browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing import drafting, starter
from tests.reviewdesk.client import Client

SLUG = "2025-01-17-sample-fishing-talks"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "desk"
    starter.make(folder, name="x", requirement="y")
    drafting.update(folder)
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "desk"))


@pytest.fixture
def client(desk: Path) -> Client:
    return Client(desk)
