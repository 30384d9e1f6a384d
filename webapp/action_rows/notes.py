"""What can be done with notes."""

from webapp.actions import Action, add_rows
from webapp.forms.notes import (
    AddendumForm,
    CorrectionForm,
    NoteForm,
    NoteInErrorForm,
    SignNoteForm,
)
from webapp.services import notes

add_rows(
    Action("record_note", NoteForm, notes.record_note, offline=True),
    Action("revise_note", NoteForm, notes.revise_note, offline=True),
    Action("sign_note", SignNoteForm, notes.sign_note, offline=True),
    Action("add_addendum", AddendumForm, notes.add_addendum, offline=True),
    Action("correct_note", CorrectionForm, notes.correct_note, offline=True),
    Action("mark_note_in_error", NoteInErrorForm, notes.mark_note_in_error, offline=True),
)
