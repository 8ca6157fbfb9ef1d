"""The charts of the comparison with matplotlib, with the care that somebody takes
who knows it: wrapped labels, figures at the bars, no needless axes.

Use: python3 charts.py FOLDER, with the CSV files and sizes.csv that `run` wrote.
"""

import csv
import pathlib
import statistics
import sys
import textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from matplotlib.collections import PolyCollection  # noqa: E402
from matplotlib.colors import LinearSegmentedColormap, ListedColormap  # noqa: E402
from matplotlib.path import Path  # noqa: E402

folder = pathlib.Path(sys.argv[1])
plt.rcParams.update({"font.size": 8, "legend.frameon": False, "legend.fontsize": 7})
ACCENT = "#0b5d78"
CATEGORICAL = ["#0b5d78", "#d18135", "#637d5c", "#652c50"]
SEQUENTIAL = ["#d7e8ee", "#9cc4d2", "#5b9db4", "#267592", "#0b4a61"]
DIVERGING = ["#a3432f", "#d99a7a", "#d9dde0", "#7fb0c2", "#0b5d78"]


def read(name):
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name):
    """Categories, series, and by category and series the row."""
    rows = read(name)
    categories = list(dict.fromkeys(row["category"] for row in rows))
    series = list(dict.fromkeys(row["series"] for row in rows))
    return categories, series, {(row["category"], row["series"]): row for row in rows}


def canvas(name, columns=1, **options):
    size = next(row for row in read("sizes") if row["name"] == name)
    inches = float(size["width"]) / 72, float(size["height"]) / 72
    return plt.subplots(1, columns, figsize=inches, dpi=192, layout="constrained", **options)


def save(name, figure):
    figure.savefig(folder / f"{name}-matplotlib.png")
    plt.close(figure)


def quiet(axes):
    """No frame and no axis of values: the figures stand at the bars."""
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.set_xticks([])
    axes.invert_yaxis()


def key(axes, columns):
    axes.legend(
        ncols=columns, loc="lower left", bbox_to_anchor=(0, 1), borderpad=0, handlelength=1
    )


# begin bars
def bars():
    rows = read("bars")
    figure, axes = canvas("bars")
    drawn = axes.barh(
        [row["category"] for row in rows],
        [float(row["value"]) for row in rows],
        color=ACCENT,
        height=0.7,
    )
    axes.bar_label(drawn, [row["text"] for row in rows], padding=3)
    quiet(axes)
    save("bars", figure)
# end


# begin grouped
def grouped():
    categories, series, rows = table("grouped")
    figure, axes = canvas("grouped")
    height = 0.8 / len(series)
    for index, (name, colour) in enumerate(zip(series, CATEGORICAL)):
        places = np.arange(len(categories)) + height * (index - (len(series) - 1) / 2)
        values = [float(rows[category, name]["value"]) for category in categories]
        drawn = axes.barh(places, values, height, label=name, color=colour)
        axes.bar_label(drawn, [rows[category, name]["text"] for category in categories], padding=3)
    axes.set_yticks(range(len(categories)), categories)
    quiet(axes)
    key(axes, len(series))
    save("grouped", figure)
# end


# begin stacked
def stacked():
    categories, series, rows = table("stacked")
    figure, axes = canvas("stacked")
    left = np.zeros(len(categories))
    for name, colour in zip(series, [SEQUENTIAL[step] for step in (0, 1, 3, 4)]):
        values = np.array([float(rows[category, name]["value"]) for category in categories])
        texts = [rows[category, name]["text"] for category in categories]
        drawn = axes.barh(categories, values, 0.7, left, label=name, color=colour, ec="white")
        axes.bar_label(
            drawn,
            [text if value >= 0.04 else "" for text, value in zip(texts, values)],
            label_type="center",
            color="white" if colour in SEQUENTIAL[3:] else "black",
        )
        left += values
    quiet(axes)
    key(axes, 2)
    save("stacked", figure)
# end


# begin likert
def likert():
    statements, series, rows = table("likert")
    answers = series[:5]
    figure, axes = canvas("likert")

    def values(name):
        return np.array([float(rows[statement, name]["value"]) for statement in statements])

    left = -values(answers[0]) - values(answers[1]) - values(answers[2]) / 2
    labels = [textwrap.fill(statement, 30) for statement in statements]
    for name, colour in zip(answers, DIVERGING):
        width = values(name)
        drawn = axes.barh(labels, width, 0.75, left, label=name, color=colour)
        texts = [rows[statement, name]["text"] for statement in statements]
        axes.bar_label(
            drawn,
            [text if value >= 0.08 else "" for text, value in zip(texts, width)],
            label_type="center",
            color="white" if colour in (DIVERGING[0], DIVERGING[4]) else "black",
            fontsize=7,
        )
        left += width
    for name, place in (("disagree", -0.75), ("agree", 1.0)):
        for row, statement in enumerate(statements):
            text = rows[statement, name]["text"]
            axes.text(place, row, text, weight="bold", ha="center", va="center")
    axes.axvline(0, color="grey", linestyle="--", linewidth=0.6)
    axes.set_xlim(-0.85, 1.1)
    quiet(axes)
    handles, names = axes.get_legend_handles_labels()
    figure.legend(handles, names, ncols=3, loc="outside upper left", handlelength=1)
    save("likert", figure)
# end


# begin likert-apart
def likert_apart():
    statements, series, rows = table("likert-apart")
    answers = series[:5]
    figure, axes = canvas("likert-apart")

    def values(name):
        return np.array([float(rows[statement, name]["value"]) for statement in statements])

    left = -values(answers[0]) - values(answers[1])
    labels = [textwrap.fill(statement, 30) for statement in statements]
    for name, colour in zip(answers, DIVERGING):
        width = values(name)
        place = np.ones(len(statements)) if name == answers[2] else left
        drawn = axes.barh(labels, width, 0.75, place, label=name, color=colour)
        texts = [rows[statement, name]["text"] for statement in statements]
        axes.bar_label(
            drawn,
            [text if value >= 0.08 else "" for text, value in zip(texts, width)],
            label_type="center",
            color="white" if colour in (DIVERGING[0], DIVERGING[4]) else "black",
            fontsize=7,
        )
        left += 0 if name == answers[2] else width
    for name, place in (("disagree", -0.5), ("agree", 0.87)):
        for row, statement in enumerate(statements):
            text = rows[statement, name]["text"]
            axes.text(place, row, text, weight="bold", ha="center", va="center")
    axes.axvline(0, color="black", linewidth=0.6)
    axes.set_xlim(-0.6, 1.4)
    quiet(axes)
    handles, names = axes.get_legend_handles_labels()
    figure.legend(handles, names, ncols=3, loc="outside upper left", handlelength=1)
    save("likert-apart", figure)
# end


# begin columns
def columns():
    rows = read("columns")
    figure, axes = canvas("columns")
    drawn = axes.bar(
        [row["category"] for row in rows],
        [float(row["value"]) for row in rows],
        color=ACCENT,
        width=0.7,
    )
    axes.bar_label(drawn, [row["text"] for row in rows], padding=2)
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.tick_params(length=0)
    axes.set_yticks([])
    save("columns", figure)
# end


# begin lines
def lines():
    years, series, rows = table("lines")
    figure, axes = canvas("lines")
    for name, colour in zip(series, CATEGORICAL):
        values = [float(rows[year, name]["value"]) for year in years]
        low = [float(rows[year, name]["low"]) for year in years]
        high = [float(rows[year, name]["high"]) for year in years]
        axes.plot(years, values, color=colour, marker="o", markersize=3)
        axes.vlines(years, low, high, color=colour, linewidth=0.8)
        end = f"{rows[years[-1], name]['text']} {name}"
        axes.annotate(
            end, (years[-1], values[-1]), (6, 0), textcoords="offset points", va="center",
            color=colour,
        )
    axes.grid(axis="y", linewidth=0.4)
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.tick_params(length=0)
    save("lines", figure)
# end


# begin dots
def dots():
    categories, series, rows = table("dots")
    figure, axes = canvas("dots")
    right = max(float(row["high"]) for row in rows.values()) + 0.2
    for index, (name, colour) in enumerate(zip(series, CATEGORICAL)):
        for place, category in enumerate(categories):
            row = rows[category, name]
            place = place - 0.15 + 0.3 * index
            value, low, high = (float(row[part]) for part in ("value", "low", "high"))
            label = name if category == categories[0] else None
            axes.plot(value, place, "o", color=colour, markersize=4, label=label)
            axes.hlines(place, low, high, color=colour, linewidth=1)
            axes.text(right, place, row["text"], va="center")
    axes.set_yticks(range(len(categories)), categories)
    axes.invert_yaxis()
    axes.grid(axis="x", linewidth=0.4)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    key(axes, 2)
    save("dots", figure)
# end


# begin slope
def slope():
    years, series, rows = table("slope")
    figure, axes = canvas("slope")
    for name, colour in zip(series, CATEGORICAL):
        first, last = rows[years[0], name], rows[years[1], name]
        values = float(first["value"]), float(last["value"])
        axes.plot([0, 1], values, color=colour, marker="o", markersize=3)
        axes.text(-0.04, values[0], first["text"], ha="right", va="center")
        axes.text(1.04, values[1], f"{last['text']} {name}", va="center")
    axes.set_xlim(-0.3, 1.7)
    axes.set_xticks([0, 1], years)
    axes.xaxis.tick_top()
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    save("slope", figure)
# end


# begin heatmap
def heatmap():
    categories, series, rows = table("heatmap")
    figure, axes = canvas("heatmap")
    values = [[float(rows[category, name]["value"]) for name in series] for category in categories]
    colours = LinearSegmentedColormap.from_list("sequential", SEQUENTIAL)
    axes.pcolormesh(values, cmap=colours, edgecolor="white", linewidth=1)
    for y, category in enumerate(categories):
        for x, name in enumerate(series):
            colour = "white" if values[y][x] > 0.4 else "black"
            text = rows[category, name]["text"]
            axes.text(x + 0.5, y + 0.5, text, ha="center", va="center", color=colour)
    axes.set_xticks(np.arange(len(series)) + 0.5, series)
    axes.set_yticks(np.arange(len(categories)) + 0.5, categories)
    axes.xaxis.tick_top()
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    save("heatmap", figure)
# end


# begin multiples
def multiples():
    categories, series, rows = table("multiples")
    figure, panels = canvas("multiples", len(series), sharex=True, sharey=True)
    for axes, name in zip(panels, series):
        values = [float(rows[category, name]["value"]) for category in categories]
        drawn = axes.barh(categories, values, 0.7, color=ACCENT)
        axes.bar_label(drawn, [rows[category, name]["text"] for category in categories], padding=2)
        axes.set_title(name, loc="left", fontsize=7, weight="bold")
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.set_xticks([])
    panels[0].invert_yaxis()
    panels[0].set_xlim(right=1.3 * max(float(row["value"]) for row in rows.values()))
    save("multiples", figure)
# end


# begin waffle
def waffle():
    rows = read("waffle")
    figure, axes = canvas("waffle")
    counts = [round(100 * float(row["value"])) for row in rows]
    cells = np.repeat(np.arange(len(rows)), counts).reshape(10, 10)
    colours = ListedColormap(CATEGORICAL[: len(rows)])
    axes.pcolormesh(cells, cmap=colours, edgecolor="white", linewidth=1)
    for row, colour in zip(rows, CATEGORICAL):
        axes.bar(0, 0, color=colour, label=f"{row['text']} {row['series']}")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    axes.set_aspect("equal")
    axes.set_xlim(0, 10)
    axes.invert_yaxis()
    axes.axis("off")
    save("waffle", figure)
# end


# begin pictogram
def pictogram():
    rows = read("pictogram")
    figure, axes = canvas("pictogram")
    head = Path.circle((0, 0.72), 0.28)
    body = Path([(-0.4, 0.35), (0.4, 0.35), (0.4, -1), (-0.4, -1), (-0.4, 0.35)])
    person = Path.make_compound_path(head, body)
    for place, row in enumerate(rows):
        filled = round(10 * float(row["value"]))
        colours = [ACCENT] * filled + ["#e7e9ec"] * (10 - filled)
        axes.scatter(range(10), [place] * 10, 160, colours, marker=person, linewidths=0)
        axes.text(10, place, row["text"], weight="bold", va="center")
    axes.set_yticks(range(len(rows)), [row["category"] for row in rows])
    axes.set_xlim(-1, 22)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    quiet(axes)
    save("pictogram", figure)
# end


def minutes_by_branch():
    rows = read("answers")
    branches = list(dict.fromkeys(row["branch"] for row in rows))
    return {
        branch: [float(row["minutes"]) for row in rows if row["branch"] == branch]
        for branch in branches
    }


def finish_spread(axes, groups):
    for place, values in enumerate(groups.values()):
        text = f"{statistics.median(values):.1f}"
        across = axes.get_yaxis_transform()
        axes.text(1.02, place, text, transform=across, weight="bold", va="center")
    axes.set_yticks(range(len(groups)), groups)
    axes.invert_yaxis()
    axes.grid(axis="x", linewidth=0.4)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


# begin boxes
def boxes():
    groups = minutes_by_branch()
    figure, axes = canvas("boxes")
    axes.boxplot(
        groups.values(),
        positions=range(len(groups)),
        orientation="horizontal",
        whis=(0, 100),
        patch_artist=True,
        boxprops={"facecolor": "#b1c8d1", "edgecolor": ACCENT},
        medianprops={"color": "black", "linewidth": 1.5},
        whiskerprops={"color": ACCENT},
        capprops={"color": ACCENT},
    )
    finish_spread(axes, groups)
    save("boxes", figure)
# end


# begin strips
def strips():
    groups = minutes_by_branch()
    figure, axes = canvas("strips")
    shake = np.random.default_rng(1)
    for place, values in enumerate(groups.values()):
        places = place + shake.uniform(-0.3, 0.3, len(values))
        axes.plot(values, places, "o", color=ACCENT, alpha=0.5, markersize=3, mew=0)
        axes.vlines(statistics.median(values), place - 0.3, place + 0.3, color="black")
    finish_spread(axes, groups)
    save("strips", figure)
# end


def regions():
    """The rings of each region, y upwards, and the middle of the region."""
    rings = {}
    for row in read("outlines"):
        ring = rings.setdefault(row["region"], {}).setdefault(row["ring"], [])
        ring.append((float(row["x"]), -float(row["y"])))
    return {
        region: (list(parts.values()), np.concatenate(list(parts.values())))
        for region, parts in rings.items()
    }


# begin map
def shaded_map():
    values = {row["category"]: row for row in read("map")}
    figure, axes = canvas("map")
    colours = LinearSegmentedColormap.from_list("sequential", SEQUENTIAL)
    shares = [float(values[region]["value"]) for region in regions()]
    scale = plt.Normalize(min(shares), max(shares))
    for region, (rings, points) in regions().items():
        share = float(values[region]["value"])
        fill = PolyCollection(rings, fc=colours(scale(share)), ec="white", lw=0.5)
        axes.add_collection(fill)
        x, y = (points.min(axis=0) + points.max(axis=0)) / 2
        text = f"{region}\n{values[region]['text']}"
        colour = "white" if share > 0.75 else "black"
        axes.text(x, y, text, ha="center", va="center", fontsize=5, color=colour)
    figure.colorbar(plt.cm.ScalarMappable(scale, colours), ax=axes, format="{x:.0%}")
    axes.autoscale_view()
    axes.set_aspect("equal")
    axes.axis("off")
    save("map", figure)
# end


# begin bubbles
def bubbles():
    values = {row["category"]: row for row in read("bubbles")}
    figure, axes = canvas("bubbles")
    highest = max(float(row["value"]) for row in values.values())
    for region, (rings, points) in regions().items():
        axes.add_collection(PolyCollection(rings, fc="#e7e9ec", ec="white", lw=0.5))
        x, y = (points.min(axis=0) + points.max(axis=0)) / 2
        size = 300 * float(values[region]["value"]) / highest
        axes.scatter(x, y, size, ACCENT, linewidths=0)
        text = f"{region} {values[region]['text']}"
        axes.annotate(text, (x, y), (0, -12), textcoords="offset points", ha="center", fontsize=5)
    axes.autoscale_view()
    axes.set_aspect("equal")
    axes.axis("off")
    save("bubbles", figure)
# end


for draw in (
    bars, grouped, stacked, likert, likert_apart, columns, lines, dots, slope, heatmap, multiples,
    waffle, pictogram, boxes, strips, shaded_map, bubbles,
):
    draw()
