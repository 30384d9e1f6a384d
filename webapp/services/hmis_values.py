"""Reading single values of an export: dates in the ways people write them, codes, names."""

import re
from datetime import UTC, date, datetime, time
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]+(.*))?$")
_OTHER = re.compile(r"(\d{1,2})([-/. ])(\d{1,2}|[A-Za-z]{3,9})[-/. ,]+(\d{4}|\d{2})(?:[ T]+(.*))?$")
_TIMES = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%H:%M:%S.%f")
_FIRST_YEAR, _LAST_YEAR = 1890, 2200
_HASH = re.compile(r"(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$")


class Written(NamedTuple):
    """A date as it was read; ``is_usual`` is False when it was not written YYYY-MM-DD."""

    value: datetime
    is_usual: bool


def read_moment(text: str, this_year: int, *, is_birth: bool = False) -> Written | None:
    """Return the date and time a value means (its zone is not known), or None if unreadable.

    Between dashes or dots the day comes first (08-05-67), between slashes the month, as in the
    exports seen; when only the other order gives a date, that one is taken.
    """
    try:
        return Written(datetime.fromisoformat(text).replace(tzinfo=None), True)
    except ValueError:
        pass
    if match := _ISO.match(text):
        year, month, day, rest = match.groups()
        return _written(int(year), int(month), int(day), rest)
    if not (match := _OTHER.match(text)):
        return None
    first, mark, second, year, rest = match.groups()
    full_year = int(year) if len(year) == 4 else _full_year(int(year), this_year, is_birth)
    if not second.isdigit():
        month = _MONTHS.get(second[:3].lower(), 0)
        return _written(full_year, month, int(first), rest)
    day_first = _written(full_year, int(second), int(first), rest)
    month_first = _written(full_year, int(first), int(second), rest)
    return (month_first or day_first) if mark == "/" else (day_first or month_first)


def _written(year: int, month: int, day: int, rest: str | None) -> Written | None:
    try:
        return Written(datetime.combine(date(year, month, day), _time(rest)), False)
    except ValueError:
        return None


def _time(text: str | None) -> time:
    for pattern in _TIMES if text else ():
        try:
            return datetime.strptime((text or "").strip(), pattern).replace(tzinfo=UTC).time()
        except ValueError:
            continue
    return time(0)


def _full_year(year: int, this_year: int, is_birth: bool) -> int:
    """A birth lies in the past; of other dates only next year's may be meant."""
    latest = this_year % 100 + (0 if is_birth else 1)
    return year + (this_year // 100 - (year > latest)) * 100


def is_possible(day: date) -> bool:
    """Tell whether a person alive today could have been there."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def code_of(text: str) -> int | None:
    """Return a code; "1.0" and "01" are written by spreadsheets and mean 1."""
    if text.isdigit() and len(text) < 10:
        return int(text)
    whole, dot, rest = text.partition(".")
    return (
        int(whole) if dot and whole.isdigit() and len(whole) < 10 and not rest.strip("0") else None
    )


def is_hash(text: str) -> bool:
    """Tell whether a name was replaced by its SHA-1 or SHA-256."""
    return bool(_HASH.match(text))


def one_line(text: str, most: int) -> str:
    """Return text on one line without control characters, cut to a length."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())[:most]
