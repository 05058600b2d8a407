"""The index is kept by a follower, built anew by a job, and forgets a person."""

import pytest
from django.db import connection, connections

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.journal.forgetting import forget, scrub
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import Job, JobState
from setpoint.platform.models import SearchBuild, SearchEntry, SearchList, SearchWord
from setpoint.platform.search import building, following, rebuilding
from setpoint.platform.search.kinds import KINDS, SearchKind, kind_number
from tests.cast import Cast, make_cast
from tests.journal.test_forgetting import files_naming
from tests.platform.search.helpers import found, run_jobs

NAME = "Zygmunt Quxfeldt"
PARTY = "customers.party"


def a_deal(cast: Cast, name: str, customer: Party | None = None) -> Deal:
    return deals.create(
        name=name,
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        owner=cast.sara,
        customer=customer,
        currency="USD",
        by=SYSTEM,
    )


def whole_index() -> dict[str, object]:
    """Return everything the index says, without its own numbers."""
    words = dict(SearchWord.objects.values_list("pk", "text"))
    lists = SearchList.objects.exclude(kind=0).values_list("name", "kind", "weight", "part", "members")
    triples = SearchList.objects.filter(kind=0).values_list("name", "members")
    read = building.BitMap.deserialize
    return {
        "lists": sorted((*key, list(read(bytes(members)))) for *key, members in lists),
        "words": sorted(words.values()),
        "triples": sorted((name, sorted(words[number] for number in read(bytes(found)))) for name, found in triples),
        "entries": sorted(SearchEntry.objects.values_list("kind", "record_id", "names"), key=lambda row: row[:2]),
    }


def test_a_changed_name_is_found_and_the_old_one_is_not(cast: Cast) -> None:
    assert found(cast.sara, "petrov") == ["Ivan Petrov"]
    parties.change(cast.ivan, {"name": "Ivan Larchmont", "phone": "+1 415 555 2671"}, by=SYSTEM)
    assert found(cast.sara, "petrov ivan petrov") == ["Ivan Larchmont"]
    assert found(cast.sara, "larchm") == ["Ivan Larchmont"]
    assert found(cast.sara, "(415) 555-2671") == ["Ivan Larchmont"]


def test_a_customers_new_name_reaches_his_deals(cast: Cast) -> None:
    a_deal(cast, "Cedar shed", cast.oak)
    assert found(cast.sara, "cedar oak") == ["Cedar shed"]
    parties.change(cast.oak, {"name": "Elm & Daughters"}, by=SYSTEM)
    assert found(cast.sara, "cedar oak") == []
    assert found(cast.sara, "cedar elm") == ["Cedar shed"]


def test_a_customer_with_many_deals_does_not_hold_the_follower_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "BATCH", 2)
    for number in range(3):
        a_deal(cast, f"Cedar shed {number}", cast.oak)
    catch_up(["search"])
    parties.change(cast.oak, {"name": "Elm & Daughters"}, by=SYSTEM)
    assert found(cast.sara, "cedar elm") == []
    run_jobs()
    assert found(cast.sara, "cedar elm") == ["Cedar shed 2", "Cedar shed 1", "Cedar shed 0"]


def test_a_record_that_is_gone_leaves_nothing_behind(cast: Cast) -> None:
    catch_up(["search"])
    before = whole_index()
    deal = a_deal(cast, "Quercus pavilion")
    catch_up(["search"])
    assert whole_index() != before
    deal_id = deal.pk
    deal.delete()
    following.index_or_wait(KINDS["sales.deal"], [deal_id])
    assert whole_index() == before


def test_a_rebuild_from_nothing_gives_the_index_that_the_follower_kept(cast: Cast) -> None:
    a_deal(cast, "Поставка досок", cast.oak)
    parties.change(cast.ivan, {"name": "Иван Петров", "email": "ivan@petrov.example"}, by=SYSTEM)
    catch_up(["search"])
    kept = whole_index()
    rebuilding.start(from_nothing=True)
    run_jobs()
    assert whole_index() == kept
    rebuilding.start()
    run_jobs()
    assert whole_index() == kept


def test_a_company_filled_at_once_is_indexed_whole_and_followed_from_there(cast: Cast) -> None:
    rebuilding.build_whole()
    parties.create(kind="organisation", name="Harbour Barns", by=SYSTEM)
    assert catch_up(["search"]) == 1
    assert found(cast.olga, "harbour") == ["Harbour Barns"]
    assert found(cast.olga, "petrov") == ["Ivan Petrov"]


def test_a_rebuild_mends_what_the_index_has_lost(cast: Cast) -> None:
    catch_up(["search"])
    kept = whole_index()
    SearchList.objects.filter(name="petrov").delete()
    SearchEntry.objects.filter(record_id=cast.oak.pk).delete()
    # the first product has the number of the first customer
    rebuilding.start([PARTY, "catalog.product"])
    run_jobs()
    assert whole_index() == kept


def test_a_rebuild_that_was_stopped_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    a_deal(cast, "Cedar shed")
    built: list[tuple[str, int]] = []

    def build(kind: SearchKind, part: int, *, tick: building.Tick) -> None:
        tick()
        built.append((kind.kind, part))

    monkeypatch.setattr(rebuilding, "build_part", build)
    job = rebuilding.start()
    Job.objects.filter(pk=job.pk).update(done=1)
    run_jobs()
    assert built == [("customers.party", 0), ("sales.deal", 0)]
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)


def test_only_one_rebuild_runs_at_a_time(cast: Cast) -> None:
    assert rebuilding.start() == rebuilding.start([PARTY])


def test_changes_wait_while_their_records_are_built_anew(cast: Cast) -> None:
    catch_up(["search"])
    SearchBuild.objects.create(kind=kind_number(PARTY), first=1, last=10_000)
    rebuilding.start()
    parties.change(cast.ivan, {"name": "Ivan Larchmont"}, by=SYSTEM)
    assert found(cast.sara, "larchmont") == []
    run_jobs()
    assert not SearchBuild.objects.exists()
    assert found(cast.sara, "larchmont") == ["Ivan Larchmont"]


def test_a_building_that_died_for_good_keeps_nobody_waiting(cast: Cast) -> None:
    SearchBuild.objects.create(kind=kind_number(PARTY), first=1, last=10_000)
    catch_up(["search"])
    assert found(cast.sara, "petrov") == []
    run_jobs()
    assert found(cast.sara, "petrov") == ["Ivan Petrov"]


def test_a_forgotten_person_is_found_by_nothing(cast: Cast) -> None:
    person = parties.create(
        kind="person", name=NAME, email="zygmunt@quxfeldt.example", phone="+1 415 555 2671", by=SYSTEM
    )
    a_deal(cast, f"Shed for {NAME}", person)
    assert found(cast.sara, "quxfeldt") == [NAME, f"Shed for {NAME}"]
    forget(person.pk, by=SYSTEM)
    for text in ("quxfeldt", "quxfelt", "xfeld", "zygmunt", "zygmunt@quxfeldt.example", "415 555 2671"):
        assert found(cast.sara, text) == []
    run_jobs()
    for text in ("quxfeldt", "quxfelt", "xfeld", "zygmunt", "zygmunt@quxfeldt.example", "415 555 2671"):
        assert found(cast.sara, text) == []
    assert not SearchWord.objects.filter(text__in=("quxfeldt", "zygmunt")).exists()
    assert not SearchList.objects.filter(name__contains="quxf").exists()


@pytest.mark.long
def test_after_scrubbing_the_name_is_in_no_data_file_of_the_index(live_db: str) -> None:
    cast = make_cast()
    person = parties.create(kind="person", name=NAME, email="zygmunt@quxfeldt.example", by=SYSTEM)
    a_deal(cast, f"Shed for {NAME}", person)
    catch_up(["search"])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint" if connection.vendor == "sqlite" else "CHECKPOINT")
    assert files_naming(live_db, "quxfeldt")
    forget(person.pk, by=SYSTEM)
    run_jobs()
    scrub()
    connections.close_all()
    assert files_naming(live_db, "quxfeldt") == []
    assert files_naming(live_db, "zygmunt") == []
    assert files_naming(live_db, NAME) == []
