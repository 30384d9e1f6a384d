"""Identifiers made by the phone or the server."""

import time
import uuid

import pytest

from webapp.domain.ids import new_id, parse_id


def test_an_id_is_a_version_7_uuid_that_carries_the_moment_it_was_made():
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert before <= made.int >> 80 <= after


def test_ids_of_one_moment_differ():
    assert len({new_id() for _ in range(1000)}) == 1000


def test_an_id_reads_back():
    made = new_id()
    assert parse_id(str(made)) == made


@pytest.mark.parametrize(
    "text",
    ["", "1", "not-a-uuid", "x" * 36, "{0190d3a4-0000-7000-8000-000000000000}", "0" * 32],
)
def test_other_text_is_no_id(text):
    assert parse_id(text) is None
