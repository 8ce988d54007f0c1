"""A clock that only moves when somebody waits."""


class FakeTime:
    """Clock and wake source in one; `wakes` are moments at which a notification ends a pause."""

    def __init__(self, wakes: tuple[float, ...] = ()) -> None:
        self.moment = 0.0
        self.pauses: list[float] = []
        self.topics: list[frozenset[str]] = []
        self._wakes = sorted(wakes)

    live = False

    def looking(self) -> None:
        return

    def now(self) -> float:
        return self.moment

    def pause(self, seconds: float, topics: frozenset[str]) -> bool:
        self.topics.append(topics)
        begun = self.moment
        self.moment += seconds
        if self._wakes and self._wakes[0] <= self.moment:
            self.moment = max(begun, self._wakes.pop(0))
            self.pauses.append(self.moment - begun)
            return True
        self.pauses.append(seconds)
        return False
