"""Tokens that sensors work with, and the identities behind them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from attune_emulator import clock

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

DEFAULT_TTL = 86400


@dataclass(frozen=True)
class IssuedToken:
    """A sensor's token, whose it is, and when it ends."""

    token: str
    identity_id: int
    expires_at: str


def issue_sensor_token(emulator: "Emulator", sensor_ref: str, trigger_types: list[str], ttl: int) -> IssuedToken:
    """Issue a token for a sensor, making the sensor's identity where it has none yet."""
    login = f"sensor:{sensor_ref}"
    identity = emulator.db.one("SELECT * FROM identity WHERE login = ?", login)
    if identity is None:
        attributes = {"type": "sensor", "sensor_ref": sensor_ref, "trigger_types": trigger_types}
        values = {"login": login, "display_name": f"Sensor: {sensor_ref}", "attributes": attributes}
        identity = emulator.db.insert("identity", values)
    metadata = {"trigger_types": trigger_types}
    token = emulator.tokens.issue(identity["id"], sensor_ref, "sensor", ttl, scope="sensor", metadata=metadata)
    return IssuedToken(token, identity["id"], clock.after(ttl))
