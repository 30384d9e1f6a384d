"""The catalogue a phone gets chooses the same plural form as the server, in every language."""

import gettext
import importlib.util
import io
from pathlib import Path
from types import ModuleType

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

TOOL = Path(__file__).resolve().parents[2] / "tools" / "build_catalogues.py"


def tool() -> ModuleType:
    """Return the build step, which lives outside every package."""
    spec = importlib.util.spec_from_file_location("build_catalogues", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def catalogue(language: str) -> Catalog:
    """Return a catalogue whose plural forms say which gettext number they have."""
    made = Catalog(locale=language)
    forms = tuple(f"form {index}" for index in range(made.num_plurals))
    made.add(("one note", "%(num)s notes"), forms, [("webapp/static/js/app.js", 1)])
    made.add("Saved", "hecho", [("service_worker/worker.js", 1)])
    made.add("Only on pages", "solo", [("webapp/templates/layout.html", 1)])
    made.add("Doubtful", "?", [("webapp/static/js/app.js", 2)], flags=["fuzzy"])
    made.add("Untranslated", "", [("webapp/static/js/app.js", 3)])
    return made


def compiled(made: Catalog) -> gettext.GNUTranslations:
    """Return what the server would read."""
    file = io.BytesIO()
    write_mo(file, made)
    file.seek(0)
    return gettext.GNUTranslations(file)


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar", "he", "pl", "ru", "ja", "cy"])
def test_the_phone_chooses_the_form_the_server_chooses(language: str) -> None:
    made, build = catalogue(language), tool()
    server = compiled(made)
    phone = build.script_messages(made, build.plural_indexes(language, server))["one note"]
    category = Locale.parse(language).plural_form
    wrong = {
        number: (phone[category(number)], server.ngettext("one note", "%(num)s notes", number))
        for number in range(1001)
        if phone[category(number)] != server.ngettext("one note", "%(num)s notes", number)
    }
    assert wrong == {}


def test_the_phone_gets_only_what_its_scripts_say_and_what_is_sure() -> None:
    made, build = catalogue("es"), tool()
    messages = build.script_messages(made, build.plural_indexes("es", compiled(made)))
    assert set(messages) == {"one note", "Saved"}
