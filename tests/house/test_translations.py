"""Nothing that a person reads is left in one language."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.apps import apps
from django.conf import settings

from scripts.bare_text import words_of_script, words_of_template
from scripts.messages import contradictions, problems_of_catalogue, problems_of_message
from scripts.strings import PACKAGE, found_by_catalogue, strings_in


def test_every_catalogue_is_one_that_django_reads():
    places = {Path(app.path) / "locale" for app in apps.get_app_configs()} | set(settings.LOCALE_PATHS)

    lost = [path for path in PACKAGE.rglob("django.po") if path.parents[2] not in places]

    assert lost == []


def test_strings_of_python_and_templates_are_found(tmp_path: Path):
    python, template = tmp_path / "operations.py", tmp_path / "page.html"
    python.write_text('_("Win")\nngettext_lazy("%(n)s deal", "%(n)s deals", "n")\npgettext("verb", "Close")\n')
    template.write_text(
        "<p>It's {% translate 'Plan' %}\n  {% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days"
        "{% endblocktranslate %}\n\t{{ title|default:_('Goal') }}</p>"
    )

    found = [(string.line, string.ids, string.context) for path in (python, template) for string in strings_in(path)]

    assert found == [
        (1, "Win", None),
        (2, ("%(n)s deal", "%(n)s deals"), None),
        (3, "Close", "verb"),
        (1, "Plan", None),
        (2, ("%(n)s day", "%(n)s days"), None),
        (3, "Goal", None),
    ]


def test_a_string_without_its_russian_is_named_with_file_and_line():
    path, found = next(iter(found_by_catalogue().items()))
    nowhere = path.with_name("absent.po")

    first = next(problems_of_catalogue(nowhere, found))

    assert first.startswith(f"{found[0].where}: no Russian for ")


@pytest.mark.parametrize(
    ("original", "russian", "problem"),
    [
        ("{name} left", "Ушёл", "has other fields than the original: Ушёл"),
        ("%(name)s left", "%(nom)s ушёл", "unknown named placeholder 'nom'"),
        (("%(n)s deal", "%(n)s deals"), ("%(n)s сделка", "%(n)s сделок"), "expected 3"),
    ],
)
def test_a_translation_that_would_break_the_sentence_is_refused(original: str, russian: str, problem: str):
    catalogue = Catalog(locale="ru")
    message = catalogue.add(original, russian, flags=["python-format"] if "%" in str(original) else [])

    assert problem in " ".join(problems_of_message(message, catalogue))


def test_two_translations_of_one_string_contradict_each_other(tmp_path: Path):
    paths = [tmp_path / app / "locale" / "ru" / "LC_MESSAGES" / "django.po" for app in ("sales", "web")]
    for path, russian in zip(paths, ("Владелец", "Хозяин"), strict=True):
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid "Owner"\nmsgstr "{russian}"\n')

    assert list(contradictions(paths)) == ["'Owner' is 'Владелец' in sales, 'Хозяин' in web: give one a context"]


def test_bare_words_of_a_template_are_found_and_translated_ones_are_not():
    page = """<h1>{% translate "Deals" %}</h1>
<p title="Owner">{{ deal.name }} · 12 % <kbd>j</kbd></p>
{% blocktranslate %}Won by {{ name }}{% endblocktranslate %}{# a note #}
<button>Close it</button><script>let word = "Silent";</script>Setpoint"""

    assert list(words_of_template(page)) == [(2, "Owner"), (4, "Close it")]


def test_scripts_take_their_words_from_the_page():
    script = 'button.textContent = "Saving changes"; // "Not this one"\nconst id = `deal-${pk}`;'

    assert list(words_of_script(script)) == [(1, '"Saving changes"')]


def test_every_catalogue_knows_the_three_plural_forms_of_russian():
    wrong = [path for path in PACKAGE.rglob("ru/LC_MESSAGES/django.po") if "nplurals=3;" not in path.read_text()]

    assert wrong == []
