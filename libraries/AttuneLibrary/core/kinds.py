"""The kinds of things the library makes: where they are found and in which order they go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`path` lists them; one is `path/{key}`. Of two kinds the one with the smaller `rank` is deleted first."""

    name: str
    path: str
    rank: int
    by_ref: bool = True
    before: str = ""


KINDS = {
    kind.name: kind
    for kind in (
        Kind("rule", "/api/v1/rules", 10, before="disable"),
        Kind("execution", "/api/v1/executions", 20, by_ref=False),
        Kind("inquiry", "/api/v1/inquiries", 30, by_ref=False),
        Kind("key", "/api/v1/keys", 40),
        Kind("queue", "/api/v1/queues", 45),
        Kind("sensor", "/api/v1/sensors", 50),
        Kind("workflow", "/api/v1/workflows", 60),
        Kind("action", "/api/v1/actions", 70),
        Kind("trigger", "/api/v1/triggers", 80),
        Kind("artifact", "/api/v1/artifacts", 85, by_ref=False),
        Kind("runtime", "/api/v1/runtimes", 90),
        Kind("pack", "/api/v1/packs", 100),
        Kind("permission assignment", "/api/v1/permissions/assignments", 110, by_ref=False),
        Kind("identity", "/api/v1/identities", 120, by_ref=False),
        # Read only: they are records and stay.
        Kind("event", "/api/v1/events", 0, by_ref=False),
        Kind("enforcement", "/api/v1/enforcements", 0, by_ref=False),
    )
}
