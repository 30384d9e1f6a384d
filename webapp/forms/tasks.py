"""Forms for next steps."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import Optional

from webapp.forms.base import AtMost, IdField, Needed, TendForm


class TaskForm(TendForm):
    """A next step, for a client or for oneself."""

    task_id = IdField(validators=[Needed(_l("This page is incomplete. Load it again."))])
    client_id = IdField()
    title = StringField(
        _l("Next step"),
        validators=[Needed(_l("Say what the next step is.")), AtMost(200)],
        render_kw={"autocomplete": "off"},
    )
    due_on = DateField(_l("By when?"), validators=[Optional()])
    is_hard_deadline = BooleanField(_l("A deadline set from outside, such as court or benefits"))


class TaskMarkForm(TendForm):
    """A next step that is done, or open again."""

    task_id = IdField(validators=[Needed(_l("This page is incomplete. Load it again."))])
