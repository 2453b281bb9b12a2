"""What secrets and paths of a machine look like, each with the name it is told by.

Forms are narrow on purpose: a mark where nothing was secret would cost a report its reader's trust.
Texts may be HTML, where a quotation mark is written as an entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

QUOTE = r"""(?:&\#3[49];|&quot;|&apos;|["'])"""
"""A quotation mark as it stands in text or in HTML; for patterns that ignore white space."""
_IN_PATH = r"""(?:&amp;|[^\s<>"'&|*?;,:()\[\]{}\\/])"""


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of secret: its name, its pattern, and what of a match may stay."""

    name: str
    pattern: re.Pattern[str]
    """The group `secret` is what is masked; without that group, all of it is."""


def _form(name: str, pattern: str) -> Form:
    return Form(name, re.compile(pattern, re.VERBOSE))


SECRETS = (
    _form(
        "private key",
        r"-----BEGIN\ (?:[A-Z0-9]+\ )*PRIVATE\ KEY(?:\ BLOCK)?-----"
        r"(?:(?!-----)[^<\"])*(?:-----END\ [A-Z0-9\ ]*-----)?",
    ),
    _form(
        "AWS access key",
        r"(?<![A-Za-z0-9])(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA|AIPA)[A-Z0-9]{16}(?![A-Za-z0-9])",
    ),
    _form("Google key", r"(?<![\w-])(?:AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,})"),
    _form(
        "Azure key",
        r"(?:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/]{40,}={0,2})"
        r"|(?:\?|&|&amp;)sig=(?P<signature>[A-Za-z0-9%+/]{30,}={0,2})"
        r"|(?<![\w~.-])\w{3}\dQ~[\w~.-]{31,34}",
    ),
    _form(
        "GitHub token",
        r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,})",
    ),
    _form("GitLab token", r"(?<![A-Za-z0-9])glpat-[\w-]{20,}"),
    _form(
        "Slack token",
        r"(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}"
        r"|hooks\.slack\.com/services/(?P<secret>[A-Za-z0-9/]{20,})",
    ),
    _form(
        "Stripe key",
        r"(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{20,})",
    ),
    _form(
        "API key",
        r"(?<![A-Za-z0-9])sk-(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}"
        r"|(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}|(?<![A-Za-z0-9])SG\.[\w-]{20,}\.[\w-]{20,}",
    ),
    _form("JSON web token", r"(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?"),
    _form(
        "bearer token",
        r"\b[Bb]earer\ (?P<secret>(?=[\w.~+/-]*\d)[\w.~+/-]{20,}={0,2})",
    ),
    _form(
        "credentials in an address",
        r"\b[a-z][a-z0-9+.-]*://(?P<secret>[^\s/@:<>\"']*:[^\s/@<>\"']+)@",
    ),
    _form(
        "password",
        # assigned as code does it, or told after a colon in a form that no prose has
        rf"""(?i:\b\w*(?:password|passwd|passphrase|pwd))(?:{QUOTE})?
        (?:=(?!=)|\s*[:=]\s*)
        (?:{QUOTE}(?P<secret>(?!{QUOTE})[^<>\n]{{4,}}?)(?={QUOTE})
        |(?P<bare>(?=[^\s<>"']*[\d!$%^*+@\#])(?!{QUOTE}|\$|\{{|%|\*{{3}})[^\s<>"',;]{{6,}})
        |(?<==)(?P<plain>(?!{QUOTE}|\$|\{{|%|\*{{3}}|None\b|null\b|os\.)[^\s<>"',;&()\[\]]{{4,}}))""",
    ),
    _form(
        "token",
        rf"""(?i:\b\w*(?:token|secret|api[_\ -]?key|access[_\ -]?key|account[_\ -]?key
        |client[_\ -]?secret))(?:{QUOTE})?
        (?:=(?!=)|\s*[:=]\s*)
        (?:{QUOTE}(?P<secret>(?=[^<>\s]*\d)(?!{QUOTE})[^<>\s]{{8,}}?)(?={QUOTE})
        |(?P<bare>(?!\d{{4}}-\d\d)(?=[\w.~+/=-]*\d)(?=[\w.~+/=-]*[A-Za-z])
            (?:[\w~+/=]{{10,}}|[\w.~+/=-]{{20,}}))
        |(?<==)(?P<plain>(?!{QUOTE}|\$|\{{|%|\*{{3}}|None\b|null\b|os\.)(?=[\w.~+/-]*\d)
            [\w.~+/-]{{6,}}=*))""",
    ),
)

_START = r"(?:file://|(?<![\w.~/-]))"

PATHS = re.compile(
    rf"""{_START}
    (?:
      (?:/home|/Users|/var/home|/export/home)/{_IN_PATH}+(?:\ {_IN_PATH}+){{0,2}}(?=/)
      |(?:/home|/Users|/var/home|/export/home)/{_IN_PATH}+
      |/root(?=/|\b)
      |(?:/private)?/(?:tmp|var/tmp|var/folders)/{_IN_PATH}+
      |[A-Za-z]:[\\/]{{1,2}}(?:Users|Documents\ and\ Settings)[\\/]{{1,2}}
        {_IN_PATH}+(?:\ {_IN_PATH}+){{0,2}}(?=[\\/])
      |[A-Za-z]:[\\/]{{1,2}}(?:Users|Documents\ and\ Settings)[\\/]{{1,2}}{_IN_PATH}+
      |[A-Za-z]:\\{{1,2}}{_IN_PATH}+
      |\\\\[\w.-]+\\{_IN_PATH}+
    )
    (?:[\\/]{{1,2}}{_IN_PATH}+(?:\ {_IN_PATH}+(?=[\\/]))*)*[\\/]?""",
    re.VERBOSE,
)
"""Home folders of anybody, folders for passing files, and whatever starts at a drive or share."""


TRACEBACK = re.compile(r"Traceback \(most recent call last\):?(?:(?!\n\n)[^<])*")
"""The words of an interpreter, which quote code, values and places, to the end of their text."""


def paths_below(places: Iterable[str]) -> re.Pattern[str]:
    """These places of a machine with whatever is told to stand below them."""
    ordered = sorted(places, key=lambda place: (-len(place), place))
    anywhere = "|".join(map(re.escape, ordered))
    return re.compile(rf"""{_START}(?:{anywhere})(?!\w)(?:[\\/]{{1,2}}{_IN_PATH}+)*""")
