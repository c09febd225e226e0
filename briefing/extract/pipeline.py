"""Article -> analysis -> draft brief: the table of contents of the engine."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

import msgspec

from briefing.extract import (
    attribution,
    background,
    comparison,
    dates,
    events,
    figures,
    outlook,
    parallels,
    publishers,
    sources,
    summary,
)
from briefing.extract.entities import linking, recognition
from briefing.lexicon import Lexicon
from briefing.model import Analysis, Article, Brief, Reference, places
from briefing.model.sections import FOUND
from briefing.text import sentences

Made = TypeVar("Made")


class Pace(Protocol):
    """Hears of what each stage made, and hands it on; may raise to give an article up."""

    def __call__(self, made: Made, /) -> Made:
        """Return what was given."""


def steady(made: Made) -> Made:
    """Hand on what a stage made, however long it took."""
    return made


def analyse(article: Article, lexicon: Lexicon, reference: Reference, pace: Pace = steady) -> Analysis:
    """Find everything that the engine can find in `article`."""
    document = pace(sentences.document(article, lexicon))
    when = pace(dates.find(document, lexicon))
    named = pace(recognition.find(document, when, lexicon, reference))
    cast = pace(linking.cast(document, named, when, lexicon, reference))
    said = pace(attribution.find(document, cast, when, lexicon))
    happened = pace(events.find(document, cast, when, lexicon))
    marks = pace(comparison.Marks(document, cast, when, lexicon))
    pairs = pace(comparison.find(marks, said, lexicon))
    setting = pace(background.find(document, cast, when, happened, said, lexicon))
    digest = pace(summary.summarize(document, cast, when, said, happened, pairs, setting, lexicon))
    coming = pace(outlook.find(document, cast, happened, setting, said, lexicon))
    return Analysis(
        document=document,
        dates=when,
        cast=cast,
        statements=sources.with_naming(said, cast, lexicon),
        outlook=coming,
        figures=pace(figures.find(document, when, setting, said, lexicon)),
        events=happened,
        background=background.besides(digest.points, happened, setting),
        comparison=pairs,
        parallels=pace(parallels.find(document, cast, marks, lexicon, reference)),
        title=digest.title,
        place=digest.place,
        source_kind=publishers.kind_of(document, reference),
        summary=digest.points,
    )


def compose(analysis: Analysis) -> Brief:
    """Cut an analysis down to the record that people review."""
    article = analysis.document.article
    items: dict[str, Any] = {
        section.name: tuple(found.item for found in getattr(analysis, section.name)) for section in FOUND
    }
    return Brief(
        slug=article.slug,
        title=analysis.title,
        place=analysis.place,
        source=msgspec.structs.replace(article.source, kind=analysis.source_kind),
        actors=tuple(
            msgspec.structs.replace(actor, salience=0)  # the order tells it
            for actor in analysis.cast.actors
            if actor.kind != "place"
        ),
        **items,
    )


def draft(article: Article, lexicon: Lexicon, reference: Reference, pace: Pace = steady) -> Brief:
    """Return the machine's own brief of `article`; the same input gives the same brief."""
    made = compose(analyse(article, lexicon, reference, pace))
    return places.grounded(made, article, {actor.id: actor.mentions for actor in made.actors})
