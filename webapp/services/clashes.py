"""Two people changed the same thing: both values are kept and a person decides."""

from webapp.services.errors import Conflict


class EditClash(Conflict):
    """Somebody else changed the same facts meanwhile."""
