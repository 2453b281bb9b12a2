"""Other people's frameworks as catalogues of ids: what a criterion's crosswalk may refer to."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path

from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.framework.criterion import Crosswalk
from readiness_kit.framework.crosswalks.catalogue import Catalogue, Entry, KnownDate
from readiness_kit.framework.crosswalks.soundness import problems
from readiness_kit.reading import read_yaml, validated
from readiness_kit.reading.document import shown

__all__ = ["KEYS", "Catalogue", "Entry", "KnownDate", "catalogue", "catalogues", "load_catalogue"]

KEYS: tuple[str, ...] = tuple(Crosswalk.model_fields)
"""Under these names a criterion refers to other frameworks, in the order in which it lists them."""

_HERE = Path(__file__).parent


@cache
def catalogues() -> dict[str, Catalogue]:
    """Every catalogue by its key of the crosswalk; raises InvalidFileError for a faulty file."""
    return {key: load_catalogue(_HERE / f"{key}.yaml") for key in KEYS}


def load_catalogue(path: Path) -> Catalogue:
    """Read one catalogue; raises InvalidFileError with every problem of the file."""
    document = read_yaml(path)
    read = validated(Catalogue, document)
    if found := [*problems(read, document, name=path.stem, keys=KEYS)]:
        raise InvalidFileError(found)
    return read


def catalogue(name: str) -> Catalogue:
    """The catalogue of this key; raises UsageError with the nearest name where there is none."""
    if name in KEYS:
        return catalogues()[name]
    near = _nearest(name.lower().replace("-", "_").replace(" ", "_"))
    hint = f" Did you mean {near}?" if near else ""
    raise UsageError(f"no catalogue named {shown(name)}; there is {', '.join(KEYS)}.{hint}")


def _nearest(name: str) -> str | None:
    """The key that begins so, such as nist, else the one that is spelled most alike."""
    begun = [key for key in KEYS if name and key.startswith(name)]
    return next(iter(begun or difflib.get_close_matches(name, KEYS, n=1)), None)
