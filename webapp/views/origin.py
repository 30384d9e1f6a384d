"""Every unsafe request must come from our own pages; checked by origin, not by a token.

A token in a page grows stale in a page kept on a phone. Browsers say themselves where a
request comes from (Sec-Fetch-Site); older ones say at least their origin.
"""

from urllib.parse import urlsplit

from flask import Flask, abort, request

from webapp.database import SAFE_METHODS


def init_origin(app: Flask) -> None:
    """Refuse unsafe requests from other sites."""

    @app.before_request
    def check() -> None:
        if request.method in SAFE_METHODS:
            return
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            if site != "same-origin":
                abort(403)
            return
        origin = request.headers.get("Origin")
        if origin is None or urlsplit(origin).netloc != request.host:
            abort(403)
