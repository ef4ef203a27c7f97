"""Draw every state of the window, to be looked at: python -m tests.pictures FOLDER [th-dark-150 …]"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

parser = argparse.ArgumentParser(description="Draw every state of the window into a folder.")
parser.add_argument("folder", type=Path)
parser.add_argument("looks", nargs="*", help="language-scheme-textsize, such as th-dark-150")
parser.add_argument("--state", action="append", default=[], help="only states whose name begins so")


def main() -> None:
    """Draw what the arguments ask for, and say what is wrong with it."""
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from fieldkit.ui.app import make_application
    from tests.pictures import gallery, looks, office_states
    from tests.pictures.drawing import draw
    from tests.pictures.look import faults

    make_application()
    asked.folder.mkdir(parents=True, exist_ok=True)
    named = {str(look): look for look in looks.EVERY_LOOK}
    with tempfile.TemporaryDirectory() as folder:
        desk = gallery.furnish(Path(folder))
        for name in asked.looks or [str(look) for look in looks.DRAWN]:
            look = named[name]
            place = Path(folder) / name
            copied = gallery.copy_of(desk, place).folder
            office_states.furnish(copied)
            with gallery.window_on(copied, look) as window:
                shown = gallery.States(window, desk)
                states = gallery.states_of(shown) | office_states.office_states_of(shown)
                for state, show in states.items():
                    if asked.state and not state.startswith(tuple(asked.state)):
                        continue
                    show()
                    gallery.settle(window)
                    drawing = draw(window, look.ratio)
                    file = asked.folder / f"{state}-{name}.png"
                    drawing.picture.save(file)
                    print(file, *faults(drawing), sep="\n    ")


if __name__ == "__main__":
    main()
