"""What PostgreSQL's walls between provinces cost: the same requests with and without them, in turns."""

from __future__ import annotations

import statistics
import time
from contextlib import ExitStack, closing
from pathlib import Path

from sqlalchemy import text

from fieldkit.model import body as bodies
from fieldkit.model.ids import derived_id, new_id
from fieldkit.sync import protocol
from fieldkit.sync.server import Centre, FolderBlobs, Store
from fieldkit.sync.server.devices import Device
from tests.bench import sync
from tests.bench.targets import Target

PROVINCES, CHANGES, ROUNDS = 77, 400, 150
WALLED = ("stream", "log", "env", "device", "device_keys", "device_says")


def bench(folder: Path) -> tuple[list[str], list[Target]]:
    """Pull a page of 400, push 20 changes and say hello, in turns with and without walls."""
    with ExitStack() as stack:
        url = stack.enter_context(sync.database("PostgreSQL"))
        if url is None:
            return ["PostgreSQL is not installed"], []
        store = stack.enter_context(closing(Store.at(url)))
        for number in range(PROVINCES):
            ops = ([sync.answer(derived_id("inspection", str(number)), number, q)] for q in range(CHANGES))
            sync.append(store, f"ins/{10 + number}", ops)
        centre = Centre(store, FolderBlobs(folder / "blobs"))
        took = _timed(centre, store)
    lines = [f"{PROVINCES} provinces of {CHANGES} changes, {ROUNDS} rounds (ms, median and 99th of 100)"]
    targets = []
    for name, (walled, open_) in took.items():
        pairs = statistics.median(a / b for a, b in zip(walled, open_, strict=True))
        cells = [f"{statistics.median(each):.2f} {sorted(each)[-2]:.2f}" for each in (walled, open_)]
        lines.append(f"{name:8} with {cells[0]:>14}  without {cells[1]:>14}  ratio of pairs {pairs:.2f}")
        targets.append(Target(f"{name} behind walls, without = 1", pairs, 1.4, ""))
    return lines, targets


def _timed(centre: Centre, store: Store) -> dict[str, tuple[list[float], list[float]]]:
    device = Device(new_id(), ("25",))
    hello = protocol.Hello((1, protocol.VERSION), "x", 1, "", {})
    pushes = iter(_pushes(device.id))
    acts = {
        "pull": lambda: centre.pull(device, "ins/25", (0, "")),
        "push": lambda: centre.push(device, next(pushes)),
        "hello": lambda: centre.hello(device, protocol.to_json(hello)),
    }
    took: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in acts}
    for number in range(2 * ROUNDS):
        with store.write() as connection:
            for table in WALLED:
                verb = "DISABLE" if number % 2 else "ENABLE"
                connection.execute(text(f"ALTER TABLE {table} {verb} ROW LEVEL SECURITY"))
        for act in acts.values():  # plans are made anew after that, which nobody pays for in an office
            act()
        for name, act in acts.items():
            began = time.perf_counter()
            act()
            took[name][number % 2].append(1000 * (time.perf_counter() - began))
    return took


def _pushes(device: str) -> list[bytes]:
    """Return the bytes of pushes of 20 changes each that follow one another."""
    feed, n, link, found = f"{device}/1/ins/25", 0, b"", []
    for number in range(4 * ROUNDS):
        fields = {"stream": "ins/25", "author": device, "device": device, "wall": ""}
        lines = [
            bodies.encode(
                {**fields, "id": new_id(), "lamport": number + 1},
                [sync.answer(derived_id("inspection", f"{number} {each}"), number, each)],
            )
            for each in range(20)
        ]
        before, first = link, n + 1
        for body in lines:
            n += 1
            link = bodies.link(feed, n, link, body)
        header = protocol.PushHeader("ins/25", feed, first, before.hex(), link.hex())
        found.append(protocol.pack([protocol.to_json(header), *lines]))
    return found
