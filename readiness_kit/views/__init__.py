"""Typed results in, safe HTML out: everything that a workbook or a report shows."""
