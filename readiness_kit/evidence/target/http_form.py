"""What a service is sent and how its answer is read, by the form that engagement.yaml gives."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import TargetError
from readiness_kit.evidence.target.http_faults import contract
from readiness_kit.evidence.target.json_path import JsonPath, PathNotFoundError, parse_path
from readiness_kit.evidence.target.protocol import Label, Record, Result

_MANY, _ONE = "$records", "$record"


@dataclass(frozen=True)
class Form:
    """How one service is spoken to."""

    batch: bool
    template: Any
    """The body around the records; the placeholder itself where they are the whole body."""
    prediction: JsonPath | None
    proba: JsonPath | None
    flag: JsonPath | None

    @staticmethod
    def of(spec: ModelTarget) -> Form:
        """Read it from engagement.yaml; raises TargetError naming the key that does not read."""

        def path(key: str) -> JsonPath | None:
            text = getattr(spec, key)
            return None if text is None else parse_path(text, key=key, each=spec.batch)

        template = _template(spec.request, spec.batch)
        return Form(spec.batch, template, path("prediction"), path("proba"), path("flag"))

    def body(self, records: Sequence[Record]) -> bytes:
        """The JSON text of a call; of one record where there is no batch."""
        return json.dumps(_filled(self.template, records)).encode("ascii")

    def results(self, reply: bytes, n: int, content_type: str) -> list[Result]:
        """One result a record; raises UnansweredError naming what is not as agreed."""
        try:
            return self._results(reply, n, content_type)
        except RecursionError:
            raise contract("form", "gave an answer that is nested too deeply to read.") from None

    def _results(self, reply: bytes, n: int, content_type: str) -> list[Result]:
        document = _document(reply, content_type)
        predictions = self._predictions(document, n)
        probas = self._column("proba", self.proba, document, n)
        flags = self._column("flag", self.flag, document, n)
        results = []
        for place, answer in enumerate(predictions):
            said = answer if isinstance(answer, dict) and self.prediction is None else {}
            prediction = said.get("prediction", answer)
            proba = said.get("proba") if probas is None else probas[place]
            flag = said.get("flag") if flags is None else flags[place]
            results.append(Result(_label(prediction, "prediction"), _sure(proba), _flag(flag)))
        return results

    def _predictions(self, document: Any, n: int) -> list[Any]:
        if self.prediction is not None:
            return self._column("prediction", self.prediction, document, n) or []
        return self._answers(document, n)

    def _answers(self, document: Any, n: int) -> list[Any]:
        """The answers themselves, where no path says where they stand."""
        answers = document if self.batch else [document]
        if not isinstance(answers, list):
            raise contract(
                "form",
                f"gave {_kind(document)}, not a list of answers. Let target.prediction say where "
                f"they are, such as $.predictions[*].label.",
            )
        return _counted(answers, n)

    def _column(self, key: str, path: JsonPath | None, document: Any, n: int) -> list[Any] | None:
        """What each answer has at a path; a flag may be left out where there is nothing to mark."""
        if path is None:
            return None
        try:
            single = path.after is None
            answers = self._answers(document, n) if single else _counted(path.all_of(document), n)
            if key == "flag":
                return [_or_none(path, answer) for answer in answers]
            return [path.of(answer) for answer in answers]
        except PathNotFoundError:
            raise contract(
                "path",
                f"gave an answer with nothing at target.{key}: {path.text}. Correct the path.",
            ) from None


def _template(text: str | None, batch: bool) -> Any:
    if text is None:
        return _MANY if batch else _ONE
    try:
        template = json.loads(text)
        found = set(_placeholders(template))
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno} of it"
        raise TargetError(f"target.request in engagement.yaml is no JSON text: see {at}.") from None
    except (ValueError, RecursionError):
        raise TargetError("target.request in engagement.yaml is no JSON text.") from None
    if not found or (batch and found != {_MANY}):
        needed = f'"{_MANY}"' if batch else f'"{_ONE}"'
        raise TargetError(
            f"target.request in engagement.yaml has to hold {needed} where the "
            f"{'records go, since batch is true' if batch else 'record goes'}."
        )
    return template


def _placeholders(template: Any) -> list[str]:
    if isinstance(template, dict):
        return [found for value in template.values() for found in _placeholders(value)]
    if isinstance(template, list):
        return [found for value in template for found in _placeholders(value)]
    return [template] if template in (_MANY, _ONE) else []


def _filled(template: Any, records: Sequence[Record]) -> Any:
    if isinstance(template, dict):
        return {key: _filled(value, records) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, records) for value in template]
    if template == _MANY:
        return list(records)
    return records[0] if template == _ONE else template


def _document(reply: bytes, content_type: str) -> Any:
    text = reply.lstrip()
    if "html" in content_type or text[:1] == b"<":
        raise contract(
            "HTML",
            "gave a page (HTML), not JSON. It may be a login or an error page: correct target.url, "
            "or let target.auth_env name the variable with the key.",
        )
    try:
        return json.loads(reply.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise contract(
            "not JSON", "gave an answer that is no JSON. Correct target.url, or mend the service."
        ) from None


def _no_number(word: str) -> NoReturn:
    raise contract(
        "NaN", f"gave {word}, which is no number and no JSON. Let it answer null where it cannot."
    )


def _counted(answers: list[Any], n: int) -> list[Any]:
    if len(answers) != n:
        raise contract(
            "length",
            f"gave {len(answers)} answers to {n} records. It has to give one a record, in order.",
        )
    return answers


def _or_none(path: JsonPath, answer: Any) -> Any:
    try:
        return path.of(answer)
    except PathNotFoundError:
        return None


def _label(value: Any, key: str) -> Label:
    if isinstance(value, dict | list):
        raise contract(
            "form",
            f"gave {_kind(value)} as {key}, not a label. Let target.{key} say where it stands in "
            f"an answer.",
        )
    if isinstance(value, float) and not math.isfinite(value):
        _no_number("a number without end")
    return value  # type: ignore[no-any-return]


def _sure(value: Any) -> float | None:
    """How sure the model is; of several classes, of the one that it is surest of."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return max((p for p in map(_sure, value) if p is not None), default=None)
    value = _label(value, "proba")
    if value is None:
        return None
    if isinstance(value, bool | str):
        raise contract("form", "gave a proba that is no number. Correct target.proba.")
    try:
        return float(value)
    except OverflowError:
        _no_number("a number without end")


def _flag(value: Any) -> Label:
    return None if value in ([], {}) else _label(value, "flag")


def _kind(value: Any) -> str:
    return (
        "an object"
        if isinstance(value, dict)
        else "a list"
        if isinstance(value, list)
        else "a single value"
    )
