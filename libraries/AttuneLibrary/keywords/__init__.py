"""The keyword components, one a topic; a new component is added to this list and nowhere else."""

from .absence import Absence
from .actions import Actions
from .assertions import Assertions
from .audit import Audit
from .base import Component
from .bursts import Bursts
from .cancellations import Cancellations
from .chains import Chains
from .containers import Containers
from .database import DatabaseKeywords
from .events import Events
from .execution_fields import ExecutionFields
from .executions import Executions
from .failures import Failures
from .figures import Figures
from .fixture_timers import FixtureTimers
from .fixtures import Fixtures
from .health import Health
from .identities import Identities
from .injection import Injection
from .inquiries import Inquiries
from .inside import Inside
from .isolation import Isolation
from .key_checks import KeyChecks
from .keys import Keys
from .large_workflows import LargeWorkflows
from .logs import Logs
from .own_platform import OwnPlatform
from .packs import Packs
from .paging import Paging
from .parameters import Parameters
from .permission_tables import PermissionTables
from .polling import Polling
from .recorder import Recorders
from .requests_sharing import RequestsSharing
from .retries import Retries
from .rule_runs import RuleRuns
from .rules import Rules
from .runs import Runs
from .samples import Samples
from .secret_traces import SecretTraces
from .secrets import Secrets
from .sensor_logs import SensorLogs
from .sensors import Sensors
from .services import Services
from .sessions import Sessions
from .settings import RunSettings
from .stream_checks import StreamChecks
from .streams import Streams
from .timer_changes import TimerChanges
from .timer_load import TimerLoad
from .timer_pace import TimerPace
from .timer_records import TimerRecords
from .timers import Timers
from .timestamps import Timestamps
from .triggers import Triggers
from .webhooks import Webhooks
from .with_items import WithItems
from .workers import Workers
from .workflow_tasks import WorkflowTasks
from .workflows import Workflows

COMPONENTS: tuple[type[Component], ...] = (
    Sessions,
    Packs,
    Actions,
    Triggers,
    Webhooks,
    Sensors,
    SensorLogs,
    Rules,
    Events,
    Executions,
    ExecutionFields,
    Workflows,
    Inquiries,
    Streams,
    StreamChecks,
    Keys,
    Secrets,
    Identities,
    Fixtures,
    FixtureTimers,
    Figures,
    Timers,
    TimerRecords,
    TimerPace,
    TimerChanges,
    TimerLoad,
    Timestamps,
    Runs,
    RuleRuns,
    Polling,
    Absence,
    Assertions,
    RunSettings,
    Health,
    RequestsSharing,
    Failures,
    Injection,
    Inside,
    Isolation,
    KeyChecks,
    DatabaseKeywords,
    Logs,
    SecretTraces,
    WithItems,
    Chains,
    Recorders,
    WorkflowTasks,
    LargeWorkflows,
    Retries,
    Containers,
    OwnPlatform,
    Parameters,
    Cancellations,
    Services,
    Workers,
    Samples,
    Paging,
    Bursts,
    Audit,
    PermissionTables,
)
