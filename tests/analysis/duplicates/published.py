"""The published data sets with known pairs, read from SETPOINT_DATA, and how their columns are compared."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import duckdb
import zstandard

from setpoint.analysis.duplicates.comparing import Compared, Sort, columns_of
from setpoint.analysis.duplicates.model import Rules, arrow, find, settings_of, train

Row = dict[str, str]
Couple = tuple[str, str]


@dataclass(frozen=True)
class Published:
    """Records with `unique_id`, and which of them are one."""

    rows: list[Row]
    true: set[Couple]
    rules: Rules


@dataclass(frozen=True)
class Score:
    """How many of the pairs found are true, and how many of the true ones were found."""

    true: int
    found: int
    right: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.true + self.found)


def febrl(data: Path, number: int) -> Published:
    """Febrl's made-up Australians."""
    packed = (data / "dedup" / "febrl" / f"dataset{number}.csv.zst").read_bytes()
    text = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed)).read().decode()
    rows = [{key.strip(): value.strip() for key, value in row.items()} for row in csv.DictReader(io.StringIO(text))]
    for row in rows:
        row["unique_id"] = row.pop("rec_id")
    compared = (
        Compared("given_name", Sort.NAME, rare=True),
        Compared("surname", Sort.NAME, rare=True),
        Compared("date_of_birth", Sort.CODE),
        Compared("soc_sec_id", Sort.CODE),
        Compared("street_number", Sort.EXACT),
        Compared("address_1", Sort.TEXT),
        Compared("postcode", Sort.CODE),
        Compared("state", Sort.EXACT),
    )
    certain = (_same("soc_sec_id"), _same("date_of_birth"), _same("surname", "given_name"))
    further = (_same("address_1", "street_number"), _same("postcode", "surname"), _same("given_name", "postcode"))
    true = _couples((row["unique_id"].split("-")[1], row["unique_id"]) for row in rows)
    return Published(rows, true, Rules(compared, (*certain, *further), certain))


def fake_1000(data: Path) -> Published:
    """Splink's made-up people with errors."""
    with (data / "dedup" / "splink" / "fake_1000.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    compared = (
        Compared("first_name", Sort.NAME, rare=True),
        Compared("surname", Sort.NAME, rare=True),
        Compared("dob", Sort.CODE),
        Compared("city", Sort.EXACT, rare=True),
        Compared("email", Sort.EMAIL),
    )
    certain = (_same("first_name", "surname"), _same("dob"), _same("email"))
    further = (
        *(_same("surname", "city"), _same("first_name", "city"), _same("surname")),
        *("substr(l.email, 1, 8) = substr(r.email, 1, 8)", f"{_same('first_name')} AND {_year('l')} = {_year('r')}"),
    )
    true = _couples((row["cluster"], row["unique_id"]) for row in rows)
    return Published(rows, true, Rules(compared, (*certain, *further), certain))


def rldata500(data: Path) -> Published:
    """The 500 people of R's RecordLinkage."""
    with (data / "dedup" / "rldata" / "RLdata500.csv").open(encoding="utf-8") as file:
        raw = list(csv.DictReader(file))
    rows = [
        {
            "unique_id": str(number),
            "first": row["fname_c1"],
            "last": row["lname_c1"],
            "year": row["by"],
            "month": row["bm"],
            "day": row["bd"],
            "cluster": row["true_id"],
        }
        for number, row in enumerate(raw)
    ]
    compared = (
        *(Compared("first", Sort.NAME, rare=True), Compared("last", Sort.NAME, rare=True)),
        *(Compared("year", Sort.CODE), Compared("month", Sort.EXACT), Compared("day", Sort.EXACT)),
    )
    certain = (_same("first", "last"), _same("year", "month", "day"))
    further = (_same("first", "day", "month"), _same("last", "day"), _same("last", "year"), _same("first", "year"))
    true = _couples((row["cluster"], row["unique_id"]) for row in rows)
    return Published(rows, true, Rules(compared, (*certain, *further), certain))


def restaurants(data: Path) -> Published:
    """Two guides to restaurants: each restaurant is at most once in a guide."""
    folder, rows = data / "dedup" / "fodors_zagats", []
    for guide in ("fodors", "zagats"):
        with (folder / f"{guide}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                digits = "".join(filter(str.isdigit, row["phone"]))
                rows.append({**row, "unique_id": guide + row["id"], "phone": digits, "guide": guide})
    with (folder / "matches_fodors_zagats.csv").open(encoding="utf-8") as file:
        true = {("fodors" + row["fodors_id"], "zagats" + row["zagats_id"]) for row in csv.DictReader(file)}
    compared = (
        *(Compared("name", Sort.NAME), Compared("addr", Sort.NAME)),
        *(Compared("city", Sort.TEXT), Compared("phone", Sort.CODE)),
    )
    other = " AND l.guide <> r.guide"
    certain = (_same("phone") + other, _same("name") + other)
    further = (_same("addr") + other, f"{_same('city')} AND substr(l.name, 1, 4) = substr(r.name, 1, 4){other}")
    return Published(rows, true, Rules(compared, (*certain, *further), certain))


def measure(published: Published, *, least: float = 0.5) -> Score:
    """Learn from the records alone, and compare what is found with what is true."""
    columns = dict.fromkeys([*columns_of(published.rules.compared), *(published.rows[0].keys() - {"unique_id"})])
    with duckdb.connect() as connection:
        connection.register("given", arrow(published.rows, list(columns)))
        connection.execute("CREATE TABLE records AS FROM given")
        model = train(connection, "records", published.rules, settings_of(published.rules))
        pairs = find(connection, "records", published.rules, model, least=least)
    found = {tuple(sorted((pair.left, pair.right))) for pair in pairs}
    return Score(len(published.true), len(found), len(found & published.true))


def _same(*columns: str) -> str:
    return " AND ".join(f"l.{column} = r.{column}" for column in columns)


def _year(side: str) -> str:
    return f"substr({side}.dob, 1, 4)"


def _couples(members: Iterable[tuple[str, str]]) -> set[Couple]:
    groups: dict[str, list[str]] = {}
    for group, member in members:
        groups.setdefault(group, []).append(member)
    return {couple for group in groups.values() for couple in combinations(sorted(group), 2)}
