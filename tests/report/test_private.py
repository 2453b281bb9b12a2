"""What is private is masked by its kind; what only looks like it stays as it was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markupsafe import Markup, escape

from readiness_kit.report.private import Masker, mask_page
from readiness_kit.report.spec import block, lifted
from readiness_kit.resources import samples
from readiness_kit.views.html import tag

# put together here, so that no scanner of a repository takes them for real ones
AWS = "AKIA" + "IOSFODNN7EXAMPLE"
GITHUB = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
JWT = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\nq9\n-----END RSA PRIVATE KEY-----"

SECRETS = [
    ("", PEM, "", "private key"),
    ("", AWS, "", "AWS access key"),
    ("", "AIza" + "SyA1234567890abcdefghijklmnopqrstuv", "", "Google key"),
    ("AccountKey=", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErC==", "", "Azure key"),
    ("https://x.example/a?sv=1&sig=", "aB3%2Fd4e5f6g7h8i9j0k1l2m3n4o5p6q7r8", "", "Azure key"),
    ("", GITHUB, "", "GitHub token"),
    ("", "github_pat_" + "11ABCDEFG0123456789abcdef", "", "GitHub token"),
    ("", "xoxb-" + "123456789012-abcdefABCDEF", "", "Slack token"),
    ("hooks.slack.com/services/", "T0000000/B0000000/abcdefgh12345678", "", "Slack token"),
    ("", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", "", "Stripe key"),
    ("", "sk-proj-" + "a1b2c3d4e5f6g7h8i9j0k1l2", "", "API key"),
    ("", JWT, "", "JSON web token"),
    ("Authorization: Bearer ", "abc123def456ghi789jkl012", "", "bearer token"),
    ("postgresql://", "claims:hunter2", "@db.example/claims", "credentials in an address"),
    ("https://", ":p4ss", "@example.org/", "credentials in an address"),
    ("password=", "hunter2", "", "password"),
    ("PASSWORD=", "correct", "", "password"),
    ("DB_PASSWORD = '", "correct horse", "'", "password"),
    ("password: ", "hunter2", "", "password"),
    ("the token=", "a8f5f167f44f4964", "", "token"),
    ('"api_key": "', "a8f5f167f44f4964", '"', "token"),
    ("aws_secret_access_key = ", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "", "token"),
    ("client secret: ", "Xy8Q4uZk2LmN", "", "token"),
]
"""What stands before, what is secret, what stands behind, and its kind."""

PATHS = [
    "/home/anna/clients/x.csv",
    "/root/notes.md",
    "/Users/Anna Bell/Documents/x.csv",
    "/tmp/scratch/claims",
    "/private/var/folders/ab/cd/T/x",
    "C:\\Users\\Anna Bell\\Documents\\x.csv",
    "C:/Users/anna/x.csv",
    "D:\\clients\\northwind\\x.csv",
    "\\\\fileserver\\clients\\x.csv",
    "file:///home/anna/x.csv",
]

HARMLESS = [
    "token: as agreed with the client",
    "Password: see the vault; the token expires after 90 days.",
    "The password policy asks for 12 characters; a token=yes flag is fine.",
    "API key: rotates every 90 days. Secret: none.",
    "sha256 5f2c… · sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "token: 2026-10-01T09:00",
    "token = os.environ['CLAIMS_TOKEN']; password=None; api_key=${KEY}",
    "https://example.org/home/anna and https://example.org/tmp/x",
    "POST /v1/claims, data/production.csv, ./tmp/x, either/root cause, n/a, 1/2, and/or",
    "evidence/accuracy-20261012-1.json, model:predict, S3://bucket, C: drive, 12:30/13:00",
    "risk-based-approach-to-secrets-and-1-key-person, AKIA is a prefix, ghp_ too, sk-learn",
    "mailto someone@example.org, ask:me@noon",
    "A key person, the tokeniser: v2, 20,000 tokens: 4 per word",
]


@pytest.fixture
def masker(tmp_path: Path) -> Masker:
    return Masker(tmp_path / "claims", {})


@pytest.mark.parametrize("sample", SECRETS, ids=range(len(SECRETS)))
@pytest.mark.parametrize("written", [str, escape], ids=["words", "HTML"])
def test_a_secret_alone_is_masked_by_its_kind(
    masker: Masker, sample: tuple[str, ...], written: type[str]
) -> None:
    before, secret, after, kind = sample
    made = masker.text(f"<p>see {written(before + secret + after)} there</p>")
    mark = f"[secret removed: {kind}]"
    assert made == f"<p>see {written(before)}{mark}{written(after)} there</p>"
    assert dict(masker.counts) == {kind: 1}
    assert masker.text(made) == made


def test_a_key_that_was_cut_is_masked_to_the_end_of_its_text(masker: Masker) -> None:
    cut = PEM.partition("\n-----END")[0]
    assert masker.text(f"<p>{cut}…</p><p>x</p>") == "<p>[secret removed: private key]</p><p>x</p>"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("written", [str, escape], ids=["words", "HTML"])
def test_a_path_of_a_machine_is_masked_to_its_end(
    masker: Masker, path: str, written: type[str]
) -> None:
    assert masker.text(f"Seen at {written(path)}.") == "Seen at [path removed]."
    assert masker.text(f"<td>{written(path)}</td>") == "<td>[path removed]</td>"
    assert dict(masker.counts) == {"path": 2}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_private_stays(masker: Masker, text: str) -> None:
    assert masker.text(text) == text
    assert masker.text(escape(text)) == escape(text)
    assert masker.counts == {}


def test_the_sample_and_its_texts_hold_nothing_private(masker: Masker) -> None:
    """No false alarm in any text of any sample, nor in what the frameworks say."""
    from readiness_kit.framework.library import available

    files = [*available().values()]
    for sample in samples().values():
        files += [*sample.glob("*.yaml"), *sample.glob("*.json"), *sample.glob("evidence/*.json")]
    assert len(files) >= 4
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert masker.text(text) == text, path


def test_the_place_of_the_engagement_is_masked_with_blanks_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "Zoë & Söhne 50 %" / "claims"
    masker = Masker(folder, {})
    said = f"in {folder}/data/x.csv, and {folder}"
    assert masker.text(said) == "in [path removed], and [path removed]"
    assert masker.text(str(escape(said))) == "in [path removed], and [path removed]"


def test_values_of_secret_variables_are_masked(tmp_path: Path) -> None:
    (tmp_path / "engagement.yaml").write_text(
        'target: {url: "http://127.0.0.1/x", auth_env: CLAIMS_LOGIN}\n', encoding="utf-8"
    )
    environment = {
        "CLAIMS_LOGIN": "canary-1-login",
        "SOME_TOKEN": "canary-2&token",
        "XAPIKEY": "canary-3-key",
        "TOKEN_KIND": "production",
        "SHORT_SECRET": "a1",
        "PLACE": "canary-4-place",
    }
    masker = Masker(tmp_path, environment)
    for name in ("CLAIMS_LOGIN", "SOME_TOKEN", "XAPIKEY"):
        for told in (environment[name], str(escape(environment[name]))):
            assert masker.text(f"is {told}.") == "is [secret removed: environment variable]."
    for name in ("TOKEN_KIND", "SHORT_SECRET", "PLACE"):
        assert masker.text(environment[name]) == environment[name]


def test_a_data_block_stays_json_and_loses_its_secrets(masker: Masker) -> None:
    names = [f'"{PATHS[5]}"', f"\\{AWS}\\\n", "</script>", "/home/anna"]
    spec = {"data": {"values": [{"name": name} for name in names]}}
    made = masker.view(tag("p", AWS) + Markup(block("bars", spec)))
    rows = json.loads(lifted(made).blocks[0].text)["data"]["values"]
    expected = ['"[path removed]"', "\\[secret removed: AWS access key]\\\n", "</script>"]
    assert [row["name"] for row in rows] == [*expected, "[path removed]"]
    assert dict(masker.counts) == {"AWS access key": 2, "path": 2}


def test_a_page_keeps_its_scripts_to_the_byte(tmp_path: Path) -> None:
    script = "<script>const password='hunter22';</script>"
    page = tmp_path / "r.html"
    page.write_text(f"<p>{AWS}</p>{script}<p>/home/anna</p>", encoding="utf-8")
    assert mask_page(page, tmp_path) == {"AWS access key": 1, "path": 1}
    assert page.read_text(encoding="utf-8") == (
        f"<p>[secret removed: AWS access key]</p>{script}<p>[path removed]</p>"
    )
    assert mask_page(page, tmp_path) == {}
