"""Nothing private of the client's folder or of this machine is in either file of a report."""

from __future__ import annotations

import base64
import html
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from readiness_kit.report.publish import Published, publish
from readiness_kit.resources import resources, samples

pytestmark = pytest.mark.kernel

NAME = "01_production_minded_poc"
LEFT = shutil.ignore_patterns("reports", ".cache", "__pycache__", "private", ".readiness.lock")

# put together here, so that no scanner of a repository takes them for real ones
KEYS = {
    "aws": "AKIA" + "CANARY7EXAMPLE01",
    "github": "ghp_" + "canary02f292c6912E7710c838347Ae178B4a",
    "google": "AIza" + "SyCanary03567890abcdefghijklmnopqrs",
    "slack": "xoxb-" + "canary-04-123456789012",
    "stripe": "sk_live_" + "canary05HqLyjWDarjtT1",
    "openai": "sk-proj-" + "canary06e5f6g7h8i9j0k1l2",
    "jwt": "eyJjYW5hcnkwNyJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "canary07XgL0n3I9P",
    "azure": "AccountKey=" + "canary08" * 6 + "==",
    "pem": "-----BEGIN PRIVATE KEY-----\ncanary09IBAAKCAQEA7\n-----END PRIVATE KEY-----",
    "password": "password=" + "canary10",
    "token": "api_key: '" + "canary-11-a8f5f167" + "'",
    "address": "postgresql://claims:" + "canary12" + "@db.example/claims",
    "bearer": "Bearer " + "canary13abc123def456ghi789",
}
PATHS = {
    "home": "/home/canary14/clients/x.csv",
    "mac": "/Users/Canary15 Bell/Documents/x.csv",
    "windows": "C:\\Users\\canary16\\Documents\\x.csv",
    "drive": "D:\\canary17\\x.csv",
    "temporary": "/tmp/canary18/x.csv",
}
RUN = """
import os
from IPython.display import display
from readiness_kit.views.html import tag
from readiness_kit.views.view import View
print("canary19-stream", engagement)
display({"application/vnd.jupyter.widget-view+json": {"model_id": "canary20-widget"}}, raw=True)
display({"text/html": "canary21-foreign"}, raw=True)
told = [os.environ["CANARY_TOKEN"], os.environ["CLAIMS_LOGIN"], engagement, os.getcwd()]
View(tag("p", " and ".join(told)), "planted", "Planted")
"""
TRACEBACK = (
    "Traceback (most recent call last):\n"
    '  File "/srv/canary24/model.py", line 3, in predict\n    canary25(rows)\n'
    "ValueError: canary26-cell"
)
CANARY = re.compile(r"canary-?\d\d", re.IGNORECASE)


def planted(folder: Path) -> Path:
    """The sample with what nobody may read in its notes, owners, references, records and runs."""
    shutil.copytree(samples()["claims-triage"], folder, ignore=LEFT)
    path = folder / "assessment.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    secrets = [*KEYS.values(), *PATHS.values(), str(folder / "canary27.csv")]
    for rating in told["ratings"]:
        rating["note"] = "As agreed."
    # the first six are of the phase that the notebook is about: all of them are shown
    for place, secret in enumerate(secrets):
        rating = told["ratings"][place % 6]
        rating["note"] += f" See {secret} there."
        link = told["evidence"][place % 6]
        link["reference"] += f"; {secret}"
    action = {"id": "a-001", "kind": "do", "criterion": told["ratings"][0]["criterion"]}
    told["actions"] = [{**action, "text": KEYS["aws"], "owner": f"Ada {KEYS['github']}"}]
    path.write_text(json.dumps(told), encoding="utf-8")
    records = folder / "data" / "production.csv"
    rows = records.read_text(encoding="utf-8").splitlines()
    rows[1] = rows[1].replace("household", "canary28-rare").replace("NW-500000", "canary29-cell")
    records.write_text("\n".join(rows) + "\n", encoding="utf-8")
    _plant_error(folder)
    profile = folder / "engagement.yaml"
    said = profile.read_text(encoding="utf-8")
    profile.write_text(f"{said}\n#  auth_env: CLAIMS_LOGIN\n", encoding="utf-8")
    return folder


def _plant_error(folder: Path) -> None:
    """A later run of the method that ended in an error, with an interpreter's words as reason."""
    recorded = next((folder / "evidence").glob("accuracy-*.json"))
    seen = json.loads(recorded.read_text(encoding="utf-8"))
    failed = {"id": "accuracy-2026-10-13-01", "finished_at": "2026-10-13T09:00:00Z"}
    failed |= {"as_of": "2026-10-13", "state": "error", "verdict": None, "reason": TRACEBACK}
    failed |= {"estimate": None, "interval": None, "checks": [], "figures": {}}
    (folder / "evidence" / f"{failed['id']}.json").write_text(
        json.dumps({**seen, **failed}), encoding="utf-8"
    )


def notebook(folder: Path) -> Path:
    """The packaged notebook with a cell that says too much, and metadata that does."""
    made: Any = nbformat.read(resources("notebooks") / f"{NAME}.ipynb", as_version=4)
    made.cells.insert(-1, nbformat.v4.new_code_cell(RUN, id="planted"))
    made.cells[-2].metadata["note"] = "canary22-cell-metadata"
    made.metadata["author"] = "canary23-author"
    made.metadata["widgets"] = {"state": "canary30-widget-state"}
    made.metadata["papermill"] = {"parameters": {"secret": "canary31-parameter"}}
    path = folder / f"{NAME}.ipynb"
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """One run over the planted folder, in an environment with secrets."""
    folder = tmp_path_factory.mktemp("canary32-folder")
    environment = {"CANARY_TOKEN": "canary33-token-value", "CLAIMS_LOGIN": "canary34-login-value"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**environment, "USER": "canary35-user"}.items():
            patch.setenv(name, value)
        claims = planted(folder / "claims")
        yield publish(notebook(folder), claims, folder / "out")


def unwrapped(raw: str) -> list[str]:
    """A file's text, and the same without escapes of JSON and HTML and with base64 undone."""
    plain = html.unescape(raw)
    told = [raw, plain, re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), plain)]
    told.append(told[-1].replace('\\"', '"').replace("\\\\", "\\").replace("\\n", "\n"))
    for found in re.findall(r"(?<![\w+/])[A-Za-z0-9+/]{16,}={0,2}", raw)[:20_000]:
        told.append(base64.b64decode(found[: len(found) // 4 * 4]).decode("utf-8", "replace"))
    return told


def needles() -> Mapping[str, str]:
    """Whatever may not be found: the planted secrets whole, and each path."""
    spelled = {name: value.splitlines()[-1] for name, value in (KEYS | PATHS).items()}
    return {name: value for name, value in spelled.items() if "END" not in value}


def test_no_canary_is_left_in_the_page_or_the_notebook(published: Published) -> None:
    for path in (published.html, published.ipynb):
        raw = path.read_text(encoding="utf-8")
        if path == published.ipynb:
            # the cells are the author's own words: what they show is judged, not what they say
            cells = json.loads(raw)
            for cell in cells["cells"]:
                if cell["id"] == "planted":
                    cell["source"] = ""
            raw = json.dumps(cells)
        for told in unwrapped(raw):
            assert CANARY.findall(told) == [], path.name
            assert "Traceback" not in told
            for name, needle in needles().items():
                assert needle not in told, name


def test_what_was_masked_is_shown_and_told_by_kind(published: Published) -> None:
    page = published.html.read_text(encoding="utf-8")
    for kind, count in published.masked.items():
        assert count >= 1
        mark = kind if kind in ("path", "traceback") else f"secret removed: {kind}"
        assert f"[{mark}" in page, kind
    expected = {"AWS access key", "GitHub token", "private key", "password", "token", "path"}
    assert expected <= set(published.masked)
    assert published.masked["environment variable"] == 2
