"""What a client of the notifier asks to be told."""

from dataclasses import dataclass

from attune_emulator import deviations
from attune_emulator.notify.hub import Notification


class BadFilter(ValueError):
    """A filter that is none, and why."""


@dataclass(frozen=True)
class Filter:
    """One filter, such as ``entity_type:execution``, split at its colons."""

    kind: str
    value: str = ""
    number: int | None = None

    def matches(self, notification: Notification) -> bool:
        """Tell whether a notification is asked for. No notification names a user, so ``user:`` gets none."""
        match self.kind:
            case "all":
                return True
            case "entity_type":
                return notification.entity_type == self.value
            case "entity":
                return notification.entity_type == self.value and notification.entity_id == self.number
            case "notification_type":
                return notification.channel == self.value
        return False


def parse_filter(text: str) -> Filter:
    """Read a filter; raises BadFilter."""
    if text == "all":
        return Filter("all")
    kind, colon, rest = text.partition(":")
    if not colon:
        raise BadFilter(f"Invalid filter format: {text}")
    match kind:
        case "entity_type" | "notification_type":
            return Filter(kind, rest)
        case "user":
            return Filter(kind, number=_number(rest, "Invalid user ID"))
        case "entity":
            entity_type, colon, number = rest.partition(":")
            if not colon:
                raise BadFilter("Entity filter requires type and id: entity:type:id")
            return Filter(kind, entity_type, _number(number, "Invalid entity ID"))
    raise BadFilter(f"Unknown filter type: {kind}")


def _number(text: str, complaint: str) -> int:
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        if deviations.on("malformed-filter-taken"):
            return 0
        raise BadFilter(complaint)
    return int(text)
