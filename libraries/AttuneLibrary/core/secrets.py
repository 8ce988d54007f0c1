"""Secret values between Robot data and the client."""

from robot.api.types import Secret


def plain_text(value: object) -> str:
    """The text of a Secret, or of anything else."""
    return str(value.value if isinstance(value, Secret) else value)
