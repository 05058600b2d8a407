"""What a new installation must know."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from holidays import list_supported_countries

from setpoint.kernel.models import Company, User

COMMON_CURRENCIES = ("USD", "EUR", "RUB", "GBP", "KZT", "BYN", "UAH", "CNY", "INR", "TRY", "PLN", "CHF")


def currencies() -> list[tuple[str, str]]:
    """Return currencies by name in the reader's language, the most used first."""
    names = {str(code): str(name) for code, name in Locale(get_language() or "en").currencies.items()}
    rest = sorted(set(names) - set(COMMON_CURRENCIES), key=lambda code: names[code])
    return [(code, f"{names[code][0].upper()}{names[code][1:]} ({code})") for code in (*COMMON_CURRENCIES, *rest)]


def countries() -> list[tuple[str, str]]:
    """Return the countries whose holidays are known, by name in the reader's language."""
    names = Locale(get_language() or "en").territories
    found = [(code, names.get(code, code)) for code in list_supported_countries() if len(code) == 2]  # noqa: PLR2004
    return sorted(found, key=lambda pair: pair[1])


def zones() -> list[tuple[str, str]]:
    """Return the time zones of places."""
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]
    """The company as one who sets it up describes it."""

    currency = forms.ChoiceField(label=_("Currency"), choices=currencies)
    country = forms.ChoiceField(
        label=_("Country"), choices=countries, help_text=_("Its holidays are the days on which nobody works.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)

    class Meta:
        model = Company
        fields = ("name", "language", "country", "currency", "time_zone")
        labels = {"name": _("Company"), "language": _("Language")}


class FirstRunForm(CompanyForm):
    """The company, and who looks after it."""

    person = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters, and not one of the common ones."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.cleaned_data.get("email", "")))
        return password

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what an operation refused at its fields."""
        errors: dict[str, Any] = getattr(refusal, "error_dict", {"__all__": refusal.messages})
        for name, found in errors.items():
            self.add_error(name if name in self.fields else None, found)


def first_guess(language: str) -> dict[str, str]:
    """Return what is likely for somebody who reads `language`."""
    if language == "ru":
        return {"language": "ru", "country": "RU", "currency": "RUB", "time_zone": "Europe/Moscow"}
    known = dict(settings.LANGUAGES)
    return {
        "language": language if language in known else "en",
        "country": "US",
        "currency": "USD",
        "time_zone": "America/New_York",
    }
