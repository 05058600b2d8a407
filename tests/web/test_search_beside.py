"""What the box finds beside customers and deals: sequences, reports that are kept, reports of the house, colleagues."""

from django.utils.translation import override

from setpoint.domains.activities.models import Sequence, SequenceStep
from setpoint.domains.activities.operations import sequences
from setpoint.domains.analytics.operations import reports
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import User
from setpoint.web.search.found import look_up
from tests.cast import Cast
from tests.contracts.report_examples import ASKED


def nobody(cast: Cast) -> User:
    """Return somebody to whom no role has been given."""
    User.objects.filter(pk=cast.stan.pk).update(role=None)
    return User.objects.get(pk=cast.stan.pk)


def lines(person: User, text: str) -> dict[str, list[str]]:
    """Return the labels of what the box shows, by heading."""
    catch_up(["search"])
    groups = look_up(Actor.of(person), text, limit=6)
    return {
        str(group.heading): ["".join(piece.text for piece in choice.label) for choice in group.choices]
        for group in groups
    }


def test_sequences_are_found_by_name_and_by_what_their_steps_say_as_far_as_one_may_see(cast: Cast) -> None:
    steps = [
        SequenceStep(kind="call", subject="Call about larch"),
        SequenceStep(kind="task", subject="Send a brochure"),
    ]
    sequences.save(Sequence(name="Холодный обзвон"), steps, by=SYSTEM)
    assert lines(cast.sara, "обзвона") == {"Sequences": ["Холодный обзвон"]}
    assert lines(cast.sara, "[jkjlysq") == {"Sequences": ["Холодный обзвон"]}
    assert lines(cast.sara, "brochures") == {"Sequences": ["Холодный обзвон"]}
    assert lines(nobody(cast), "brochures") == {}


def test_reports_that_are_kept_are_found_by_whoever_may_open_them_until_they_are_removed(cast: Cast) -> None:
    sara = Actor.of(cast.sara)
    kept = reports.save(name="Sheds by county", asked=ASKED, shared=False, by=sara)
    reports.save(name="Counties of all", asked=ASKED, shared=True, by=sara)
    assert lines(cast.sara, "county") == {"Reports": ["Sheds by county", "Counties of all"]}
    assert lines(cast.henry, "county") == {"Reports": ["Counties of all"]}
    reports.remove(kept, by=sara)
    assert lines(cast.sara, "sheds by") == {}


def test_reports_of_the_house_are_found_by_their_names(cast: Cast) -> None:
    assert lines(cast.sara, "won los") == {"Reports of the house": ["Won and lost"]}
    assert lines(nobody(cast), "won los") == {}
    with override("ru"):
        # the keys of «воронка» in the other layout
        assert lines(cast.sara, "djhjyrf") == {"Отчёты системы": ["Воронка"]}


def test_colleagues_are_found_by_who_sees_to_security(cast: Cast) -> None:
    assert lines(cast.olga, "sara st") == {"Colleagues": ["Sara Stone"]}
    assert lines(cast.olga, "ыфкф ыещ") == {"Colleagues": ["Sara Stone"]}
    assert lines(cast.henry, "sara st") == {}
