"""The life of an execution in words."""

REQUESTED, SCHEDULING, SCHEDULED, RUNNING = "requested", "scheduling", "scheduled", "running"
COMPLETED, FAILED, CANCELING, CANCELLED = "completed", "failed", "canceling", "cancelled"
TIMEOUT, ABANDONED = "timeout", "abandoned"

STATUSES = (REQUESTED, SCHEDULING, SCHEDULED, RUNNING, COMPLETED, FAILED, CANCELING, CANCELLED, TIMEOUT, ABANDONED)
TERMINAL = frozenset({COMPLETED, FAILED, CANCELLED, TIMEOUT, ABANDONED})
NOT_STARTED = frozenset({REQUESTED, SCHEDULING, SCHEDULED})

CANCELED_BEFORE_START = {"error": "Cancelled by user before execution started"}
WORKFLOW_CANCELLED = {"error": "Workflow cancelled", "succeeded": False}
PARENT_CANCELLED = {"error": "Cancelled: parent workflow execution was cancelled"}
QUESTION_CANCELLED = {"succeeded": False, "cancelled": True, "error": "Execution cancelled by user"}
