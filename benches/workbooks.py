"""Saves copies of a workbook, each with one more answer changed: workbooks.py WORKBOOK COUNT FOLDER.

The answers are to the first statement of the chapter on urgency. They go from `agree` to
`agree strongly`, so that what the chapter says of them stays true and its chart changes
each time.
"""

import sys
from pathlib import Path

import openpyxl

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "browser"))
from cell import change

source, count, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
sheet = openpyxl.load_workbook(source)["data"]
column = next(cell.column for cell in sheet[1] if cell.value == "u01")
cells = (sheet.cell(row, column) for row in range(2, sheet.max_row + 1))
agreeing = [cell.coordinate for cell in cells if cell.value == 4]
for number, cell in enumerate(agreeing[:count]):
    copy = folder / f"{number}.xlsx"
    change(source, cell, 5, copy)
    source = copy
