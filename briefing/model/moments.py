"""SOURCE_DATE_EPOCH -> the moment that it means."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from briefing.model.errors import ConfigError

LAST = 253_402_300_799
"""Seconds: the last one of the year 9999, the last that the calendar of Python has."""
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)


def of_epoch(epoch: str) -> datetime | None:
    """Return a moment in UTC, None where the variable is empty; raises ConfigError where it is no time.

    Source: https://reproducible-builds.org/specs/source-date-epoch/, which asks for ASCII digits.
    """
    if not epoch:
        return None
    if not _SECONDS.fullmatch(epoch) or int(epoch) > LAST:
        hint = "Give it the seconds since 1970 as digits, or unset it."
        raise ConfigError(f"{epoch[:40]!r} is no time", where="SOURCE_DATE_EPOCH", hint=hint)
    return datetime.fromtimestamp(int(epoch), UTC)
