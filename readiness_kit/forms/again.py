"""A line above a section that was not run again, since nothing changed, and a button that does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets

from readiness_kit.errors import ReadinessError
from readiness_kit.forms.keys import guarded
from readiness_kit.forms.progress import ProgressBar


class RunAgain:
    """Says that a run still holds; on a click it is run anew, its progress in the same line."""

    def __init__(self, words: str, run: Callable[[ProgressBar], str]) -> None:
        """`run` does it and returns what is then said."""
        self._run = run
        self.words = ipywidgets.Label(words)
        self.button = ipywidgets.Button(description="Run again")
        self.row = ipywidgets.HBox([self.words, self.button])
        self.box = guarded([self.row])
        self.button.on_click(lambda _button: self.click())

    def click(self) -> None:
        """Run it; stopped or failed, it says so and can be clicked again."""
        bar, said = ProgressBar(), "It did not come to its end. Nothing was recorded."
        self.row.children = [bar.box]
        try:
            said = self._run(bar)
        except KeyboardInterrupt:
            said = "Stopped. Nothing was recorded."
        except ReadinessError as error:
            said = str(error)
        finally:
            self.words.value = said
            self.row.children = [self.words, self.button]

    def _repr_mimebundle_(self, **given: Any) -> Any:
        return self.box._repr_mimebundle_(**given)
