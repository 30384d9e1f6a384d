"""What can be done with next steps."""

from webapp.actions import Action, add_rows
from webapp.forms.tasks import TaskForm, TaskMarkForm
from webapp.services import tasks

PARTIAL = "tasks/_task.html"

add_rows(
    Action("add_task", TaskForm, tasks.add_task, offline=True, partial=PARTIAL),
    Action("complete_task", TaskMarkForm, tasks.complete_task, offline=True, partial=PARTIAL),
    Action("reopen_task", TaskMarkForm, tasks.reopen_task, offline=True, partial=PARTIAL),
)
