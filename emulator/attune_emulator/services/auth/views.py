"""What the authentication endpoints answer."""

from collections import defaultdict
from typing import Any

from attune_emulator.authz import Access, assigned_sets
from attune_emulator.store import Database, Row

SETTINGS = {
    "authentication_enabled": True,
    "local_password_enabled": True,
    "local_password_visible_by_default": True,
    "oidc_enabled": False,
    "oidc_visible_by_default": False,
    "oidc_provider_name": None,
    "oidc_provider_label": None,
    "oidc_provider_icon_url": None,
    "ldap_enabled": False,
    "ldap_visible_by_default": False,
    "ldap_provider_name": None,
    "ldap_provider_label": None,
    "ldap_provider_icon_url": None,
    "self_registration_enabled": True,
}


def user_info(identity: Row) -> dict[str, Any]:
    return {name: identity[name] for name in ("id", "login", "display_name")}


def current_user(db: Database, identity: Row, access: Access) -> dict[str, Any]:
    """The caller's own description."""
    local = identity["password_hash"] is not None
    return user_info(identity) | {
        "auth_provider": "local",
        "is_local": True,
        "can_change_password": local,
        "effective_permissions": effective_permissions(access),
        "assigned_permission_set_refs": [row["ref"] for row in assigned_sets(db, identity["id"])],
    }


def effective_permissions(access: Access) -> list[dict[str, Any]]:
    """The union of a caller's grants."""
    actions: defaultdict[str, set[str]] = defaultdict(set)
    for grant in access.grants:
        actions[grant.resource] |= grant.actions
    return [{"resource": resource, "actions": sorted(actions[resource])} for resource in sorted(actions)]
