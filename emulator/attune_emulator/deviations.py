"""Where the emulator departs from one of its two models, switch by switch.

A **gap** is a place where the platform does not keep the test plan's promise: on means that the emulator behaves like
the platform, off that it keeps the promise. A **defect** is a seeded fault that measures whether the suites notice:
on means broken. Code asks at the place of use: ``if deviations.on("past-date"): ...``.
"""

from collections.abc import Iterable

from attune_emulator import known_gaps, seeded_defects
from attune_emulator.deviation import Kind

_ALL = (*known_gaps.ALL, *seeded_defects.ALL)
REGISTRY = {deviation.id: deviation for deviation in _ALL}
GAPS = frozenset(d.id for d in _ALL if d.kind == "gap")
DEFECTS = frozenset(d.id for d in _ALL if d.kind == "defect")

_active: set[str] = set()


def on(name: str) -> bool:
    """Tell whether a deviation is switched on; raises KeyError for a name that is not registered."""
    return REGISTRY[name].id in _active


def all_on(prefix: str) -> list[str]:
    """Return those that are on and whose names begin like this: for a process that cannot ask."""
    return sorted(name for name in _active if name.startswith(prefix))


def switch(name: str, active: bool) -> None:
    """Switch one deviation; raises KeyError for a name that is not registered."""
    if active:
        _active.add(REGISTRY[name].id)
    else:
        _active.discard(REGISTRY[name].id)


def select(names: Iterable[str]) -> None:
    """Switch on exactly the named ones."""
    wanted = set(names)
    _active.clear()
    for name in wanted:
        switch(name, True)


def parse(text: str, kind: Kind) -> frozenset[str]:
    """Read ``all``, ``none`` or a comma-separated list of ids; raises ValueError naming an unknown one."""
    known = GAPS if kind == "gap" else DEFECTS
    if text == "all":
        return known
    if text in ("none", ""):
        return frozenset()
    wanted = frozenset(part.strip() for part in text.split(","))
    if unknown := sorted(wanted - known):
        raise ValueError(f"unknown {kind} {unknown[0]!r}; known: {', '.join(sorted(known))}")
    return wanted
