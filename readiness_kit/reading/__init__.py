"""Strict reading: YAML, JSON and CSV that mean one thing, with the line of every problem."""

from readiness_kit.reading.document import Document, validated
from readiness_kit.reading.strict_json import parse_json, read_json
from readiness_kit.reading.strict_yaml import parse_yaml, read_yaml
from readiness_kit.reading.types import (
    Day,
    Flag,
    Identifier,
    Integer,
    Number,
    OneOrMore,
    Plain,
    StrictModel,
    Text,
)

__all__ = [
    "Day",
    "Document",
    "Flag",
    "Identifier",
    "Integer",
    "Number",
    "OneOrMore",
    "Plain",
    "StrictModel",
    "Text",
    "parse_json",
    "parse_yaml",
    "read_json",
    "read_yaml",
    "validated",
]
