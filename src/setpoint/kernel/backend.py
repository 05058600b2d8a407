"""Who knows a password of ours. The person comes with his role: every page asks what it demands."""

from django.contrib.auth.backends import ModelBackend

from setpoint.kernel.models import User


class StaffBackend(ModelBackend):
    """Django's own check of passwords; one query brings person and role."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, None where he is gone or not active."""
        user = User.objects.select_related("role").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
