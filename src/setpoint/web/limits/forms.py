"""A number for each limit."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from setpoint.kernel.limits.declared import LIMITS
from setpoint.kernel.limits.reading import all_now

CHECK = "check."


class LimitsForm(forms.Form):
    """As many numbers as there are limits; one that is not sent stays."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for key, most in all_now().items():
            declared = LIMITS[key]
            self.fields[key] = forms.IntegerField(
                label=str(declared.label),
                required=False,
                min_value=1,
                max_value=declared.largest,
                initial=most,
                help_text="" if most == declared.most else _("As installed: %(most)s") % {"most": declared.most},
            )

    def numbers(self) -> dict[str, int]:
        """Return what was sent."""
        return {key: most for key, most in self.cleaned_data.items() if most is not None}

    def rates(self) -> list[forms.BoundField]:
        """Return the limits that count requests."""
        return [self[key] for key in self.fields if LIMITS[key].seconds]

    def checks(self) -> list[forms.BoundField]:
        """Return what `setpoint check` heeds."""
        return [self[key] for key in self.fields if key.startswith(CHECK)]

    def sizes(self) -> list[forms.BoundField]:
        """Return the other ones."""
        return [self[key] for key in self.fields if not LIMITS[key].seconds and not key.startswith(CHECK)]

    def add_refusal(self, refused: Mapping[str, Iterable[str]]) -> None:
        """Put what the operation refused at its numbers."""
        for key, messages in refused.items():
            self.add_error(key if key in self.fields else None, list(messages))
