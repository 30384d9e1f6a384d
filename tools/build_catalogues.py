"""Compile every translation: .mo files for the server, one JSON on standard output for the phone."""

from __future__ import annotations

import gettext
import json
import sys
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "webapp" / "translations"
# Whatever plural rules a language has, they repeat well before this number.
PLURAL_SAMPLES = range(201)


def main() -> None:
    """Compile all languages and print {language: messages the phone's scripts use}."""
    phone: dict[str, dict[str, object]] = {"en": {}}
    for po in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        language = po.parent.parent.name
        with po.open("rb") as file:
            catalogue = read_po(file, locale=language)
        mo = po.with_suffix(".mo")
        with mo.open("wb") as file:
            write_mo(file, catalogue)
        with mo.open("rb") as file:
            compiled = gettext.GNUTranslations(file)
        phone[language.replace("_", "-")] = script_messages(
            catalogue, plural_indexes(language, compiled)
        )
    json.dump(phone, sys.stdout, ensure_ascii=False)


def plural_indexes(language: str, compiled: gettext.GNUTranslations) -> dict[str, int]:
    """Say which of gettext's numbered forms each CLDR plural category takes; their orders differ."""
    locale = Locale.parse(language)
    plural = compiled.plural  # type: ignore[attr-defined]  # set from the file's Plural-Forms header
    indexes: dict[str, int] = {}
    for number in PLURAL_SAMPLES:
        indexes.setdefault(locale.plural_form(number), plural(number))
    # Categories that only fractions or very large numbers take: the phone must still find a form.
    last = max(indexes.values())
    return {
        tag: indexes.get(tag, last) for tag in sorted({*locale.plural_form.tags, "other", *indexes})
    }


def script_messages(catalogue: Catalog, indexes: dict[str, int]) -> dict[str, object]:
    """Return what JavaScript files say: text -> translation, or singular -> {plural category: translation}."""
    messages: dict[str, object] = {}
    for message in catalogue:
        if (
            not message.id
            or message.fuzzy
            or not any(path.endswith(".js") for path, _ in message.locations)
        ):
            continue
        if isinstance(message.id, tuple):
            if all(message.string):
                forms = {tag: message.string[index] for tag, index in indexes.items()}
                messages[message.id[0]] = forms
        elif message.string:
            messages[message.id] = message.string
    return messages


if __name__ == "__main__":
    main()
