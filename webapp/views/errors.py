"""What people see when something did not work: what happened, and what to do."""

from typing import Any

from flask import Flask, Response, jsonify, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from webapp.actions import AnotherReader
from webapp.domain.ids import parse_id
from webapp.services.errors import Conflict, Invalid, NotFound, NotYet, Refused
from webapp.views import rendering


def answer(status: int, template: str, **context: Any) -> Response:
    """Return an error as our script or a person wants it."""
    if request.path.startswith("/sync/"):
        response = jsonify({"error": template, "message": str(context.get("message", ""))})
        response.status_code = status
        return response
    return rendering.page(f"errors/{template}.html", status=status, **context)


def init_errors(app: Flask) -> None:
    """Map what services raise, and what Flask raises, to pages."""

    @app.errorhandler(NotFound)
    @app.errorhandler(404)
    def not_found(_error: Exception) -> Response:
        return answer(404, "not_found")

    @app.errorhandler(AnotherReader)
    def another_reader(error: AnotherReader) -> Response:
        return answer(403, "refused", message=error.message, sent=_what_was_sent())

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return answer(403, "refused", message=error.message)

    @app.errorhandler(403)
    def forbidden(_error: Exception) -> Response:
        return answer(
            403, "refused", message=_("This request did not come from Tend. Open Tend again.")
        )

    @app.errorhandler(Invalid)
    def invalid(error: Invalid) -> Response:
        return answer(422, "invalid", errors=error.errors, sent=_what_was_sent())

    @app.errorhandler(Conflict)
    def conflict(error: Conflict) -> Response:
        return answer(
            409, "conflict", message=error.message, clashes=error.clashes, sent=_what_was_sent()
        )

    @app.errorhandler(NotYet)
    def not_yet(_error: Exception) -> Response:
        return answer(425, "not_yet", sent=_what_was_sent())

    @app.errorhandler(413)
    def too_large(_error: Exception) -> Response:
        return answer(413, "too_large")

    @app.errorhandler(429)
    def too_many(error: HTTPException) -> Response:
        response = answer(429, "too_many")
        for name, value in error.get_headers():
            if name.lower() == "retry-after":
                response.headers[name] = value
        return response

    @app.errorhandler(HTTPException)
    def other(error: HTTPException) -> Response:
        return answer(error.code or 500, "broken")

    @app.errorhandler(500)
    def broken(_error: Exception) -> Response:
        return answer(500, "broken", sent=_what_was_sent())


def _what_was_sent() -> list[tuple[str, str]]:
    """Return the longer texts of the request, to be shown so that nobody types them again."""
    return [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if len(value) > 20 and name != "next" and "password" not in name and not parse_id(value)
    ]
