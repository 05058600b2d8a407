"""What holds now."""

from setpoint.kernel.limits.declared import LIMITS
from setpoint.kernel.limits.models import Limit
from setpoint.kernel.rates import Rate


def most_of(key: str) -> int:
    """Return the number of a limit: the administrator's, else the declared one. One query."""
    row = Limit.objects.filter(key=key).values_list("most", flat=True).first()
    return LIMITS[key].most if row is None else row


def rate_of(key: str) -> Rate:
    """Return a limit that counts requests within seconds. One query."""
    return Rate(most_of(key), LIMITS[key].seconds)


def all_now() -> dict[str, int]:
    """Return every declared limit as it holds. One query."""
    changed = dict(Limit.objects.values_list("key", "most"))
    return {key: changed.get(key, declared.most) for key, declared in LIMITS.items()}
