"""What a phone downloads: pages as they travel, and the built files."""

from http.client import HTTPConnection
from typing import Any

from bench.ground import HEAVY, ROOT, Place, cookies, own_clients, serving

FILES = ("app.js", "app.css", "icons.svg", "sw.js")


def measure(where: Place) -> dict[str, Any]:
    """Return {what: (kB, kB compressed)} of pages and files."""
    cookie = cookies(where, HEAVY, 1)[0]
    first = own_clients(where, HEAVY)[0]
    found = {}
    with serving("webapp:create_app()", where.environment) as server:
        port = server.port
        asked = {
            "login page": ("/login", ""),
            "today page": ("/today", cookie),
            "caseload page, 50 rows": ("/clients", cookie),
            "client page, 20 entries": (f"/clients/{first}", cookie),
            "note page": ("/note", cookie),
            **{name: (f"/static/dist/{name}", "") for name in FILES if name != "sw.js"},
            "sw.js": ("/sw.js", ""),
        }
        for name, (path, who) in asked.items():
            found[name] = {
                "kB": _size(port, path, who, "identity") / 1000,
                "kB_br": _size(port, path, who, "br") / 1000,
            }
    return found


def _size(port: int, path: str, cookie: str, encoding: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Accept-Encoding": encoding, **({"Cookie": cookie} if cookie else {})}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}; are the assets built? ({ROOT})")
    return len(body)
