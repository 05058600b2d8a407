"""A new key: sealed with from now on; what older keys have sealed is sealed anew by a job, then they are dropped."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from setpoint.kernel import facts, secrets
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.jobs import enqueue
from setpoint.kernel.keys import digest_of
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY

RESEAL, DROP = "platform.reseal", "platform.drop_keys"
# who had read the old keys before the new one was there has long committed by then
PATIENCE = timedelta(hours=1)


@fact_type("platform.key_added", sentence=gettext_noop("{actor} put a new key over the secrets of integrations"))
@dataclass(frozen=True)
class KeyAdded:
    """Secrets are sealed by a new key; `fingerprint` names it and opens nothing."""

    fingerprint: str


@fact_type("platform.keys_dropped", sentence=gettext_noop("{actor} dropped the old keys: everything is sealed anew"))
@dataclass(frozen=True)
class KeysDropped:
    """Older keys open nothing any more."""

    dropped: int


def rotate(*, by: Actor) -> str:
    """Add a key and enqueue the work; return the fingerprint of the key. PermissionDenied without the right."""
    require(by, COMPANY.kind, "secure")
    key = secrets.new_key()
    fingerprint = fingerprint_of(key)
    with transaction.atomic():
        facts.emit(facts.NewFact(KeyAdded(fingerprint), about=COMPANY, by=by, occurred_at=company_now()))
        enqueue(RESEAL, {"fingerprint": fingerprint}, key=fingerprint)
        # last: without a commit there is one key more, which harms nobody
        secrets.add_key(key)
    return fingerprint


def drop_later(fingerprint: str) -> None:
    """Enqueue the dropping of the keys older than this one."""
    enqueue(DROP, {"fingerprint": fingerprint}, run_at=machine_now() + PATIENCE, key=fingerprint)


@transaction.atomic
def drop_older(fingerprint: str, *, by: Actor = SYSTEM) -> int:
    """Drop the keys older than this one, by which nothing may be sealed any more; return how many."""
    known = secrets.known_keys()
    newest = next((key for key in known if fingerprint_of(key) == fingerprint), known[-1])
    dropped = len(known) - 1 - known.index(newest)
    if dropped:
        facts.emit(facts.NewFact(KeysDropped(dropped), about=COMPANY, by=by, occurred_at=company_now()))
        secrets.keep_only(newest)
    return dropped


def fingerprint_of(key: str) -> str:
    """Return the name of a key, from which nobody finds the key."""
    return digest_of(key)[:12]
