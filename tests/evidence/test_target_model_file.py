"""Models in files: skops, ONNX and trusted pickles, opened in a real child process."""

from __future__ import annotations

import gzip
import hashlib
import sys
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import onnx
import pandas as pd
import pytest
import skops.io
from onnx import TensorProto, helper
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import LinearSVC

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import TargetError, UsageError
from readiness_kit.evidence.target import ModelFileTarget, NotAllowedError, Result
from readiness_kit.evidence.target.child import Limits
from readiness_kit.evidence.target.protocol import Refusal

CANARY = "canary-7f3a"
RECORDS: list[dict[str, Any]] = [
    {"amount": 50, "channel": "web"},
    {"amount": 150, "channel": "desk"},
    {"amount": 300, "channel": "web"},
]


def target(folder: Path, *, trust_pickle: bool = False, **spec: Any) -> ModelFileTarget:
    more = {"id": "m", "version": "1", **spec}
    return ModelFileTarget(
        ModelTarget.model_validate(more), folder, trust_pickle=trust_pickle, limits=Limits(60, 60)
    )


@pytest.fixture(scope="module")
def pipeline() -> Any:
    """A pipeline that knows its columns by name, and is sure of amounts far from 100."""
    table = pd.DataFrame({"amount": range(0, 200, 2), "channel": ["web", "desk"] * 50})
    steps = make_column_transformer((StandardScaler(), ["amount"]), (OneHotEncoder(), ["channel"]))
    return make_pipeline(steps, LogisticRegression()).fit(table, table["amount"] > 100)


def refusal(folder: Path, records: list[dict[str, Any]] = RECORDS, **spec: Any) -> str:
    with pytest.raises(TargetError) as caught, target(folder, **spec) as model:
        model.predict(records)
    assert CANARY not in str(caught.value)
    assert str(folder) not in str(caught.value)
    return str(caught.value)


def test_a_skops_file_is_asked_with_a_table_of_the_records(pipeline: Any, tmp_path: Path) -> None:
    skops.io.dump(pipeline, tmp_path / "model.skops")
    with target(tmp_path, skops="model.skops") as model:
        found = model.predict(RECORDS)
        about = model.about
    expected = pipeline.predict_proba(pd.DataFrame(RECORDS)).max(axis=1)
    assert [r.prediction for r in found] == [False, True, True]
    assert [r.proba for r in found] == list(expected)
    assert about["target_form"] == "skops"
    assert about["target_python"] == sys.version.split()[0]
    assert about["target_libraries"]["skops"] == skops.__version__
    assert about["target_sha256"] == _sha256(tmp_path / "model.skops")
    assert "target_loaded" not in about


@pytest.fixture
def vouched(tmp_path: Path) -> str:
    """A skops file with a function of the client's, which lies beside it; the function's name."""
    mark = str(tmp_path / f"opened-{CANARY}")
    code = f"open({mark!r}, 'w').close()\ndef halve(table):\n    return table / 2\n"
    (tmp_path / "client_steps.py").write_text(code, encoding="utf-8")
    sys.path.insert(0, str(tmp_path))
    try:
        import client_steps  # type: ignore[import-not-found]  # made just now

        steps = make_pipeline(FunctionTransformer(client_steps.halve), LogisticRegression())
        steps.fit(pd.DataFrame({"x": [0, 1, 8, 9]}), [0, 0, 1, 1])
        skops.io.dump(steps, tmp_path / "model.skops")
    finally:
        sys.path.remove(str(tmp_path))
        del sys.modules["client_steps"]
        Path(mark).unlink()
    return "client_steps.halve"


def test_untrusted_types_are_listed_with_how_to_vouch_for_them(
    vouched: str, tmp_path: Path
) -> None:
    found = refusal(tmp_path, [{"x": 1}], skops="model.skops")
    assert f"not know to be harmless: {vouched}." in found
    assert found.endswith(f"may vouch for them: trusted: [{vouched}].")
    assert not (tmp_path / f"opened-{CANARY}").exists()


def test_types_that_the_client_vouches_for_are_loaded(vouched: str, tmp_path: Path) -> None:
    with target(tmp_path, skops="model.skops", trusted=[vouched]) as model:
        assert [r.prediction for r in model.predict([{"x": 0}, {"x": 9}])] == [0, 1]


def _graph(folder: Path, inputs: list[Any], nodes: list[Any], outputs: list[Any]) -> None:
    made = helper.make_model(
        helper.make_graph(nodes, "g", inputs, outputs),
        opset_imports=[helper.make_opsetid("", 17)],
    )
    made.ir_version = 8
    onnx.save(made, folder / "model.onnx")


def _input(name: str, kind: int = TensorProto.FLOAT, width: int = 1) -> Any:
    return helper.make_tensor_value_info(name, kind, [None, width])


def test_an_onnx_file_takes_each_field_by_its_name(tmp_path: Path) -> None:
    _graph(
        tmp_path,
        [_input("amount"), _input("channel", TensorProto.STRING)],
        [helper.make_node("Identity", ["channel"], ["label"])],
        [helper.make_tensor_value_info("label", TensorProto.STRING, [None, 1])],
    )
    # an input that no node uses is still asked for by the runtime
    with target(tmp_path, onnx="model.onnx") as model:
        assert model.predict(RECORDS) == [Result("web"), Result("desk"), Result("web")]
        assert model.about["target_libraries"].keys() == {"numpy", "onnxruntime"}


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    """A graph of one input with two columns that answers the first and how sure it is."""
    first = helper.make_tensor("first", TensorProto.INT64, [1], [0])
    _graph(
        tmp_path,
        [_input("x", width=2)],
        [
            helper.make_node("Constant", [], ["place"], value=first),
            helper.make_node("Gather", ["x", "place"], ["label"], axis=1),
            helper.make_node("Softmax", ["x"], ["sure"], axis=1),
        ],
        [
            helper.make_tensor_value_info("label", TensorProto.FLOAT, [None, 1]),
            helper.make_tensor_value_info("sure", TensorProto.FLOAT, [None, 2]),
        ],
    )
    return tmp_path


def test_an_onnx_file_takes_numbers_as_one_matrix_in_the_order_of_the_fields(matrix: Path) -> None:
    with target(matrix, onnx="model.onnx") as model:
        assert model.predict([{"a": 1, "b": 1}, {"b": 5, "a": 2}]) == [
            Result(1.0, 0.5),
            Result(2.0, pytest.approx(1 / (1 + np.exp(-3)))),
        ]


def test_what_a_graph_cannot_take_is_refused_by_the_fields_name(matrix: Path) -> None:
    with target(matrix, onnx="model.onnx") as model:
        model.predict([{"a": 1, "b": 1}])
        text = model.attempt([{"a": CANARY, "b": 1}], fields=["a", "b"])
        absent = model.attempt([{"b": 1}], fields=["a", "b"])
        assert text == Refusal("rejected", "ValueError", ("a",))
        assert absent == Refusal("rejected", "KeyError", ("a",))
        empty = model.attempt([{"a": None, "b": 1}], fields=["a", "b"])
        assert isinstance(empty, list)
        assert str(empty[0].prediction) == "nan"


def test_the_order_of_the_fields_outlives_the_process(matrix: Path) -> None:
    with target(matrix, onnx="model.onnx") as model:
        model.predict([{"a": 1, "b": 3}])
        model.close()
        found = model.attempt([{"b": 3, "a": 1}])
        assert isinstance(found, list)
        assert found[0].prediction == 1.0


def test_a_graph_of_other_inputs_names_what_it_takes(matrix: Path) -> None:
    found = refusal(matrix, [{"a": 1, "b": 2, "c": 3}], onnx="model.onnx")
    assert "it takes 2 columns, and a record has 3 fields by other names" in found


def test_probabilities_alone_are_read_as_the_place_of_the_largest(tmp_path: Path) -> None:
    _graph(
        tmp_path,
        [_input("x", width=2)],
        [helper.make_node("Softmax", ["x"], ["sure"], axis=1)],
        [helper.make_tensor_value_info("sure", TensorProto.FLOAT, [None, 2])],
    )
    with target(tmp_path, onnx="model.onnx") as model:
        found = model.predict([{"a": 0, "b": 0.5}, {"a": 9, "b": 0}])
    assert [r.prediction for r in found] == [1, 0]
    assert [round(r.proba or 0, 3) for r in found] == [0.622, 1.0]


@pytest.mark.parametrize("compress", [0, 3, ("gzip", 3), ("bz2", 3), ("xz", 3)])
def test_a_pickle_is_opened_only_where_it_is_trusted(
    compress: Any, pipeline: Any, tmp_path: Path
) -> None:
    joblib.dump(pipeline, tmp_path / "model.joblib", compress=compress)
    with pytest.raises(NotAllowedError, match=r"model.joblib is a pickle, .* --trust-pickle`"):
        target(tmp_path, pickle="model.joblib")
    with target(tmp_path, pickle="model.joblib", trust_pickle=True) as model:
        assert [r.prediction for r in model.predict(RECORDS)] == [False, True, True]
        assert model.about["target_loaded"] == "with --trust-pickle"
        assert model.about["target_sha256"] == _sha256(tmp_path / "model.joblib")


def test_a_hash_in_the_profile_has_to_be_the_files(pipeline: Any, tmp_path: Path) -> None:
    skops.io.dump(pipeline, tmp_path / "model.skops")
    right = _sha256(tmp_path / "model.skops").upper()
    assert target(tmp_path, skops="model.skops", sha256=right).name == "model.skops"
    with pytest.raises(TargetError, match="another file than the one that was named"):
        target(tmp_path, skops="model.skops", sha256="0" * 64)


def test_a_file_that_changes_while_it_is_opened_is_not_loaded(
    pipeline: Any, tmp_path: Path
) -> None:
    skops.io.dump(pipeline, tmp_path / "model.skops")
    model = target(tmp_path, skops="model.skops")
    skops.io.dump(LogisticRegression(), tmp_path / "model.skops")
    with pytest.raises(TargetError, match="was changed while it was being opened"), model:
        pass


def test_a_model_without_probabilities_gives_labels(tmp_path: Path) -> None:
    model = LinearSVC().fit(pd.DataFrame({"x": [0, 9]}), ["no", "yes"])
    skops.io.dump(model, tmp_path / "model.skops")
    with target(tmp_path, skops="model.skops") as opened:
        assert opened.predict([{"x": 9}, {"x": 0}]) == [Result("yes"), Result("no")]


def test_a_model_that_knows_its_columns_gets_them_in_its_own_order(tmp_path: Path) -> None:
    table = pd.DataFrame({"b": [9, 0, 8, 1], "a": [0, 9, 1, 8]})
    skops.io.dump(LogisticRegression().fit(table, [0, 1, 0, 1]), tmp_path / "model.skops")
    with target(tmp_path, skops="model.skops") as opened:
        assert [r.prediction for r in opened.predict([{"a": 9, "b": 0}])] == [1]
        more = opened.attempt([{"a": 9, "b": 0, "c": 1}], fields=["a", "b", "c"])
        assert more == Refusal("rejected", "ValueError", ("c",))


def test_an_answer_does_not_depend_on_what_else_is_in_the_batch(tmp_path: Path) -> None:
    """Of an empty text pandas makes NaN, which an imputer sees, only beside another text."""
    table = pd.DataFrame({"channel": ["web", "web", "desk", np.nan], "amount": [0.0, 1, 9, 2]})
    words = make_pipeline(
        SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")
    )
    steps = make_column_transformer((SimpleImputer(), ["amount"]), (words, ["channel"]))
    model = make_pipeline(steps, LogisticRegression()).fit(table, [0, 0, 1, 0])
    skops.io.dump(model, tmp_path / "model.skops")
    empty = [{"channel": None, "amount": n} for n in (0.0, 9.0, None)]
    with target(tmp_path, skops="model.skops", trusted=["numpy.dtype"]) as opened:
        beside = opened.predict([*empty, {"channel": "desk", "amount": 1.0}])[:3]
        assert opened.predict(empty) == beside
        assert [opened.predict([record])[0] for record in empty] == beside


def test_an_object_that_predicts_nothing_is_no_model(tmp_path: Path) -> None:
    skops.io.dump(make_pipeline(StandardScaler()).fit([[1]]), tmp_path / "model.skops")
    found = refusal(tmp_path, [{"x": 1}], skops="model.skops")
    assert "holds a Pipeline, which has no predict" in found


def test_an_absent_field_is_the_models_own_refusal(pipeline: Any, tmp_path: Path) -> None:
    skops.io.dump(pipeline, tmp_path / "model.skops")
    with target(tmp_path, skops="model.skops") as model:
        found = model.attempt([{"amount": 5}], fields=["amount", "channel"])
    assert found == Refusal("rejected", "ValueError", ("channel",))


NOT_MODELS = {
    "absent": (None, "model.{form} is not there"),
    "empty": (b"", "is no {spelled} file by its bytes"),
    "text": (b"not a model\n", "is no {spelled} file by its bytes"),
    "a zip without a schema": (b"PK\x05\x06" + b"\0" * 18, "is no {spelled} file by its bytes"),
    "a page": (b"<html></html>", "is no {spelled} file by its bytes"),
    "gzip": (gzip.compress(b"x"), "is compressed by gzip, as joblib writes pickles"),
}


@pytest.mark.parametrize("form", ["skops", "onnx"])
@pytest.mark.parametrize("case", NOT_MODELS)
def test_what_is_no_model_is_named(case: str, form: str, tmp_path: Path) -> None:
    data, message = NOT_MODELS[case]
    if data is not None:
        (tmp_path / f"model.{form}").write_bytes(data)
    spelled = {"skops": "skops", "onnx": "ONNX"}[form]
    found = refusal(tmp_path, **{form: f"model.{form}"})
    assert message.format(form=form, spelled=spelled) in found


def test_a_damaged_model_is_told_without_its_words(matrix: Path) -> None:
    path = matrix / "model.onnx"
    path.write_bytes(path.read_bytes()[:40] + CANARY.encode())
    found = refusal(matrix, [{"a": 1, "b": 1}], onnx="model.onnx")
    assert "model.onnx could not be loaded (" in found


def test_a_pickle_of_other_bytes_is_named(tmp_path: Path) -> None:
    (tmp_path / "model.joblib").write_bytes(b"\x08\x08")
    with pytest.raises(TargetError, match="is no pickle by its bytes"):
        target(tmp_path, pickle="model.joblib", trust_pickle=True)


def test_a_file_outside_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="outside the engagement's folder"):
        target(tmp_path, onnx="../model.onnx")


def test_a_library_that_the_interpreter_lacks_is_named(pipeline: Any, tmp_path: Path) -> None:
    skops.io.dump(pipeline, tmp_path / "model.skops")
    bare = tmp_path / "bare"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n', encoding="utf-8")
    bare.chmod(0o755)
    found = refusal(tmp_path, skops="model.skops", interpreter="bare")
    assert "could not be loaded: the client's interpreter lacks skops. Install it there" in found


def test_a_skops_that_is_known_to_be_unsafe_opens_nothing(pipeline: Any, tmp_path: Path) -> None:
    skops.io.dump(pipeline, tmp_path / "model.skops")
    (tmp_path / "old" / "skops").mkdir(parents=True)
    code = "__version__ = '0.12.0'"
    (tmp_path / "old" / "skops" / "__init__.py").write_text(code, encoding="utf-8")
    older = tmp_path / "older"
    script = f'#!/bin/sh\nPYTHONPATH="{tmp_path}/old" exec "{sys.executable}" "$@"\n'
    older.write_text(script, encoding="utf-8")
    older.chmod(0o755)
    found = refusal(tmp_path, skops="model.skops", interpreter="older")
    assert "opened by a skops that is older than 0.13 and unsafe" in found


def test_nothing_in_the_folder_stands_in_for_a_library(pipeline: Any, tmp_path: Path) -> None:
    skops.io.dump(pipeline, tmp_path / "model.skops")
    (tmp_path / "skops.py").write_text("raise SystemExit", encoding="utf-8")
    with target(tmp_path, skops="model.skops") as model:
        assert [r.prediction for r in model.predict(RECORDS)] == [False, True, True]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
