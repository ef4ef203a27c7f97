"""The language of conditions: what it understands, what it refuses and where."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.indicators.syntax import ExpressionError, parse

COLUMNS = {"covered": "flag", "level": "number", "state": "text", "due_on": "day", "name": "text"}
SETTINGS = {"complaint.reply_days": 15}
ROWS = [
    (1, 3, "open", "2024-02-15", "it's"),
    (0, 0, "closed", "2024-03-01", "ก"),
    (1, None, None, None, ""),
]


def kept(expression: str) -> list[int]:
    """Return which of ROWS meet an expression."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (n, covered, level, state, due_on, name)")
    connection.executemany(
        "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", [(n, *row) for n, row in enumerate(ROWS)]
    )
    sql = parse(expression, COLUMNS, SETTINGS).sql  # type: ignore[arg-type]
    found = [n for (n,) in connection.execute(f"SELECT n FROM t WHERE {sql} ORDER BY n")]
    connection.close()
    return found


@pytest.mark.parametrize(
    ("expression", "required"),
    [
        ("state = 'open'", {"state": "'open'"}),
        ("state = 'open' and covered and name = 'ก'", {"state": "'open'", "name": "'ก'"}),
        ("state = 'open' or covered", {}),
        ("not state = 'open'", {}),
        ("covered and (state = 'open' or state = 'closed')", {}),
        ("(state = 'open' and covered) or level = 1", {}),
        ("level = 1 and state in ('open')", {}),
        ("", {}),
    ],
)
def test_what_a_condition_requires_is_known(expression: str, required: dict[str, str]) -> None:
    assert dict(parse(expression, COLUMNS, SETTINGS).required) == required  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expression", "rows"),
    [
        ("", [0, 1, 2]),
        ("covered", [0, 2]),
        ("not covered", [1]),
        ("not not covered", [0, 2]),
        ("level >= 1", [0]),
        ("level is null", [2]),
        ("level is not null and covered = 1", [0]),
        ("state in ('open', 'closed')", [0, 1]),
        ("state not in ('open')", [1]),
        ("state <> 'open' or level = -1", [1]),
        ("due_on between '2024-02-15' and '2024-02-29'", [0]),
        ("due_on not between '2024-02-15' and '2024-02-29'", [1]),
        ("'2024-02-20' > due_on", [0]),
        ("level < :complaint.reply_days", [0, 1]),
        ("name = 'it''s'", [0]),
        ("COVERED = 1", None),
        ("covered AND (level = 3 OR level = 0)", [0]),
        ("not (covered and level = 3)", [1]),
        ("state = name", []),
    ],
)
def test_what_is_understood(expression: str, rows: list[int] | None) -> None:
    if rows is None:  # columns are written as they are declared, words of the language as one likes
        with pytest.raises(ExpressionError):
            parse(expression, COLUMNS, SETTINGS)  # type: ignore[arg-type]
    else:
        assert kept(expression) == rows


@pytest.mark.parametrize(
    ("expression", "letter", "title"),
    [
        ("covered and", 12, "not finished"),
        ("covered level", 9, "not expected"),
        ("colour = 1", 1, "no column “colour”"),
        ("level >= 'a'", 10, "different kinds"),
        ("due_on = 'soon'", 10, "different kinds"),
        ("level", 6, "comparison is missing"),
        ("state not 'x'", 11, "comparison is missing"),
        ("1 = 1", 5, "Two constants"),
        ("covered; drop table factory", 8, "not understood"),
        ("(select 1)", 2, "no column “select”"),
        ("covered -- note", 9, "not understood"),
        ("length(name) = 1", 1, "no column “length”"),
        ("name = 'a", 8, "not understood"),
        ("name = 'a\tb'", 8, "control characters"),
        ("level in (1, 2", 15, "“)” is missing"),
        ("level = :office.name", 9, "no numeric setting"),
        ("(" * 60 + "covered" + ")" * 60, 41, "too deeply"),
    ],
)
def test_what_is_refused_and_where(expression: str, letter: int, title: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(expression, COLUMNS, SETTINGS)  # type: ignore[arg-type]
    assert title in refused.value.title.en
    assert refused.value.letter == letter
    assert refused.value.cure.th
    assert refused.value.cure.en


@given(st.text(alphabet="covredlvstanoi =<>'()1;-:.,\"\\%_", max_size=60))
def test_whatever_is_typed_is_a_condition_or_refused(expression: str) -> None:
    with suppress(ExpressionError):
        assert set(kept(expression)) <= set(range(len(ROWS)))
