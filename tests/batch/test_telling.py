"""What is kept for the index can be mailed."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.batch.telling import mailable, shown

SECRETS = {"CLAIMS_TOKEN": "s3cr3t-value", "HOME": "/home/nora", "API_KEY": "x"}


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (
            "01.ipynb: code cell 3 raised ValueError: no float: 'Marten Voss'. Nothing was "
            "published; repair that cell or its data, and run it again.",
            "01.ipynb: code cell 3 raised ValueError. Nothing was published; repair that cell or "
            "its data, and run it again.",
        ),
        ("the runner failed (OSError): /x/y z", "the runner failed (OSError)"),
        ("/home/nora/clients/acme/engagement.yaml:3: phase: poc", "engagement.yaml:3: phase: poc"),
        (r"C:\Users\nora\acme\data.csv is not there", "data.csv is not there"),
        ("see ~/clients/acme.", "see acme."),
        ("it takes 1/2 of and/or 3 / 4", "it takes 1/2 of and/or 3 / 4"),
        ("header s3cr3t-value was refused", "header ••• was refused"),
        ("two\nlines", "two lines"),
    ],
)
def test_paths_secrets_and_quoted_values_do_not_come_along(told: str, kept: str) -> None:
    assert mailable(told, environment=SECRETS) == kept


def test_known_paths_go_whole_although_they_have_spaces_in_them() -> None:
    path = Path("/srv/My Clients/acme")
    assert mailable(f"no engagement at {path}: none", known=[path]) == "no engagement at acme: none"
    assert mailable(f"{path}/engagement.yaml:3: bad", known=[path]) == "engagement.yaml:3: bad"


def test_of_what_lies_under_a_home_the_home_does_not_come_along() -> None:
    home = Path("/home/Nora Calder")
    assert mailable(f"no file {home}/acme/a.csv", known=[home]) == "no file acme/a.csv"


def test_a_name_moves_no_cursor() -> None:
    assert shown("a\x1b[2Jb\u202ec\nd é") == "a�[2Jb�c�d é"
