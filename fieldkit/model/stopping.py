"""Lets a long query be stopped while it runs, because its answer is not wanted any more."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

_STEPS = 1000  # of SQLite between two looks whether the answer is still wanted


class Stopped(Exception):
    """The answer is not wanted any more: another letter was typed, another order chosen."""


@contextmanager
def stopping(connection: Connection, stop: Callable[[], bool]) -> Iterator[None]:
    """Ask ``stop`` now and then, from this thread, while queries of ``connection`` run.

    When it says yes, Stopped is raised.
    """
    # Here, because the window knows Stopped before it has read a database.
    from sqlalchemy.exc import OperationalError
    from sqlcipher3 import dbapi2 as sqlite

    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(lambda: int(stop()), _STEPS)
    try:
        yield
    except (OperationalError, sqlite.OperationalError) as error:
        if not stop():
            raise
        raise Stopped from error
    finally:
        driver.set_progress_handler(None, 0)
