"""Files of cards: taken in through the one door, bound to what they belong to, and read."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from setpoint.domains.customers.models import Paper, Party
from setpoint.domains.customers.papers import folder, path_of
from setpoint.domains.customers.permissions import KIND, require_parties
from setpoint.domains.customers.reading_papers import READABLE, text_of
from setpoint.domains.customers.record import PaperRead
from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.refs import Ref
from setpoint.platform.uploads.door import take_document

READ = "customers.read_paper"


def take_in(uploads: "Iterable[UploadedFile[Any]]", party: Party, *, actor: Actor) -> list[Paper]:
    """Keep uploaded files for a card. ValidationError for one that is too large, or not what its ending says.

    They belong to nothing until `bind` says to what; those that never do are swept.
    """
    require_parties(actor, "see", [party.pk])
    papers = []
    for upload in uploads:
        kept = take_document(upload.chunks(), name=str(upload.name), folder=folder())
        new = Paper(party=party, name=kept.name, stored=kept.stored, size=kept.size, added_at=machine_now())
        new.save()
        papers.append(new)
    return papers


def bind(papers: Sequence[int], party: Party, fact: int) -> None:
    """Let files of a card belong to a fact, in its transaction; those that can be read will be, by a job."""
    Paper.objects.filter(pk__in=papers, party=party, fact=None).update(fact=fact)
    for paper in Paper.objects.filter(pk__in=papers, fact=fact, read_at=None):
        if paper.stored.rpartition(".")[2] in READABLE:
            jobs.enqueue(READ, {"paper": paper.pk}, key=str(paper.pk))


def read(paper: int, *, by: Actor = SYSTEM) -> str:
    """Recognise the text of a file and keep it with the file; return it. A file read already is left alone."""
    found = Paper.objects.filter(pk=paper, read_at=None).select_related("party").first()
    if found is None or not path_of(found).exists():
        return ""
    # minutes of work: outside any transaction
    text = text_of(path_of(found))
    with transaction.atomic():
        if Paper.objects.filter(pk=paper, read_at=None).update(text=text, read_at=machine_now()):
            party = found.party
            facts.emit(
                facts.NewFact(
                    PaperRead(paper=found.pk, name=found.name, characters=len(text)),
                    about=Ref(KIND, party.pk),
                    by=by,
                    occurred_at=company_now(),
                    customer=party.pk,
                    person=party.pk if party.is_personal else None,
                )
            )
    return text
