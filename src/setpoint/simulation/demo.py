"""The demo company as commands and pages use it: create it, sign in to it, let days pass in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from setpoint.kernel.models import User
from setpoint.simulation.bridge import founding
from setpoint.simulation.bridge.cast import load
from setpoint.simulation.bridge.inquiries import inquire
from setpoint.simulation.bridge.passing import live_until, next_morning
from setpoint.simulation.bridge.reporting import arrange
from setpoint.simulation.models import SimulatedLife
from setpoint.simulation.names import Language

_SHOWN = ("owner", "head", "seller", "marketer", "agent")


@dataclass(frozen=True)
class Login:
    """Somebody of the demo company; `role` in the company's language."""

    email: str
    password: str
    role: str


def create_demo(
    *,
    language: Language = "en",
    today: date | None = None,
    weeks: int = founding.WEEKS,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Create the demo company, or go on where its creation was cut short."""
    russian = language == "ru"
    founding.found(
        language=language,
        currency="RUB" if russian else "USD",
        country="RU" if russian else "US",
        time_zone="Europe/Moscow" if russian else "America/New_York",
        weeks=weeks,
        today=today,
        progress=progress,
    )
    inquire(load())
    arrange(language)


def logins() -> list[Login]:
    """Return one login of every role, the owner of the company first."""
    first: dict[str, User] = {}
    for user in User.objects.select_related("role").order_by("pk"):
        if user.role is not None:
            first.setdefault(user.role.key, user)
    return [Login(first[key].email, founding.PASSWORD, str(first[key].role)) for key in _SHOWN if key in first]


def pass_days(days: int, *, progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
    """Let days pass: people work, figures catch up, the loop turns; it ends on the next morning.

    ValueError for fewer than one day.
    """
    if days < 1:
        raise ValueError("at least one day passes")
    cast = load()
    before = SimulatedLife.objects.get().lived_until

    def count(day: date) -> None:
        progress((day - before).days, days)

    live_until(cast, before + timedelta(days=days), progress=count)
    next_morning(cast)
