"""Random days of three to five laptops and a centre; every step may be the one at which something breaks.

A step is one act of a person, one message with its fate, or one accident. Exchanges stop at every message, so
that others work, sync and break between two messages of one of them.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from fieldkit.model import conflicts, holding, ids
from fieldkit.model.ids import new_id
from fieldkit.model.kept_back import FILE
from fieldkit.model.tables import GROUPS
from tests.faults import invariants, narrowing
from tests.faults.choices import (
    BROKEN,
    CELLS,
    CLOCKS,
    FATES,
    GRANTS,
    IDS,
    MOST_LAPTOPS,
    OFTEN,
    POINTS,
    SCRIPT,
    values_of,
)
from tests.faults.invariants import Witnesses
from tests.faults.network import Dialogue, Fate, again
from tests.faults.simulated import (
    LAPTOP_TIME,
    Crash,
    Died,
    SimulatedCentre,
    SimulatedLaptop,
    SimulatedOffice,
    bad_body,
    release_all,
)


def step(act: Callable[..., None]) -> Callable[..., None]:
    """Count an act, a message with its fate, or an accident."""

    @functools.wraps(act)
    def counted(*arguments: Any, **options: Any) -> None:
        Days.steps += 1
        act(*arguments, **options)

    return counted


class Days(RuleBasedStateMachine):
    """Laptops that work, sync, break, get copied and put back; a centre that loses days."""

    office: ClassVar[SimulatedOffice]
    on_files: ClassVar[bool] = False
    steps: ClassVar[int] = 0
    finished: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        IDS.again()
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(prefix="fieldkit-days-", dir=memory if memory.is_dir() else None))
        self.office.trap = None
        self.office.put_back(self.office.empty)
        self.centre = SimulatedCentre(self.office, self.folder / "centre")
        self.laptops: list[SimulatedLaptop] = []
        self.grants: list[tuple[str, ...]] = []
        self.dialogues: dict[int, Dialogue] = {}
        self.screens: dict[tuple[int, int], list[list[Any]]] = {}
        self.images: dict[int, Any] = {}
        self.night: tuple[Any, set[str]] | None = None
        self.old: list[Any] = []
        self.known = Witnesses()
        self.page = 3
        self.failed = False

    @initialize(number=st.integers(3, 4), page=st.sampled_from((2, 3, 5, 8)))
    def start(self, number: int, page: int) -> None:
        self.page = page
        for which in range(number):
            self._add(None, GRANTS[0] if which < 2 else GRANTS[which - 1])
        narrowing.begin(self.laptops[0])
        self._collect(self.laptops[0])

    @rule(script=st.binary(min_size=SCRIPT // 2, max_size=SCRIPT))
    def hours(self, script: bytes) -> None:
        """Play what the bytes say: which act, of whom on what, and how."""
        for start in range(0, len(script) - 2, 3):
            kind, who, how = script[start : start + 3]
            try:
                self._act(ACTS[kind % len(ACTS)], who, how)
            except BaseException:
                self.failed = True
                raise

    def _act(self, name: str, who: int, how: int) -> None:
        choices = {
            "which": who % MOST_LAPTOPS,
            "other": who // MOST_LAPTOPS % MOST_LAPTOPS,
            "cell": (who + how) // 2 % len(CELLS),
            "value": how % 12,
            "fate": FATES[how % len(FATES)],
            "at": how // len(FATES) % POINTS,
            "number": how,
        }
        options = {key: choices[key] for key in PARAMETERS[name]}
        note(f"{name} {options}")
        getattr(self, name)(**options)

    # --- what people do ---------------------------------------------------------------------------

    @step
    def open_screen(self, which: int, cell: int) -> None:
        """Show a value; it may be saved much later, over what was shown."""
        number, laptop = self._laptop(which)
        self.screens[number, cell] = laptop.heads(CELLS[cell][0])

    @step
    def save(self, which: int, cell: int, value: int) -> None:
        number, laptop = self._laptop(which)
        where, stream = CELLS[cell]
        seen = self.screens.pop((number, cell), None)
        if seen is None:
            seen = laptop.heads(where)
        if len(seen) > 1:
            return  # an ordinary edit of an open conflict is refused
        written = values_of(where, value)
        change = laptop.save(where, written, [head[0] for head in seen], stream)
        invariants.at_a_screen(seen, written, self._keep(laptop, change))

    @step
    def die_while_saving(self, which: int, cell: int, at: int) -> None:
        """The program ends before an insert, before the commit or right after it."""
        _, laptop = self._laptop(which)
        where, stream = CELLS[cell]
        seen = laptop.heads(where)
        if len(seen) > 1:
            return
        before = invariants.saved_parts(laptop, where)
        laptop.database.trap = Crash(at)
        with contextlib.suppress(Died):
            # a value of its own, so that every part of the save can be seen
            laptop.save(where, values_of(where, Days.steps), [head[0] for head in seen], stream)
        self._restart(which)
        invariants.at_a_crash(laptop, where, before)
        self._collect(laptop)

    @step
    def decide(self, which: int) -> None:
        _, laptop = self._laptop(which)
        found = conflicts.listing(laptop)
        if found and found[0].table != "of 2031":
            columns = GROUPS[found[0].table][found[0].group]
            chosen = {name: value for name, value in found[0].sides[-1].values.items() if name in columns}
            written = conflicts.resolve(laptop, found[0].key, chosen, "ตรวจซ้ำ")
            body = self._keep(laptop, written.changes[0])
            [op] = json.loads(body)["ops"]
            assert set(op["prevs"]) == set(found[0].key.heads), (
                "I7 a decision names all heads that were shown"
            )

    @step
    def photo(self, which: int) -> None:
        _, laptop = self._laptop(which)
        data = f"photo {len(self.known.photos)}".encode()
        change = laptop.photo(data, "ins/25")
        self._keep(laptop, change)
        self.known.photos[json.loads(self.known.saved[change])["ops"][0]["values"]["sha256"]] = data

    @step
    def hold(self, which: int, cell: int) -> None:
        """Hold a record back, and all photos with it now and then."""
        _, laptop = self._laptop(which)
        photos = [(FILE, sha256) for sha256 in self.known.photos] if cell == 0 else []
        holding.hold(laptop, [CELLS[cell][0][:2], *photos])

    @step
    def release(self, which: int) -> None:
        """Let everything go that is held back."""
        release_all(self._laptop(which)[1])

    def work_while_held(self, which: int, cell: int) -> None:
        """Save, hold, save and sync, so that what is held and what is not take turns."""
        self.save(which, cell, 1)
        self.hold(which, cell)
        self.day(which, cell)
        self.day(which, (cell + 2) % len(CELLS))

    def day(self, which: int, cell: int) -> None:
        """Work through a day and sync at its end."""
        for value in range(2):
            self.save(which, cell, value)
        self.sync(which)

    def save_over_an_old_screen(self, which: int, other: int, cell: int) -> None:
        """Show a value, let a sync bring a colleague's, and save what was typed."""
        self.open_screen(which, cell)
        self.save(other, cell, 1)
        self.sync(other)
        self.sync(which)
        self.save(which, cell, 2)

    # --- messages -----------------------------------------------------------------------------------

    def message(self, which: int, fate: Fate, at: int) -> None:
        """Carry one message of an exchange, or do not; the exchange goes on at a later step."""
        number, _ = self._laptop(which)
        dialogue = self._dialogue(number)
        if dialogue is not None:
            self._deliver(number, dialogue, fate, at)

    def sync(self, which: int) -> None:
        """Carry an exchange to its end."""
        number, _ = self._laptop(which)
        dialogue = self._dialogue(number)
        while dialogue is not None and dialogue.pending is not None:
            self._deliver(number, dialogue, "ok", 0)

    def trouble_in_the_middle(self, which: int, other: int, cell: int, fate: Fate, at: int) -> None:
        """Let one of the first messages of an exchange meet its fate that has to push and to pull."""
        self.day(other, cell)
        self.save(which, cell, 1)
        for _ in range(at % 6):
            self.message(which, "ok", at)
        self.message(which, fate, at)

    @step
    def end_the_program(self, which: int) -> None:
        self._restart(which)

    @step
    def old_message_arrives(self, number: int) -> None:
        """A request that was lost, delayed or answered long ago reaches the centre (once more)."""
        if self.old:
            again(self.old[number % len(self.old)])

    # --- disks ----------------------------------------------------------------------------------------

    @step
    def take_image(self, which: int) -> None:
        number, laptop = self._laptop(which)
        self.images[number] = laptop.image()

    @step
    def put_laptop_back(self, which: int) -> None:
        number, laptop = self._laptop(which)
        if number in self.images:
            self._restart(which)
            laptop.put_back(self.images[number])

    @step
    def copy_laptop(self, which: int) -> None:
        """Clone a disk: two laptops with one identity and one token."""
        number, laptop = self._laptop(which)
        if len(self.laptops) < MOST_LAPTOPS:
            self._add(laptop, self.grants[number])

    def copy_works_beside_its_original(self, which: int, cell: int) -> None:
        number, _ = self._laptop(which)
        before = len(self.laptops)
        self.copy_laptop(number)
        if len(self.laptops) > before:
            self.day(number, cell)
            self.day(before, cell)

    @step
    def back_up_centre(self) -> None:
        self.night = (self.office.backup(), self.centre.files())

    @step
    def put_centre_back(self, number: int) -> None:
        if self.night is None:
            return
        self._look_at_log()
        self.office.put_back(self.night[0])
        if number % 2:
            self.centre.lose_files(self.night[1])
        self.known.logs, self.known.restored = {}, True

    def centre_loses_a_day(self, which: int, other: int, cell: int) -> None:
        """Put the centre back after a day, and let others take the lost numbers first."""
        self.sync(other)
        self.back_up_centre()
        self.day(which, cell)
        self.put_centre_back(1)
        self.day(other, cell)

    # --- clocks and administrators ------------------------------------------------------------------------

    @step
    def clock_jumps(self, which: int, number: int) -> None:
        to = CLOCKS[number % len(CLOCKS)]
        if number > 200:
            self.centre.now = max(to, CLOCKS[1]) if to.year < 9999 else CLOCKS[-2]
        else:
            self._laptop(which)[1].now = to

    @step
    def grant(self, which: int, number: int) -> None:
        place, laptop = self._laptop(which)
        self.grants[place] = GRANTS[number % len(GRANTS)]
        self.centre.grant(laptop, self.grants[place])

    @step
    def revoke(self, which: int) -> None:
        """Shut a laptop out, also in the middle of an exchange; a colleague at the desk lets it in later."""
        self.centre.revoke(self._laptop(which)[1])

    @step
    def broken_program_writes(self, which: int, number: int) -> None:
        _, laptop = self._laptop(which)
        change = new_id()
        laptop.write_badly(bad_body(BROKEN[number % len(BROKEN)], "ins/25", change), change, "ins/25")
        self.known.unreadable.add(change)
        self._keep(laptop, change)

    narrow = step(narrowing.narrow)
    widen = step(narrowing.widen)
    carry_less_for_a_time = narrowing.carry_less_for_a_time

    # --- the end ----------------------------------------------------------------------------------------

    def teardown(self) -> None:
        try:
            if self.laptops and not self.failed:
                self._settle()
            type(self).finished += 1
        finally:
            for dialogue in self.dialogues.values():
                dialogue.end()
            for laptop in self.laptops:
                laptop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _settle(self) -> None:
        """Let everyone exchange until nothing moves, and look at everything."""
        self.office.trap = None
        self._look_at_log()
        somewhere = {name: body for name, (_, _, _, body) in self.centre.log().items()}
        for number, laptop in enumerate(self.laptops):
            self._restart(number)
            release_all(laptop)
            narrowing.widen(self, number)
            laptop.now = LAPTOP_TIME + timedelta(days=9 + number)  # a day later files are asked for again
            self.centre.grant(laptop, self.grants[number])
        self._let_copies_in()
        for laptop in self.laptops:
            somewhere |= laptop.bodies()
        for _ in range(len(self.laptops) + 4):
            quiet, at_centre = True, {*self.centre.files(), "/v1/push", "/v1/pull", "/v1/need", ""}
            for number in range(len(self.laptops)):
                dialogue = self._dialogue(number)
                assert dialogue is not None
                while dialogue.pending is not None:
                    self._deliver(number, dialogue, "ok", 0)
                if dialogue.outcome is not None:
                    raise dialogue.outcome
                # I12: a quiet exchange is one request, and one for each photo that nobody has any more.
                quiet = quiet and all(name not in at_centre for name in dialogue.asked[1:])
            if quiet:
                break
        else:
            last = [dialogue.asked for dialogue in self.dialogues.values()]
            raise AssertionError(f"it never comes to rest: {last}")
        invariants.of_the_end(self.centre, self.laptops, somewhere, self.known)

    def _let_copies_in(self) -> None:
        """Copies have one identity at the centre: the last enrolment's token and grants are those of all."""
        last = {laptop.device: number for number, laptop in enumerate(self.laptops)}
        for laptop in self.laptops:
            laptop.token = self.laptops[last[laptop.device]].token

    # --- how ----------------------------------------------------------------------------------------------

    def _add(self, copied: SimulatedLaptop | None, provinces: tuple[str, ...]) -> None:
        folder = self.folder / f"laptop{len(self.laptops)}"
        image, photos = copied.image() if copied else (None, {})
        laptop = SimulatedLaptop(folder, on_files=self.on_files, image=image)
        laptop.put_files(photos)
        self.laptops.append(laptop)
        self.grants.append(provinces)
        if copied:
            laptop.token = copied.token
        else:
            self.centre.grant(laptop, provinces)

    def _laptop(self, which: int) -> tuple[int, SimulatedLaptop]:
        number = which % len(self.laptops)
        return number, self.laptops[number]

    def _dialogue(self, number: int) -> Dialogue | None:
        """Return the exchange of a laptop that is under way, or begin one."""
        present = self.dialogues.get(number)
        if present is None or present.pending is None:
            present = self.dialogues[number] = Dialogue(self.centre, self.laptops[number], self.page)
        return present

    @step
    def _deliver(self, number: int, dialogue: Dialogue, fate: Fate, at: int) -> None:
        if fate != "ok" or len(self.old) < 8:
            self.old.append(dialogue.pending)
        pushed = dialogue.path == "/v1/push"
        stream = dialogue.stream if pushed else ""
        laptop = self.laptops[number]
        before = invariants.counts(laptop)
        dialogue.deliver(fate, at)
        if pushed and isinstance(dialogue.answered, bytes) and fate != "half answer":
            invariants.at_an_acknowledgement(self.centre, stream, dialogue.answered)
        if dialogue.pending is None:
            assert invariants.counts(laptop) >= before, "I14 nothing local is ever reset"
            if isinstance(dialogue.outcome, Died):
                laptop.restart()
                self._forget_screens(number)
            invariants.at_an_exchange(self.centre, laptop, restored=self.known.restored)

    def _restart(self, which: int) -> None:
        number, laptop = self._laptop(which)
        dialogue = self.dialogues.pop(number, None)
        if dialogue is not None:
            dialogue.end()
        laptop.restart()
        self._forget_screens(number)

    def _forget_screens(self, number: int) -> None:
        self.screens = {key: seen for key, seen in self.screens.items() if key[0] != number}

    def _keep(self, laptop: SimulatedLaptop, change: str) -> bytes:
        with laptop.database.read() as connection:
            row = connection.exec_driver_sql("SELECT body FROM change WHERE id = ?", (change,)).fetchone()
        assert row is not None, "I8 a save returned and its change is not there"
        self.known.saved[change] = bytes(row[0])
        return self.known.saved[change]

    def _collect(self, laptop: SimulatedLaptop) -> None:
        """Learn of a save that had become durable when the program ended."""
        for change, body in laptop.bodies().items():
            self.known.saved.setdefault(change, body)

    def _look_at_log(self) -> None:
        log = self.centre.log()
        invariants.of_the_log(self.known, log)
        self.known.logs = log


ACTS = tuple(name for name, often in OFTEN.items() for _ in range(often))
PARAMETERS = {name: tuple(inspect.signature(getattr(Days, name)).parameters)[1:] for name in OFTEN}


@contextmanager
def world(*, url: str = "sqlite://", on_files: bool = False) -> Iterator[type[Days]]:
    """Give the machine a centre, and identities that are the same in every run."""
    with patch.object(ids, "uuid7", IDS):
        office = SimulatedOffice(url)
        try:
            yield type("Days", (Days,), {"office": office, "on_files": on_files})
        finally:
            office.close()


def play(
    machine: type[Days], *, examples: int = 20, rules: int = 20, number: int = 0, shrink: bool = False
) -> None:
    """Play ``examples`` of at most ``rules`` scripts; ``number`` seeds them. Raises what is broken."""
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    run_state_machine_as_test(
        seed(number)(machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=rules,
            deadline=None,
            database=None,
            derandomize=False,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )
