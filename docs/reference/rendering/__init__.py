"""Renders frameworks as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness_kit.framework import Framework
from rendering.brief import brief_page
from rendering.entries import entry_pages
from rendering.overview import index_page, overview_page
from rendering.section import section_page

__all__ = ["pages"]


def pages(frameworks: Sequence[Framework]) -> dict[str, str]:
    """Every page by its path below the reference's folder."""
    made = {"README.md": index_page(frameworks)}
    for framework in frameworks:
        made |= {f"{framework.id}/{path}": text for path, text in _pages_of(framework)}
    return made


def _pages_of(framework: Framework) -> Iterator[tuple[str, str]]:
    yield "README.md", overview_page(framework)
    for section in framework.sections:
        yield f"sections/{section.id}.md", section_page(section, framework)
        yield f"briefs/{section.id}.md", brief_page(section, framework)
    yield from entry_pages(framework).items()
