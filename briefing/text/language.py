"""Whether a text is English, told by its letters and small words; any other is refused, never half parsed."""

from __future__ import annotations

import functools
import unicodedata
from collections import Counter
from collections.abc import Sequence

from briefing.lexicon import Lexicon
from briefing.model import Article, SeedError, Span
from briefing.text.tokens import tokenize

FEWEST_WORDS = 30
"""Below this a text is too short to tell, and taken as English."""
LOOKED_AT = 4_000
"""Characters from the beginning of a text that are looked at."""
ENGLISH_SHARE = 0.15
"""Share of small English words, of all words: news has 0.3 to 0.45, other languages under 0.1."""
_TAGS = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "GREEK": "el", "HEBREW": "he",
    "THAI": "th", "GEORGIAN": "ka", "ARMENIAN": "hy",
    "CYRILLIC": "und-Cyrl", "ARABIC": "und-Arab", "DEVANAGARI": "und-Deva",
}  # fmt: skip
"""Languages by their script (BCP 47); "und", not determined, where several write it."""
_SCRIPTS = {"CYRILLIC": "Russian or a language near it", "CJK": "Chinese or Japanese", "HANGUL": "Korean"}


def require_english(article: Article, lexicon: Lexicon, where: str) -> None:
    """Raise SeedError where a text is in another language than English."""
    found = language(article, lexicon)
    if found != "English":
        raise SeedError(
            f"is in another language than English ({found})",
            where=where,
            hint="The engine reads English alone. Put a translation in its place, or let it through with "
            "--any-language: expect few items, and wrong ones.",
        )


def language(article: Article, lexicon: Lexicon) -> str:
    """Return the language of a text: what its front matter says, else what it looks like."""
    told = article.source.language.lower()
    if told.split("-")[0] != "en":
        return f"language: {article.source.language} in its front matter"
    opening = Span(article.body.start, min(article.body.end, article.body.start + LOOKED_AT))
    words = [token.lower for token in tokenize(article.text, opening) if token.text[0].isalpha()]
    if len(words) < FEWEST_WORDS:
        return "English"
    scripts = Counter(_script(word[0]) for word in words)
    script, count = scripts.most_common(1)[0]
    if script != "LATIN" and 2 * count > len(words):
        return _SCRIPTS.get(script, f"{script.capitalize()} letters")
    small_words = _small_words(lexicon)
    if _share(words, small_words["English"]) >= ENGLISH_SHARE:
        return "English"
    shares = {name: _share(words, small) for name, small in small_words.items()}
    likeliest = max(shares, key=lambda name: shares[name])
    if likeliest == "English":
        return "English"
    return f"{likeliest}, by its small words" if shares[likeliest] > ENGLISH_SHARE else "unknown"


def _share(words: Sequence[str], small: frozenset[str]) -> float:
    """Return the share of small words of a language, of all words."""
    return sum(word in small for word in words) / len(words)


def tag_of(text: str) -> str:
    """Return the language of a passage in another script than Latin as an HTML page names it, or ""."""
    found = [_TAGS.get(_script(letter), "") for letter in text if letter.isalpha()]
    return "ja" if "ja" in found else next(filter(None, found), "")


def _script(letter: str) -> str:
    return "LATIN" if letter.isascii() else unicodedata.name(letter, "?").split()[0]


@functools.cache
def _small_words(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in lexicon.languages.items()}
