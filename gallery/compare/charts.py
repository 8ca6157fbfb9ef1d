"""The same figures with matplotlib, with the care that a good script takes.

Use: python3 charts.py FIGURES OUT, with the folder of CSV files that drukpers
wrote. Then, with a third argument `sheets`, puts the three pictures of each
chart in OUT under each other.
"""

import csv
import pathlib
import sys
import textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plot  # noqa: E402
from PIL import Image  # noqa: E402

figures, out = map(pathlib.Path, sys.argv[1:3])


def read(name):
    with open(figures / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quiet(axes):
    """No frame and no horizontal axis: the figures stand at the bars."""
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=9)
    axes.set_xticks([])


def draw_bars():
    rows = read("u10.csv")
    figure, axes = plot.subplots(figsize=(6.4, 2.1), dpi=110, layout="constrained")
    labels = [row["category"] for row in rows]
    bars = axes.barh(labels, [float(row["value"]) for row in rows], color="#0b5d78", height=0.7)
    axes.bar_label(bars, [row["text"] for row in rows], padding=4, fontsize=9)
    quiet(axes)
    figure.savefig(out / "bars-matplotlib.png")


def draw_likert():
    rows = [row for row in read("u01.csv") if row["series"] not in ("eens", "oneens")]
    statements = list(dict.fromkeys(row["category"] for row in rows))
    answers = list(dict.fromkeys(row["series"] for row in rows))
    labels = ["\n".join(textwrap.wrap(statement, 42)) for statement in statements]
    colours = ["#a3432f", "#d99a7a", "#d9dde0", "#7fb0c2", "#0b5d78"]
    figure, axes = plot.subplots(figsize=(6.4, 3.3), dpi=110, layout="constrained")
    left = [0.0] * len(statements)
    for answer, colour in zip(answers, colours):
        part = [row for row in rows if row["series"] == answer]
        values = [float(row["value"]) for row in part]
        bars = axes.barh(labels, values, left=left, label=answer, color=colour, height=0.7)
        texts = [row["text"] if float(row["value"]) >= 0.05 else "" for row in part]
        axes.bar_label(bars, texts, label_type="center", fontsize=8)
        left = [start + value for start, value in zip(left, values)]
    quiet(axes)
    axes.legend(
        ncol=2, bbox_to_anchor=(0, 1), loc="lower left", fontsize="small", frameon=False
    )
    figure.savefig(out / "likert-matplotlib.png")


def put_together(name):
    makers = ["drukpers", "ggplot2", "matplotlib"]
    images = [plot.imread(out / f"{name}-{maker}.png") for maker in makers]
    heights = [image.shape[0] / image.shape[1] for image in images]
    figure, rows = plot.subplots(
        3, 1, figsize=(6.4, 6.4 * sum(heights) + 0.9), dpi=110,
        gridspec_kw={"height_ratios": heights}, layout="constrained",
    )
    for axes, image, maker in zip(rows, images, makers):
        axes.imshow(image, interpolation="antialiased")
        axes.set_title(maker, fontsize=9, loc="left")
        axes.axis("off")
    path = out / f"{name}.png"
    figure.savefig(path, facecolor="#e6e6e6")
    # Sixty-four colours are enough for flat charts, and a quarter of the bytes.
    Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)


if sys.argv[3:] == ["sheets"]:
    for chart in ("bars", "likert"):
        put_together(chart)
else:
    draw_bars()
    draw_likert()
