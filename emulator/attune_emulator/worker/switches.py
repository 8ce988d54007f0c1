"""The deviations that act inside a worker: the emulator tells it, task by task, which of them are on."""

IN_WORKERS = (
    "environment-race",
    "node-packages-stale",
    "node-local-packages",
    "node-error-hidden",
    "requirements-ignored",
    "environment-shared",
    "environment-stale",
    "environment-remade",
    "environment-given-up",
    "pack-library-lost",
    "async-not-awaited",
    "parameters-ascii",
)

Switches = frozenset[str]
NONE: Switches = frozenset()
