"""What one writes about purposes and rules."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from setpoint.platform.personal.models import Deed
from setpoint.platform.personal.rules import LONGEST, SHORTEST


class WordsForm(forms.Form):
    """The words in which a person is asked."""

    text = forms.CharField(label=_("Text that the person agrees to"), widget=forms.Textarea(attrs={"rows": 4}))


class PurposeForm(WordsForm):
    """Something new to ask for."""

    name = forms.CharField(label=_("What for"), max_length=120)
    key = forms.SlugField(label=_("Key for programs"), max_length=40)
    field_order = ("name", "key", "text")

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what the operation refused at its fields."""
        for name, messages in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


class RuleForm(forms.Form):
    """How long, and what then."""

    days = forms.IntegerField(label=_("Days without anything"), min_value=SHORTEST, max_value=LONGEST)
    deed = forms.ChoiceField(label=_("What happens"))

    def __init__(self, *args: Any, deeds: Collection[str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["deed"].choices = [choice for choice in Deed.choices if choice[0] in deeds]  # type: ignore[attr-defined]
