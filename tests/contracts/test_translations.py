"""Every sentence is there in every language Tend ships, with the same named places in it."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "webapp" / "translations"
LANGUAGES = sorted(
    path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")
)
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@cache
def said() -> dict[str, tuple[str, ...] | str]:
    """Return every sentence that our Python, templates and scripts say now, by its first form."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    # The same words that `make messages` looks for.
    words = {**DEFAULT_KEYWORDS, **parse_keywords(["lazy_gettext", "_l", "lazy_ngettext:1,2"])}
    found = extract_from_dir(ROOT, methods, options, words)
    return {first(message): message for _file, _line, message, _comments, _context in found}


def first(message_id: Iterable[str] | str) -> str:
    """Return the form of a sentence that a catalogue is looked up by."""
    return message_id if isinstance(message_id, str) else next(iter(message_id))


def catalogue(language: str) -> Catalog:
    """Return one language's translations."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(message: Message) -> list[str]:
    """Return the translations of one sentence: one, or one for each plural."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_spanish_is_shipped() -> None:
    assert "es" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_missing_or_doubtful(language: str) -> None:
    known = {
        first(message.id)
        for message in catalogue(language)
        if message.id and not message.fuzzy and all(forms(message))
    }
    assert sorted(set(said()) - known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_names_the_same_places(language: str) -> None:
    wrong = {}
    for message in catalogue(language):
        if not message.id or not all(forms(message)):
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = {place for text in ids for place in PLACE.findall(text)}
        # A plural may leave out the number ("one person"), but not invent or misspell a place.
        needed = set.intersection(*(set(PLACE.findall(text)) for text in ids))
        for text in forms(message):
            places = set(PLACE.findall(text))
            if not needed <= places <= allowed:
                wrong[first(message.id)] = text
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_at_the_bottom_of_the_screen_fit_their_keys(language: str) -> None:
    found = catalogue(language)
    words = [found[word].string for word in ("Today", "Caseload", "Note", "Outbox", "More")]
    assert [word for word in words if len(str(word)) > 10] == []
