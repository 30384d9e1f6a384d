"""Which language a page speaks: the person's own, then the cookie's, then the browser's."""

from collections.abc import Callable
from typing import Any

from babel.support import Translations
from flask import Flask, g, request
from flask_babel import Domain, get_locale, get_translations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from webapp.views.identity import settings, signed_in

COOKIE = "tend_language"


def choose_language() -> str:
    """Return the language code for this request."""
    offered = settings().languages
    if request.path.startswith(("/static/", "/healthz")):
        return offered[0]
    found = signed_in()
    if found is not None and found.has_language and found.actor.language in offered:
        return found.actor.language
    kept = request.cookies.get(COOKIE)
    if kept in offered:
        return str(kept)
    fallback = found.actor.language if found else offered[0]
    return request.accept_languages.best_match(offered) or fallback


def text_direction() -> str:
    """Return "ltr" or "rtl" for the page's language."""
    locale = get_locale()
    return locale.text_direction if locale else "ltr"


class Sentences(Domain):
    """The catalogue of the page's language, looked up once for a page instead of every sentence."""

    def get_translations(self) -> Any:
        kept = g.get("_flask_babel")
        # The extension's own place for it, which it empties when it forces another language.
        found = getattr(kept, "babel_translations", None)
        if found is None:
            found = super().get_translations()
            kept = g.get("_flask_babel")
            if kept is not None:
                kept.babel_translations = found
        return found


def spoken() -> str:
    """Return the code of the page's language."""
    return _memory().code


def init_language(app: Flask) -> None:
    """Give templates sentences that are translated once for each language, not for each use."""
    app.extensions["babel"].instance.domain_instance = Sentences()
    app.jinja_env.globals.update(gettext=_say, _=_say, ngettext=_say_number, remembered=remembered)


def remembered(macro: Callable[..., Any]) -> Callable[..., Any]:
    """Return a macro that is rendered once for each language and set of arguments.

    For small ones whose words depend on nothing else, such as a picture or a mark.
    """
    name = str(getattr(macro, "name", macro))

    def recall(*args: Any, **kwargs: Any) -> Any:
        kept = _memory().pieces
        key = (name, args, tuple(kwargs.items()))
        found = kept.get(key)
        if found is None:
            found = kept[key] = macro(*args, **kwargs)
        return found

    return recall


class _Memory:
    """What was said in one language: sentences as templates use them, and small pieces of pages."""

    def __init__(self, translations: Translations, code: str) -> None:
        self.translations = translations
        self.code = code
        self.sentences: dict[str, Markup] = {}
        self.pieces: dict[Any, Any] = {}


def _memory() -> _Memory:
    # Asked for every sentence of a page: the short way first.
    kept = getattr(g, "_flask_babel", None)
    translations = getattr(kept, "babel_translations", None) or get_translations()
    found = getattr(translations, "tend_memory", None)
    if found is None:
        found = _Memory(translations, str(get_locale() or ""))
        translations.tend_memory = found
    memory: _Memory = found
    return memory


@pass_context
def _say(context: Context, sentence: str, /, **values: Any) -> str:
    memory = _memory()
    said = memory.sentences.get(sentence)
    if said is None:
        said = memory.sentences[sentence] = Markup(memory.translations.ugettext(sentence))  # noqa: S704 - our own words
    if not context.eval_ctx.autoescape:
        return str(said) % values
    # The common case first: nothing to fill in, and no doubled per cent sign.
    return said % values if values or "%" in said else said


@pass_context
def _say_number(context: Context, one: str, many: str, number: Any, /, **values: Any) -> str:
    said = _memory().translations.ungettext(one, many, number)
    values.setdefault("num", number)
    if not context.eval_ctx.autoescape:
        return str(said) % values
    return Markup(said) % values  # noqa: S704 - our own words; the values are escaped
