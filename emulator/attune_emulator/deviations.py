"""Where the emulator departs from one of its two models, switch by switch.

A **gap** is a place where the platform does not keep the test plan's promise: on means that the emulator behaves like
the platform, off that it keeps the promise. A **defect** is a seeded fault that measures whether the suites notice:
on means broken. Code asks at the place of use: ``if deviations.on("past-date"): ...``. To add one, add a line here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Deviation:
    """One switch: what differs when it is on, and the scenarios that see it."""

    id: str
    kind: Literal["gap", "defect"]
    sentence: str
    scenarios: tuple[str, ...]


def _gap(name: str, sentence: str, *scenarios: str) -> Deviation:
    return Deviation(name, "gap", sentence, scenarios)


def _defect(name: str, sentence: str, *scenarios: str) -> Deviation:
    return Deviation(name, "defect", sentence, scenarios)


_ALL = (
    _gap("owner-filter", "lists and direct access show everybody's rules, events and executions", "T1.7", "T3.11"),
    _gap("rbac-unchecked", "many writes need a login and no grant", "T3.10", "X.24"),
    _gap("key-ttl", "keys have no time to live", "T1.6", "T2.3"),
    _gap("past-date", "a date timer in the past never fires", "T1.2", "T3.1"),
    _gap("cron-invalid", "a bad cron expression is accepted and never fires", "T1.3"),
    _gap("timer-invalid", "a timer of which no schedule can be made is accepted and never fires", "T3.1"),
    _gap(
        "sensor-garbled-output", "a sensor that writes bytes that are no text is heard no more, and dies of it", "T3.6"
    ),
    _gap("sensor-switch", "disabling or enabling a sensor neither stops nor starts its process", "T3.6"),
    _gap("cron-timezone", "a cron timer's time zone is ignored", "T1.3"),
    _gap("timer-restart", "a change to any timer rule restarts every timer's phase and count", "T3.2", "T3.3"),
    _gap("deleted-rule-ticks", "the timer of a deleted rule keeps ticking", "T3.2"),
    _gap("empty-with-items", "a with_items task over an empty list never ends", "T1.5"),
    _gap("missing-input-hangs", "a task input that names a missing value leaves the workflow running", "T2.4", "T2.2"),
    _gap("join-after-failure", "a join that cannot be met leaves the workflow running", "T3.7", "T2.11"),
    _gap("invalid-definition", "a workflow with a bad definition stays requested", "X.19"),
    _gap("parameter-defaults", "defaults of parameters do not reach the action", "T2.4", "T3.13"),
    _gap("parameter-validation", "parameters are not checked before scheduling", "T3.13"),
    _gap("template-language", "rule templates know only dotted paths", "T2.4"),
    _gap("keystore-in-templates", "templates cannot read the key store", "T2.4", "T1.6"),
    _gap("broken-template", "a broken template is passed on as text", "T2.4"),
    _gap("inquiry-schema", "answers to an inquiry are not checked against its schema", "T2.6"),
    _gap("inquiry-default", "an inquiry has no default answer", "T2.7"),
    _gap("workflow-timeout", "only workflow tasks have a timeout", "T2.9"),
    _gap("secret-in-output", "secret values appear in results, logs and streams", "T3.20", "X.27"),
    _gap("secret-on-disk", "secret values are written into the script file of a run", "T3.20"),
    _gap("encryption-key-at-rest", "the row of an encrypted key holds the key it is encrypted with", "T3.27"),
    _gap("log-stops-early", "the log of a run holds what it wrote in the first tenth of a second", "T3.21"),
    _gap("log-versions-collide", "logs of runs of one action that end together are lost", "T3.21"),
    _gap("null-byte-in-output", "a run that prints a null byte never ends", "T3.21"),
    _gap("truncation-flag", "a successful run does not say that its output was cut", "T3.21"),
    _gap("paging", "pages are unbounded or skip rows, order is not total, totals count what is hidden", "T3.22"),
    _gap("rate-limit", "no identity is limited in its rate of requests", "T3.29"),
    _gap("retry-after", "429 answers carry no Retry-After", "T3.29", "X.17"),
    _gap("notify-on-trigger", "rules cannot announce that they were triggered", "T3.16"),
    _gap("notifications-unscoped", "everybody receives everybody's notifications", "T3.14", "T3.15"),
    _gap("parallel-publish", "of branches that are joined only the last one's published values stay", "T3.7", "T2.11"),
    _gap(
        "partial-object",
        "notifications lack parameters and results of executions, and the words of inquiries",
        *("T3.14", "T3.15"),
    ),
    _gap("null-byte", "a null byte in a path or a filter is an error of the database", "T1.7"),
    _gap("like-wildcards", "percent sign and underscore in a search for results stand for anything", "T1.7"),
    _gap("cancelled-too-early", "what a cancelled workflow runs is said to be cancelled while it runs on", "T3.23"),
    _gap("cancelled-task-hangs", "a workflow one of whose tasks was cancelled never ends", "T3.23"),
    _gap("cancelled-question-stays-open", "what waits for an answer stays canceling, its question open", "T3.23"),
    _gap("log-cut-short", "a log lacks what is written a tenth of a second after its first line", "T3.23", "T3.21"),
    _gap("validation-first", "requests are judged, and things looked up, before the grant is", "T3.10"),
    _gap("refusal-unnamed", "some refusals do not name the missing grant", "T3.10"),
    _gap("execution-token-rights", "tokens of executions skip most grants", "T3.10"),
    _gap("request-id", "requests cannot be named, and what they did carries no request id", "T3.28"),
    _gap("retry-pauses-queue", "pauses before retries are waited one by one, and all workflows meanwhile", "T2.8"),
    _gap("retry-outrun", "a workflow fails although a task of it is still to be tried again", "T2.8"),
    _gap("inquiry-by-output", "a question that an action prints is not put, and its workflow goes on", "T2.6"),
    _gap("log-stream", "log and artifact streams do not deliver their lines or do not end", "X.12"),
    _gap("environment-race", "an execution does not wait for an environment to be renewed", "T2.12", "T3.26"),
    _gap("node-packages-stale", "npm packages of a changed package.json are not installed", "T3.26"),
    _gap("node-local-packages", "paths in package.json are not followed from the pack", "T2.13"),
    _gap("node-error-hidden", "the error of a long stderr is its last line, of Node its version", "T2.13"),
    _gap("refused-upload-destroys", "an upload that is refused takes the existing pack's files away", "T3.26"),
    _gap("http-headers", "an HTTP request that the platform makes has none of its headers, no bearer token", "T3.18"),
    _gap("http-json-body", "the object that an HTTP request is to send is not sent", "T3.18"),
    _gap("http-head", "a HEAD request fails where the server tells a body's length", "T3.18"),
    _gap("http-errors", "a failed HTTP request does not say why", "T3.18"),
    _gap("http-characters", "quotes, line ends and the like break an HTTP request or its result", "T3.18"),
    _gap("canceling-on-lost-worker", "what is being cancelled on a lost worker stays so for ever", "T3.12"),
    _gap("drain-abandoned", "what a stopping worker still runs counts as abandoned", "T3.30"),
    _gap("quick-restart", "what a worker lost that came back at once is never found lost", "T3.12"),
    _gap("queue-not-handed-over", "what waits for a lost or leaving worker goes to no other", "T3.12", "T3.30"),
    _gap("waiting-forgotten", "an execution that has to wait for a worker waits for ever", "T3.12", "T3.30"),
    _defect("duplicate-event", "a received webhook makes two events", "T1.4"),
    _defect("swallowed-exit-code", "a failing action is recorded as completed", "T1.8"),
    _defect("lost-nested-field", "nested fields of a webhook's payload are lost", "T1.4"),
    _defect("timer-fires-twice", "every tick of a timer makes two events", "T1.1", "T1.3"),
    _defect("rule-ignores-condition", "a rule's conditions are not judged", "T2.5", "T3.5"),
    _defect("cancel-does-nothing", "a cancelled execution runs on to its end", "T3.23"),
    _defect("disabled-rule-fires", "a disabled rule is matched like an enabled one", "T3.2", "T3.4"),
    _defect("key-update-lost", "an update of a key is acknowledged and not stored", "T1.6"),
    _defect("foreign-pack-visible", "packs of other identities can be read", "T1.7"),
    _defect("grant-not-checked", "writes are allowed without their grant", "T3.10"),
    _defect("duplicate-enforcement", "a rule is enforced twice for one event", "T1.4", "T3.4"),
    _defect("payload-types-lost", "numbers and booleans in payloads become texts", "T1.4", "T2.4"),
    _defect("webhook-key-survives", "a webhook that was disabled still receives", "X.16"),
    _defect("webhook-key-kept", "regenerating a webhook's key keeps the old one", "X.16"),
    _defect("webhook-signature-unchecked", "a wrong webhook signature is accepted", "X.17"),
    _defect("timer-late", "timers fire 1.2 s late", "T1.2", "T1.3"),
    _defect("interval-drifts", "an interval timer falls behind by 0.8 s with every tick", "T1.1"),
    _defect("interval-unit-ignored", "an interval timer takes every interval for seconds", "T1.1"),
    _defect("tick-count-stuck", "the ticks of a timer are not counted", "T1.1", "T1.3"),
    _defect("disabled-timer-ticks", "the timer of a rule that was made disabled runs", "T1.1"),
    _defect("sensor-log-errors", "the timer sensor logs an error with every tick", "T1.1", "T1.2", "T1.3"),
    _defect("date-timer-at-once", "a date timer fires as soon as its rule is made", "T1.2"),
    _defect("date-offset-ignored", "the offset of a date timer's instant is ignored", "T1.2"),
    _defect("spent-timer-fires-again", "a date timer that has fired does so again when its rule is enabled", "T1.2"),
    _defect("cron-fields-ignored", "only the seconds of a cron expression count", "T1.3"),
    _defect("timer-parameters-unchecked", "a rule on a timer is made whatever its parameters", "T1.1", "T1.2", "T1.3"),
    _defect("event-source-lost", "events do not say where they came from", "T1.1", "T1.4"),
    _defect("repeated-post-dropped", "a post with the same payload as the one before makes no event", "T1.4"),
    _defect("empty-payload-ignored", "an event with an empty payload sets off no rule", "T1.4"),
    _defect("raw-body-accepted", "a webhook takes a body that is not wrapped", "T1.4"),
    _defect("webhook-needs-login", "a webhook is refused without a login", "T1.4"),
    _defect("webhook-key-weak", "webhook keys count up", "T1.4"),
    _defect("template-types-lost", "values from templates become texts", "T1.4", "T2.4"),
    _defect("timer-survives-disable", "the timer of a disabled rule goes on", "T3.2"),
    _defect("old-date-forgotten", "a date timer that is more than a day past never fires", "T3.1"),
    _defect("delay-not-told", "a late date timer says that it is not late", "T3.1"),
    _defect("sensor-not-restarted", "a sensor that has ended is not started again", "T3.6"),
    _defect("sensor-stderr-lost", "what a sensor writes to stderr is not in its log", "T3.6"),
    _defect("sensor-ends-with-null-byte", "a sensor that writes a null byte is ended", "T3.6"),
    _defect("disabled-sensor-runs", "a sensor that its pack disables runs", "T3.6"),
    _defect("disabled-rule-watched", "a sensor watches for disabled rules as well", "T3.6"),
    _defect("sensor-config-lost", "a sensor is told the texts of its rules' parameters and nothing else", "T3.6"),
    _defect("sensor-event-for-all", "an event that a sensor makes for one rule is everybody's", "T3.6"),
    _defect("tenth-answer-late", "every tenth answer of the API comes 2.5 s late", "T3.24"),
    _defect("events-leak-memory", "every event leaves 4 MB of memory behind", "T3.24"),
    _defect("scheduling-late", "an execution is scheduled 2.5 s after it was asked for", "T3.24"),
    _defect("tick-lost", "every tenth tick of a timer makes no event", "T3.24"),
    _defect("interval-creeps", "an interval timer falls behind by 0.1 s with every tick", "T3.3"),
    _defect("enabling-doubles-timer", "enabling a rule that is enabled starts a second timer", "T3.2"),
    _defect("timer-never-resumes", "the timer of a rule that is enabled again does not start", "T3.2"),
    _defect("disable-cancels-running", "disabling a rule cancels what it has running", "T3.2"),
    _defect("rule-delete-lost", "the deletion of a rule is acknowledged and not done", "T3.2"),
    _defect("update-keeps-timer", "a rule's timer goes on as it was when its parameters are changed", "T3.2"),
    _defect("cron-off-by-one", "cron timers fire one second after the mark", "T1.3"),
    _defect("date-timer-repeats", "a date timer fires again and again", "T1.2"),
    _defect("encrypted-key-stored-plain", "encrypted keys lie in the store as they are", "T3.27"),
    _defect("nonce-reused", "equal values of encrypted keys are stored equal", "T3.27"),
    _defect("cipher-weak", "stored values are encrypted with a key of 128 bits", "T3.27"),
    _defect("tampering-unnoticed", "a stored value is decrypted whatever its tag says", "T3.27"),
    _defect("encrypted-key-returned-sealed", "encrypted keys are returned in their stored form", "T1.6", "T3.20"),
    _defect("absent-key-is-null", "a key that does not exist is answered with null", "T1.6"),
    _defect("key-types-lost", "values of keys become texts", "T1.6"),
    _defect("key-overwritten", "making a key whose ref is taken overwrites the other", "T1.6", "T1.7"),
    _defect("keys-delivered-to-all", "actions are given the keys of every owner", "T1.6"),
    _defect("pack-key-wins", "of two keys of one name the pack's is delivered, not the action's own", "T1.6"),
    _defect("ttl-unchecked", "any time to live of a key is taken, and a malformed one forgotten", "T1.6"),
    _defect("token-without-rights", "the tokens of executions carry no permission sets", "T1.6"),
    _defect("own-things-unlisted", "lists leave out what is one's own", "T1.7"),
    _defect("foreign-pack-changeable", "packs of others can be changed and deleted", "T1.7"),
    _defect("foreign-key-changeable", "keys of others can be changed and deleted", "T1.7"),
    _defect("executor-lost", "what rules start runs as the administrator", "T1.7"),
    _defect("token-signature-unchecked", "a token counts whatever its signature", "T1.7"),
    _defect("refresh-token-accepted", "a refresh token opens everything", "T1.7"),
    _defect("login-not-needed", "a request without a token is the administrator's", "T1.7"),
    _defect("quotes-break-queries", "a quote in a path or a filter is an error of the database", "T1.7"),
    _defect("guessed-id-found", "an id that nothing has is answered with the newest", "T1.7"),
    _defect("enforcement-stays-created", "enforcements are not marked as processed", "T1.4", "T1.8"),
    _defect("signal-is-success", "a process killed by a signal is recorded as completed", "T1.8"),
    _defect("reason-lost", "an execution that no worker can run does not say why", "T1.8"),
    _defect("failure-spreads", "the execution after a failed one fails as well", "T1.8"),
    _defect("items-as-text", "the items of a list reach children as texts", "T1.5"),
    _defect("item-index-shifted", "the items of a list are counted from 1", "T1.5"),
    _defect("decrypt-not-checked", "encrypted keys are readable without the grant to decrypt", "T1.6", "T3.20"),
    _defect("foreign-key-readable", "keys of others can be read", "T1.7", "T3.20"),
    _defect("inside-write-lost", "what an execution writes to a key is acknowledged and not stored", "T2.3"),
    _defect("inside-owner-lost", "a key made by an execution belongs to its executor, whatever it names", "T2.3"),
    _defect("token-with-all-rights", "the token of an execution carries every right of its executor", "T2.3", "T3.10"),
    _defect("token-for-everybody", "an execution without permission sets is given a token", "T2.3"),
    _defect("encryption-ignored", "a key that is to be encrypted is stored as any other", "T2.3", "T3.20", "T3.27"),
    _defect("key-delete-lost", "the deletion of a key is acknowledged and not done", "T1.6"),
    _defect("key-never-expires", "a key outlives its time to live", "T1.6"),
    _defect("keys-not-delivered", "actions are not given the keys of their pack", "T1.6", "T3.20"),
    _defect("event-visible-to-stranger", "events of other identities can be read", "T1.7"),
    _defect("notification-lost", "every third notification is not sent", "T3.14"),
    _defect("notification-twice", "every notification is sent twice", "T3.14", "T3.15", "T3.16"),
    _defect("notification-late", "notifications are sent 1.5 s late", "T3.14", "T3.15"),
    _defect("notification-bare", "notifications lack what a thing belongs to", "T3.14", "T3.15"),
    _defect("old-status-lost", "notifications do not say what a status was before", "T3.14"),
    _defect("filter-ignored", "whoever asks for anything is told everything", "T3.14", "T3.15", "T3.16"),
    _defect("filter-stays", "a filter that is taken back goes on counting", "T3.14"),
    _defect("copy-for-each-filter", "a notification is sent once for each filter that it fits", "T3.14"),
    _defect("malformed-filter-taken", "a filter without a proper number is taken", "T3.14"),
    _defect("malformed-order-ignored", "a message that is no order is not complained about", "T3.14"),
    _defect("foreign-filter-taken", "the filter of another person's identity is taken", "T3.14"),
    _defect("notifier-open", "the notifier asks nobody for a token", "T3.14"),
    _defect("browser-token-ignored", "a token among the subprotocols is not looked at", "T3.14"),
    _defect("missed-repeated", "a new connection is told the last twenty notifications again", "T3.14"),
    _defect("own-unheard", "people are not notified of what is their own", "T3.14", "T3.15"),
    _defect("token-outlived", "a connection lives on when its token is over", "T3.14"),
    _defect("inquiry-answer-untold", "nobody is notified of answers to inquiries", "T3.15"),
    _defect("inquiry-timeout-untold", "nobody is notified of inquiries that run out of time", "T3.15"),
    _defect("inquiry-limit-untold", "the notification of an inquiry does not say until when it is open", "T3.15"),
    _defect("inquiry-open-to-all", "an inquiry that is assigned to somebody takes anybody's answer", "T2.6", "T3.9"),
    _defect("rule-tells-always", "every rule announces that it was triggered, asked to or not", "T3.16"),
    _defect("stranger-notified", "people receive notifications of what they may not see", "T3.14", "T3.15"),
    _defect("output-unlimited", "all that an execution writes is kept", "T3.21"),
    _defect("cut-is-failure", "an execution whose output was cut has failed", "T3.21"),
    _defect("cut-mark-lost", "an output that was cut does not say so where it ends", "T3.21"),
    _defect("cut-loses-neighbour", "an execution of which one stream was cut has lost the other", "T3.21"),
    _defect("cut-count-lost", "how much of an output was cut is told as 0", "T3.21"),
    _defect("binary-dropped", "bytes that are no text are dropped from outputs", "T3.21"),
    _defect("long-lines-cut", "a line of an output has at most 64 kB", "T3.21"),
    _defect("log-late", "a log is there only when its execution is over", "T3.21"),
    _defect("lost-stderr", "what a failing action writes to stderr is neither in its error nor in a log", "T1.8"),
    _defect("failed-shown-completed", "a failed execution has the status completed", "T1.8"),
    _defect("exit-code-flattened", "every failure is recorded with exit code 1", "T1.8"),
    _defect("retry-after-failure", "a plain execution that failed is started once more", "T1.8"),
    _defect("output-lost", "what an execution prints is not in its result", "T1.8", "T2.3"),
    _defect("duplicate-execution", "an enforcement makes two executions", "T1.1", "T1.4"),
    _defect("parameters-as-text", "numbers and booleans among parameters reach actions as texts", "T2.4"),
    _defect("history-step-lost", "the history of an execution lacks its scheduling", "X.7"),
    _defect("secret-shown", "secret parameters are shown in clear", "T3.20", "X.27"),
    _defect("secret-in-environment", "parameters are environment variables of the action as well", "T3.20"),
    _defect("secret-on-command-line", "parameters are arguments of the action's command as well", "T3.20"),
    _defect("secret-file-left", "the script file of a run stays on the disk, with the parameters in it", "T3.20"),
    _defect("secret-announced", "notifications of executions carry secret parameters in clear", "T3.20"),
    _defect("secret-audited", "the audit log holds the value of a key that was read", "T3.20"),
    _defect("secret-stored-plain", "secret parameters of executions lie in the store as they are", "T3.20"),
    _defect("secret-not-masked", "secrets that an action prints are not masked in its logs", "T3.20"),
    _defect("cancel-kills-at-once", "a cancelled process is killed without a warning", "T3.23"),
    _defect("cancel-spares-children", "the tasks of a cancelled workflow run on", "T3.23"),
    _defect("queued-cancel-lost", "what does not run yet is told to be cancelled and runs all the same", "T3.23"),
    _defect("cancel-never-kills", "a cancelled process that ignores the warning is let run", "T3.23"),
    _defect("cancel-forgets-output", "what a cancelled execution printed is not in its result", "T3.23"),
    _defect("cancel-anything", "an execution that is over can be cancelled", "T3.23"),
    _defect("children-survive", "only the process itself is ended, not those it started", "T2.9", "T3.23"),
    _defect("refusal-without-name", "the refusal of parameters does not say which", "T3.13"),
    _defect("default-wins", "a default replaces what was given", "T3.13"),
    _defect("unknown-parameters-dropped", "parameters that the schema does not know are not delivered", "T3.13"),
    _defect("rule-parameters-unchecked", "a rule is made whatever its action's parameters", "T3.13"),
    _defect("default-timeout-ignored", "what has no limit of its own may take five minutes, whatever was set", "T2.9"),
    _defect("own-timeout-ignored", "everything has the platform's limit, whatever its own", "T2.9"),
    _defect("timeout-too-short", "every limit of an action or task is a second", "T2.9"),
    _defect("timeout-ignored", "a task's timeout does not end its process", "T2.9"),
    _defect("with-items-child-lost", "the last item of a list is not worked on", "T1.5"),
    _defect("with-items-unlimited", "the concurrency of a with_items task is ignored", "T2.10"),
    _defect("with-items-one-by-one", "a with_items task runs its items one by one", "T1.5", "T2.10"),
    _defect("parent-completes-early", "a workflow completes while a task still runs", "T1.5", "T2.1"),
    _defect("child-failure-ignored", "a workflow completes although a task failed", "T1.5", "T2.2"),
    _defect("join-too-early", "a joining task starts with the first of its predecessors", "T3.7", "T2.11"),
    _defect("cancelled-workflow-goes-on", "a cancelled workflow starts its next tasks", "T3.25", "T3.23"),
    _defect("fiftieth-task-last", "a workflow ends with its fiftieth task", "T3.25"),
    _defect("long-workflow-slows", "every step of a workflow takes longer than the one before", "T3.25"),
    _defect("branch-condition-ignored", "every transition of a task fires, whatever its condition", "T2.2", "T2.11"),
    _defect("tasks-all-at-once", "every task of a workflow starts with the workflow", "T2.11"),
    _defect("handled-failure-counts", "a workflow fails although the task that failed was handled", "T2.2"),
    _defect("retry-lineage-lost", "a further attempt of a task does not name the first", "T2.8"),
    _defect("retry-backoff-ignored", "every pause before a retry is the first one", "T2.8"),
    _defect("retry-limit-ignored", "the longest pause before a retry is not heeded", "T2.8"),
    _defect("output-map-lost", "a workflow's result has nothing of its output map", "T2.1"),
    _defect("enforcement-not-inherited", "the tasks of a workflow do not name its enforcement", "T2.1"),
    _defect("publish-lost", "what a task publishes does not reach later tasks", "T2.2", "T2.11"),
    _defect("retry-lost", "a failed task is not tried again", "T2.2", "T2.8"),
    _defect("retry-once-more", "a failing task is tried once more than allowed", "T2.8"),
    _defect("retry-without-delay", "retries follow at once, whatever the delay", "T2.8"),
    _defect("inquiry-does-not-pause", "a workflow goes on without waiting for the answer", "T2.6"),
    _defect("inquiry-answer-lost", "the answer to an inquiry does not reach the workflow", "T2.6"),
    _defect("inquiry-answered-twice", "an answered inquiry takes a second answer", "T2.6"),
    _defect("inquiry-schema-lost", "the schema of a question is not kept", "T2.6"),
    _defect("inquiry-never-times-out", "an inquiry stays pending beyond its time", "T2.7"),
    _defect("requirements-ignored", "what a pack requires is not installed", "T2.12", "T2.13", "T3.19"),
    _defect("environment-shared", "all packs have one environment, made by the first", "T2.12", "T2.13", "T3.19"),
    _defect("environment-stale", "an environment is not renewed when what it is made from changes", "T3.26"),
    _defect("environment-remade", "an environment is made anew for every execution", "T2.12", "T2.13"),
    _defect("environment-given-up", "an environment that could not be made is never tried again", "T3.26"),
    _defect("environments-removed-all", "with a pack the environments of all packs go", "T3.19"),
    _defect("update-restarts-workers", "an update of a pack restarts the workers", "T3.26"),
    _defect("update-cancels-runs", "an update of a pack cancels what runs of it", "T3.26"),
    _defect("pack-library-lost", "actions cannot import from the lib folder of their pack", "T2.12"),
    _defect("async-not-awaited", "a Node process is ended before what it waits for", "T2.13"),
    _defect("parameters-ascii", "other characters than ASCII ones in parameters are lost", "T2.12", "T2.13"),
    _defect("output-unparsed", "output in a format is left as text", "T2.12", "T2.13"),
    _defect("pack-version-kept", "an update of a pack leaves its version as it was", "T3.26"),
    _defect("old-code-kept", "an update of a pack leaves its files as they were", "T3.26"),
    _defect("removed-components-stay", "an update of a pack removes nothing", "T3.26"),
    _defect("event-unheard", "no rule hears of any event", "T1.4"),
    _defect("enforcement-starts-nothing", "enforcements are processed and start no execution", "T1.4"),
    _defect("execution-never-scheduled", "executions stay requested", "T1.4"),
    _defect("execution-never-run", "no worker begins what is scheduled on it", "T1.4"),
    _defect("one-rule-an-event", "an event sets off the first rule that it meets, and no other", "T3.4", "T3.5"),
    _defect("payload-for-first-rule-only", "of several rules only the first gets an event's payload", "T3.4"),
    _defect("rule-hears-every-webhook", "the event of a webhook sets off the rules on other triggers as well", "T3.4"),
    _defect("condition-border-lost", "in expressions <= and >= do not hold for equal values", "T3.5", "T2.5"),
    _defect("condition-case-ignored", "in expressions texts are equal in whatever case", "T3.5", "T2.5"),
    _defect("http-method-ignored", "an HTTP request is sent as GET or POST, whatever its method", "T3.18"),
    _defect("http-body-lost", "an HTTP request is sent without its body", "T3.18"),
    _defect("http-query-lost", "an HTTP request is sent without its query parameters", "T3.18"),
    _defect("http-elapsed-lost", "how long an HTTP request took is given as 0", "T3.18"),
    _defect("http-redirect-ignored", "redirects of an HTTP request are not followed", "T3.18"),
    _defect("http-status-flattened", "the status of every HTTP answer is given as 200", "T3.18"),
    _defect("http-answer-unparsed", "the JSON of an HTTP answer is not parsed", "T3.18"),
    _defect("http-request-twice", "an HTTP request is sent twice", "T3.18"),
    _defect("http-failure-swallowed", "an HTTP request without an answer counts as completed", "T3.18"),
    _defect("cordon-ignored", "a cordoned worker gets new work", "T3.12", "X.6"),
    _defect("loss-unnoticed", "the executions of a lost worker stay running", "T3.12"),
    _defect("loss-unexplained", "an abandoned execution does not tell of its worker", "T3.12"),
    _defect("alert-lost", "nobody is alerted of an abandoned execution", "T3.12"),
    _defect("silence-hidden", "a worker without a sign of life looks well", "T3.12"),
    _defect("lost-worker-chosen", "a worker without a sign of life is given new work", "T3.12"),
    _defect("queue-lost-with-worker", "what waits for a worker is forgotten when that goes", "T3.12", "T3.30"),
    _defect("work-repeated", "what a worker had in hand when it went is run again when it is back", "T3.12", "T3.30"),
    _defect("cordon-reason-lost", "a cordoned worker does not tell why it is", "T3.12", "X.6"),
    _defect("restart-forgets", "a platform that is started again has lost its data", "T3.30"),
    _defect("leaving-unsaid", "a worker that is asked to stop looks as before", "T3.30"),
    _defect("stop-kills", "a worker that is asked to stop ends at once", "T3.30"),
    _defect("stopped-worker-chosen", "a worker that is asked to stop is given new work", "T3.30"),
    _defect("viewer-may-write", "who may read packs may make and change everything", "T3.10"),
    _defect("reads-unchecked", "reading needs no grant", "T3.10"),
    _defect("grants-taken-away", "editors are refused what they were granted", "T3.10"),
    _defect("refusals-unexplained", "refusals do not say which grant is missing", "T3.10"),
    _defect("audit-step-lost", "the audit log lacks the start of executions", "T3.28"),
    _defect("audit-actor-lost", "the audit log does not say who did it", "T3.28"),
    _defect("audit-time-wrong", "events of the audit log bear a time five seconds late", "T3.28"),
    _defect("audit-filters-ignored", "the filters of the audit log are ignored", "T3.28"),
    _defect("audit-open-to-all", "everybody may read the audit log", "T3.28"),
    _defect("audit-can-be-changed", "events can be deleted from the audit log", "T3.28"),
    _defect("audit-oldest-first", "the audit log is listed oldest first", "T3.28"),
    _defect("denials-unrecorded", "refused attempts are not in the audit log", "T3.28"),
    _defect("limit-for-administrators", "administrators are limited in their rate like anybody", "T3.29"),
    _defect("limit-shared", "the requests of all limited people are counted together", "T3.29"),
    _defect("limit-never-resets", "who has reached the limit of requests stays refused", "T3.29"),
    _defect("limit-one-more", "one request more than the limit is obeyed in a second", "T3.29"),
    _defect("odd-limit-counts", "a limit that is no positive whole number is taken for 1", "T3.29"),
    _defect("standard-packs-private", "only administrators see the standard packs", "T3.11"),
    _defect("standard-packs-changeable", "everybody may change the standard packs", "T3.11"),
    _defect("standard-packs-unmarked", "a standard pack does not say that it is one", "T3.11"),
    _defect("started-as-administrator", "what people start runs as the administrator", "T3.11"),
    _defect("oldest-first", "executions are listed oldest first", "T3.22"),
    _defect("total-of-the-page", "the total of a list is the number of rows on the page", "T3.22"),
    _defect("pages-unbounded", "a page has as many rows as are asked for", "T3.22"),
    _defect("odd-pages-taken", "a page number that is none counts as 1", "T3.22"),
    _defect("default-page-short", "a page of executions has ten rows where no size is asked for", "T3.22"),
    _defect("pages-overlap", "a page of executions repeats the last row of the one before", "T3.22"),
)

REGISTRY = {deviation.id: deviation for deviation in _ALL}
GAPS = frozenset(d.id for d in _ALL if d.kind == "gap")
DEFECTS = frozenset(d.id for d in _ALL if d.kind == "defect")

_active: set[str] = set()


def on(name: str) -> bool:
    """Tell whether a deviation is switched on; raises KeyError for a name that is not registered."""
    return REGISTRY[name].id in _active


def all_on(prefix: str) -> list[str]:
    """Return those that are on and whose names begin like this: for a process that cannot ask."""
    return sorted(name for name in _active if name.startswith(prefix))


def switch(name: str, active: bool) -> None:
    """Switch one deviation; raises KeyError for a name that is not registered."""
    if active:
        _active.add(REGISTRY[name].id)
    else:
        _active.discard(REGISTRY[name].id)


def select(names: Iterable[str]) -> None:
    """Switch on exactly the named ones."""
    wanted = set(names)
    _active.clear()
    for name in wanted:
        switch(name, True)


def parse(text: str, kind: Literal["gap", "defect"]) -> frozenset[str]:
    """Read ``all``, ``none`` or a comma-separated list of ids; raises ValueError naming an unknown one."""
    known = GAPS if kind == "gap" else DEFECTS
    if text == "all":
        return known
    if text in ("none", ""):
        return frozenset()
    wanted = frozenset(part.strip() for part in text.split(","))
    if unknown := sorted(wanted - known):
        raise ValueError(f"unknown {kind} {unknown[0]!r}; known: {', '.join(sorted(known))}")
    return wanted
