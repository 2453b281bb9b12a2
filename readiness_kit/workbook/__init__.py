"""The face that notebooks talk to: which engagement is meant, and one method a section."""

from readiness_kit.starting import without_grammars
from readiness_kit.workbook.book import Workbook
from readiness_kit.workbook.place import SAMPLE, find_engagement, is_live

__all__ = ["SAMPLE", "Workbook", "find_engagement", "is_live"]

without_grammars()  # the process is a notebook's kernel
