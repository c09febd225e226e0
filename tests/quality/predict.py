"""Write the engine's analysis of evaluation documents in the scorer's interchange format.

    python tests/quality/predict.py INPUT_DIR OUT_DIR [--no-reference]

Reads each `INPUT_DIR/<id>.json` (id, text, title, date) and writes `OUT_DIR/<id>.json`.  There is
no second pipeline: what goes out is the analysis that the briefs are made of.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from briefing import lexicon  # noqa: E402
from briefing.extract import attribution, pipeline  # noqa: E402
from briefing.lexicon import Lexicon  # noqa: E402
from briefing.model import (  # noqa: E402
    NO_REFERENCE,
    Actor,
    Analysis,
    Article,
    Found,
    Mention,
    Source,
    Span,
    Statement,
    When,
)
from briefing.storage import reference_files  # noqa: E402

TYPES = {"person": "PER", "organization": "ORG", "group": "ORG", "state": "LOC", "place": "LOC"}
WRITTEN = {"day": 10, "month": 7, "year": 4}
"""How many characters of an ISO date each precision fixes."""
SUMMARY_SENTENCES = 2


def article_of(document: dict[str, Any]) -> Article:
    """Return the evaluation document as an article."""
    text = document["text"]
    published = document.get("date")
    return Article(
        slug=document["id"],
        text=text,
        body=Span(0, len(text)),
        source=Source(
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            title=document.get("title"),
            date=date.fromisoformat(published) if published else None,
        ),
    )


def interchange(analysis: Analysis, words: Lexicon) -> dict[str, Any]:
    """Return one document in the scorer's format; offsets are code points, end exclusive."""
    text = analysis.document.text
    names = {actor.id: actor for actor in analysis.cast.actors}
    mentions = [m for m in analysis.cast.mentions if m.form == "name"]
    return {
        "id": analysis.document.article.slug,
        "sentences": [list(s.span) for s in analysis.document.sentences],
        "mentions": [
            {"start": m.span.start, "end": m.span.end, "type": TYPES[m.kind], "entity": _entity(m, text)}
            for m in (*mentions, *analysis.cast.inside)
        ],
        "actors": [_actor(a) for a in analysis.cast.actors]
        + _places([*mentions, *analysis.cast.inside], names, text),
        "summary": [list(span) for f in analysis.summary[:SUMMARY_SENTENCES] for span in f.item.at],
        "statements": [
            _statement(found, names)
            for found in attribution.find(
                analysis.document, analysis.cast, analysis.dates, words, nested=True
            )  # the gold asks for the "I think" within a quotation too
        ],
        "dates": [
            {"start": f.item.at.start, "end": f.item.at.end, "value": value}
            for f in analysis.dates
            if (value := _value(f.item))
        ],
    }


def _statement(found: Found[Statement], names: dict[str, Actor]) -> dict[str, Any]:
    item, spans = found.item, found.item.at
    return {
        "speaker": names[item.speaker].name if item.speaker in names else item.speaker_text or "",
        "start": spans[0].start,
        "end": spans[-1].end,
        "segments": [list(span) for span in spans],
        "cue": item.verb or "",
        **({"speaker_start": found.about.start, "speaker_end": found.about.end} if found.about else {}),
    }


def _entity(mention: Mention, text: str) -> str:
    return mention.actor or f"place:{mention.span.of(text).lower()}"


def _actor(actor: Actor) -> dict[str, Any]:
    role = actor.roles[0] if actor.roles else None
    return {
        "name": actor.name,
        "type": TYPES[actor.kind],
        "role": role.title if role else "",
        "affiliation": (role.of or "") if role else "",
        "mentions": [{"start": m.start, "end": m.end} for m in actor.mentions],
    }


def _places(mentions: list[Mention], names: dict[str, Actor], text: str) -> list[dict[str, Any]]:
    """Return the places that are no actors, in order of first appearance."""
    places: dict[str, dict[str, Any]] = {}
    for mention in mentions:
        if mention.actor in names:
            continue
        name = mention.span.of(text)
        place = places.setdefault(
            _entity(mention, text), {"name": name, "type": TYPES[mention.kind], "mentions": []}
        )
        place["mentions"].append({"start": mention.span.start, "end": mention.span.end})
    return list(places.values())


def _value(when: When) -> str:
    width = WRITTEN.get(when.precision or "")
    if width is None or when.earliest is None:
        return ""
    return when.earliest.isoformat()[:width]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--no-reference", action="store_true", help="leave out content/reference")
    options = parser.parse_args()
    words = lexicon.load()
    reference = NO_REFERENCE if options.no_reference else reference_files.read_reference(ROOT)
    options.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(options.input.glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        analysis = pipeline.analyse(article_of(document), words, reference)
        text = json.dumps(interchange(analysis, words), ensure_ascii=False)
        (options.out / path.name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
