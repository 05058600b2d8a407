"""Connecting, changing and disconnecting a provider; linking a person to who vouched for him."""

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY, Ref
from setpoint.platform.models import SignInProvider


@fact_type("platform.provider_connected", sentence=gettext_noop("{actor} connected single sign-on by {name}: {issuer}"))
@dataclass(frozen=True)
class ProviderConnected:
    """Whoever this provider vouches for comes in."""

    name: str
    issuer: str


@fact_type("platform.provider_changed", sentence=gettext_noop("{actor} changed single sign-on by {name}: {issuer}"))
@dataclass(frozen=True)
class ProviderChanged:
    """A provider is asked in another way, or another one is asked."""

    name: str
    issuer: str


@fact_type("platform.provider_disconnected", sentence=gettext_noop("{actor} disconnected single sign-on by {name}"))
@dataclass(frozen=True)
class ProviderDisconnected:
    """Nobody comes in by this provider any more."""

    name: str


@fact_type("platform.person_linked", sentence=gettext_noop("{name} comes in by {provider} from now on"))
@dataclass(frozen=True)
class PersonLinked:
    """A provider has vouched for somebody of the staff for the first time."""

    name: str
    provider: str


@fact_type("platform.person_unlinked", sentence=gettext_noop("{actor}: {name} comes in by {provider} no more"))
@dataclass(frozen=True)
class PersonUnlinked:
    """A provider vouches for somebody no longer."""

    name: str
    provider: str


@transaction.atomic
def connect(provider: SignInProvider, *, by: Actor) -> SignInProvider:
    """Save a new provider under a key made of its name. ValidationError names what is wrong."""
    require(by, COMPANY.kind, "secure")
    first = slugify(provider.name) or "provider"
    taken = set(SignInProvider.objects.filter(key__startswith=first).values_list("key", flat=True))
    provider.key = next(
        key for n in range(1, len(taken) + 2) if (key := first if n == 1 else f"{first}-{n}") not in taken
    )
    provider.full_clean()
    provider.save(force_insert=True)
    _emit(ProviderConnected(provider.name, provider.issuer), by)
    return provider


@transaction.atomic
def change(provider: SignInProvider, *, by: Actor) -> None:
    """Save a provider that was changed; its key stays. ValidationError names what is wrong."""
    require(by, COMPANY.kind, "secure")
    provider.full_clean()
    provider.save(force_update=True)
    _emit(ProviderChanged(provider.name, provider.issuer), by)


@transaction.atomic
def disconnect(provider: SignInProvider, *, by: Actor) -> None:
    """Forget a provider and whom it vouched for."""
    require(by, COMPANY.kind, "secure")
    SocialAccount.objects.filter(provider=provider.key).delete()
    _emit(ProviderDisconnected(provider.name), by)
    provider.delete()


@transaction.atomic
def link(user: User, *, key: str, uid: str, by: Actor) -> SocialAccount:
    """Remember that the provider with this key knows the person as `uid`. ValidationError for an unknown key."""
    provider = SignInProvider.objects.filter(key=key).first()
    if provider is None:
        raise ValidationError("no provider")
    linked: SocialAccount = SocialAccount.objects.create(user=user, provider=key, uid=uid)
    fact = PersonLinked(user.name, provider.name)
    facts.emit(facts.NewFact(fact, about=Ref(USER, user.pk), by=by, occurred_at=company_now()))
    return linked


def accounts_of(user: User) -> list[tuple[SocialAccount, str]]:
    """Return the accounts elsewhere by which a person comes in, with the names of their providers."""
    names = dict(SignInProvider.objects.values_list("key", "name"))
    found = SocialAccount.objects.filter(user=user).order_by("pk")
    return [(one, names.get(one.provider, one.provider)) for one in found]


@transaction.atomic
def unlink(linked: SocialAccount, *, by: Actor) -> None:
    """Let a provider vouch for a person no longer. PermissionDenied for another's without the right to see to it.

    ValidationError where the person could not come in any more.
    """
    user = linked.user
    if by.view_only or by.user_id != user.pk:
        require(by, USER, "secure", owner_id=user.pk)
    others = SocialAccount.objects.filter(user=user).exclude(pk=linked.pk)
    if not user.has_usable_password() and not others.exists():
        raise ValidationError(_("Set a password first: you could not come in any more."))
    provider = SignInProvider.objects.filter(key=linked.provider).first()
    fact = PersonUnlinked(user.name, provider.name if provider else linked.provider)
    linked.delete()
    facts.emit(facts.NewFact(fact, about=Ref(USER, user.pk), by=by, occurred_at=company_now()))


def _emit(payload: object, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=COMPANY, by=by, occurred_at=company_now()))
