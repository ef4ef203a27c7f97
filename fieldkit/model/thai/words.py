"""Where a line of Thai may be broken: word boundaries by maximal matching with a list of words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from fieldkit import resources
from fieldkit.model.thai.clusters import clusters

ZERO_WIDTH_SPACE = "\u200b"
_THAI = re.compile("[ก-ฮะ-ฺเ-ๅ็-๎]+")
_WORD_COST = 1
_AFTER_REPETITION = re.compile("(?<=ๆ)(?=[ก-ฮเ-ไ])")
# a cluster outside every word costs more than the words that could stand in its place
_STRAY_COST = 12
_LONGEST_STRAY = 12


@lru_cache(maxsize=4096)
def breakable(text: str) -> str:
    """Return ``text`` with a zero-width space at each word boundary inside its Thai runs.

    Never inside a cluster, before ๆ or ฯ, or in anything that is not Thai. Without these spaces the text is
    unchanged. For painting only: do not store or export the result.
    """
    spaced = _THAI.sub(lambda run: ZERO_WIDTH_SPACE.join(words(run[0])), text)
    return _AFTER_REPETITION.sub(ZERO_WIDTH_SPACE, spaced)


def words(run: str) -> list[str]:
    """Return the words of a run of Thai letters; a name it does not know is one word of up to 12 clusters."""
    pieces = clusters(run)
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return _glued(run, starts, _fewest_words(run, starts))


@cache
def _known() -> tuple[frozenset[str], int]:
    """Return the word list and the length of its longest word."""
    text = resources.path("thai_words.txt").read_text(encoding="utf-8")
    listed = frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
    return listed, max(map(len, listed))


def _fewest_words(run: str, starts: list[int]) -> list[tuple[int, bool]]:
    """Return for each cluster where its piece ends (index into ``starts``) and whether it is a word.

    Among equal costs the longest first word wins, as a reader takes it.
    """
    listed, longest = _known()
    last = len(starts) - 1
    costs = [0] * (last + 1)
    ends: list[tuple[int, bool]] = [(last, False)] * (last + 1)
    for begin in range(last - 1, -1, -1):
        best, chosen = _STRAY_COST + costs[begin + 1], (begin + 1, False)
        for end in range(begin + 1, last + 1):
            if starts[end] - starts[begin] > longest:
                break
            cost = _WORD_COST + costs[end]
            if cost <= best and run[starts[begin] : starts[end]] in listed:
                best, chosen = cost, (end, True)
        costs[begin], ends[begin] = best, chosen
    return ends


def _glued(run: str, starts: list[int], ends: list[tuple[int, bool]]) -> list[str]:
    """Return the pieces; stray clusters make one piece with their neighbours, short enough for a line."""
    found: list[str] = []
    begin, strays = 0, 0
    while begin < len(starts) - 1:
        end, is_word = ends[begin]
        piece = run[starts[begin] : starts[end]]
        lone = not is_word and strays == 0 and (end == len(starts) - 1 or ends[end][1])
        strays = 0 if is_word else strays % _LONGEST_STRAY + 1
        if found and (strays > 1 or lone):
            found[-1] += piece
        else:
            found.append(piece)
        begin = end
    return found
