"""What can be done with clients, their cases, households and relationships."""

from webapp.actions import SUPERVISORS, Action, add_rows
from webapp.forms import cases as case_forms
from webapp.forms import clients as client_forms
from webapp.forms import households as household_forms
from webapp.services import (
    alerts,
    assignments,
    cases,
    client_edits,
    clients,
    contact_points,
    households,
    relationships,
    statuses,
)

add_rows(
    Action("add_client", client_forms.ClientForm, clients.add_client, offline=True),
    Action("edit_client", client_forms.EditClientForm, client_edits.edit_client, offline=True),
    Action("confirm_client", client_forms.ClientMarkForm, clients.confirm_client, offline=True),
    Action(
        "add_contact_point",
        client_forms.ContactPointForm,
        contact_points.add_contact_point,
        offline=True,
    ),
    Action(
        "edit_contact_point",
        client_forms.EditContactPointForm,
        contact_points.edit_contact_point,
        offline=True,
    ),
    Action(
        "remove_contact_point",
        client_forms.ContactPointMarkForm,
        contact_points.remove_contact_point,
        offline=True,
    ),
    Action("add_alert", client_forms.AlertForm, alerts.add_alert, offline=True),
    Action("end_alert", client_forms.EndAlertForm, alerts.end_alert, offline=True),
    Action("change_risk", case_forms.RiskForm, cases.change_risk, offline=True),
    Action("change_status", case_forms.StatusForm, statuses.change_status, offline=True),
    Action("assign_case", case_forms.AssignForm, assignments.assign_case, who=SUPERVISORS),
    Action(
        "end_assignment",
        case_forms.EndAssignmentForm,
        assignments.end_assignment,
        who=SUPERVISORS,
    ),
    Action(
        "create_household",
        household_forms.HouseholdForm,
        households.create_household,
        offline=True,
    ),
    Action(
        "add_household_member",
        household_forms.MemberForm,
        households.add_household_member,
        offline=True,
    ),
    Action(
        "remove_household_member",
        household_forms.MemberMarkForm,
        households.remove_household_member,
        offline=True,
    ),
    Action(
        "add_relationship",
        household_forms.RelationshipForm,
        relationships.add_relationship,
        offline=True,
    ),
)
