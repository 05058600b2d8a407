"""A browser's description of itself in words that its owner knows again."""

BROWSERS = (
    ("Edg", "Edge"),
    ("YaBrowser", "Yandex Browser"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_name(description: str) -> str:
    """Return "Firefox, Windows" for a User-Agent header; what it begins with where nothing is known."""
    named = [next((name for mark, name in known if mark in description), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, named)) or description.partition(" ")[0][:40]
