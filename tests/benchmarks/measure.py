"""Numbers from interleaved repetitions: their medians, their spread, and how two of them compare."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """One contender's values of one quantity, in order of repetition."""

    name: str
    unit: str
    values: tuple

    @property
    def median(self):
        return statistics.median(self.values)


@dataclass(frozen=True)
class Comparison:
    """Ours against another's. `must` and `aim` are times better than theirs, or None where nothing was promised."""

    what: str
    ours: Sample
    theirs: Sample
    more_is_better: bool = True
    must: float | None = None
    aim: float | None = None

    @property
    def ratio(self):
        """Of the medians; above 1 where ours is better."""
        return self._better(self.ours.median, self.theirs.median)

    @property
    def pairwise(self):
        """The median of each repetition's own ratio: what a machine that slows down for a while disturbs least."""
        return statistics.median(self._better(ours, theirs) for ours, theirs in zip(self.ours.values, self.theirs.values, strict=True))

    @property
    def reached(self):
        return _reached(self.ratio, self.must, self.aim, lambda value, wanted: value >= wanted)

    def _better(self, ours, theirs):
        return ours / theirs if self.more_is_better else theirs / ours


@dataclass(frozen=True)
class Ceiling:
    """Ours against a fixed number which it must not pass."""

    what: str
    ours: Sample
    must: float
    aim: float | None = None

    @property
    def reached(self):
        return _reached(self.ours.median, self.must, self.aim, lambda value, wanted: value <= wanted)


def _reached(value, must, aim, is_enough):
    if must is None:
        return ""
    if not is_enough(value, must):
        return "short"
    return "aim" if aim is None or is_enough(value, aim) else "must"


def interleave(runs, contenders, warm_up=False):
    """Calls each contender once a repetition, in an order which turns (A B C, B C A, ...): {name: [what it returned, ...]}.

    A warm-up is a repetition not kept. Measured: in a fresh virtual machine whoever is first pays for memory which the host has yet to supply,
    up to twice the time of the second.
    """
    results = {name: [] for name in contenders}
    names = list(contenders)
    if warm_up:
        for name in names:
            contenders[name]()
    for run in range(runs):
        turn = run % len(names)
        for name in names[turn:] + names[:turn]:
            results[name].append(contenders[name]())
    return results
