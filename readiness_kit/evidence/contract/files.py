"""Writes a contract for the client's team: as Python that runs, and as YAML of pandera's own."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Iterator, Mapping
from pprint import pformat

from readiness_kit.evidence.contract.terms import Contract, Field, Spec, specs
from readiness_kit.evidence.handover.words import on_one_line

PYTHON, YAML = "contract.py", "contract.yaml"

_ABOUT = '''"""Data contract of {system}: what a record must look like before the model sees it.

Taken from {path} ({rows:,} records in scope, sha256 {sha256})
on {day}. Python 3.9 or newer with pandas and pandera runs it on a CSV file:

    python contract.py records.csv
    python contract.py records.csv --rejects rejects.csv

It counts the records that break each rule, prints no value of any record, and leaves with 1 where
more of them break a rule than ALLOWED lets, or a column is missing. In a pipeline:

    from contract import EXCLUDED, in_scope, prepared, schema

    kept = in_scope(records, EXCLUDED)  # `records`: every cell as text
    schema.validate(prepared(kept, schema), lazy=True)

It holds no record: only bounds of numbers, widened and rounded, values that stand in five records
or more, and the conditions by which the engagement leaves records out of scope. A number has two
columns: itself, and how it was written. Change what you know better; that is what this file is for.
"""
'''
_ALLOWED = """\
# By column and rule: the largest share of records that may break it. It is what the sample
# itself had, at the far end of its 95 % interval, and a point on top; what is taken out may happen.
"""
_YAML = """\
# Data contract of {system}, from {path},
# sha256 {sha256}, on {day}.
# pandera.io.pandas_io.from_yaml reads it, which needs PyYAML: pip install "pandera[io]".
# contract.py beside it needs none, and says how records are prepared.
# pandera passes over `allowed`: by column and rule, the largest share of records that may break it.
"""
_YAML_EXCLUDED = """\
# pandera passes over `excluded`, too: records for which one of these holds are out of scope, and
# have to be taken out before, as in_scope of contract.py does.
"""
_EXCLUDED = """\
# Records that are out of scope, by what the engagement says: a column, a sign, and what it is
# compared with. How many there are is told, and no rule is held against them.
"""
_DECIMAL = "# The decimal sign in the files that are held against it.\n"
_NAMES = {"a whole number": "WHOLE_NUMBER", "a number": "NUMBER", "true or false": "TRUTH"}


def contract_files(contract: Contract) -> dict[str, bytes]:
    """Both files by name."""
    return {
        PYTHON: python_text(contract).encode("utf-8"),
        YAML: yaml_text(contract).encode("utf-8"),
    }


def python_text(contract: Contract) -> str:
    """The schema, what is allowed, and below it the code that runs them."""
    from readiness_kit.evidence.contract import runner  # loads pandas and pandera

    source = inspect.getsource(runner)
    code = source[source.index("from __future__") :]
    imports, _, body = code.partition("\n\nAS_WRITTEN")
    parts = [
        _ABOUT.format(**_facts(contract)),
        imports,
        "from pandera.pandas import Check, Column\n",
        *[f"{name} = {_raw(pattern)}" for pattern, name in _patterns(contract).items()],
        f"\nschema = pa.DataFrameSchema(\n    {{\n{_columns(contract)}    }}\n)\n",
        f"{_ALLOWED}ALLOWED = {{\n{_allowed(contract)}}}",
        f"{_DECIMAL}DECIMAL = {contract.decimal!r}\n",
        f"{_EXCLUDED}EXCLUDED = [\n{_excluded(contract)}]\n",
        f"AS_WRITTEN{body.rstrip()}\n\n",
        'if __name__ == "__main__":\n    sys.exit(run(schema, ALLOWED, DECIMAL, EXCLUDED))\n',
    ]
    return "\n".join(parts)


def yaml_text(contract: Contract) -> str:
    """The schema as `pandera.io` reads it, with what is allowed below, which it passes over."""
    from pandera.io.pandas_io import to_yaml

    from readiness_kit.evidence.contract.schema import schema_of

    about = _YAML.format(**_facts(contract))
    allowed = "".join(
        f"  {_quoted(entry.name)}: {json.dumps(dict(entry.allowed))}\n"
        for entry in contract.fields
        if entry.allowed
    )
    out = "".join(f"  - {_quoted(segment.text)}\n" for segment in contract.excluded)
    excluded = f"{_YAML_EXCLUDED}excluded:\n{out}" if out else ""
    return f"{about}{to_yaml(schema_of(contract.fields))}allowed:\n{allowed}{excluded}"


def _quoted(text: str) -> str:
    """A text as YAML has it between double quotes; its short escapes are those of JSON."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)


def _columns(contract: Contract) -> str:
    names = _patterns(contract)
    return "".join(line for entry in contract.fields for line in _lines(entry, names))


def _patterns(contract: Contract) -> dict[str, str]:
    """The name that each pattern has in the Python file."""
    names: dict[str, str] = {}
    for entry in contract.fields:
        if entry.pattern is not None and entry.pattern not in names:
            name = _NAMES.get(entry.layout or "", "DAY")
            taken = sum(other.rstrip("_0123456789") == name for other in names.values())
            names[entry.pattern] = f"{name}_{taken + 1}" if taken else name
    return names


def _lines(entry: Field, names: Mapping[str, str]) -> Iterator[str]:
    from readiness_kit.evidence.contract.runner import AS_WRITTEN

    yield f"        # {on_one_line(entry.name)}: {said(entry)}\n"
    for spec in specs(entry, AS_WRITTEN):
        arguments = [
            *(["float"] if spec.number else []),
            *(["checks=[" + ", ".join(_checks(spec, names)) + "]"] if spec.checks else []),
            f"nullable={spec.nullable}",
            *(["unique=True"] if spec.unique else []),
            *([] if spec.required else ["required=False"]),
        ]
        inside = "".join(f"            {argument},\n" for argument in arguments)
        yield f"        {spec.name!r}: Column(\n{inside}        ),\n"


def said(entry: Field) -> str:
    """What a field must be, in words."""
    words = {"category": "one of the values below", "text": "a text", "identifier": "an identifier"}
    told = [entry.layout or words.get(entry.kind, "a text")]
    if entry.low is not None and entry.high is not None:
        told.append(f"from {entry.low:,.12g} to {entry.high:,.12g}")
    if entry.longest is not None:
        told.append(f"of {entry.longest:,} characters at most")
    if entry.unique:
        told.append("another in every record")
    if entry.nullable:
        told.append("may be empty")
    return ", ".join(told)


def _checks(spec: Spec, names: Mapping[str, str]) -> Iterator[str]:
    for name, arguments in spec.checks.items():
        if name == "str_matches":
            yield f"Check.str_matches({names[arguments['pattern']]})"
        else:
            given = ", ".join(f"{key}={_literal(value)}" for key, value in arguments.items())
            yield f"Check.{name}({given})"


def _allowed(contract: Contract) -> str:
    return "".join(
        f"    ({entry.name!r}, {rule!r}): {share},\n"
        for entry in contract.fields
        for rule, share in entry.allowed.items()
    )


def _excluded(contract: Contract) -> str:
    return "".join(
        f"    ({segment.column!r}, {segment.operator!r}, [{values}]),\n"
        for segment in contract.excluded
        if (values := ", ".join(map(_compared, segment.values)))
    )


def _compared(value: str | float | bool) -> str:
    """What a cell is compared with, as Python spells it; a number of too many digits is endless."""
    return f"float({str(value)!r})" if value in (math.inf, -math.inf) else repr(value)


def _raw(pattern: str) -> str:
    """A pattern as a reader of patterns wants it, where that can be spelled."""
    plain = '"' not in pattern and pattern.isprintable()
    return f'r"{pattern}"' if plain else repr(pattern)


def _literal(value: object) -> str:
    return pformat(value, width=96, compact=True, sort_dicts=False)


def _facts(contract: Contract) -> dict[str, object]:
    return {
        "system": on_one_line(contract.system),
        "path": on_one_line(contract.source.path),
        "rows": contract.rows,
        "sha256": contract.source.sha256,
        "day": f"{contract.day.day} {contract.day:%B %Y}",
    }
