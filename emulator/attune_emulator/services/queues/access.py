"""Which queues a caller reaches."""

from attune_emulator.authz import PermissionRefused, Subject
from attune_emulator.http.call import Call
from attune_emulator.http.errors import NotFound
from attune_emulator.store import Row


def missing(ref: str) -> NotFound:
    return NotFound(f"Work queue '{ref}' not found")


def subject_of(queue: Row) -> Subject:
    """Return what the constraints of a grant look at."""
    return Subject(id=queue["id"], ref=queue["ref"], pack_ref=queue["pack_ref"])


def may_read(call: Call, queue: Row) -> bool:
    return call.access.allows("queues", "read", subject_of(queue))


def demand_any_read(call: Call) -> None:
    """Refuse a caller that may read no queue at all."""
    if not call.access.any("queues", "read"):
        raise PermissionRefused("queues", "read")


def readable_queue(call: Call, ref: str) -> Row:
    """Return a queue the caller may read; raises NotFound."""
    queue = call.db.by_ref("work_queue", ref)
    if queue is None or not may_read(call, queue):
        raise missing(ref)
    return queue


def usable_queue(call: Call, ref: str, action: str) -> Row:
    """Return a queue the caller may do this to; raises NotFound or Forbidden."""
    queue = call.db.by_ref("work_queue", ref)
    if queue is None:
        raise missing(ref)
    call.demand("queues", action, subject_of(queue))
    return queue
