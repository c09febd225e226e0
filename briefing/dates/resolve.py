"""Expressions -> values: the story's clock.

News counts from the day of publication; history counts from the date that the narrative has
reached.  An article is history where it speaks of a year long before its publication and no
later one follows in the passage.
"""

from __future__ import annotations

import calendar as days
import functools
import re
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from briefing.dates.patterns import Expression, expressions
from briefing.lexicon import Lexicon
from briefing.model import Document, Precision, Sentence, Spans, When

Bounds = tuple[date, date, Precision]
_PASSAGE = 8
"""How many sentences a date of the narrative stays in force in news; in history it stays."""
_WRAP = 7
"""A narrative that was in December and says "in January" has gone on to the next year."""
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_TIMES = ("night", "morning", "evening", "afternoon")


class Story:
    """What the reader knows about time at this point of the text."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document, self.lexicon = document, lexicon
        self.published = document.article.date
        self._found: dict[int, tuple[Expression, ...]] = {}
        self.focus: Bounds | None = None
        self.focus_at = -100
        self.paragraph = -1
        self.looking_back = False
        self.months = _months(lexicon)
        self.weekdays = {name.lower(): index for index, name in enumerate(lexicon.calendar.weekdays)}
        self.history = self._is_history()
        self.story_weekday = self._first_weekday()

    def expressions(self, sentence: Sentence) -> Sequence[Expression]:
        """Return the date expressions of a sentence."""
        if sentence.index not in self._found:
            tokens = self.document.tokens[sentence.index]
            self._found[sentence.index] = tuple(
                expressions(self.document.text, sentence.span, tokens, self.lexicon)
            )
        return self._found[sentence.index]

    def enter(self, sentence: Sentence) -> None:
        """Move on to the next sentence."""
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.looking_back = False

    def resolve(self, expression: Expression, sentence: Sentence) -> When | None:
        """Return the date with what it resolves to; None for what is no date after all."""
        kind, parts = expression.kind, expression.parts
        scheduled = self._is_coming(expression, sentence)
        if "month" in parts and "year" not in parts and (year := self._year_ahead(expression, sentence)):
            parts = {**parts, "year": year}
            expression = msgspec.structs.replace(expression, parts=parts)
        at = Spans((expression.span,))
        if kind == "era":
            era = next(
                e for e in self.lexicon.calendar.eras if parts["era"].lower() in map(str.lower, e.phrases)
            )
            self.looking_back = True
            return When(text=expression.text, precision="era", era=era.id, at=at)
        if kind == "now" or (kind == "deictic" and parts["word"].lower() == "today" and self._nowadays()):
            return When(text=expression.text, at=at)
        offset = self._offset(expression, scheduled=scheduled) if self.published is None else None
        bounds = self._bounds(expression, sentence, scheduled=scheduled)
        if bounds is None:
            return When(text=expression.text, scheduled=scheduled, offset=offset, at=at)
        self._remember(expression, bounds, sentence)
        earliest, latest, precision = bounds
        return When(
            text=expression.text,
            earliest=earliest,
            latest=latest,
            precision=precision,
            scheduled=scheduled or (self.published is not None and earliest > self.published),
            at=at,
        )

    # -- the state of the story

    def _is_history(self) -> bool:
        """Tell whether the article's years lie mostly before the time it was published in."""
        text = self.document.article.body.of(self.document.text)
        years = [int(y) for y in _YEAR.findall(text)]
        if self.published is None:
            return len(years) >= 3
        old = [y for y in years if y < self.published.year - 2]
        return (
            len(old) >= 4
            and len(old) * 3 >= len(years) * 2
            and len(old) * 120 >= len(self.document.sentences)
        )

    def _first_weekday(self) -> int | None:
        for sentence in self.document.sentences:
            for expression in self.expressions(sentence):
                if expression.kind == "weekday" and not self._is_coming(expression, sentence):
                    return self.weekdays[expression.parts["weekday"].lower()]
        return None

    def _remember(self, expression: Expression, bounds: Bounds, sentence: Sentence) -> None:
        if expression.kind in ("period", "now"):
            return
        self.focus, self.focus_at = bounds, sentence.index
        if self.published is not None and bounds[1].year < self.published.year - 5:
            self.looking_back = True

    def _anchor(self, sentence: Sentence) -> Bounds | None:
        """Return the date that relative words count from inside a narrative, or None."""
        if self.focus is None:
            return None
        if self.history or sentence.index - self.focus_at <= _PASSAGE:
            return self.focus
        return None

    def _in_passage(self, sentence: Sentence) -> bool:
        """Tell whether a date of the narrative was told just before."""
        return self.focus is not None and sentence.index - self.focus_at <= _PASSAGE

    def _year_ahead(self, expression: Expression, sentence: Sentence) -> str | None:
        """Return the year that a pair of months shares: "in April and June 1955"."""
        for other in self.expressions(sentence):
            gap = other.span.start - expression.span.end
            if 0 < gap <= 6 and "month" in other.parts and "year" in other.parts:
                return other.parts["year"]
        return None

    def _nowadays(self) -> bool:
        """Tell whether "today" means our time: it stands against a past that was just told."""
        return self.looking_back or self.history

    def _is_coming(self, expression: Expression, sentence: Sentence) -> bool:
        """Tell whether the words before the date say that it is still to come."""
        before = self.document.text[sentence.span.start : expression.span.start]
        clause = re.split(r"[;:]|, (?!and\b)", before)[-1].lower().split()[-14:]
        cues = [i for i, word in enumerate(clause) if word in _coming(self.lexicon)]
        if clause and clause[-1] == "to":
            cues = [i for i in cues if i != len(clause) - 1]
        cues = [
            i
            for i in cues
            if clause[i] != "to" or (i and clause[i - 1] in ("is", "are", "was", "set", "due"))
        ]
        past = [i for i, word in enumerate(clause) if word in ("was", "were", "had", "did", "said")]
        return bool(cues) and (not past or cues[-1] > past[-1] - 1) and "canceled" not in clause

    # -- values

    def _bounds(self, expression: Expression, sentence: Sentence, *, scheduled: bool) -> Bounds | None:
        parts = expression.parts
        match expression.kind:
            case "iso":
                return _day(int(parts["year"]), int(parts["m"]), int(parts["day"]))
            case "day-month" | "month-day" | "day-range" | "range-day":
                return self._month_day(parts, sentence, scheduled=scheduled)
            case "month":
                return self._month(parts, sentence, scheduled=scheduled)
            case "feast":
                return self._feast(expression, sentence)
            case "year":
                return _year(int(parts["year"]))
            case "year-range" | "between":
                first, last = int(parts["year"]), parts["to"]
                end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
                return (date(first, 1, 1), date(end, 12, 31), "period") if first < end else None
            case "decade" | "century":
                return _long(parts, self.lexicon)
            case "season":
                return _season(int(parts["year"]), parts["season"].lower(), self.lexicon)
            case "season-alone":
                year = self._year_of(sentence)
                return _season(year, parts["season"].lower(), self.lexicon) if year else None
            case "weekday":
                return self._weekday(parts, sentence, scheduled=scheduled)
            case "deictic":
                return self._deictic(parts["word"].lower())
            case "ago":
                return self._shifted(parts, -1, _day_of(self.published) if self.published else None)
            case "shift":
                anchor = self._anchor(sentence)
                sign = 1 if parts["way"].lower() in ("later", "afterwards") else -1
                return self._shifted(parts, sign, anchor)
            case "next-day" | "that" | "day-after":
                return self._in_narrative(expression, sentence)
            case "relative":
                return self._relative(parts)
            case "part-of":
                return self._part_of(parts, sentence)
            case "period":
                return self._period(parts)
            case _:
                return None

    def _year_of(
        self, sentence: Sentence, month: int | None = None, *, scheduled: bool = False
    ) -> int | None:
        """Return the year that a date without one belongs to."""
        anchor = self._anchor(sentence)
        if anchor and (self.history or (self.looking_back and not scheduled)):
            return anchor[0].year
        if (
            anchor
            and self.published
            and anchor[0].year < self.published.year - 1
            and self.focus_at == sentence.index
        ):
            return anchor[0].year
        if self.published is None:
            return anchor[0].year if anchor else None
        if month is None:
            return self.published.year
        gap = month - self.published.month
        if scheduled:
            return self.published.year + (gap < 0)
        return self.published.year + (gap < -6) - (gap > 5)

    def _month_day(self, parts: dict[str, str], sentence: Sentence, *, scheduled: bool) -> Bounds | None:
        month, number = self.months[parts["month"].rstrip(".").lower()], int(parts["day"])
        year = int(parts["year"]) if "year" in parts else self._year_of(sentence, month, scheduled=scheduled)
        if year is None:
            return None
        last = _day(year, month, number)
        if last and "d1" in parts:
            first = _day(year, month, int(parts["d1"]))
            return (first[0], last[0], "period") if first and first[0] < last[0] else last
        return last

    def _month(self, parts: dict[str, str], sentence: Sentence, *, scheduled: bool) -> Bounds | None:
        month = self.months[parts["month"].rstrip(".").lower()]
        year = int(parts["year"]) if "year" in parts else self._year_of(sentence, month, scheduled=scheduled)
        if year is None:
            return None
        if "year" not in parts and self.history and (anchor := self._anchor(sentence)):
            year += anchor[2] in ("day", "month") and anchor[0].month - month >= _WRAP
        if (
            "year" not in parts
            and self.published
            and not self.history
            and not self.looking_back
            and not scheduled
        ):
            year -= (year, month) > (
                self.published.year,
                self.published.month,
            ) and month - self.published.month > 2
        return _month(year, month)

    def _feast(self, expression: Expression, sentence: Sentence) -> Bounds | None:
        name = expression.text if "year" not in expression.parts else expression.text.rsplit(maxsplit=1)[0]
        feasts = {key.lower(): value for key, value in self.lexicon.calendar.feasts.items()}
        month, number = feasts[name.lower()]
        year = int(expression.parts["year"]) if "year" in expression.parts else self._year_of(sentence, month)
        return _day(year, month, number) if year else None

    def _weekday(self, parts: dict[str, str], sentence: Sentence, *, scheduled: bool) -> Bounds | None:
        if "tail" in parts:
            return self._month_day(
                {"month": parts["tail"], "day": parts["tailday"]}, sentence, scheduled=scheduled
            )
        if self.published is None or (self.history and self._in_passage(sentence)):
            return None
        wanted = self.weekdays[parts["weekday"].lower()]
        if scheduled:
            return _day_of(self.published + timedelta((wanted - self.published.weekday()) % 7))
        return _day_of(self.published - timedelta((self.published.weekday() - wanted) % 7))

    def _offset(self, expression: Expression, *, scheduled: bool) -> int | None:
        """Return days from the day the article is about, told by its first weekday."""
        word = expression.parts.get("word", "").lower()
        if expression.kind == "deictic":
            return {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}[word]
        if expression.kind != "weekday" or self.story_weekday is None or "tail" in expression.parts:
            return None
        wanted = self.weekdays[expression.parts["weekday"].lower()]
        ahead = (wanted - self.story_weekday) % 7
        return ahead if scheduled or ahead == 0 else ahead - 7

    def _deictic(self, word: str) -> Bounds | None:
        if self.published is None or self.history:
            return None
        return _day_of(self.published + timedelta({"yesterday": -1, "tomorrow": 1}.get(word, 0)))

    def _shifted(self, parts: dict[str, str], sign: int, anchor: Bounds | None) -> Bounds | None:
        if anchor is None:
            return None
        count, unit = _count(parts["count"], self.lexicon) * sign, parts["unit"].lower()
        return _shift(anchor, count, unit)

    def _in_narrative(self, expression: Expression, sentence: Sentence) -> Bounds | None:
        parts, unit = expression.parts, expression.parts["unit"].lower()
        anchor = self._anchor(sentence)
        if "anchor" in parts and self.published:
            step = 2 if parts["anchor"].lower() == "tomorrow" else -2
            return _day_of(self.published + timedelta(step))
        if anchor is None:
            return None
        if unit in self.months:
            return _month(anchor[0].year, self.months[unit])
        if unit in self.weekdays or unit in ("weekend", "season", "century"):
            return None
        rel = parts.get("rel", parts.get("way", "same")).lower()
        step = {
            "next": 1,
            "following": 1,
            "very next": 1,
            "after": 1,
            "later": 1,
            "previous": -1,
            "preceding": -1,
            "before": -1,
            "earlier": -1,
        }.get(rel, 0)
        if unit in self.lexicon.calendar.seasons:
            return _season(anchor[0].year + step, unit, self.lexicon)
        if unit in _TIMES:
            unit = "day"
        if unit == "day" and anchor[2] != "day":
            return None
        if unit == "month" and anchor[2] not in ("day", "month"):
            return None
        return _shift(anchor, step, unit)

    def _relative(self, parts: dict[str, str]) -> Bounds | None:
        rel, unit = parts["rel"].lower().rsplit(maxsplit=1)[-1], parts["unit"].lower().rstrip(".")
        if parts["rel"].lower() == "this past":
            rel = "last"
        step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(rel, 0)
        if self.published is None or self.history:
            return None
        today = self.published
        if unit in self.weekdays:
            ahead = (self.weekdays[unit] - today.weekday()) % 7
            back = ahead - 7 if step < 0 or (step == 0 and ahead > 3) else ahead
            return _day_of(today + timedelta(back or 7 * step))
        if unit in self.months:
            month = self.months[unit]
            year = today.year + (
                month < today.month if step > 0 else -(month >= today.month) if step < 0 else 0
            )
            return _month(year, month)
        if unit in self.lexicon.calendar.seasons:
            return _season(today.year + step, unit, self.lexicon)
        if unit in _TIMES:
            return _day_of(today + timedelta(step if unit == "night" else 0))
        if unit == "weekend":
            saturday = today + timedelta(5 - today.weekday() + 7 * step)
            return saturday, saturday + timedelta(1), "period"
        return _shift(_day_of(today), step, unit)

    def _part_of(self, parts: dict[str, str], sentence: Sentence) -> Bounds | None:
        unit, rel = parts["unit"].lower(), parts["rel"].lower()
        anchor = self._anchor(sentence) if rel in ("the", "that") else None
        if anchor is None and self.published and not self.history:
            anchor = _day_of(self.published)
        if anchor is None or unit in ("week", "century"):
            return None
        return _shift(anchor, {"last": -1, "next": 1}.get(rel, 0), unit)

    def _period(self, parts: dict[str, str]) -> Bounds | None:
        if self.published is None or self.history or "count" not in parts:
            return None
        count, unit = _count(parts["count"], self.lexicon), parts["unit"].lower()
        sign = 1 if parts["rel"].lower() in ("next", "coming") else -1
        other = _shift(_day_of(self.published), sign * count, unit, keep_day=True)
        if other is None:
            return None
        first, last = sorted((other[0], self.published))
        return first, last, "period"


# -- arithmetic ---------------------------------------------------------------------------------


@functools.cache
def _months(lexicon: Lexicon) -> dict[str, int]:
    return {
        name.lower(): number for number, row in enumerate(lexicon.calendar.months, start=1) for name in row
    }


@functools.cache
def _coming(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.calendar.coming)


def _count(word: str, lexicon: Lexicon) -> int:
    if word.isdigit():
        return int(word)
    return sum(lexicon.calendar.numbers[part] for part in word.lower().split("-"))


def _day_of(day: date) -> Bounds:
    return day, day, "day"


def _day(year: int, month: int, number: int) -> Bounds | None:
    try:
        return _day_of(date(year, month, number))
    except ValueError:
        return None


def _month(year: int, month: int) -> Bounds:
    return date(year, month, 1), date(year, month, days.monthrange(year, month)[1]), "month"


def _year(year: int) -> Bounds:
    return date(year, 1, 1), date(year, 12, 31), "year"


def _season(year: int, season: str, lexicon: Lexicon) -> Bounds:
    start = lexicon.calendar.seasons[season]
    last = _month(year + (start + 2 > 12), (start + 1) % 12 + 1)[1]
    return date(year, start, 1), last, "season"


def _long(parts: dict[str, str], lexicon: Lexicon) -> Bounds | None:
    if decade := parts.get("decade"):
        start = int(decade) if len(decade) == 4 else 1900 + int(decade.strip("'’"))
        return date(start, 1, 1), date(start + 9, 12, 31), "decade"
    word = parts["century"].lower()
    number = int(word[:-2]) if word[0].isdigit() else lexicon.calendar.ordinals[word]
    if not 1 <= number <= 21:
        return None
    return date(number * 100 - 99, 1, 1), date(number * 100, 12, 31), "century"


def _shift(anchor: Bounds, count: int, unit: str, *, keep_day: bool = False) -> Bounds | None:
    """Move a date by so many units; the result is as precise as the unit allows."""
    start = anchor[0]
    try:
        if unit in ("day", "night"):
            return _day_of(start + timedelta(count)) if anchor[2] == "day" else None
        if unit in ("week", "fortnight"):
            if anchor[2] != "day" or count == 0:
                return None
            moved = start + timedelta(7 * count * (2 if unit == "fortnight" else 1))
            return (
                _day_of(moved)
                if keep_day
                else (moved - timedelta(moved.weekday()), moved + timedelta(6 - moved.weekday()), "period")
            )
        months = count * {"month": 1, "year": 12, "decade": 120}[unit]
        serial = start.year * 12 + start.month - 1 + months
        year, month = divmod(serial, 12)
        if keep_day:
            return _day_of(date(year, month + 1, min(start.day, days.monthrange(year, month + 1)[1])))
        if unit == "month":
            return _month(year, month + 1)
        if unit == "year":
            return _year(year)
        return date(year // 10 * 10, 1, 1), date(year // 10 * 10 + 9, 12, 31), "decade"
    except (ValueError, OverflowError, KeyError):
        return None
