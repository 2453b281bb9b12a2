"""The one script by which charts become live: Vega and its parts, bundled once a process."""

from __future__ import annotations

from functools import cache

_VEGA_LITE = "6.4"
"""The language version that the specifications are written in, which Altair 6 has fixed."""


@cache
def vega_bundle() -> str:
    """A script that sets `window.vegaEmbed` and no other name; the same text each time."""
    # 80 MB of native code, needed only where a page has a chart
    import vl_convert

    bundled = vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;", vl_version=_VEGA_LITE)
    # the sign of a menu that is never shown; so written, no reader takes it for a drawing
    script = bundled.replace("<svg", "\\x3csvg").replace("\r\n", "\n").strip()
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError("the Vega bundle holds what would end its script element")
    return f"(() => {{{script}\n}})();\n"
