"""Forms of the area."""

from lms.firms.forms.firms import FirmForm, MembershipForm

__all__ = ["FirmForm", "MembershipForm"]
