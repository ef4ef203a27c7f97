"""The spread of visits over days: whatever the office looks like, the promises of the plan hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.holidays import calendar
from fieldkit.model.planning.scheduling import Candidate, Terms, Visit, schedule

FIRST, LAST = date(2023, 10, 1), date(2024, 9, 30)
DISTRICTS = ("เมือง", "ตะพานหิน", "บางมูลนาก", "โพทะเล", "")
OPEN = calendar().is_working_day


@st.composite
def offices(draw: st.DrawFn) -> tuple[list[Candidate], Terms, list[Visit]]:
    first = FIRST + timedelta(days=draw(st.integers(0, 350)))
    terms = Terms(
        officers=tuple("กขคง"[: draw(st.integers(1, 4))]),
        first=first,
        last=LAST,
        per_week=draw(st.integers(2, 12)),
        most_a_day=draw(st.integers(2, 5)),
        least_a_day=draw(st.integers(1, 2)),
        districts_a_day=draw(st.integers(1, 2)),
        gap_days=draw(st.integers(1, 150)),
    )
    days = st.dates(FIRST, LAST)
    candidates = [
        Candidate(
            factory=f"f{number}",
            rank=number,
            district=draw(st.sampled_from(DISTRICTS)),
            score=draw(st.integers(0, 9)),
            environment=draw(st.booleans()),
            last_visit=draw(st.sampled_from(("", "2020-05-05", "2022-11-01"))),
            visits=draw(st.integers(1, 2)),
            days=tuple(draw(st.lists(days, max_size=1))),
        )
        for number in range(draw(st.integers(0, 60)))
    ]
    taken = [
        Visit(f"x{number}", draw(days), draw(st.sampled_from("กขคง")), draw(st.sampled_from(DISTRICTS)), 0)
        for number in range(draw(st.integers(0, 10)))
    ]
    return candidates, terms, taken


@given(offices())
def test_promises(office: tuple[list[Candidate], Terms, list[Visit]]) -> None:
    candidates, terms, taken = office
    made = schedule(candidates, terms, is_working_day=OPEN, taken=taken)
    # Nothing is lost and nothing is doubled.
    owed = {one.factory: one.visits for one in candidates}
    planned = Counter(visit.factory for visit in made.visits)
    left = Counter(factory for factory, _why in made.unfit)
    assert {name: planned[name] + left[name] for name in owed} == owed
    assert set(planned) | set(left) <= set(owed)
    before = Counter((visit.officer, visit.day) for visit in taken)
    per_day: dict[tuple[str, date], list[Visit]] = defaultdict(list)
    per_week: Counter[tuple[str, date]] = Counter()
    for visit in made.visits:
        assert terms.first <= visit.day <= terms.last
        assert OPEN(visit.day)
        assert visit.officer in terms.officers
        per_day[visit.officer, visit.day].append(visit)
        per_week[visit.officer, visit.day - timedelta(days=visit.day.weekday())] += 1
    for key, visits in per_day.items():
        assert before[key] + len(visits) <= terms.most_a_day
        there = {one.district for one in taken if (one.officer, one.day) == key}
        assert len(there | {visit.district for visit in visits}) <= max(terms.districts_a_day, len(there))
    for (officer, monday), count in per_week.items():
        standing = sum(
            one.officer == officer and monday <= one.day < monday + timedelta(days=7) for one in taken
        )
        assert standing + count <= terms.per_week
    gap = min(terms.gap_days, max(1, (terms.last - terms.first).days // 2))
    for one in candidates:
        days = sorted([*one.days, *(visit.day for visit in made.visits if visit.factory == one.factory)])
        fresh = [visit.day for visit in made.visits if visit.factory == one.factory]
        for day in fresh:
            assert all(abs(day - other) >= timedelta(days=gap) for other in days if other is not day)


@given(offices())
def test_the_same_office_gives_the_same_plan(office: tuple[list[Candidate], Terms, list[Visit]]) -> None:
    candidates, terms, taken = office
    one = schedule(candidates, terms, is_working_day=OPEN, taken=taken)
    assert schedule(candidates[::-1], terms, is_working_day=OPEN, taken=taken[::-1]) == one


def factories(count: int, **same: object) -> list[Candidate]:
    values = {"district": "เมือง", "score": 0, "environment": False, "last_visit": "", "visits": 1} | same
    return [Candidate(factory=f"f{n:03}", rank=n, **values) for n in range(count)]  # type: ignore[arg-type]


def test_where_there_is_room_everybody_is_visited() -> None:
    terms = Terms(("ก", "ข"), FIRST, LAST)
    made = schedule(factories(300), terms, is_working_day=OPEN)
    assert len(made.visits) == 300
    assert made.unfit == ()
    months = {visit.day.month for visit in made.visits}
    assert len(months) == 12, "spread over the year, not packed into its beginning"
    officers = Counter(visit.officer for visit in made.visits)
    assert max(officers.values()) - min(officers.values()) <= 5


def test_what_does_not_fit_is_the_least_urgent() -> None:
    risky = factories(10, score=7)
    calm = [Candidate(f"c{n}", 100 + n, "เมือง", 0, False, "2022-01-01" if n else "", 1) for n in range(10)]
    terms = Terms(("ก",), date(2024, 9, 16), LAST, per_week=6)
    made = schedule([*calm, *risky], terms, is_working_day=OPEN)
    assert {visit.factory for visit in made.visits} >= {one.factory for one in risky}
    assert "c0" in {visit.factory for visit in made.visits}, "never seen comes before seen"
    assert {why for _factory, why in made.unfit} == {"capacity"}


def test_the_second_visit_keeps_its_distance() -> None:
    made = schedule(factories(1, score=8, visits=2), Terms(("ก",), FIRST, LAST), is_working_day=OPEN)
    first, second = (visit.day for visit in made.visits)
    assert second - first >= timedelta(days=120)


def test_a_visit_too_near_to_the_others_is_told_apart() -> None:
    days = tuple(FIRST + timedelta(days=step) for step in range(0, 366, 60))
    one = Candidate("f", 0, "เมือง", 8, False, "", 1, days)
    made = schedule([one], Terms(("ก",), FIRST, LAST), is_working_day=OPEN)
    assert made.unfit == (("f", "gap"),)


def test_the_nearest_district_joins() -> None:
    near, far = factories(1, district="ใกล้"), factories(1, district="ไกล")
    here = factories(1, score=9, district="นี่")
    places = {"นี่": (16.0, 100.0), "ใกล้": (16.1, 100.0), "ไกล": (17.0, 100.0)}
    all_ = [*here, Candidate("n", 5, "ใกล้", 0, False, "", 1), Candidate("a", 1, "ไกล", 0, False, "", 1)]
    assert near
    assert far
    made = schedule(all_, Terms(("ก",), FIRST, LAST), is_working_day=OPEN, places=places)
    first = made.visits[0].day
    assert {visit.district for visit in made.visits if visit.day == first} == {"นี่", "ใกล้"}
