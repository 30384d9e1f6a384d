"""Forms for households and relationships."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from webapp.forms import words
from webapp.forms.base import AtMost, IdField, Needed, TendForm
from webapp.forms.clients import CHOOSE, INCOMPLETE, NAME, NO_FILL, ChoiceField

ROLES = list(words.HOUSEHOLD_ROLES.items())


class HouseholdForm(TendForm):
    """A new household around one client."""

    household_id = IdField(validators=[Needed(INCOMPLETE)])
    member_id = IdField()
    client_id = IdField(validators=[Needed(INCOMPLETE)])
    name = StringField(
        _l("Name of the household"),
        description=_l("Such as: Rivera family"),
        validators=[AtMost(200)],
        render_kw=NAME,
    )
    relationship = ChoiceField(_l("This client is"), choices=ROLES, default="head", missing=CHOOSE)


class MemberForm(TendForm):
    """Somebody who joins a household."""

    household_id = IdField(validators=[Needed(INCOMPLETE)])
    member_id = IdField(validators=[Needed(INCOMPLETE)])
    client_id = IdField(_l("Who?"), validators=[Needed(_l("Choose a person."))])
    relationship = ChoiceField(
        _l("In this household the person is"), choices=ROLES, default="unknown", missing=CHOOSE
    )


class MemberMarkForm(TendForm):
    """Somebody who left a household."""

    member_id = IdField(validators=[Needed(INCOMPLETE)])


class RelationshipForm(TendForm):
    """Somebody who matters to a client."""

    client_id = IdField(validators=[Needed(INCOMPLETE)])
    relationship_id = IdField(validators=[Needed(INCOMPLETE)])
    other_client_id = IdField()
    other_name = StringField(
        _l("Name"),
        validators=[AtMost(200)],
        render_kw=NAME,
    )
    kind = StringField(
        _l("Who is this to the client?"),
        description=_l("Such as: mother, probation officer"),
        validators=[Needed(_l("Say who this person is to the client.")), AtMost(60)],
        render_kw={**NO_FILL, "dir": "auto"},
    )
    phone = StringField(
        _l("Phone"),
        validators=[AtMost(60)],
        render_kw={**NO_FILL, "inputmode": "tel", "dir": "ltr"},
    )
