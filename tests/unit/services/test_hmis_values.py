"""Dates and codes as people and programs write them into exports."""

from datetime import datetime

import pytest

from webapp.services.hmis_values import code_of, is_hash, one_line, read_moment


@pytest.mark.parametrize(
    ("text", "expected", "is_usual"),
    [
        ("2021-08-22", datetime(2021, 8, 22), True),
        ("2021-08-22 21:00:05", datetime(2021, 8, 22, 21, 0, 5), True),
        ("2021-08-22T21:00:05.250", datetime(2021, 8, 22, 21, 0, 5, 250000), True),
        ("2021-08-22T21:00:05Z", datetime(2021, 8, 22, 21, 0, 5), True),
        ("2021-8-2", datetime(2021, 8, 2), False),
        ("2021/08/22 9:05", datetime(2021, 8, 22, 9, 5), False),
        ("02-07-2023 12:00:00", datetime(2023, 7, 2, 12), False),
        ("25-12-21", datetime(2021, 12, 25), False),
        ("12-25-21", datetime(2021, 12, 25), False),
        ("8/9/2021", datetime(2021, 8, 9), False),
        ("8/22/2021 1:05 PM", datetime(2021, 8, 22, 13, 5), False),
        ("22/8/2021", datetime(2021, 8, 22), False),
        ("08-MAY-67", datetime(1967, 5, 8), False),
        ("08-May-2017", datetime(2017, 5, 8), False),
        ("8 September 2017", datetime(2017, 9, 8), False),
        ("01-02-27", datetime(2027, 2, 1), False),
    ],
)
def test_dates_are_read(text: str, expected: datetime, is_usual: bool) -> None:
    found = read_moment(text, 2026)
    assert found is not None
    assert (found.value, found.is_usual) == (expected, is_usual)


@pytest.mark.parametrize(
    "text", ["", "999", "unknown", "2021-02-30", "31-31-2021", "08-XYZ-67", "0000-00-00", "٢٠٢١"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_moment(text, 2026) is None


@pytest.mark.parametrize(
    ("text", "year"), [("08-MAY-67", 1967), ("08-MAY-27", 1927), ("08-05-26", 2026)]
)
def test_a_birth_always_lies_in_the_past(text: str, year: int) -> None:
    found = read_moment(text, 2026, is_birth=True)
    assert found is not None
    assert found.value.year == year


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1", 1),
        ("01", 1),
        ("1.0", 1),
        ("999", 999),
        ("", None),
        ("x", None),
        ("1.5", None),
        ("-1", None),
    ],
)
def test_codes_are_read(text: str, code: int | None) -> None:
    assert code_of(text) == code


def test_a_hashed_name_is_known_as_such() -> None:
    assert is_hash("a" * 64)
    assert is_hash("0123456789abcdef0123456789abcdef01234567")
    assert not is_hash("Abbadabba")


def test_text_is_put_on_one_line() -> None:
    assert one_line(" Ann\n\tMarie \u202e", 50) == "Ann Marie"
    assert one_line("x" * 300, 200) == "x" * 200
