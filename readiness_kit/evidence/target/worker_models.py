"""Opens a model file of the client's inside the worker: skops, ONNX, or a pickle that is trusted.

Run in the client's interpreter like worker.py: standard library only at import, nothing newer than
Python 3.8. The libraries are imported by name where a form needs them, since that interpreter has
them and ours may not. The bytes are read once and compared with the hash that was looked at before.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import io
import math
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # Python 3.8 makes no such aliases
    Record = dict[str, Any]
    Fault = Callable[[str], Exception]
    """Makes the worker's own error of words that quote no record."""

_LISTED = 12
_PLAIN = re.compile(r"[\w.<>\[\], -]{1,120}")
_OLDEST_SKOPS = (0, 13)
"""Older ones run code of a crafted file (CVE-2025-54412, -54413, -54886)."""
_LIBRARIES = ("joblib", "numpy", "onnxruntime", "pandas", "sklearn", "skops")
_NUMBERS = {
    "tensor(float)": "float32",
    "tensor(double)": "float64",
    "tensor(int64)": "int64",
    "tensor(int32)": "int32",
    "tensor(bool)": "bool",
}
"""The NumPy type of each ONNX type of input that holds numbers."""


def opened(setup: dict[str, Any], fault: Fault) -> Callable[[list[Record]], list[Any]]:
    """What answers records with the model in the file."""
    with open(setup["file"], "rb") as stream:  # noqa: PTH123  strings all through, as in worker.py
        data = stream.read()
    if hashlib.sha256(data).hexdigest() != setup["sha256"]:
        raise fault("was changed while it was being opened; run this again")
    if setup["form"] == "onnx":
        return _Onnx(data, setup["columns"], fault)
    if setup["form"] == "skops":
        model = _skops(data, setup["trusted"], setup["folder"], fault)
    else:
        model = _pickle(data, setup["folder"])
    if not hasattr(model, "predict"):
        raise fault(f"holds a {_plain(type(model).__name__)}, which has no predict")
    return _Estimator(model, setup["columns"])


def libraries() -> dict[str, str]:
    """The versions of the libraries that were imported on the way."""
    loaded = {name: sys.modules[name] for name in _LIBRARIES if name in sys.modules}
    return {name: _plain(str(getattr(m, "__version__", "?"))) for name, m in loaded.items()}


def _skops(data: bytes, trusted: Sequence[str], folder: str, fault: Fault) -> Any:
    skops = importlib.import_module("skops")
    version = re.findall(r"\d+", skops.__version__)[:2]
    if tuple(map(int, version)) < _OLDEST_SKOPS:
        raise fault("would be opened by a skops that is older than 0.13 and unsafe: install 0.13")
    skops_io = importlib.import_module("skops.io")
    types = skops_io.get_untrusted_types(data=data)  # reads the file's words; imports none of them
    unknown = [type_ for type_ in types if type_ not in trusted]
    if unknown:
        raise fault(
            f"holds types that skops does not know to be harmless: {_listed(unknown)}. Whoever "
            f"knows where the file comes from may vouch for them: trusted: [{_listed(unknown)}]"
        )
    importlib.import_module("pandas")  # before the folder can be looked into
    with _importable(folder) if types else contextlib.nullcontext():
        return skops_io.loads(data, trusted=[type_ for type_ in types if type_ in trusted])


def _pickle(data: bytes, folder: str) -> Any:
    try:
        load = importlib.import_module("joblib").load
    except ImportError:
        load = importlib.import_module("pickle").load
    importlib.import_module("pandas")  # before the folder can be looked into
    with _importable(folder):
        return load(io.BytesIO(data))


@contextlib.contextmanager
def _importable(folder: str) -> Iterator[None]:
    """Let the client's types that somebody has vouched for be found, last of all, and only now."""
    sys.path.append(folder)
    try:
        yield
    finally:
        sys.path.remove(folder)


class _Fields:
    """The fields in the order in which they first came: a model may go by their place.

    `first` are those that the model itself has an order for.
    """

    def __init__(self, known: Sequence[str], first: Sequence[str] = ()) -> None:
        self.known, self._first = list(known), first

    def of(self, records: list[Record]) -> list[str]:
        """The known fields and any others, without those that no record has."""
        self.known = self.known or list(records[0])
        fields = dict.fromkeys([*self._first, *self.known])
        for record in records:
            fields.update(dict.fromkeys(record))
        return [field for field in fields if any(field in record for record in records)]


class _Estimator:
    """A model with scikit-learn's face: it gets a table of the records, by column."""

    def __init__(self, model: Any, columns: Sequence[str]) -> None:
        # scikit-learn refuses columns that it knows by name where they come in another order
        names = getattr(model, "feature_names_in_", None)
        first = [] if names is None else [str(name) for name in names]
        self._model, self._fields = model, _Fields(columns, first)
        self._numpy: Any = importlib.import_module("numpy")
        self._pandas: Any = importlib.import_module("pandas")

    def __call__(self, records: list[Record]) -> list[Any]:
        if not records:
            return []
        table = self._table(records)
        given = list(self._model.predict(table))
        if not hasattr(self._model, "predict_proba"):
            return given
        sure = list(self._model.predict_proba(table))
        if len(sure) != len(given):
            return given
        return [{"prediction": p, "proba": s} for p, s in zip(given, sure)]  # noqa: B905  3.8

    def _table(self, records: list[Record]) -> Any:
        """The records by column, with NaN for every empty value, as a file is read.

        pandas itself makes NaN of None only beside certain other values of the batch; a model that
        was fitted on a file knows no None.
        """
        table = self._pandas.DataFrame(records, columns=self._fields.of(records))
        objects = [name for name, kind in table.dtypes.items() if str(kind) == "object"]
        for name in objects:
            values = [self._numpy.nan if value is None else value for value in table[name]]
            table[name] = self._pandas.Series(values, index=table.index, dtype=object)
        return table


class _Onnx:
    """A graph that takes each field as an input of its name, or all of them as one matrix."""

    def __init__(self, data: bytes, columns: Sequence[str], fault: Fault) -> None:
        runtime = importlib.import_module("onnxruntime")
        self._numpy: Any = importlib.import_module("numpy")
        self._session = runtime.InferenceSession(data, providers=["CPUExecutionProvider"])
        self._inputs = self._session.get_inputs()
        self._fields, self._fault = _Fields(columns), fault

    def __call__(self, records: list[Record]) -> list[Any]:
        if not records:
            return []
        self._fields.of(records)
        by_name = all(wanted.name in self._fields.known for wanted in self._inputs)
        feed = self._by_name(records) if by_name else self._as_matrix(records)
        return self._read(self._session.run(None, feed), len(records))

    def _by_name(self, records: list[Record]) -> dict[str, Any]:
        feed = {}
        for wanted in self._inputs:
            column = [[_cell(record, wanted.name, wanted.type)] for record in records]
            array = self._array(column, wanted.type)
            feed[wanted.name] = array.reshape(-1) if len(wanted.shape) == 1 else array
        return feed

    def _as_matrix(self, records: list[Record]) -> dict[str, Any]:
        wanted, fields = self._inputs[0], self._fields.known
        width = wanted.shape[-1] if len(wanted.shape) == 2 else None
        if len(self._inputs) > 1 or (isinstance(width, int) and width != len(fields)):
            names = _listed([entry.name for entry in self._inputs])
            takes = f"{width} columns" if isinstance(width, int) else f"inputs named {names}"
            raise self._fault(
                f"it takes {takes}, and a record has {len(fields)} fields by other names"
            )
        rows = [[_cell(record, field, wanted.type) for field in fields] for record in records]
        return {wanted.name: self._array(rows, wanted.type)}

    def _array(self, rows: list[list[Any]], kind: str) -> Any:
        if kind == "tensor(string)":
            return self._numpy.array(rows, dtype=object)
        if kind not in _NUMBERS:
            raise self._fault(f"it takes a {_plain(kind)}, which no column of a table is")
        return self._numpy.array(rows, dtype=_NUMBERS[kind])

    def _read(self, outputs: list[Any], n: int) -> list[Any]:
        """Labels come first and probabilities second; alone, a row of several is probabilities."""
        first = self._numpy.asarray(outputs[0])
        if len(outputs) == 1 and first.ndim == 2 and first.shape[1] > 1:
            return [{"prediction": int(row.argmax()), "proba": row} for row in first]
        labels = list(first.reshape(-1)) if first.size == n else list(first)
        if len(outputs) < 2 or len(outputs[1]) != len(labels):
            return labels
        return [{"prediction": p, "proba": s} for p, s in zip(labels, outputs[1])]  # noqa: B905  3.8


def _cell(record: Record, field: str, kind: str) -> Any:
    """A value as this type of input takes it; refused by the field's name where it is none."""
    value = record[field]  # a KeyError names the field
    if kind == "tensor(string)":
        return "" if value is None else str(value)
    if value is None:
        value = math.nan
    if isinstance(value, str):
        raise ValueError(f"{field}: text, and the model takes a number")
    whole = _NUMBERS.get(kind, "").startswith(("int", "bool"))
    if whole and (value != value or value != int(value)):
        raise ValueError(f"{field}: no whole number, and the model takes one")
    return value


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(_plain(name) for name in names[:_LISTED]) + more


def _plain(name: str) -> str:
    """A name out of the file, which may hold anything; only what looks like a name is told."""
    return name if _PLAIN.fullmatch(name) else "(no plain name)"
