"""Who agreed to what."""

from collections.abc import Iterable

from setpoint.domains.channels.models import Consent, Purpose, PurposeText


def of_person(party: int) -> list[Consent]:
    """Return every consent of a person, the newest first, with purpose and withdrawal."""
    found = Consent.objects.filter(party=party).select_related("text__purpose", "withdrawal")
    return list(found.order_by("-given_at", "-pk"))


def standing(consents: Iterable[Consent]) -> dict[int, Consent]:
    """Return the consent that stands, by purpose, out of those of one person (`of_person`)."""
    found: dict[int, Consent] = {}
    for consent in consents:
        if not hasattr(consent, "withdrawal"):
            found.setdefault(consent.text.purpose_id, consent)
    return found


def agreed(purpose: str, parties: Iterable[int]) -> set[int]:
    """Return those of the people who have agreed to the purpose of that key and not taken it back."""
    found = Consent.objects.filter(text__purpose__key=purpose, party__in=list(parties), withdrawal=None)
    return set(found.values_list("party_id", flat=True))


def open_purposes() -> list[Purpose]:
    """Return what people may be asked for now."""
    return list(Purpose.objects.filter(closed_at=None))


def newest_texts() -> list[PurposeText]:
    """Return the newest text of every open purpose, by name."""
    texts = PurposeText.objects.filter(purpose__closed_at=None).select_related("purpose").order_by("version")
    newest = {text.purpose_id: text for text in texts}
    return sorted(newest.values(), key=lambda text: (text.purpose.name, text.pk))
