"""Model files that would run code: each is refused by name, and none of them runs (R6)."""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import TargetError
from readiness_kit.evidence.run import run_method
from readiness_kit.evidence.target import ModelFileTarget
from readiness_kit.evidence.target.child import Limits
from readiness_kit.evidence.target.file_content import check_content
from tests.evidence.conftest import Client

MARK = "it-ran"


class Evil:
    """Makes a file where it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.command = f"touch '{folder / MARK}'"

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (self.command,)


def plain(folder: Path, path: Path) -> None:
    path.write_bytes(pickle.dumps(Evil(folder)))


def text(folder: Path, path: Path) -> None:
    path.write_bytes(pickle.dumps(Evil(folder), protocol=0))


def dumped(folder: Path, path: Path) -> None:
    joblib.dump(Evil(folder), path)


def compressed(kind: str) -> Callable[[Path, Path], None]:
    return lambda folder, path: joblib.dump(Evil(folder), path, compress=(kind, 3)) and None


def objects(folder: Path, path: Path) -> None:
    with path.open("wb") as stream:
        np.save(stream, np.array([Evil(folder)], dtype=object), allow_pickle=True)


def zipped(**members: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_json", ".json"), data)
    return raw.getvalue()


def zip_with_a_pickle(folder: Path, path: Path) -> None:
    path.write_bytes(zipped(schema_json=b"{}", weights=pickle.dumps(Evil(folder))))


def zip_with_objects(folder: Path, path: Path) -> None:
    """An .npz within a skops, as sparse tables are, whose array holds objects."""
    raw = io.BytesIO()
    np.savez(raw, data=np.array([Evil(folder)], dtype=object))
    path.write_bytes(zipped(schema_json=b"{}", sparse=raw.getvalue()))


def schema(**tree: Any) -> bytes:
    own = {"protocol": skops.io._protocol.PROTOCOL, "_skops_version": skops.__version__}
    return zipped(schema_json=json.dumps({**tree, **own}).encode())


def _said(value: str) -> dict[str, Any]:
    kind = {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode"}
    return {**kind, "content": json.dumps(value), "is_json": True, "__id__": 7}


def _tuple(*values: Any) -> dict[str, Any]:
    kind = {"__class__": "tuple", "__module__": "builtins", "__loader__": "TupleNode"}
    return {**kind, "content": list(values), "__id__": 8}


def methodcaller(folder: Path, path: Path) -> None:
    """A call that skops makes while loading, named by a type which it does not know."""
    path.write_bytes(
        schema(
            __class__="system",
            __module__="posix",
            __loader__="ConstructorFromReduceNode",
            content=_tuple(_said(f"touch '{folder / MARK}'")),
            __id__=1,
        )
    )


def operator(folder: Path, path: Path) -> None:
    """The crafted form of CVE-2025-54412: a trusted name, and another function behind it."""
    path.write_bytes(
        schema(
            __class__="methodcaller",
            __module__="operator",
            __loader__="OperatorFuncNode",
            attrs=_tuple(_said("system"), _said(f"touch '{folder / MARK}'")),
            content=_tuple(_said("system"), _said(f"touch '{folder / MARK}'")),
            __id__=1,
        )
    )


def importing(folder: Path, path: Path) -> None:
    """A type whose module lies in the folder and does the harm when it is imported."""
    (folder / "harmless.py").write_text(f"open({str(folder / MARK)!r}, 'w')", encoding="utf-8")
    path.write_bytes(
        schema(__class__="Model", __module__="harmless", __loader__="ObjectNode", __id__=1)
    )


def card(folder: Path, path: Path) -> None:
    """What an older skops opened by joblib in silence, for the ending's sake (CVE-2025-54886)."""
    path.write_bytes(zipped(model_json=pickle.dumps(Evil(folder))))


A_PICKLE = "it is a pickle, and loading one runs the code in it"
HOSTILE: dict[str, tuple[str, str, Callable[[Path, Path], None], str]] = {
    "evil.pkl": ("pickle", "evil.pkl", plain, "evil.pkl is a pickle, and loading one runs"),
    "evil.joblib": ("pickle", "evil.joblib", dumped, "evil.joblib is a pickle, and loading"),
    "compressed joblib": ("onnx", "m.onnx", compressed("gzip"), "it is compressed by gzip"),
    "zlib joblib": ("skops", "m.skops", compressed("zlib"), "it is compressed by zlib"),
    "xz joblib": ("onnx", "m.onnx", compressed("xz"), "it is compressed by xz"),
    "pickle as onnx": ("onnx", "m.onnx", plain, A_PICKLE),
    "joblib as skops": ("skops", "m.skops", dumped, A_PICKLE),
    "text pickle": ("onnx", "m.onnx", text, "it is a pickle in the old text form"),
    "zip with a pickle": ("skops", "m.skops", zip_with_a_pickle, "a zip with a file that is a"),
    "npy of objects": ("onnx", "m.onnx", objects, "a NumPy array of Python objects"),
    "npz of objects": ("skops", "m.skops", zip_with_objects, "that is a NumPy array of Python"),
    "call in a skops": ("skops", "m.skops", methodcaller, "be harmless: posix.system."),
    "operator in a skops": ("skops", "m.skops", operator, "be harmless: operator.methodcaller."),
    "import in a skops": ("skops", "m.skops", importing, "be harmless: harmless.Model."),
    "card": ("skops", "m.skops", card, "it is a zip with a file that is a pickle"),
}


def opened(folder: Path, form: str, name: str, **more: Any) -> ModelFileTarget:
    spec = ModelTarget.model_validate({"id": "m", "version": "1", form: name})
    return ModelFileTarget(spec, folder, limits=Limits(60, 60), **more)


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_by_name_and_does_not_run(case: str, tmp_path: Path) -> None:
    form, name, make, message = HOSTILE[case]
    make(tmp_path, tmp_path / name)
    with pytest.raises(TargetError) as caught, opened(tmp_path, form, name) as model:
        model.predict([{"x": 1}])
    assert message in str(caught.value)
    assert not (tmp_path / MARK).exists()


@pytest.mark.parametrize("make", [plain, text, dumped, compressed("gzip"), compressed("xz")])
def test_these_files_would_have_run(make: Callable[[Path, Path], None], tmp_path: Path) -> None:
    """Else the refusals above would show nothing; what is trusted is opened in the child alone."""
    make(tmp_path, tmp_path / "evil.pkl")
    model = opened(tmp_path, "pickle", "evil.pkl", trust_pickle=True)
    assert not (tmp_path / MARK).exists()
    with pytest.raises(TargetError, match=r"evil\.pkl holds a int, which has no predict"), model:
        pass
    assert (tmp_path / MARK).exists()


def test_a_run_that_was_not_told_to_trust_a_pickle_is_skipped(client: Client) -> None:
    plain(client.folder, client.folder / "evil.pkl")
    target = {"id": "m", "version": "1", "pickle": "evil.pkl"}
    seen = run_method("accuracy", client.engagement(target=target))
    assert (seen.state, seen.verdict) == ("skipped", None)
    assert "--trust-pickle" in str(seen.reason)
    assert not (client.folder / MARK).exists()


OPTIONAL = (
    "numexpr",
    "bottleneck",
    "lz4",
    "skops",
    "pyarrow",
    "psutil",
    "matplotlib",
    "sitecustomize",
)
"""Modules that libraries look for when they are imported, or that would stand in for one."""


def test_a_model_file_runs_no_code_of_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LogisticRegression().fit(np.array([[0.0], [1.0], [8.0], [9.0]]), [0, 0, 1, 1])
    skops.io.dump(model, tmp_path / "m.skops")
    for name in OPTIONAL:
        code = f"open({str(tmp_path / MARK)!r}, 'a').write({name!r})\n"
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), ".", "")))
    with opened(tmp_path, "skops", "m.skops") as asked:
        assert [r.prediction for r in asked.predict([{"x": 0}, {"x": 9}])] == [0, 1]
    assert not (tmp_path / MARK).exists()


def deeply(levels: int) -> bytes:
    data = b"x" * 100
    for _ in range(levels):
        data = zipped(schema_json=b"{}", more=data)
    return data


def bomb(inner: int) -> bytes:
    """Zips in a zip, each of which unpacks to much more than it takes."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(inner):
            archive.writestr(f"{number}", b"PK\x03\x04" + bytes(64 * 2**20))
    return raw.getvalue()


def many(members: int) -> bytes:
    """Files that read as a pickle for long and are none in the end."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", b"{}")
        for number in range(members):
            archive.writestr(f"{number}", b"N" * 190 + b"\xff" * 1_000)
    return raw.getvalue()


ZIPS: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "a zip in a zip": (lambda: deeply(2), None),
    "a zip in a zip in a zip": (lambda: deeply(3), "that is a zip within a zip within a zip"),
    "two hundred deep": (lambda: deeply(200), "that is a zip within a zip within a zip"),
    "a bomb": (lambda: bomb(6), "m.skops is "),
    "many members": (lambda: many(5_000), None),
}


@pytest.mark.parametrize("case", ZIPS)
def test_a_zip_is_looked_into_no_further_than_is_affordable(case: str, tmp_path: Path) -> None:
    make, message = ZIPS[case]
    path = tmp_path / "m.skops"
    path.write_bytes(make())
    before, told = time.process_time(), None
    try:
        check_content(path, "skops", "m.skops")
    except TargetError as error:
        told = str(error)
    took = time.process_time() - before
    assert (told is None) if message is None else (message in str(told))
    assert took < 2  # so many seconds of this thread on a slow machine; it is under one here


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_whose_bytes_were_damaged_is_no_traceback(method: int, tmp_path: Path) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        # the same bytes at each run: one damage in a thousand makes what looks like a pickle
        archive.writestr("a", random.Random(7).randbytes(64) * 200)
    path = tmp_path / "m.skops"
    for place in range(31, 90):
        data = bytearray(raw.getvalue())
        data[place] ^= 0xFF
        path.write_bytes(data)
        with pytest.raises(TargetError, match="is no skops file by its bytes"):
            check_content(path, "skops", "m.skops")
