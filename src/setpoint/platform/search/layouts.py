"""What may have been meant: the same keys in the other keyboard layout, the same sounds in the other alphabet."""

import re

_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)

_ALIKE = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True))
_LONGER = {"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""}
_LATIN_OF = str.maketrans(_ALIKE | _LONGER | {"ю": "yu", "я": "ya"})
_HISSING = {"shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "ph": "ф"}
_SOFT = {"yo": "е", "yu": "ю", "ya": "я", "ju": "ю", "ja": "я", "ye": "е", "je": "е"}
_RUSSIAN_OF = _HISSING | _SOFT | dict(zip("abcdefghijklmnopqrstuvwxyz", "абкдефгхийклмнопкрстуввхыз", strict=True))
# the y of sergey, not that of maya
_SHORT_I = re.compile("(?<=[aeiouy])y(?![aeou])")


def other_layout(text: str) -> str:
    """Return what the same keys write in the other layout (by the letters: Russian wins); `text` where none apply."""
    return text.translate(_TO_LATIN if _has_cyrillic(text) else _TO_RUSSIAN)


def other_alphabet(text: str) -> str:
    """Return how folded `text` sounds in the other alphabet: иванов → ivanov, petrov → петров."""
    if _has_cyrillic(text):
        return text.translate(_LATIN_OF)
    text = _SHORT_I.sub("й", text)
    written, at = [], 0
    # the longest first, so that shch is one letter
    while at < len(text):
        part = next((part for part in (text[at : at + size] for size in (4, 3, 2, 1)) if part in _RUSSIAN_OF), "")
        written.append(_RUSSIAN_OF.get(part, text[at]))
        at += max(len(part), 1)
    return "".join(written)


def _has_cyrillic(text: str) -> bool:
    return any("а" <= letter <= "я" or letter == "ё" for letter in text.lower())
