"""Desks of hostile texts: every injection of `tests/cases/injections.yml` in every field that takes words."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

from msgspec import Struct, structs

from briefing import lexicon
from briefing.extract import pipeline
from briefing.model import (
    NO_REFERENCE,
    Actor,
    Approval,
    Background,
    Brief,
    Comparison,
    Correction,
    Event,
    Parallel,
    Point,
    Quote,
    Role,
    Spans,
    Statement,
    When,
    filenames,
)
from briefing.storage import files, record_files, record_yaml, seed_files, yaml_reader
from tests import ROOT

CASES = ROOT / "tests" / "cases" / "injections.yml"
ADDRESS = "https://desk.example/site/"
REPOSITORY = "https://github.com/desk/site"
EPOCH = "1741000000"
"""3 March 2025, in seconds."""


class Injection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that must stay one."""

    id: str
    text: str
    why: str


@functools.cache
def injections() -> tuple[Injection, ...]:
    """Return the corpus."""
    text = CASES.read_text("utf-8")
    return record_yaml.convert(yaml_reader.read(text, str(CASES)), tuple[Injection, ...], text, str(CASES))


def empty(root: Path) -> Path:
    """Make a desk without a text."""
    for name in ("templates", "content"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("briefs", ".generated"))
    (root / "seeds").mkdir()
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    config = config.replace('site_url: !ENV [SITE_URL, ""]', f"site_url: {ADDRESS}")
    head = f"repo_url: {REPOSITORY}\nedit_uri: edit/main/content/\n"
    (root / "mkdocs.yml").write_text(head + config, "utf-8")
    return root


def fill(root: Path, *, harmless: bool = False) -> Path:
    """Put a seed and an edited record for each injection into a desk; or, to compare with, plain words."""
    for number, injection in enumerate(injections()):
        words = f"Plain{number}" if harmless else visible(injection.text)
        slug = slug_of(number)
        path = root / "seeds" / f"{slug}.txt"
        path.write_bytes(seed(words))
        files.write(
            record_files.record_path(root, slug),
            record_yaml.dump_yaml(record(path, words, number)).encode(),
            durable=False,
        )
    return root


def visible(text: str) -> str:
    """Return a text with a word where it shows nothing: a quote of nothing that anybody sees is refused."""
    return text if any(unicodedata.category(sign)[0] in "LNPS" for sign in text) else f"seen{text}"


def slug_of(number: int) -> str:
    """Return the slug of an injection, which holds nothing of it."""
    return f"2025-02-{1 + number % 28:02}-case-{number:03}"


def seed(words: str) -> bytes:
    """Return a seed with words in its body and in each field of its front matter."""
    fields = {"title": words, "publisher": words, "author": words, "url": words, "tags": (words, "case")}
    body = (
        "Minister Ann Lee met Bob Cole in Paris on Friday. "
        f"Lee said that {words} was on the table. "
        "During the Cold War, the US viewed the Soviet Union as the greatest threat. "
        f"Today it views {words} as the greatest threat. The treaty was signed in May 2020.\n\n"
        f"President {words} spoke to the press.\n"
    )
    return f"---\n{record_yaml.dump_fields(fields)}---\n\n{body}".encode()


def record(path: Path, words: str, number: int) -> Brief:
    """Return the draft of a seed with words in every field that a person can edit."""
    article = seed_files.read_seed(path)
    brief = pipeline.draft(article, lexicon.load(), NO_REFERENCE)
    start = article.text.index(words, article.body.start)
    at = Spans.one(start, start + len(words))
    quote, actor = Quote(text=words, at=at), f"hostile-{number}"
    person = Actor(
        id=actor,
        name=words,
        roles=(Role(title=words, at=at),),
        aliases=(words,),
        country="FR",
        era=words,
        known_as=words,
        wikidata=words,
        mentions=at,
    )
    said = Statement(
        id="said-1",
        speaker=actor,
        addressee=words,
        occasion=words,
        verb=words,
        hedge=words,
        text=words,
        at=at,
    )
    unknown = structs.replace(
        said, id="said-2", speaker=None, speaker_text=words, kind="denial", mode="direct"
    )
    when = When(text=words, at=at)
    day = structs.replace(when, earliest=date(2024, 5, 1), latest=date(2024, 5, 1), precision="day")
    pair = Comparison(
        id="pair-1",
        era="cold-war",
        theme="main-threat",
        cue=quote,
        then=quote,
        now=quote,
        answer=quote,
        answer_by=actor,
    )
    return structs.replace(
        brief,
        title=words,
        status="reviewed",
        approvals=(Approval(by=words, on=date(2025, 3, 1)),),
        place=quote,
        notes=words,
        summary=(Point(id="point-1", text=words, at=at), *brief.summary),
        actors=(person, *brief.actors),
        statements=(said, unknown, *brief.statements),
        events=(
            Event(id="event-1", when=when, actors=(actor,), place=words, text=words, at=at),
            Event(id="event-2", when=day, place=words, text=words, at=at),
            *brief.events,
        ),
        background=(Background(id="back-1", kind="history", text=words, at=at), *brief.background),
        comparison=(
            pair,
            *brief.comparison,
        ),
        parallels=(Parallel(episode="berlin-blockade", reasons=(words,), pinned=True),),
        corrections=(Correction(date=date(2025, 3, 1), note=words),),
    )


def named(root: Path) -> list[str]:
    """Put a seed under the name of each injection where the disk takes it; returns the sound slugs."""
    sound = []
    for number, injection in enumerate(injections()):
        slug = f"n{number}-{injection.text.replace('/', '∕')}"
        try:
            (root / "seeds" / f"{slug}.txt").write_text(
                "The minister said that the talks would go on.\n", "utf-8"
            )
        except OSError:
            continue
        if not filenames.fault(slug):
            sound.append(slug)
    return sound


def run(root: Path, *arguments: str, code: int | None = 0) -> str:
    """Run a command of a desk; returns all that it says, and fails where it ends otherwise than with `code`."""
    result = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *arguments],
        cwd=root,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        check=False,
    )
    said = (result.stdout + b"\n" + result.stderr).decode()
    assert "Traceback" not in said, said
    assert code is None or result.returncode == code, said
    return said
