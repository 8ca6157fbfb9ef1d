//! A map of regions: shaded by value, or with a disc for each count.

use super::axis::{LEAST_PLOT, extent, too_narrow};
use super::heatmap::Shade;
use crate::chart::fault::ChartFault;
use crate::chart::layout::{Anchor, Area, Canvas, Picture, Shape, Stroke, hatch, widest};
use crate::chart::model::{Figure, Label, Real, Role, State};
use crate::chart::regions::{Region, RegionMap};
use crate::chart::svg::Part;
use crate::chart::text::Block;
use crate::chart::theme::{Paint, Tone};
use crate::diagnostics::nearest_hint;

/// How the values are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Regions shaded by value.
    Shaded,
    /// A disc per region, its area by value.
    Bubbles,
}

/// Between map and list, in points.
const BETWEEN: f64 = 22.0;
/// The largest map, in points.
const WIDEST: f64 = 225.0;
const HIGHEST: f64 = 270.0;
/// As many regions are named in a message.
const MOST_NAMES: usize = 15;
/// Details of outlines that are finer than this, in points, are not drawn.
const DETAIL: f64 = 0.3;

pub(crate) fn draw(mut canvas: Canvas, form: Form) -> Result<Picture, ChartFault> {
    let chart = canvas.chart;
    let Some(map) = chart.map.as_deref() else {
        return Err(ChartFault::new("chart-map", "the chart has no map to draw on")
            .hint("give a map of the regions (SVG or GeoJSON)"));
    };
    let regions = find(map, &chart.categories)?;

    let list = List::new(&canvas, form)?;
    let beside = canvas.width() - list.width - BETWEEN >= 110.0;
    let room = if beside { canvas.width() - list.width - BETWEEN } else { canvas.width() };
    let room = room.min(WIDEST);
    if room < LEAST_PLOT {
        return Err(too_narrow());
    }
    let scale = (room / map.width()).min(HIGHEST / map.height());
    let height = map.height() * scale;

    let shade = Shade::of(chart);
    let mut fills = vec![Paint::Tint(Tone::Missing); map.regions().len()];
    for (category, region) in regions.iter().enumerate() {
        let datum = &chart.data[category][0];
        if let (Some(region), Some(value), Form::Shaded) = (region, datum.value, form) {
            fills[*region] = Paint::Data(shade.tone(value.get()));
        }
    }
    for (region, fill) in map.regions().iter().zip(&fills) {
        let stroke = Some(Stroke::new(Paint::Paper, 0.7));
        let data = outline(region, scale);
        canvas.scene.shapes.push(Shape::Path { data, fill: Some(*fill), stroke });
    }
    for (region, datum) in regions.iter().zip(chart.data.iter().map(|row| &row[0])) {
        let uncertain = datum.state == State::Uncertain && form == Form::Shaded;
        if let (Some(region), true) = (region, uncertain) {
            canvas.scene.shapes.extend(hatch(&scaled(&map.regions()[*region], scale)));
        }
    }
    match form {
        Form::Shaded => put_inside(&mut canvas, map, &regions, &fills, scale)?,
        Form::Bubbles => put_discs(&mut canvas, map, &regions, scale)?,
    }
    let (left, top) =
        if beside { (map.width() * scale + BETWEEN, 0.0) } else { (0.0, height + 8.0) };
    let list_bottom = list.put(&mut canvas, left, top, &regions, &fills, form);
    let mut bottom = height.max(list_bottom);
    if !map.credit().is_empty() {
        let credit = canvas.wrap(map.credit(), canvas.small, canvas.width())?;
        let y = bottom + 5.0 + credit.style.ascent;
        bottom = canvas.scene.text(credit, 0.0, y, Anchor::Start, Paint::Muted).bottom;
    }
    canvas.finish(bottom)
}

/// The regions of the categories. Totals and missing answers need none.
fn find(map: &RegionMap, categories: &[Label]) -> Result<Vec<Option<usize>>, ChartFault> {
    let found = map.find(categories);
    let needed = |label: &Label| !matches!(label.role, Role::Total | Role::Missing | Role::Other);
    let lost: Vec<&str> = categories
        .iter()
        .zip(&found)
        .filter(|(label, region)| region.is_none() && needed(label))
        .map(|(label, _)| label.text.as_str())
        .collect();
    let some = |names: &[&str]| -> String {
        let more = if names.len() > MOST_NAMES { ", …" } else { "" };
        names[..names.len().min(MOST_NAMES)].join(", ") + more
    };
    let quoted: Vec<String> = lost.iter().map(|name| format!("`{name}`")).collect();
    let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
    let message = match lost.as_slice() {
        [] => return Ok(found),
        [_] => format!("the map has no region {}", some(&quoted)),
        _ => format!("the map has no regions {}", some(&quoted)),
    };
    let mut fault = ChartFault::new("unknown-region", message);
    if let [name] = lost.as_slice() {
        fault.hints.extend(nearest_hint(name, map.names()));
    }
    fault.hints.push(format!("its regions: {}", some(&map.names().collect::<Vec<_>>())));
    Err(fault)
}

/// The rings of a region at a scale.
fn scaled(region: &Region, scale: f64) -> Vec<Vec<(f64, f64)>> {
    let place = |&(x, y): &(Real, Real)| (x.get() * scale, y.get() * scale);
    region.rings().iter().map(|ring| ring.iter().map(place).collect()).collect()
}

/// The outline of a region at a scale, without details too fine to print.
fn outline(region: &Region, scale: f64) -> Vec<Part> {
    let mut data = vec![];
    for ring in region.rings() {
        let mut last: Option<(f64, f64)> = None;
        let mut kept = 0;
        let start = data.len();
        for &(x, y) in ring {
            let (x, y) = (x.get() * scale, y.get() * scale);
            if last.is_some_and(|(a, b)| libm::hypot(x - a, y - b) < DETAIL) {
                continue;
            }
            data.push(Part::Letter(if last.is_none() { 'M' } else { 'L' }));
            data.extend([Part::Number(x), Part::Number(y)]);
            last = Some((x, y));
            kept += 1;
        }
        if kept < 3 {
            data.truncate(start);
        } else {
            data.push(Part::Letter('Z'));
        }
    }
    data
}

/// The figures inside their regions, where they fit.
fn put_inside(
    canvas: &mut Canvas,
    map: &RegionMap,
    regions: &[Option<usize>],
    fills: &[Paint],
    scale: f64,
) -> Result<(), ChartFault> {
    let chart = canvas.chart;
    for (category, &region) in regions.iter().enumerate() {
        let (Some(region), datum) = (region, &chart.data[category][0]) else { continue };
        let block = canvas.figure(datum, canvas.small)?;
        let (x, y, reach) = map.regions()[region].centre();
        let (x, y, reach) = (x.get() * scale, y.get() * scale, reach.get() * scale);
        // Figures have no descenders: what must fit is as high as capitals are.
        if libm::hypot(block.width / 2.0, block.style.cap_height / 2.0) > reach {
            continue;
        }
        let paint = match fills[region] {
            Paint::Data(tone) => Paint::On(tone),
            _ => Paint::Muted,
        };
        let baseline = block.baseline_at_middle(y);
        if datum.state == State::Uncertain {
            // The figure stands clear of the slanting lines.
            let (half, rise) = (block.width / 2.0 + 1.5, block.style.cap_height / 2.0 + 1.5);
            canvas.scene.bar(x - half, y - rise, x + half, y + rise, fills[region]);
        }
        canvas.scene.text(block, x, baseline, Anchor::Middle, paint);
    }
    Ok(())
}

/// Discs whose area grows with the value, with their figures inside or beside them
/// where there is room.
fn put_discs(
    canvas: &mut Canvas,
    map: &RegionMap,
    regions: &[Option<usize>],
    scale: f64,
) -> Result<(), ChartFault> {
    let chart = canvas.chart;
    let highest = extent(chart).map_or(0.0, |(_, high)| high);
    let largest = map.width() * scale * 0.075;
    let mut discs = vec![];
    for (category, &region) in regions.iter().enumerate() {
        let (Some(region), datum) = (region, &chart.data[category][0]) else { continue };
        let (x, y, _) = map.regions()[region].centre();
        let (x, y) = (x.get() * scale, y.get() * scale);
        let value = datum.value.map_or(0.0, Real::get);
        let radius = if highest > 0.0 { (value / highest).max(0.0).sqrt() * largest } else { 0.0 };
        if radius > 0.0 {
            let fill = canvas.fill(canvas.tone(0), datum.state);
            let stroke = Some(Stroke::new(Paint::Paper, 0.6));
            canvas.scene.shapes.push(Shape::Circle { x, y, radius, fill, stroke });
        }
        discs.push(Disc { category, x, y, radius });
    }
    let right = map.width() * scale;
    for disc in &discs {
        put_figure(canvas, disc, &discs, right)?;
    }
    put_names(canvas, &discs, right)
}

/// A disc on a map, in points.
struct Disc {
    category: usize,
    x: f64,
    y: f64,
    radius: f64,
}

/// Between a disc and a text beside it, in points.
const DISC_GAP: f64 = 1.5;

/// The figure of a disc: within it, or else beside, below or above.
fn put_figure(
    canvas: &mut Canvas,
    disc: &Disc,
    discs: &[Disc],
    right: f64,
) -> Result<(), ChartFault> {
    let datum = &canvas.chart.data[disc.category][0];
    let block = canvas.figure(datum, canvas.small)?;
    let (style, baseline) = (block.style, block.baseline_at_middle(disc.y));
    // Figures have no descenders: what must fit is as high as capitals are.
    if libm::hypot(block.width / 2.0, style.cap_height / 2.0) < disc.radius - 0.5 {
        let tone = canvas.tone(0);
        let uncertain = datum.state == State::Uncertain;
        let paint = if uncertain { Paint::OnTint(tone) } else { Paint::On(tone) };
        canvas.scene.text(block, disc.x, baseline, Anchor::Middle, paint);
        return Ok(());
    }
    let across = disc.radius + DISC_GAP + block.width / 2.0;
    let places = [
        (disc.x + across, baseline),
        (disc.x - across, baseline),
        (disc.x, disc.y + disc.radius + DISC_GAP + style.cap_height),
        (disc.x, disc.y - disc.radius - DISC_GAP),
    ];
    let clear = |&(x, y): &(f64, f64)| {
        let area = area_of(&block, x, y);
        area.right <= right && canvas.scene.is_free(&area) && !covers(disc, discs, &area)
    };
    if let Some((x, y)) = places.into_iter().find(clear) {
        let paint = if datum.value.is_some() { Paint::Ink } else { Paint::Muted };
        canvas.scene.text(block, x, y, Anchor::Middle, paint);
    }
    Ok(())
}

/// The names below or above their discs, when all of them have room: some names
/// without the others would only look like a choice.
fn put_names(canvas: &mut Canvas, discs: &[Disc], right: f64) -> Result<(), ChartFault> {
    let mut places: Vec<(Block, f64, f64, Area)> = vec![];
    for disc in discs {
        let text = &canvas.chart.categories[disc.category].text;
        let block = canvas.line(text, canvas.small)?;
        let half = block.width / 2.0;
        let across = disc.radius + DISC_GAP + half;
        let beside = block.baseline_at_middle(disc.y);
        let below = disc.y + disc.radius + DISC_GAP + block.style.cap_height;
        let above = disc.y - disc.radius - DISC_GAP - block.style.descent / 2.0;
        let aside = half * 0.6;
        let places_around = [
            (disc.x, below),
            (disc.x, above),
            (disc.x + across, beside),
            (disc.x - across, beside),
            (disc.x - aside, below),
            (disc.x + aside, below),
            (disc.x - aside, above),
            (disc.x + aside, above),
        ];
        let place = places_around
            .into_iter()
            .map(|(x, y)| (x.min(right - half).max(half), y))
            .map(|(x, y)| (x, y, area_of(&block, x, y)))
            .find(|(.., area)| {
                let taken = places.iter().any(|(.., other)| other.collides(area));
                !taken && canvas.scene.is_free(area) && !covers(disc, discs, area)
            });
        let Some((x, y, area)) = place else { return Ok(()) };
        places.push((block, x, y, area));
    }
    for (block, x, y, _) in places {
        canvas.scene.text(block, x, y, Anchor::Middle, Paint::Ink);
    }
    Ok(())
}

/// The box around a text with its middle at `x`.
fn area_of(block: &Block, x: f64, baseline: f64) -> Area {
    Area {
        left: x - block.width / 2.0,
        top: baseline - block.style.ascent,
        right: x + block.width / 2.0,
        bottom: baseline + block.style.descent,
    }
}

/// Whether a text of a disc lies over another disc.
fn covers(own: &Disc, discs: &[Disc], area: &Area) -> bool {
    discs.iter().filter(|disc| disc.category != own.category).any(|disc| {
        let across = disc.x.clamp(area.left, area.right) - disc.x;
        let down = disc.y.clamp(area.top, area.bottom) - disc.y;
        libm::hypot(across, down) < disc.radius
    })
}

/// All regions with their figures: the key to the colours, and complete even
/// where a region is too small for its figure.
struct List {
    names: Vec<Block>,
    figures: Vec<Block>,
    names_width: f64,
    width: f64,
}

const SWATCH: f64 = 8.0;
const SWATCH_ROOM: f64 = 13.0;

impl List {
    fn new(canvas: &Canvas, form: Form) -> Result<Self, ChartFault> {
        let chart = canvas.chart;
        let room = (canvas.width() * 0.45).max(60.0);
        let names: Vec<Block> = chart
            .categories
            .iter()
            .map(|category| canvas.wrap(&category.text, canvas.label_style(category), room))
            .collect::<Result<_, _>>()?;
        let figures: Vec<Block> = chart
            .data
            .iter()
            .map(|row| canvas.figure(&row[0], canvas.label))
            .collect::<Result<_, _>>()?;
        let names_width = widest(&names);
        let swatch = if form == Form::Shaded { SWATCH_ROOM } else { 0.0 };
        let width = swatch + names_width + 14.0 + widest(&figures);
        if width > canvas.width() {
            return Err(too_narrow());
        }
        Ok(Self { names, figures, names_width, width })
    }

    fn put(
        self,
        canvas: &mut Canvas,
        left: f64,
        top: f64,
        regions: &[Option<usize>],
        fills: &[Paint],
        form: Form,
    ) -> f64 {
        let right = left + self.width;
        let mut y = top;
        let swatch = if form == Form::Shaded { SWATCH_ROOM } else { 0.0 };
        debug_assert!(self.names_width <= self.width);
        for (category, (name, figure)) in self.names.into_iter().zip(self.figures).enumerate() {
            let (above, below) = name.reach();
            let middle = y + above;
            if let (Some(region), Form::Shaded) = (regions[category], form) {
                let area = Area {
                    left,
                    top: middle - SWATCH / 2.0,
                    right: left + SWATCH,
                    bottom: middle + SWATCH / 2.0,
                };
                canvas.scene.bar(area.left, area.top, area.right, area.bottom, fills[region]);
                if canvas.chart.data[category][0].state == State::Uncertain {
                    canvas.scene.shapes.extend(hatch(&[area.corners()]));
                }
            }
            let datum = &canvas.chart.data[category][0];
            let paint = match datum.state {
                _ if datum.value.is_none() => Paint::Muted,
                State::Shown | State::Uncertain | State::Hidden => Paint::Ink,
            };
            let baseline = name.baseline_at_middle(middle);
            canvas.scene.text(name, left + swatch, baseline, Anchor::Start, Paint::Ink);
            let baseline = figure.baseline_at_middle(middle);
            let place = Figure::Datum { category, series: 0 };
            canvas.print(place, figure, right, baseline, Anchor::End, paint);
            y = middle + below + 1.2;
        }
        y
    }
}
