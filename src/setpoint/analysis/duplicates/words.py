"""Names made comparable: one alphabet, no legal form, no patronymic, in an order that nobody chose."""

import re
import unicodedata
from dataclasses import dataclass

from setpoint.kernel.folding import fold

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
        (
            *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u"),
            *("f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "i", "i", "e", "g", "u"),
        ),
        strict=True,
    )
)
# one sound is written in many ways: passports, German, French, Polish, the post of the last century
_SPELLINGS = (
    ("shch", "sh"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("cz", "ts"),
    ("tz", "ts"),
    ("ph", "f"),
    ("ck", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("q", "k"),
    ("j", "y"),
    ("aleksander", "aleksandr"),
    ("ye", "e"),
    ("yo", "e"),
    ("iy", "y"),
    ("yy", "y"),
    ("ff", "v"),
)
_SOUNDS = (("kh", "h"), ("zh", "z"), ("sh", "s"), ("ch", "c"), ("ts", "c"), ("f", "v"))
_PATRONYMIC = re.compile(r"\w{2,}(?:[oe]vich|[oe]vna|inichna|ichna|ovitch|ovitsh|ovits|ogly|oglu|kyzy)")
_WORD = re.compile(r"\w+")
_DOTTED = re.compile(r"\b((?:\w\.){2,}\w?)")
_FORMS = frozenset(
    (
        *("ооо", "оао", "зао", "пао", "ао", "нао", "ип", "нко", "ано", "тоо", "чп", "фгуп", "гуп", "муп", "гк"),
        *("пк", "кфх", "общество", "ограниченной", "ответственностью", "акционерное", "публичное", "закрытое"),
        *("открытое", "непубличное", "индивидуальный", "предприниматель", "группа", "компаний", "компания", "фирма"),
        *("ltd", "limited", "llc", "llp", "lp", "inc", "incorporated", "corp", "corporation", "co", "company"),
        *("plc", "pty", "pvt", "group", "holding", "holdings", "the", "gmbh", "mbh", "ag", "kg", "kgaa", "ohg"),
        *("ug", "ev", "eg", "sa", "sas", "sarl", "eurl", "srl", "spa", "snc", "bv", "nv", "vof", "oy", "oyj", "ab"),
        *("asa", "aps", "kft", "zrt", "doo", "dd", "sro", "zoo", "spzoo", "sl", "slu", "lda", "ltda", "uab", "sia"),
        *("ou", "jsc", "pjsc", "ojsc", "cjsc"),
    )
)
_JOINING = frozenset(("and", "und", "et", "y", "e", "с", "и", "of", "der", "die", "das", "van", "von", "de", "la"))
LEAST_WORDS = 2


@dataclass(frozen=True)
class Name:
    """A name as it is compared: `words` sorted, `sound` the same without what spelling changes, `patronymic` apart."""

    words: tuple[str, ...]
    sound: str
    patronymic: str = ""

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)

    @property
    def initials(self) -> str:
        """First letters in order, and the longest word: what is left of a name where it was shortened."""
        letters = "".join(sorted(word[0] for word in self.words))
        return f"{letters} {max(self.words, key=len)}" if self.words else ""


def latin(text: str) -> str:
    """Return text folded, in Latin letters without marks: Иванов and Ivanov become one."""
    letters = "".join(_CYRILLIC.get(letter, letter) for letter in fold(text))
    plain = unicodedata.normalize("NFKD", letters)
    return fold("".join(letter for letter in plain if not unicodedata.combining(letter)))


def spelled(word: str) -> str:
    """Return a word in one spelling: Schmidt and Шмидт, Alexander and Aleksander, Iwanow and Ivanov are the same."""
    found = latin(word)
    for one, other in _SPELLINGS:
        found = found.replace(one, other)
    return found


def sound(word: str) -> str:
    """Return the consonants of a spelled word after its first sound, none of them doubled."""
    found = word
    for one, other in _SOUNDS:
        found = found.replace(one, other)
    first = "a" if found[:1] in set("aeiouy") else found[:1]
    rest = re.sub(r"[aeiouyh]", "", found[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)


def person(name: str) -> Name:
    """Make the name of a person comparable. Names nobody can read come back with the words they have."""
    words = [spelled(word) for word in _WORD.findall(_undotted(name, " "))]
    words = [word for word in words if word]
    patronymic = ""
    if len(words) > LEAST_WORDS:
        # it follows the given name: Roman Arkadyevich Abramovich, Abramovich Roman Arkadyevich
        place = next((at for at, word in enumerate(words) if at and _PATRONYMIC.fullmatch(word)), None)
        if place is None and len(words[1]) == len(words[2]) == 1:
            place = 2
        if place is None and len(words[0]) == len(words[1]) == 1:
            place = 1
        if place is not None:
            patronymic = words.pop(place)
    return _named(words, patronymic)


def organisation(name: str) -> Name:
    """Make the name of an organisation comparable: without legal form, quotation marks and joining words."""
    words = _WORD.findall(_undotted(fold(name), ""))
    telling = [word for word in words if word not in _FORMS and word not in _JOINING]
    return _named([spelled(word) for word in telling or words], "")


def _undotted(text: str, between: str) -> str:
    """Take the dots out of abbreviations: О.О.О., S.A., И.И."""
    return _DOTTED.sub(lambda found: found[1].replace(".", between), text)


def _named(words: list[str], patronymic: str) -> Name:
    ordered = tuple(sorted(word for word in words if word))
    return Name(ordered, " ".join(sorted(sound(word) for word in ordered)), patronymic)
