"""Secret values between Robot data and the client."""

from collections.abc import Mapping
from typing import Any

from robot.api.types import Secret

from ..client import Masker
from ..client.masking import SECRET_KEY


def plain_text(value: object) -> str:
    """The text of a Secret, or of anything else."""
    return str(value.value if isinstance(value, Secret) else value)


def hidden(value: Any, masker: Masker) -> Any:
    """A copy in which every text whose name says that it is a secret is a Secret; the masker learns them."""
    if isinstance(value, Mapping):
        return {name: _member(str(name), member, masker) for name, member in value.items()}
    if isinstance(value, list):
        return [hidden(member, masker) for member in value]
    return value


def _member(name: str, value: Any, masker: Masker) -> Any:
    if isinstance(value, str) and value and SECRET_KEY.match(name):
        masker.learn(value)
        return Secret(value)
    return hidden(value, masker)
