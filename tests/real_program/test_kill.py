"""Nothing that was typed is lost when the program is killed, at whatever moment.

KILLS=2000 kills it so often; KILLS_SEED=… types the same keys and kills at about the same moments again.
``make faults ARGS=kills`` kills it 10,000 times.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.display import Display
from tests.real_program.lives import Lives
from tests.real_program.nest import Nest, nest

pytestmark = [pytest.mark.long, pytest.mark.real_program]

# Not FIELDKIT_…: no test sees settings of the program that the person has.
KILLS = int(os.environ.get("KILLS", "60"))
SEED = int(os.environ.get("KILLS_SEED", str(random.SystemRandom().randrange(10**6))))
ON_A_SCREEN = KILLS // 6  # under an X server with a window manager; the others draw nowhere


@pytest.fixture(scope="module")
def brood() -> Iterator[Nest]:
    """A process that has loaded the program."""
    with nest() as found:
        yield found


def test_every_key_that_was_handled_is_found_after_a_kill(brood: Nest, office_folder: Path) -> None:
    lives = Lives.begin(brood, office_folder, {"QT_QPA_PLATFORM": "offscreen"})
    assert lives.live_and_die(KILLS - ON_A_SCREEN, SEED) == []
    assert lives.ledger.keys > KILLS  # that something was typed at all, however busy the machine is


def test_so_it_is_on_a_screen(brood: Nest, office_folder: Path, display: Display) -> None:
    lives = Lives.begin(brood, office_folder, display.of_its_own)
    assert lives.live_and_die(ON_A_SCREEN, SEED) == []
    assert lives.ledger.keys > ON_A_SCREEN


def test_a_program_that_saves_at_its_end_is_caught(brood: Nest, office_folder: Path) -> None:
    lives = Lives.begin(brood, office_folder, {"QT_QPA_PLATFORM": "offscreen"})
    assert lives.live_and_die(4, SEED, "keep")
