"""Pages of households and of the people who matter to a client."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask_login import login_required

from webapp.database import current_session
from webapp.domain.ids import parse_id
from webapp.forms.base import TendForm
from webapp.forms.households import HouseholdForm, MemberForm, RelationshipForm
from webapp.services import households
from webapp.services.errors import NotFound
from webapp.views import rendering
from webapp.views.actions import shows_again
from webapp.views.identity import current_actor, now

bp = Blueprint("households", __name__)

MOST_TYPED = 80


@bp.get("/households/<uuid:household_id>")
@login_required
def household(household_id: UUID) -> Response:
    """A household: everybody in it whom the reader may see, and how many others there are."""
    return household_page(household_id)


def household_page(household_id: UUID) -> Response:
    """Return a household's page, which a phone may carry."""
    found = households.household_page(current_session(), current_actor(), household_id, now())
    return rendering.page("households/household.html", may_be_packed=True, found=found)


@bp.get("/clients/<uuid:client_id>/household")
@login_required
def family(client_id: UUID) -> Response:
    """A client's households and the people who matter to them; ``q`` finds whom to add."""
    return _family_page(client_id)


def _family_page(client_id: UUID, form: TendForm | None = None, *, status: int = 200) -> Response:
    typed = request.args.get("q", "").strip()[:MOST_TYPED]
    found = households.family_page(current_session(), current_actor(), client_id, now(), typed)
    return rendering.page(
        "households/family.html",
        status=status,
        found=found,
        client=found.client,
        typed=typed,
        household_form=form if isinstance(form, HouseholdForm) else HouseholdForm(formdata=None),
        member_form=form if isinstance(form, MemberForm) else None,
        blank_member=MemberForm(formdata=None),
        relation_form=form
        if isinstance(form, RelationshipForm)
        else RelationshipForm(formdata=None),
        problems_form=form,
    )


@shows_again("create_household", "add_relationship")
def family_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the family again with the form's problems."""
    found = parse_id(str(fields.get("client_id", "")))
    if found is None:
        raise NotFound
    return _family_page(found, form, status=422)


@shows_again("add_household_member")
def member_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the household's family page again; it is that of a member who is already in it."""
    household_id = parse_id(str(fields.get("household_id", "")))
    if household_id is None:
        raise NotFound
    page = households.household_for(current_session(), current_actor(), household_id)
    seen = next(row.client for row in page.members if row.client is not None)
    return _family_page(seen.id, form, status=422)
