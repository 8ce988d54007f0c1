"""`attune-e2e doctor`: what would make tests fail on a platform, and what to do about it."""

from collections.abc import Iterator

from attune_e2e import console, services, target
from attune_e2e.api import Api, administrator
from attune_e2e.errors import GREEN, RED, RunnerError
from attune_e2e.janitor import Janitor
from attune_e2e.leftovers import Sweeper
from attune_e2e.services import Finding
from attune_e2e.target import Target

# What an administrator has to be able to read: suites look at all of it.
READ = ("packs", "actions", "triggers", "rules", "events", "executions", "keys", "workers", "identities")


def doctor() -> int:
    """Examine the platform that ATTUNE_API_URL names, or else an emulator; returns the exit code.

    Raises:
        RunnerError: no platform answers.
    """
    with Janitor() as janitor:
        found = target.find(janitor)
        kind = "embedded emulator" if found.embedded else _kind(found)
        console.info(f"Target: {found.url} ({kind})")
        seen = list(_examine(found))
    for finding in seen:
        show(finding)
    bad = [finding for finding in seen if finding.level != "ok"]
    (console.warning if bad else console.success)(f"{len(seen)} parts looked at, {len(bad)} to mend")
    return RED if any(finding.level == "broken" for finding in seen) else GREEN


def show(finding: Finding) -> None:
    """Print one finding, with its remedy where it has one."""
    say = {"ok": console.success, "lacking": console.warning, "broken": console.error}[finding.level]
    say(f"{finding.part}: {finding.words}" + (f"; {finding.remedy}" if finding.remedy else ""))


def _kind(found: Target) -> str:
    info = target.control(found, "info")
    return f"emulator {info['version']}" if info else "a deployed platform"


def _examine(found: Target) -> Iterator[Finding]:
    yield from services.findings(found)
    yield services.clock(found)
    try:
        api = administrator(found.url)
    except RunnerError:
        return  # told already
    yield _registration(api)
    yield _permissions(api)
    yield _leftovers(api)


def _registration(api: Api) -> Finding:
    settings = (api.call("GET", "/auth/settings") or {}).get("data", {})
    if settings.get("self_registration_enabled"):
        return Finding("registration", "ok", "people may register themselves")
    remedy = "tests tagged needs:registration are skipped; allow it in the platform's security settings"
    return Finding("registration", "lacking", "is off", remedy)


def _permissions(api: Api) -> Finding:
    refused = [name for name in READ if api.refuses(f"/api/v1/{name}")]
    if not refused:
        return Finding("permissions", "ok", f"{api.login} may read everything that suites look at")
    remedy = "give it the permission set core.admin"
    return Finding("permissions", "broken", f"{api.login} may not read {', '.join(refused)}", remedy)


def _leftovers(api: Api) -> Finding:
    swept = Sweeper(api, older_than=3600, dry_run=True).sweep()
    if not swept.total:
        return Finding("leftovers", "ok", "none of earlier runs")
    kinds = ", ".join(f"{len(names)} {kind}" for kind, names in swept.found.items())
    return Finding("leftovers", "lacking", kinds, "remove them: attune-e2e sweep")
