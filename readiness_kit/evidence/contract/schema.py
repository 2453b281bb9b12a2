"""The pandera schema of a contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from readiness_kit.evidence.contract.terms import Field, Spec, specs

if TYPE_CHECKING:
    import pandera.pandas as pa


def schema_of(fields: Iterable[Field]) -> pa.DataFrameSchema:
    """The schema that holds these fields, columns that it does not know being let through."""
    import pandera.pandas as pa  # with pandas, most of a second to import

    from readiness_kit.evidence.contract.runner import AS_WRITTEN

    made = {spec.name: _column(spec) for entry in fields for spec in specs(entry, AS_WRITTEN)}
    return pa.DataFrameSchema(made)


def _column(spec: Spec) -> pa.Column:
    from pandera.pandas import Check, Column

    return Column(
        float if spec.number else None,
        [getattr(Check, name)(**arguments) for name, arguments in spec.checks.items()],
        nullable=spec.nullable,
        unique=spec.unique,
        required=spec.required,
    )
