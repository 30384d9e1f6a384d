"""Pages of a client's cases: risk, status, and who works on them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask_login import login_required

from webapp.database import current_session
from webapp.domain.cases import CaseStatus
from webapp.domain.ids import parse_id
from webapp.domain.people import Role
from webapp.domain.seen import Seen
from webapp.forms import client_words
from webapp.forms.base import TendForm
from webapp.forms.cases import AssignForm, EndAssignmentForm, RiskForm, StatusForm
from webapp.services import assignments, cases
from webapp.services.cases import CaseRow, CasesPage
from webapp.services.errors import NotFound
from webapp.views import rendering
from webapp.views.actions import shows_again
from webapp.views.client_editing import shows_clash
from webapp.views.identity import current_actor, now

bp = Blueprint("case_editing", __name__)

#: What the form of each status asks for beside the reason.
ASKED: dict[CaseStatus, tuple[str, ...]] = {
    CaseStatus.REFERRED: ("referral_source", "reason"),
    CaseStatus.INTAKE: ("reason",),
    CaseStatus.READY: ("readiness", "reason"),
    CaseStatus.ACTIVE: ("reason", "next_step", "next_step_on"),
    CaseStatus.HOLDING: ("reason", "trigger", "review_on"),
    CaseStatus.UNREACHABLE: ("reason",),
    CaseStatus.CLOSING: ("closure_reason", "reason"),
    CaseStatus.CLOSED: ("reason",),
    CaseStatus.TRANSFERRED: ("receiver", "transfer_on", "reason"),
}
#: Statuses that a supervisor signs off.
SIGNED_OFF = frozenset({CaseStatus.CLOSED, CaseStatus.TRANSFERRED})


@bp.get("/clients/<uuid:client_id>/risk")
@login_required
def risk(client_id: UUID) -> Response:
    """A case's risk with its history, and the form to judge it anew."""
    return _risk_page(client_id, _asked_case())


def _risk_page(
    client_id: UUID,
    case_id: UUID | None,
    form: TendForm | None = None,
    *,
    status: int = 200,
    theirs: str | None = None,
) -> Response:
    found = cases.risk_page(current_session(), current_actor(), client_id, now())
    row = _chosen(found, case_id)
    if form is None and row is not None:
        level = row.case.risk.value if row.case.risk else ""
        form = RiskForm(formdata=None, data={"level": level, "base_level": Seen(level)})
    return rendering.page(
        "clients_editing/risk.html",
        status=status,
        found=found,
        row=row,
        form=form,
        theirs=theirs,
    )


@shows_again("change_risk")
def risk_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the risk form again with its problems."""
    case = _case_sent(fields)
    return _risk_page(case.client_id, case.id, form, status=422)


def _risk_clashed(fields: dict[str, Any], theirs: dict[str, str]) -> Response:
    case = _case_sent(fields)
    form = RiskForm.read(fields)
    form["base_level"].data = Seen(case.risk.value if case.risk else "")
    return _risk_page(case.client_id, case.id, form, status=409, theirs=theirs["level"])


@bp.get("/clients/<uuid:client_id>/status")
@login_required
def status(client_id: UUID) -> Response:
    """A case's status with its history; ``to`` opens the form of one status."""
    wanted = request.args.get("to")
    to = CaseStatus(wanted) if wanted in set(CaseStatus) else None
    return _status_page(client_id, _asked_case(), to)


def _status_page(
    client_id: UUID,
    case_id: UUID | None,
    to: CaseStatus | None,
    form: TendForm | None = None,
    *,
    status: int = 200,
    theirs: str | None = None,
) -> Response:
    actor = current_actor()
    found = cases.status_page(current_session(), actor, client_id, now())
    row = _chosen(found, case_id)
    if form is None and row is not None and to is not None:
        base = {"status": to.value, "base_status": Seen(row.case.status.value)}
        form = StatusForm(formdata=None, data=base)
    return rendering.page(
        "clients_editing/status.html",
        status=status,
        found=found,
        row=row,
        to=to,
        form=form,
        asked=ASKED[to] if to else (),
        theirs=theirs,
        choices=[
            one for one in CaseStatus if one not in SIGNED_OFF or actor.role is not Role.WORKER
        ],
        closures=client_words.CLOSURES,
    )


@shows_again("change_status")
def status_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the form of the status again with its problems."""
    case = _case_sent(fields)
    return _status_page(case.client_id, case.id, _status_sent(fields), form, status=422)


def _status_clashed(fields: dict[str, Any], theirs: dict[str, str]) -> Response:
    case = _case_sent(fields)
    form = StatusForm.read(fields)
    form["base_status"].data = Seen(case.status.value)
    to = _status_sent(fields)
    return _status_page(case.client_id, case.id, to, form, status=409, theirs=theirs["status"])


@bp.get("/clients/<uuid:client_id>/people")
@login_required
def people(client_id: UUID) -> Response:
    """Who works and worked with a client."""
    return _people_page(client_id)


def _people_page(client_id: UUID, form: TendForm | None = None, *, status: int = 200) -> Response:
    found = assignments.people_page(current_session(), current_actor(), client_id, now())
    return rendering.page(
        "clients_editing/people.html",
        status=status,
        found=found,
        assign_form=form if isinstance(form, AssignForm) else None,
        blank=AssignForm(formdata=None),
        end_form=form if isinstance(form, EndAssignmentForm) else None,
    )


@shows_again("assign_case")
def assign_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the people again with the problems of the new assignment."""
    return _people_page(_case_sent(fields).client_id, form, status=422)


@shows_again("end_assignment")
def end_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the people again: a reason is missing."""
    found = parse_id(str(fields.get("assignment_id", "")))
    if found is None:
        raise NotFound
    client_id = assignments.client_of(current_session(), current_actor(), found)
    return _people_page(client_id, form, status=422)


def _asked_case() -> UUID | None:
    return parse_id(request.args.get("case", ""))


def _case_sent(fields: dict[str, Any]) -> Any:
    found = parse_id(str(fields.get("case_id", "")))
    if found is None:
        raise NotFound
    return cases.case_seen(current_session(), current_actor(), found)


def _status_sent(fields: dict[str, Any]) -> CaseStatus | None:
    sent = fields.get("status")
    return CaseStatus(sent) if isinstance(sent, str) and sent in set(CaseStatus) else None


def _chosen(found: CasesPage, case_id: UUID | None) -> CaseRow | None:
    named = [row for row in found.rows if row.case.id == case_id]
    return next(iter(named or found.rows), None)


shows_clash("change_risk", _risk_clashed)
shows_clash("change_status", _status_clashed)
