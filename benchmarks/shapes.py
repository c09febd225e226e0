"""Texts made to be slow: one piece over and over, and texts of which no two pieces are alike."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import count

UNITS = {
    "letters without a space": "a",
    "capitals without a space": "A",
    "digits": "7",
    "full stops": ".",
    "quotation marks": '"',
    "curly marks, never closed": "“",
    "marks that only close": "”",
    "quotations in quotations, never closed": "“‘",
    "apostrophes": "'",
    "brackets": "(",
    "brackets that close": "() ",
    "square brackets": "[",
    "footnotes": "[1]",
    "hyphens": "-",
    "new lines": "x\n",
    "blank lines": "\n",
    "line ends of two kinds": "x\r\n\r",
    "spaces": "x    ",
    "nothing but spaces": " ",
    "tabs": "\t",
    "words": "word ",
    "words and commas": "word, ",
    "initials": "A. ",
    "abbreviations": "Mr. Dr. Gen. ",
    "abbreviation with points": "U.S.",
    "words with points": "a.b.",
    "capitalised words": "Ann ",
    "capitals": "ANN LEE ",
    "one name": "Ann Lee ",
    "names and commas": "Ann Lee, ",
    "names joined by and": "Ann Lee and ",
    "offices": "President ",
    "the offices": "the president ",
    "heads of bodies": "Ministry of ",
    "particles": "van der ",
    "possessives": "Ann's ",
    "dates": "on 3 May 2024 ",
    "dates in figures": "2024-05-03 ",
    "ranges of years": "1990-",
    "decades": "the 1970s and ",
    "months": "May ",
    "ago": "two days ago ",
    "said": "said ",
    "said that": "Lee said that ",
    "according to": "according to ",
    "according to, in sentences": "According to Lee, he won. ",
    "quotations": "“No,” Lee said. ",
    "quotations in others": "“Lee told me, ‘No,’ ",
    "nicknames": 'Ann "Nan" Lee ',
    "quotations in lines": "“No,” Lee said.\n\n",
    "said by nobody": "“No.” ",
    "during the Cold War": "during the Cold War ",
    "then and now": "then, now ",
    "then and now, in sentences": "During the Cold War, Russia armed. Today, Russia arms. ",
    "one sentence over": "Lee met Cole in Paris on Friday. ",
    "he": "He said he was he. ",
    "he of many": "Ann Lee met Carl Cole. He said no. ",
    "seats of government": "Moscow ",
    "adjectives": "Russian ",
    "acronyms": "NRA (NRA) ",
    "ellipses": "[…] ",
    "dashes": "– ",
    "bullets": "- x\n",
    "numbers of items": "1. ",
    "emoji": "😀 ",
    "combining marks": "e\u0301",
    "combining marks alone": "\u0301",
    "lines of YAML": "- a: [1, 2]\n",
    "comments": "a: 1 # b\n# c\n",
    "keys that open": "{a: ",
    "elements that open": "<div><b>",
    "comments of HTML": "<!-- ",
    "entities": "&amp;&#x41;",
    "ampersands": "&",
    "less than": "<",
    "emphasis": "*a _b ",
    "links": "[a](",
    "addresses": "https://a.example/b ",
    "address without an end": "https://a.",
    "code": "`a ``",
    "quoted lines": "> a\n> ",
    "signs of quoting": ">",
    "On … wrote": "On Mon, 3 May 2024, Lee wrote:\n> a\n",
    "signatures": "-- \n",
    "encoded words": "=?utf-8?B?4pyI?= ",
    "escapes of quoted-printable": "=C3=A9=",
    "heads of mail": "A: b\n",
    "controls that turn": "\u202ea\u2069 ",
    "zero-width": "\u200b",
    "byte order marks": "\ufeff",
    "flags": "\U0001f1f3\U0001f1f4",
    "ligatures": "\ufdfa ",
    "Chinese": "他说不。",
    "Arabic": "قال إنه لا ",
}
"""Name -> what is repeated."""


def _distinct(form: str) -> Callable[[int], str]:
    """Return a maker of texts in which the numbered form never repeats; {0} to {2} are made-up words."""

    def made(characters: int) -> str:
        pieces: list[str] = []
        length = 0
        for number in count():
            pieces.append(form.format(*_words(number), number))
            length += len(pieces[-1])
            if length >= characters:
                return "".join(pieces)[:characters]
        raise AssertionError

    return made


def _words(number: int) -> Iterator[str]:
    """Yield three capitalised words that only this number has."""
    letters = "bdfgklmnprstvz"
    for salt in range(3):
        left, word = number * 3 + salt, ""
        for place in range(5):
            left, letter = divmod(left, len(letters))
            word += letters[letter] + "aeiou"[(letter + place) % 5]
        yield word.capitalize()


def _half(opening: str, closing: str) -> Callable[[int], str]:
    def made(characters: int) -> str:
        each = characters // (len(opening) + len(closing))
        return opening * each + "x" + closing * each

    return made


def _shuffled(characters: int) -> str:
    """Return few words in an order without a pattern."""
    pick = random.Random(characters)  # noqa: S311 (no secret)
    words = ("Lee", "said", "that", "“No”", "Russia", "in", "1962", ",", ".", "and", "the", "(", ")", "NATO")
    return " ".join(pick.choices(words, k=characters // 3))[:characters]


MADE: dict[str, Callable[[int], str]] = {
    "names of different people": _distinct("{0} {1} met {2}. "),
    "people of one surname": _distinct("{0} Lee said no. "),
    "people of one first name": _distinct("Ann {0} said no. "),
    "short names of many": _distinct("{0} Lee came. Lee said no. "),
    "offices of many": _distinct("Minister of {0} {1} {2} came. The Minister of {0} said no. "),
    "offices of one": _distinct("The {0} Minister Ann Lee came. "),
    "different offices": _distinct("Minister {0} of {1} told {2} no. "),
    "different bodies": _distinct("The Ministry of {0} said the {1} Committee met. "),
    "different acronyms": _distinct("The {0} {1} {2} (N{3}) met. "),
    "different speakers": _distinct("{0} {1} said that no {2} came. "),
    "different quotations": _distinct("“We trust {0},” {1} said. "),
    "different words": _distinct("{0} {1} {2} "),
    "different sentences": _distinct("Then {0} went to {1} by {2}. "),
    "different lines": _distinct("{0} went to {1}.\n"),
    "different years": _distinct("In 19{3}, Russia met {0}. "),
    "different dates": _distinct("On 3 May 2{3}, Lee met Cole. "),
    "different contrasts": _distinct("During the Cold War, {0} armed. Today, {0} trades with {1}. "),
    "different keys": _distinct("k{3}: {0}\n"),
    "different addresses": _distinct("https://{3}.example/{0} "),
    "brackets in brackets": _half("(", ")"),
    "quotations in quotations": _half("“‘", "’”"),
    "elements in elements": _half("<div>", "</div>"),
    "lists in lists": _half("[", "]"),
    "no order": _shuffled,
}
"""Name -> what makes a text of so many characters."""

NAMES = (*UNITS, *MADE)


def text(name: str, characters: int) -> str:
    """Return the text of that name, of about so many characters."""
    if name in MADE:
        return MADE[name](characters)
    return (UNITS[name] * (characters // len(UNITS[name]) + 1))[:characters]
