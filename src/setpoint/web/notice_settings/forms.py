"""The matrix of kinds and ways, the digest, the quiet hours."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.models import User
from setpoint.loop.inform.kinds import NOTICES
from setpoint.loop.inform.operations.wishes import Rhythm, rhythm_of
from setpoint.loop.inform.ways import Way, all_ways
from setpoint.loop.inform.wishes import Wishes

CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class ChoiceOfWay(forms.ChoiceField):
    """When a kind of notice goes one way, which a narrow screen names beside the choice."""

    def __init__(self, way: Way, **more: Any) -> None:
        super().__init__(**more)
        self.way = way.label


class WishesForm(forms.Form):
    """A choice for each kind of notice and each way."""

    digest = forms.BooleanField(label=_("A digest by e-mail every day"), required=False)
    hour = forms.TypedChoiceField(
        label=_("Hour of the digest"), coerce=int, choices=[(hour, f"{hour}:00") for hour in range(24)]
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=CLOCK)
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=CLOCK)

    def __init__(self, user: User, data: Any = None) -> None:
        wishes = Wishes.of([user.pk])
        super().__init__(data, initial=vars(rhythm_of(user)))
        for number, kind in enumerate(NOTICES.values()):
            for way in all_ways():
                self.fields[f"{number}-{way.key}"] = ChoiceOfWay(
                    way,
                    label=f"{kind.label}: {way.label}",
                    choices=[(when.value, when.label) for when in way.whens],
                    initial=wishes.when(user.pk, kind.key, way.key),
                )

    def rows(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Yield each kind by its label with its choices in the order of the ways."""
        for number, kind in enumerate(NOTICES.values()):
            yield kind.label, [self[f"{number}-{way.key}"] for way in all_ways()]

    def whens(self) -> dict[tuple[str, str], str]:
        """Return what was chosen, by kind and way."""
        return {
            (kind.key, way.key): self.cleaned_data[f"{number}-{way.key}"]
            for number, kind in enumerate(NOTICES.values())
            for way in all_ways()
        }

    def rhythm(self) -> Rhythm:
        """Return digest and quiet hours."""
        said = self.cleaned_data
        return Rhythm(said["digest"], said["hour"], said["quiet_from"], said["quiet_until"])

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what the operation refused at its inputs."""
        for name, errors in getattr(refusal, "error_dict", {None: refusal}).items():
            self.add_error(name if name in self.fields else None, errors)
