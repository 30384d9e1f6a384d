"""Phone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.phones import digits, ending, is_plausible, normalise


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("(503) 555-0147", "5035550147"),
        ("503.555.0147 x12", "5035550147"),
        ("503 555 0147 ext. 9", "5035550147"),
        ("5035550147x4", "5035550147"),
        ("503-555-0147#22", "5035550147"),
        ("٥٠٣ ٥٥٥ ٠١٤٧", "5035550147"),
        ("no phone", ""),
        ("", ""),
    ],
)
def test_digits(written, number):
    assert digits(written) == number


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("(503) 555-0147", "1", "+15035550147"),
        ("1 503 555 0147", "1", "+15035550147"),
        ("+1 503 555 0147", "1", "+15035550147"),
        ("011 52 55 5555 0147", "1", "+525555550147"),
        ("0052 55 5555 0147", "1", "+525555550147"),
        ("+52 55 5555 0147", "1", "+525555550147"),
        ("555-0147", "1", "5550147"),
        ("23 503 555 0147", "1", "235035550147"),
        ("07700 900982", "44", "+447700900982"),
        ("447700900982", "44", "+447700900982"),
        ("7700 900", "44", "7700900"),
        ("none", "1", ""),
    ],
)
def test_one_form_for_a_number_however_it_is_written(written, country, number):
    assert normalise(written, country) == number


def test_the_ending_is_what_a_worker_remembers():
    assert ending("(503) 555-0147 ext 9") == "0147"
    assert ending("(503) 555-0147", 7) == "5550147"
    assert ending("911") == ""


@pytest.mark.parametrize(
    ("written", "plausible"),
    [
        ("555-0147", True),
        ("(503) 555-0147 ext 12", True),
        ("+44 7700 900982", True),
        ("911", False),
        ("1234567890123456", False),
        ("call her sister 5035550147", False),
        ("", False),
    ],
)
def test_what_could_be_dialled(written, plausible):
    assert is_plausible(written) is plausible


@given(st.text())
def test_any_text_has_an_answer_and_a_normal_number_stays_as_it_is(text):
    once = normalise(text)
    assert once == "" or once.removeprefix("+").isdigit()
    if once.startswith("+"):
        assert normalise(once) == once
