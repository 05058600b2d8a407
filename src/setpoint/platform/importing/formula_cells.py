"""Cells that a spreadsheet would run as a formula: shielded on export, taken back on import.

`unshield(shield(text)) == text` for every text. Rule: OWASP, "CSV Injection".
"""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_APOSTROPHE = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]\d+([.,]\d+)*\s?%?")
_TELEPHONE = re.compile(r"\+\d[\d\xa0 ()-]*")


def shield(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run; plain numbers and telephones stay."""
    if not _RUNS.match(text) or _harmless(text):
        return text
    return "'" + text


def unshield(text: str) -> str:
    """Take off the one apostrophe that `shield`, or a person in a spreadsheet, has put there."""
    return text[1:] if text[:1] == "'" and _APOSTROPHE.match(text) else text


def is_formula(text: str) -> bool:
    """Whether a cell of a file holds a formula that was never calculated."""
    return text[:1] == "=" and len(text) > 1


def _harmless(text: str) -> bool:
    if _NUMBER.fullmatch(text):
        return True
    # +7-900-100 is arithmetic to a spreadsheet, +7 900 100 and +7 (900) 100 are not.
    return bool(_TELEPHONE.fullmatch(text)) and ("-" not in text or " " in text or "(" in text)
