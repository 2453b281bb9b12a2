from __future__ import annotations

import readiness_kit.engagement as room


def test_every_public_name_is_there() -> None:
    assert room.__all__ == sorted(room.__all__)
    assert [name for name in room.__all__ if getattr(room, name, None) is None] == []
