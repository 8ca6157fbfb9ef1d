"""Saves copies of a workbook, each with one more answer changed: workbooks.py WORKBOOK COUNT FOLDER.

The answers are to the first statement of the chapter on urgency. They go from `agree` to
`agree strongly`, so that what the chapter says of them stays true and its chart changes
each time.
"""

import sys
from pathlib import Path

import openpyxl

source, count, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
workbook = openpyxl.load_workbook(source)
sheet = workbook["data"]
column = next(cell.column for cell in sheet[1] if cell.value == "u01")
cells = (sheet.cell(row, column) for row in range(2, sheet.max_row + 1))
agreeing = [cell for cell in cells if cell.value == 4]
for number, cell in enumerate(agreeing[:count]):
    cell.value = 5
    workbook.save(folder / f"{number}.xlsx")
