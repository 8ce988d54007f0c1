"""A platform of the suite's own where there can be one, and the target where not."""

from typing import Any

import pytest
from robot.api.exceptions import SkipExecution

from AttuneLibrary.core.context import Context
from AttuneLibrary.keywords.own_platform import OwnPlatform


class Capable:
    """Answers for every capability."""

    def __init__(self, answer: bool) -> None:
        self._answer = answer

    def has(self, name: str) -> bool:
        return self._answer

    def reason(self, name: str) -> str:
        return f"needs {name}"


class Started:
    """Counts the platforms that would have been started."""

    def __init__(self) -> None:
        self.count = 0

    def start(self, options: Any) -> dict[str, Any]:
        self.count += 1
        return {"url": "http://127.0.0.1:1"}


@pytest.mark.parametrize(("can", "platforms"), [(True, 1), (False, 0)])
def test_a_quiet_platform_is_the_targets_where_there_is_no_other(context: Context, can: bool, platforms: int) -> None:
    context.capabilities = Capable(can)  # type: ignore[assignment]  # why: a stand-in
    context.own_platforms = Started()  # type: ignore[assignment]  # why: a stand-in
    OwnPlatform(context).use_a_quiet_platform()
    assert context.own_platforms.count == platforms


def test_whoever_needs_one_is_skipped_instead(context: Context) -> None:
    context.capabilities = Capable(False)  # type: ignore[assignment]  # why: a stand-in
    with pytest.raises(SkipExecution, match="needs own-platform"):
        OwnPlatform(context).start_own_platform()
