"""Several small files at once: each waits for the other side's disk, and the waits overlap."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from fieldkit.sync import protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fieldkit.model.file_classes import File
    from fieldkit.sync.link import Course

Result = TypeVar("Result")


def in_turn(
    course: Course, work: Callable[[File], Result], waiting: Iterable[File]
) -> Iterator[tuple[File, Result]]:
    """Yield each file with what ``work`` made of it, in the order of ``waiting``.

    As many as the course has lanes are under way at once, together no more bytes than one part: what a cut
    costs stays the same. An error, and a caller that stops, leaves those that have not begun undone.
    """
    if course.lanes < 2:
        yield from ((file, work(file)) for file in waiting)
        return
    under_way: deque[tuple[File, Future[Result]]] = deque()
    room = protocol.PART
    with ThreadPoolExecutor(course.lanes, thread_name_prefix="files") as pool:
        try:
            for file in waiting:
                while under_way and (len(under_way) == course.lanes or file.size > room):
                    first, coming = under_way.popleft()
                    yield first, coming.result()
                    room += first.size
                under_way.append((file, pool.submit(work, file)))
                room -= file.size
            for first, coming in under_way:
                yield first, coming.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
