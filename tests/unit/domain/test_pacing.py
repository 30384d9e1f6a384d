"""The wait after failed tries: none at first, then doubling, never longer than the longest."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.pacing import Pace

PACE = Pace(3, timedelta(seconds=10), timedelta(seconds=60), timedelta(hours=1))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def seconds(*ago: int) -> float:
    return PACE.wait([NOW - timedelta(seconds=one) for one in ago], NOW).total_seconds()


@pytest.mark.parametrize(
    ("ago", "wait"),
    [
        ((), 0),
        ((0, 0), 0),
        ((0, 0, 0), 10),
        ((0, 0, 0, 0), 20),
        ((0, 0, 0, 0, 0), 40),
        ((0,) * 6, 60),
        ((0,) * 100, 60),
        ((4, 5, 6), 6),
        ((10, 11, 12), 0),
        ((0, 4000, 4000, 4000), 0),
    ],
)
def test_the_wait_follows_the_tries(ago, wait):
    assert seconds(*ago) == wait


@given(st.lists(st.integers(min_value=0, max_value=7200), max_size=60))
def test_nobody_waits_longer_than_the_longest(ago):
    assert 0 <= seconds(*ago) <= 60
