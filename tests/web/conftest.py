"""What several tests of the phone's door share."""

import pytest

from tests.phone import Phone


@pytest.fixture
def phone(client_as, people):
    made = Phone(client_as(people.dina))
    assert made.enrol().status_code == 200
    return made
