"""Date expressions and what they resolve to.

`patterns` finds the expressions, `resolve` gives them a value: from themselves, from the day of
publication, or from the date that the narrative has reached.  What cannot be resolved stays as
written.  Durations ("six-hour", "for two weeks") are not dates.
"""

from __future__ import annotations

from briefing.dates.resolve import Story
from briefing.lexicon import Lexicon
from briefing.model import Document, Found, When


def find(document: Document, lexicon: Lexicon) -> tuple[Found[When], ...]:
    """Return the dates of the document in the order of the text."""
    story = Story(document, lexicon)
    found: list[Found[When]] = []
    for sentence in document.sentences:
        story.enter(sentence)
        for expression in story.expressions(sentence):
            when = story.resolve(expression, sentence)
            if when is not None:
                found.append(
                    Found(item=when, sentence=sentence.index, rule=expression.kind, row=expression.row)
                )
    return tuple(found)
