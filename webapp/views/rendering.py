"""Rendering pages, and all that Tend knows of htmx.

One URL has one representation, always the full page; only answers to actions and a few
lists may be partial.
"""

from typing import Any

from flask import Response, make_response, render_template, request
from htmx_flask.requests import HtmxAwareRequest

from webapp.forms import words


class TendRequest(HtmxAwareRequest):
    """A request that knows the headers of htmx 4."""

    @property
    def is_partial(self) -> bool:
        """Answer whether htmx asks for a part of a page rather than a page."""
        return (
            self.headers.get("HX-Request") == "true"
            and self.headers.get("HX-Request-Type", "partial") != "full"
        )

    @property
    def is_from_script(self) -> bool:
        """Answer whether our own script sent this and wants a plain JSON answer."""
        return self.headers.get("X-Tend-Fetch") == "1"


def asks_for_part() -> bool:
    """Answer whether this request wants a part of a page."""
    return bool(getattr(request, "is_partial", False))


def is_from_script() -> bool:
    """Answer whether this request was sent by our own script."""
    return bool(getattr(request, "is_from_script", False))


def page(
    template: str, *, status: int = 200, may_be_packed: bool = False, **context: Any
) -> Response:
    """Return a full page; a packed one may be kept, sealed, on a phone."""
    said = words.said(request.args.get("said", ""))
    response = make_response(render_template(template, said=said, **context), status)
    if may_be_packed and status == 200 and said is None:
        response.headers["X-App-Page"] = "1"
    return response


def part(template: str, *, status: int = 200, say: str | None = None, **context: Any) -> Response:
    """Return a part of a page, and a sentence for the status region."""
    html = render_template(template, **context)
    sentence = words.said(say or "")
    if sentence:
        html += render_template("macros/_say.html", sentence=sentence)
    return make_response(html, status)
