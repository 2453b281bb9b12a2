"""Categories that are unknown, and words that are the same in another spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from readiness_kit.evidence.edge_cases.family import Perturbed, edge_case
from readiness_kit.evidence.edge_cases.faults.cells import Other, first_other, words_in
from readiness_kit.evidence.edge_cases.fields import WORDS, Field
from readiness_kit.evidence.target import Record


@edge_case(
    id="E18",
    name="unseen_category",
    title="a category comes that was never seen",
    expected="R",
    kinds=("category",),
    gap=("new_category",),
    fix="Keep the list of known categories beside the model; send a record with another one to a "
    "person, and count them.",
)
def unseen_category(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put a category there that the sample does not have."""
    how = "the category became one that was never seen"
    return first_other(record, field, [Other(field.unseen, how, field.unseen)], turn)


@edge_case(
    id="E19",
    name="case_variant",
    title="words come in other letters",
    expected="I",
    kinds=WORDS,
    gap=("variant",),
    fix="Bring letters and spaces into one form before the model sees them, in training too.",
)
def case_variant(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the same words in other letters; never such that another category results."""
    value = words_in(record, field)
    if value is None:
        return None
    others = [
        Other(value.upper(), "the words came in capitals", "<WORDS IN CAPITALS>"),
        Other(value.lower(), "the words came in small letters", "<words in small letters>"),
        Other(value.title(), "each word came with a capital", "<Words With Capitals>"),
    ]
    same = [other for other in others if str(other.value).casefold() == value.casefold()]
    return first_other(record, field, same, turn) if same else None


@edge_case(
    id="E20",
    name="space_variant",
    title="words come with other spaces",
    expected="I",
    kinds=WORDS,
    gap=("variant",),
    fix="Cut spaces off both ends and make one of several, of every kind, before the model sees "
    "them, in training too.",
)
def space_variant(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put a space, a tab or a fixed space around the words, or two for one between them."""
    value = words_in(record, field)
    if value is None:
        return None
    others = [
        Other(f" {value}", "a space came before the words", " <words>"),
        Other(f"{value} ", "a space came behind the words", "<words> "),
        Other(f"{value}\u00a0", "a fixed space came behind the words", "<words>\u00a0"),
        Other(f"{value}\t", "a tab came behind the words", "<words>\t"),
        Other(value.replace(" ", "  "), "two spaces came for one", "<words  with  two  spaces>"),
    ]
    return first_other(record, field, others, turn)


@edge_case(
    id="E22",
    name="accents",
    title="accents come otherwise, or not at all",
    expected="I",
    kinds=WORDS,
    gap=("variant",),
    fix="Bring texts into one form (Unicode NFC) before the model sees them, in training too.",
)
def accents(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Take accents apart from their letters, or away."""
    value = words_in(record, field)
    if value is None or value.isascii():
        return None
    parted = unicodedata.normalize("NFD", value)
    others = [
        Other(parted, "accents came apart from their letters", "<words, accents apart>"),
        Other(bare(value), "the accents were lost", "<words without accents>"),
    ]
    return first_other(record, field, others, turn)


@edge_case(
    id="E23",
    name="mojibake",
    title="letters are lost to a wrong encoding",
    expected="R",
    kinds=WORDS,
    gap=("variant",),
    fix="Read the data in the encoding in which they are written, and refuse texts that hold the "
    "traces of another one.",
)
def lost_letters(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Read the text, written as UTF-8, as Windows-1252."""
    value = words_in(record, field)
    if value is None or value.isascii():
        return None
    other = Other(mojibake(value), "the text was read in a wrong encoding", "<words, garbled>")
    return first_other(record, field, [other], turn)


@edge_case(
    id="E25",
    name="synonym",
    title="a word is replaced by a synonym",
    expected="I",
    kinds=WORDS,
    fix="Keep a list of words that mean the same, and bring them into one before the model sees "
    "them, in training too.",
)
def synonym(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put one of the client's synonyms in a word's place; without any, nothing is tried."""
    value = words_in(record, field)
    if value is None:
        return None
    how = "a word came in another form that means the same"
    others = [Other(made, how, "<words with a synonym>") for made in _with_synonyms(value, field)]
    return first_other(record, field, others, turn) if others else None


def bare(text: str) -> str:
    """A text without its accents."""
    parted = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parted if not unicodedata.combining(c)))


def mojibake(text: str) -> str:
    """A text as it looks where its UTF-8 is read as Windows-1252."""
    return text.encode("utf-8", "replace").decode("cp1252", "replace")


def _with_synonyms(text: str, field: Field) -> Iterator[str]:
    for word, others in field.synonyms.items():
        group = [word, *others]
        for one in group:
            found = re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)
            if found:
                start, end = found.span()
                yield from (text[:start] + other + text[end:] for other in group if other != one)
                break
