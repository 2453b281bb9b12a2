"""Live forms for JupyterLab; every answer goes through the one writer, none stays in a notebook."""

from readiness_kit.forms.rubric import RubricForm, rubric_form

__all__ = ["RubricForm", "rubric_form"]
