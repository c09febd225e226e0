"""A brief as linked data: schema.org's AnalysisNewsArticle.

There is no ClaimReview: a brief says what a source says, and does not judge it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from briefing.model import Actor, Source
from briefing.render import urls
from briefing.storage.desk import Entry, Options
from briefing.text import terminal

ABOUT = 3
"""How many actors a brief is about; the others are mentioned."""
_TYPES = {"person": "Person", "organization": "Organization", "state": "Country", "group": "Organization"}
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def article_data(entry: Entry, options: Options) -> str:
    """Return the linked data of a brief, escaped so that no text can end the script element."""
    brief = entry.brief
    address = urls.absolute(options, f"briefs/{brief.slug}.html")
    desk = _filled({"@type": "Organization", "name": options.site_name, "url": options.site_url})
    source = _source(brief.source)
    shown = urls.absolute(options, f"sources/{brief.slug}.html") if entry.sentences else ""
    data = {
        "@context": "https://schema.org",
        "@type": "AnalysisNewsArticle",
        "@id": address,
        "url": address,
        "headline": brief.title,
        "description": brief.summary[0].text if brief.summary else "",
        "inLanguage": brief.source.language,
        "datePublished": entry.published.isoformat() if entry.published else "",
        "dateModified": entry.updated.isoformat() if entry.updated else "",
        "creativeWorkStatus": brief.status,
        "author": desk,
        "publisher": desk,
        "contentLocation": _filled({"@type": "Place", "name": brief.place.text}) if brief.place else "",
        "about": [_actor(actor, options) for actor in brief.actors[:ABOUT]],
        "mentions": [_actor(actor, options) for actor in brief.actors[ABOUT:]],
        "isBasedOn": _filled(source | {"url": source["url"] or shown}),
        "keywords": brief.source.tags,
        "correction": [
            _filled({"@type": "CorrectionComment", "datePublished": c.date.isoformat(), "text": c.note})
            for c in brief.corrections
        ],
    }
    text = msgspec.json.encode(_filled(data)).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return terminal.data(text)


def _actor(actor: Actor, options: Options) -> dict[str, Any]:
    data = {
        "@type": _TYPES.get(actor.kind, "Thing"),
        "name": actor.name,
        "alternateName": actor.aliases,
        "url": urls.absolute(options, f"actors/{actor.id}.html"),
        "sameAs": urls.wikidata(actor.wikidata),
    }
    return _filled(data)


def _source(source: Source) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "headline": source.title or "",
        "author": source.author or "",
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else "",
        "datePublished": source.date.isoformat() if source.date else "",
        "url": urls.web(source.url),
        "inLanguage": source.language,
    }


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty."""
    return {key: value for key, value in data.items() if value}
