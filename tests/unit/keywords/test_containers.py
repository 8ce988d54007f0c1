"""The keyword about containers, where there is no engine to ask."""

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.containers import Containers


def test_without_an_engine_the_setting_is_named() -> None:
    with pytest.raises(BadInput, match="ATTUNE_CONTAINER_ENGINE is not set; it must be the engine's command"):
        Containers(Context({}, dict, None)).list_containers(7)
