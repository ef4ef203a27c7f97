"""Which planned visits are done: the one definition of the plan and of the figures about it."""

from __future__ import annotations

from fieldkit.model.covering_visits import of_talk, visits_made


def planned_visits(columns: str = "*", *, made: str = "", days: bool = True) -> str:
    """Return a SELECT of assignments outside of the bin: ``columns`` of them, ``done`` (1 or 0), ``done_on``.

    The day (ISO or null) is there with ``days`` only: to tell whether one is done, visits are but counted.

    The first visit of the year does the first planned one of a factory, the second the second, and so on;
    what was taken off the plan is done by none. A talk about funds does a planned talk of its own kind only.
    So a factory has never more planned visits done than it was visited.

    It asks ``:year`` (B.E.), ``:first`` (the first day of that fiscal year) and ``:after`` (the day after the
    last one that is looked at: later visits have done nothing yet). ``made`` is a table of exactly these
    visits where they are known already, as `visits_made` has them.
    """
    sort = of_talk("kind")
    visits = made or f"({visits_made(narrowed='v.started_at >= :first AND v.started_at < :after')})"
    dropped = "coalesce(state, '') = 'dropped'"
    numbered = (
        f"SELECT {columns}, factory AS whose, {sort} AS sort, CASE WHEN NOT {dropped} THEN row_number()"
        f" OVER (PARTITION BY factory, {dropped}, {sort} ORDER BY planned_on IS NULL, planned_on, id) END"
        " AS turn FROM assignment WHERE fiscal_year = :year AND coalesce(deleted, 0) = 0"
    )
    if not days:
        counted = (
            f"SELECT factory AS whose, {sort} AS sort, count(*) AS made FROM {visits} o"
            f" GROUP BY factory, {sort}"
        )
        return (
            f"SELECT n.*, CASE WHEN n.turn <= d.made THEN 1 ELSE 0 END AS done FROM ({numbered}) n"
            f" LEFT JOIN ({counted}) d ON d.whose = n.whose AND d.sort = n.sort"
        )
    done = (
        f"SELECT factory AS whose, {sort} AS sort, day AS done_on,"
        f" row_number() OVER (PARTITION BY factory, {sort} ORDER BY day, visit) AS turn FROM {visits} o"
    )
    return (
        "SELECT n.*, d.done_on, CASE WHEN d.turn IS NULL THEN 0 ELSE 1 END AS done"
        f" FROM ({numbered}) n"
        f" LEFT JOIN ({done}) d ON d.whose = n.whose AND d.sort = n.sort AND d.turn = n.turn"
    )
