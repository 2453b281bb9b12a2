"""A kernel of ours starts without what nobody asks for, and charts are checked all the same."""

from __future__ import annotations

import subprocess
import sys

DRAWS = """
import readiness_kit.workbook
import altair, sys
assert "lark" not in sys.modules
bars = altair.Chart(altair.Data(values=[])).mark_bar()
print(bars.encode(x="n:Q").to_dict()["mark"]["type"])
try:
    bars.encode(x=altair.X("n:Q", sort=7)).to_dict()
except altair.utils.schemapi.SchemaValidationError as error:
    print("'7' is an invalid value" in str(error))
"""


def test_a_kernel_draws_and_checks_charts_without_building_grammars() -> None:
    done = subprocess.run([sys.executable, "-c", DRAWS], capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["bar", "True"], "")
