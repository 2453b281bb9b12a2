"""Notebooks to reports: executed apart, believed only at their end mark, one HTML file each."""
