"""Forms for cases: risk, status, and who works on them."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from webapp.domain.cases import AssignmentKind, CaseStatus, RiskLevel
from webapp.domain.readiness import ClosureReason, Readiness
from webapp.forms import words
from webapp.forms.base import AtMost, IdField, Needed, TendForm
from webapp.forms.client_words import CLOSURES, READINESS
from webapp.forms.clients import INCOMPLETE, NO_FILL, ChoiceField, DayField, SeenField

FREE = {**NO_FILL, "dir": "auto"}


class RiskForm(TendForm):
    """A judgement of risk."""

    case_id = IdField(validators=[Needed(INCOMPLETE)])
    base_level = SeenField()
    level = ChoiceField(
        _l("Risk from now on"),
        choices=[(one.value, words.RISKS[one]) for one in RiskLevel],
        missing=_l("Choose a risk."),
    )
    reason = TextAreaField(
        _l("Why?"),
        description=_l("What you saw or heard, so that others can judge it."),
        validators=[Needed(_l("Say why: what you saw or heard.")), AtMost(2000)],
        render_kw={**FREE, "rows": 3},
    )
    next_review_on = DayField(
        _l("Look at it again on"),
        description=_l("Left empty, the day follows from the risk."),
        validators=[Optional()],
        render_kw=NO_FILL,
    )


class StatusForm(TendForm):
    """A step of a case's status, with whatever that status asks for."""

    case_id = IdField(validators=[Needed(INCOMPLETE)])
    base_status = SeenField()
    status = ChoiceField(
        _l("Status from now on"),
        choices=[(one.value, words.STATUSES[one]) for one in CaseStatus],
        missing=_l("Choose a status."),
    )
    reason = TextAreaField(
        _l("Why, or what is the plan?"),
        validators=[AtMost(1900)],
        render_kw={**FREE, "rows": 3},
    )
    trigger = StringField(
        _l("What would make you take it up again?"), validators=[AtMost(1900)], render_kw=FREE
    )
    review_on = DayField(_l("Look at it again on"), validators=[Optional()], render_kw=NO_FILL)
    next_step = StringField(_l("Next contact"), validators=[AtMost(200)], render_kw=FREE)
    next_step_on = DayField(_l("On which day?"), validators=[Optional()], render_kw=NO_FILL)
    task_id = IdField()
    readiness = SelectMultipleField(
        _l("Ready to schedule"),
        choices=[(one.value, READINESS[one]) for one in Readiness],
        coerce=str,
        validators=[Optional()],
    )
    closure_reason = SelectField(
        _l("Why is it closing?"),
        choices=[
            ("", _l("Choose a reason")),
            *((one.value, CLOSURES[one]) for one in ClosureReason),
        ],
        coerce=str,
        validators=[Optional()],
    )
    referral_source = StringField(
        _l("Who referred this person?"), validators=[AtMost(200)], render_kw=NO_FILL
    )
    receiver = StringField(
        _l("Which worker or agency takes over?"), validators=[AtMost(200)], render_kw=FREE
    )
    transfer_on = DayField(_l("Day of the transfer"), validators=[Optional()], render_kw=NO_FILL)


class AssignForm(TendForm):
    """Somebody is given a part in a case."""

    case_id = IdField(validators=[Needed(INCOMPLETE)])
    user_id = IdField(_l("Who?"), validators=[Needed(_l("Choose a person."))])
    kind = ChoiceField(
        _l("As what?"),
        choices=[(one.value, words.ASSIGNMENTS[one]) for one in AssignmentKind],
        default=AssignmentKind.PRIMARY.value,
        missing=_l("Choose a part."),
    )
    reason = StringField(_l("Why?"), validators=[AtMost(1000)], render_kw=FREE)


class EndAssignmentForm(TendForm):
    """Somebody's part in a case is over."""

    assignment_id = IdField(validators=[Needed(INCOMPLETE)])
    reason = StringField(
        _l("Why?"),
        validators=[Needed(_l("Say why this ends.")), AtMost(1000)],
        render_kw=FREE,
    )
