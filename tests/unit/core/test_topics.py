"""What waits and notifications are about, in the same words."""

from AttuneLibrary.core.records import Records
from AttuneLibrary.core.topics import about, any_of, told_by

CREATED = {
    "notification_type": "execution_created",
    "entity_type": "execution",
    "entity_id": 7,
    "payload": {"id": 7, "status": "requested", "rule_ref": "p.rule", "parent": None, "enforcement": 3},
}
CHANGED = {**CREATED, "notification_type": "execution_status_changed", "payload": {"status": "failed", "parent": 5}}


def test_a_frame_tells_what_is_new_and_every_member_it_names() -> None:
    assert any_of("execution") <= told_by(CREATED)
    for member, value in (("id", 7), ("rule_ref", "p.rule"), ("enforcement", 3)):
        assert about("execution", member, value) <= told_by(CREATED)
    assert not about("execution", "parent", "None") & told_by(CREATED)


def test_a_change_is_nothing_new() -> None:
    assert not any_of("execution") & told_by(CHANGED)
    assert about("execution", "parent", 5, ["failed", "completed"]) & told_by(CHANGED)
    assert not about("execution", "parent", 5, ["completed"]) & told_by(CHANGED)


def test_other_things_are_of_no_concern() -> None:
    assert told_by({**CREATED, "entity_type": "artifact"}) == set()
    assert told_by({"type": "welcome"}) == set()


def test_what_no_notification_names_has_no_topic() -> None:
    assert about("inquiry", "assigned_to", 4) == frozenset()


def test_a_count_is_about_what_is_made_or_gets_its_status() -> None:
    assert Records.of("execution", "/x", rule_ref="p.rule").topics == about("execution", "rule_ref", "p.rule")
    wanted = about("execution", "rule_ref", "p.rule", ["completed"])
    assert Records.of("execution", "/x", rule_ref="p.rule", status="completed").topics == wanted
