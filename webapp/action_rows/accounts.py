"""What can be done with accounts.

Forms with a password carry no ``op_id``: nothing about a password is put into a receipt.
"""

from webapp.actions import ADMINISTRATORS, SUPERVISORS, Action, add_rows
from webapp.forms.accounts import (
    AcceptInvitationForm,
    ChangePasswordForm,
    DeviceForm,
    EnrolDeviceForm,
    ForgotPasswordForm,
    InvitationForm,
    InvitePersonForm,
    NoFieldsForm,
    PersonForm,
    PreferencesForm,
    ResetPasswordForm,
    SessionForm,
)
from webapp.services import accounts, devices, invitations, passwords, sessions

add_rows(
    Action("sign_out", NoFieldsForm, sessions.sign_out),
    Action("sign_out_everywhere", NoFieldsForm, sessions.sign_out_everywhere),
    Action("revoke_session", SessionForm, sessions.revoke_session),
    Action("change_password", ChangePasswordForm, passwords.change_password),
    Action(
        "request_password_reset",
        ForgotPasswordForm,
        passwords.request_password_reset,
        who=None,
    ),
    Action("reset_password", ResetPasswordForm, passwords.reset_password, who=None),
    Action("save_preferences", PreferencesForm, accounts.save_preferences),
    Action("enrol_device", EnrolDeviceForm, devices.enrol_device),
    Action("forget_device", DeviceForm, devices.forget_device),
    Action("invite_person", InvitePersonForm, invitations.invite_person, who=SUPERVISORS),
    Action("resend_invitation", InvitationForm, invitations.resend_invitation, who=SUPERVISORS),
    Action("revoke_invitation", InvitationForm, invitations.revoke_invitation, who=SUPERVISORS),
    Action("accept_invitation", AcceptInvitationForm, invitations.accept_invitation, who=None),
    Action("deactivate_person", PersonForm, accounts.deactivate_person, who=ADMINISTRATORS),
    Action("reactivate_person", PersonForm, accounts.reactivate_person, who=ADMINISTRATORS),
)
