"""Passwords easy to guess are refused, each for its reason; others are not."""

import pytest

from webapp.domain.passwords import Weakness, normal, weakness

EMAIL = "nadia.petrov@example.org"


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("", Weakness.TOO_SHORT),
        ("elevenchars", Weakness.TOO_SHORT),
        ("x" * 201, Weakness.TOO_LONG),
        ("password1234", Weakness.COMMON),
        ("Password2026!", Weakness.COMMON),
        ("P@ssw0rd1234", Weakness.COMMON),
        ("letmein-welcome", Weakness.COMMON),
        ("Summer-Winter-2026", Weakness.COMMON),
        ("1q2w3e4r5t6y", Weakness.COMMON),
        ("qwertyuiop12", Weakness.COMMON),
        ("aaaaaaaaaaaa", Weakness.REPEATED),
        ("123123123123", Weakness.REPEATED),
        ("123456789012", Weakness.REPEATED),
        ("abcdefghijklm", Weakness.REPEATED),
        ("tend-tend-2026", Weakness.OUR_NAME),
        ("Tend123456789", Weakness.OUR_NAME),
        ("nadia.petrov-at-work", Weakness.OWN_NAME),
        ("Xx-NADIA.PETROV-9", Weakness.OWN_NAME),
        ("harbor-street-demo", None),
        ("green-kettle-april-tram", None),
        ("correct tend battery", None),
        ("пароль-и-чайник", None),
        ("mi gata duerme mucho", None),
    ],
)
def test_a_password_is_judged(password, found):
    assert weakness(password, EMAIL) is found


def test_a_short_mail_name_is_too_common_to_refuse():
    assert weakness("a-jolly-park-bench", "jo@example.org") is None


def test_two_ways_to_type_one_letter_are_one_password():
    assert normal("Peña-camino-azul") == normal("Pen\u0303a-camino-azul")
