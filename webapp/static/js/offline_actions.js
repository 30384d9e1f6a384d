// What may wait on this phone, and what each thing is called in the Outbox.
import { _ } from './i18n.js';

const NAMES = {
  record_note: () => _('Note'),
  revise_note: () => _('Change to a note'),
  sign_note: () => _('Signature'),
  add_addendum: () => _('Addition to a note'),
  correct_note: () => _('Correction of a note'),
  mark_note_in_error: () => _('Note marked as a mistake'),
  add_task: () => _('Next step'),
  complete_task: () => _('Step done'),
  reopen_task: () => _('Step not done after all'),
  add_client: () => _('New client'),
  edit_client: () => _('Changed facts'),
  add_contact_point: () => _('New way to reach someone'),
  edit_contact_point: () => _('Changed way to reach someone'),
  remove_contact_point: () => _('Removed way to reach someone'),
  add_alert: () => _('Alert'),
  end_alert: () => _('Alert ended'),
  change_risk: () => _('Risk'),
  change_status: () => _('Status'),
  confirm_client: () => _('Facts confirmed'),
  create_household: () => _('Household'),
  add_household_member: () => _('New member of a household'),
  remove_household_member: () => _('Member left a household'),
  add_relationship: () => _('Relationship'),
};

export const mayWait = (action) => Object.hasOwn(NAMES, action);
export const nameOf = (action) => NAMES[action]?.() ?? action.replaceAll('_', ' ');

// Give the text of an entry worth copying or showing.
export function textOf({ fields }) {
  const sections = Object.keys(fields).filter((name) => name.startsWith('section_'));
  const parts = ['body', 'text', ...sections, 'title', 'reason', 'next_step', 'value'].map((name) => fields[name]);
  return parts.flat().filter(Boolean).join('\n\n');
}

// Give the client an entry is about, when it says so.
export const clientOf = ({ fields, stream }) => fields.client_id ?? (stream === 'worker' ? undefined : stream);
