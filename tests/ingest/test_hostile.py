"""Mails and pages that were made to be slow, or that name what is no encoding of text: a word, in time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from briefing import cli
from tests.desks import new_desk

TEXT = "The minister met the president in Paris on Friday and said that they would sign the treaty.\n"
HEAD = "From: a@example.org\nSubject: Talks\nDate: Fri, 28 Feb 2025 10:00:00 +0000\nContent-Type: "
PAGE = f'<html><head><meta charset="{{}}"></head><body><article><p>{TEXT * 5}</p></article></body></html>'
CODECS = (
    "rot13",
    "hex",
    "zlib",
    "undefined",
    "punycode",
    "idna",
    "base64",
    "bz2",
    "quopri",
    "uu",
    "unicode_escape",
    "x\0y",
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_desk(tmp_path / "desk", {"2025-01-01-first": TEXT})
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("codec", CODECS)
def test_an_encoding_that_is_none_stops_no_other_file(
    desk: Path, capsys: pytest.CaptureFixture[str], codec: str
) -> None:
    (desk / "a.html").write_text(PAGE.format(codec), "utf-8")
    (desk / "b.xml").write_text(f'<?xml version="1.0" encoding="{codec}"?><rss><channel/></rss>', "utf-8")
    (desk / "c.eml").write_text(f"{HEAD}text/plain; charset={codec}\n\n{TEXT} +2AA- end\n", "utf-8")
    (desk / "d.txt").write_text(f"{TEXT}It rained in Paris.\n", "utf-8")
    assert cli.main(["add", "a.html", "b.xml", "c.eml", "d.txt", "--date", "2025-02-28"]) in (0, 1)
    assert "d.txt -> seeds" in capsys.readouterr().out
    assert cli.main(["build"]) == 0


def test_a_surrogate_out_of_a_decoder(desk: Path) -> None:
    (desk / "c.eml").write_text(f"{HEAD}text/plain; charset=utf-7\n\n{TEXT} +2AA- end\n", "utf-8")
    cli.main(["add", "c.eml"])
    assert cli.main(["build"]) == 0


def test_parts_without_a_head_are_counted(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = "--b\n\nx\n" * 50_000
    (desk / "a.eml").write_text(f"{HEAD}multipart/mixed; boundary=b\n\n{parts}--b--\n", "utf-8")
    assert cli.main(["add", "a.eml"]) == 1
    assert "more than 500 parts" in capsys.readouterr().err


def test_flowed_lines_are_joined_in_linear_time(desk: Path) -> None:
    taken = []
    for count in (50_000, 200_000):
        path = desk / f"{count}.eml"
        path.write_text(f"{HEAD}text/plain; format=flowed\n\n" + f"word{count} \n" * count, "utf-8")
        started = time.perf_counter()
        assert cli.main(["add", str(path)]) == 0
        taken.append(time.perf_counter() - started)
    assert taken[1] < 10 * taken[0] + 5
