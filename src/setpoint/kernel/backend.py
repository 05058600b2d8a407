"""Who knows a password of ours. The person comes with his role: every page asks what it demands."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from setpoint.kernel.clock import company_today
from setpoint.kernel.models import User


class StaffBackend(ModelBackend):
    """Django's own check of passwords; one query brings person and role."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, None where he is gone or not active."""
        user = User.objects.select_related("role").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether somebody may come in: he works here, is not suspended, and his last day of access is not over."""
        until = getattr(user, "access_until", None)
        return bool(super().user_can_authenticate(user)) and (until is None or company_today() <= until)
