"""The caseload and a client's page."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_login import login_required

from webapp.database import current_session
from webapp.domain.names import fold, initials
from webapp.domain.people import Actor
from webapp.domain.phones import digits
from webapp.forms import words
from webapp.services import audit, caseload, client_page, search
from webapp.services.caseload import Listed, Person, Show, Whose
from webapp.services.search import FindWords, Found
from webapp.services.timeline import Only
from webapp.views import rendering
from webapp.views.context import local_day
from webapp.views.identity import current_actor, now
from webapp.views.presenting import client_view, row_of

bp = Blueprint("clients", __name__)

#: Rows on the first page of the list, and more with each "Show more".
PAGE = 50
MOST_SEARCHED = 80


@bp.get("/clients")
@login_required
def clients() -> Response:
    """The caseload: found by name or filtered, in bands, the most pressing first."""
    return caseload_page(current_actor(), request.args.to_dict())


@bp.get("/clients/<uuid:client_id>")
@login_required
def client(client_id: UUID) -> Response:
    """One client."""
    only = Only(request.args["only"]) if request.args.get("only") in set(Only) else Only.ALL
    return client_page_of(current_actor(), client_id, only, _moment(request.args.get("before")))


def client_page_of(
    actor: Actor,
    client_id: UUID,
    only: Only = Only.ALL,
    before: datetime | None = None,
    *,
    is_carried: bool = False,
) -> Response:
    """Return a client's page; ``is_carried``: it is fetched to be kept on a phone."""
    page = client_page.load(
        current_session(),
        actor,
        client_id,
        now(),
        only=only,
        before=before,
        why="pack" if is_carried else "client",
    )
    return rendering.page(
        "clients/client.html",
        may_be_packed=only is Only.ALL and before is None,
        client=page.client,
        view=client_view(page, actor, only=only, is_carried=is_carried),
    )


def caseload_page(actor: Actor, args: dict[str, str]) -> Response:
    """Return the caseload as the arguments filter it."""
    session = current_session()
    typed = args.get("q", "").strip()[:MOST_SEARCHED]
    if actor.is_administrator:
        context = _agency(actor, typed, args)
    else:
        context = _own(actor, typed, args)
    details = {"found": context["found"], "is_search": bool(typed)}
    audit.record(session, actor, "read_caseload", now(), details=details)
    carried = args.get("show") == Show.ALL and len(args) == 1
    return rendering.page("clients/caseload.html", may_be_packed=carried, caseload=context)


def _own(actor: Actor, typed: str, args: dict[str, str]) -> dict[str, Any]:
    session, on = current_session(), local_day()
    whose = Whose(args["whose"]) if args.get("whose") in set(Whose) else None
    people = caseload.load(session, actor, now(), whose)
    show = Show(args["show"]) if args.get("show") in set(Show) else Show.ALL
    is_whole = args.get("show") == Show.ALL
    kept = caseload.shows(people, on)
    listed = [person for person in people if show in kept[person]]
    find: dict[UUID, FindWords] = {}
    if typed or is_whole:
        find = caseload.find_words(session, listed)
    if typed:
        listed = search.find_in(listed, typed, lambda person: find[person.client_id])
    else:
        listed = caseload.in_bands(listed)
    count = len(listed) if is_whole else _count(args.get("n"))
    counts = Counter(one for shows in kept.values() for one in shows)
    return {
        "show": show,
        "q": typed,
        "total": len(people),
        "found": len(listed),
        "filters": _filters(show, counts, len(people)),
        "whose": whose or caseload.default_whose(actor),
        "bands": _bands(
            listed[:count], listed, find if is_whole else {}, kept, is_found=bool(typed)
        ),
        "more": _more(args, count) if len(listed) > count else None,
        "more_count": min(PAGE, len(listed) - count),
    }


def _agency(actor: Actor, typed: str, args: dict[str, str]) -> dict[str, Any]:
    session = current_session()
    count = _count(args.get("n"))
    listed: Sequence[Found | Listed]
    if typed:
        listed = search.find_clients(session, actor, typed, PAGE)
        total = found = len(listed)
    else:
        listed, total = caseload.agency_list(session, 0, count)
        found = total
    rows = [
        {
            "id": one.client_id,
            "name": one.name,
            "initials": initials(one.name),
            "reasons": [one.case_number],
            "risk": None,
            "due_on": None,
            "is_late": False,
        }
        for one in listed
    ]
    bands = [{"key": "all", "heading": _("All clients"), "rows": rows, "count": found}]
    return {
        "show": Show.ALL,
        "q": typed,
        "total": total,
        "found": found,
        "filters": [],
        "whose": None,
        "bands": bands if rows else [],
        "more": _more(args, count) if total > count and not typed else None,
        "more_count": min(PAGE, max(0, total - count)),
    }


_FILTER_WORDS: dict[Show, Callable[[], str]] = {
    Show.ALL: lambda: _("All"),
    Show.HIGH: lambda: _("High"),
    Show.READY: lambda: _("Ready"),
    Show.WAITING: lambda: _("Waiting"),
    Show.HOLDING: lambda: _("Holding"),
    Show.NO_CONTACT: lambda: _("No contact 14 d"),
    Show.REVIEW_DUE: lambda: _("Review due"),
}


def _filters(current: Show, counts: Counter[Show], total: int) -> list[dict[str, Any]]:
    return [
        {
            "key": show.value,
            "label": label(),
            "count": total if show is Show.ALL else counts[show],
            "is_current": show is current,
        }
        for show, label in _FILTER_WORDS.items()
    ]


def _bands(
    shown: list[Person],
    listed: list[Person],
    find: dict[UUID, FindWords],
    kept: dict[Person, set[Show]],
    *,
    is_found: bool,
) -> list[dict[str, Any]]:
    on = local_day()
    if is_found:
        rows = [row_of(person, on) for person in shown]
        heading = _("Found")
        return [{"key": "found", "heading": heading, "rows": rows, "count": None}] if rows else []
    totals = Counter(person.ranked.band for person in listed)
    bands: list[dict[str, Any]] = []
    for person in shown:
        band = person.ranked.band
        if not bands or bands[-1]["key"] != band:
            bands.append(
                {"key": band, "heading": words.BANDS[band], "rows": [], "count": totals[band]}
            )
        row = row_of(person, on)
        if find:
            row["find"] = _searched_text(find[person.client_id])
            # The phone filters its copy by itself.
            row["filters"] = " ".join(sorted(kept[person]))
        bands[-1]["rows"].append(row)
    return bands


def _searched_text(words: FindWords) -> str:
    """Return what a phone searches a row by, folded; it stands only in the sealed copy."""
    phones = [digits(phone)[-10:] for phone in words.phones]
    return fold(" ".join([*words.names, words.case_number, *phones, words.address or ""]))


def _count(text: str | None) -> int:
    if not text or not text.isdecimal() or len(text) > 4:
        return PAGE
    return min(max(int(text), PAGE), 2000)


def _more(args: dict[str, str], count: int) -> str:
    from urllib.parse import urlencode

    kept = {key: args[key] for key in ("q", "show", "whose") if args.get(key)}
    return f"/clients?{urlencode({**kept, 'n': count + PAGE})}#list"


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        # A plus sign in an address arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    # At the ends of the calendar a moment cannot be turned into another zone.
    return moment if moment.tzinfo and 1 < moment.year < 9999 else None
