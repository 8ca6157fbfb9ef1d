//! Maps: regions with their outlines, from SVG or GeoJSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use usvg::roxmltree::Document;
use usvg::tiny_skia_path::{Path, PathSegment, Point};

use crate::diagnostics::json_cause;

use super::fault::ChartFault;
use super::model::{Label, Real};

/// A map of regions, y running down, from its own corner.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegionMap {
    regions: Vec<Region>,
    width: Real,
    height: Real,
    credit: String,
}

/// A closed line.
type Ring = Vec<(Real, Real)>;

/// A region of a map.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Region {
    names: Vec<String>,
    /// What else may identify it: other properties with their values.
    properties: Vec<(String, String)>,
    rings: Vec<Ring>,
    centre: (Real, Real, Real),
}

impl Region {
    /// Its outlines.
    pub(crate) fn rings(&self) -> &[Ring] {
        &self.rings
    }

    /// The middle of the largest circle inside its largest part, and the radius.
    pub(crate) fn centre(&self) -> (Real, Real, Real) {
        self.centre
    }
}

impl RegionMap {
    /// Reads a map from SVG: every `path` with a `name` or an `id` is a region.
    /// More names stand in `data-names`, divided by `|`; the credit is the
    /// `desc` of the picture.
    pub fn from_svg(svg: &str) -> Result<Self, ChartFault> {
        let document = Document::parse(svg).map_err(|error| {
            unreadable(&format!("it is not well-formed from line {} on", error.pos().row))
        })?;
        let root = document.root_element();
        let mut regions = vec![];
        for path in root.descendants().filter(|node| node.has_tag_name("path")) {
            let names: Vec<String> = ["name", "id"]
                .iter()
                .filter_map(|attribute| path.attribute(*attribute))
                .chain(path.attribute("data-names").into_iter().flat_map(|names| names.split('|')))
                .map(str::to_owned)
                .collect();
            if let (Some(data), false) = (path.attribute("d"), names.is_empty()) {
                regions.push(Outline { names, properties: vec![], rings: rings_of_path(data)? });
            }
        }
        let credit = root
            .children()
            .find(|node| node.has_tag_name("desc"))
            .and_then(|node| node.text())
            .unwrap_or_default();
        Self::new(regions, credit)
    }

    /// Reads a map from GeoJSON: a collection of polygons with properties. Its
    /// names are `name`, `naam`, `statnaam`, `statcode` and `id`; any other
    /// property may identify the regions too. Longitudes and latitudes are
    /// flattened at their middle latitude; other coordinates are taken as metres
    /// to the east and north. The credit is the collection's member `credit`.
    pub fn from_geojson(json: &str) -> Result<Self, ChartFault> {
        let root: Value =
            serde_json::from_str(json).map_err(|error| unreadable(&json_cause(&error)))?;
        let features = root.get("features").and_then(Value::as_array);
        let mut regions = vec![];
        for feature in features.into_iter().flatten() {
            let properties = feature.get("properties").and_then(Value::as_object);
            let is_name = |key: &str| NAMES.contains(&key);
            let names: Vec<String> = NAMES
                .iter()
                .filter_map(|key| properties?.get(*key))
                .chain(feature.get("id"))
                .filter_map(plain)
                .collect();
            let properties: Vec<(String, String)> = properties
                .into_iter()
                .flatten()
                .filter(|(key, _)| !is_name(key))
                .filter_map(|(key, value)| Some((key.clone(), plain(value)?)))
                .collect();
            let mut rings = vec![];
            if let Some(geometry) = feature.get("geometry") {
                collect_rings(geometry.get("coordinates"), &mut rings);
            }
            if !(names.is_empty() && properties.is_empty() || rings.is_empty()) {
                regions.push(Outline { names, properties, rings });
            }
        }
        flatten(&mut regions);
        let credit = root.get("credit").and_then(Value::as_str).unwrap_or_default();
        Self::new(regions, credit)
    }

    fn new(parts: Vec<Outline>, credit: &str) -> Result<Self, ChartFault> {
        let mut regions: Vec<Outline> = vec![];
        for part in parts {
            // An island may be a part by itself, under the name of its region.
            let same = |region: &&mut Outline| {
                !part.names.is_empty() && region.names.first() == part.names.first()
            };
            match regions.iter_mut().find(same) {
                Some(region) => region.rings.extend(part.rings),
                None => regions.push(part),
            }
        }
        let mut points = regions.iter().flat_map(|region| &region.rings).flatten();
        if !points.clone().all(|(x, y)| x.is_finite() && y.is_finite()) {
            return Err(unreadable("a coordinate is not a number"));
        }
        let Some(&(x, y)) = points.next() else {
            return Err(unreadable("it has no named regions"));
        };
        let (mut low, mut high) = ((x, y), (x, y));
        for &(x, y) in points {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        let (width, height) = (high.0 - low.0, high.1 - low.1);
        if !(width > 0.0 && height > 0.0) {
            return Err(unreadable("its regions have no extent"));
        }
        for point in regions.iter_mut().flat_map(|region| &mut region.rings).flatten() {
            *point = (point.0 - low.0, point.1 - low.1);
        }
        let regions = regions.into_iter().map(Region::from).collect();
        Ok(Self {
            regions,
            width: Real::from(width),
            height: Real::from(height),
            credit: super::text::normalise(credit),
        })
    }

    /// What the regions are called, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.regions
            .iter()
            .filter_map(|region| {
                region.names.first().or(region.properties.first().map(|(_, value)| value))
            })
            .map(String::as_str)
    }

    /// Who made the map: printed below it.
    pub fn credit(&self) -> &str {
        &self.credit
    }

    /// The regions of these labels: by their names, else by their codes, else by
    /// whichever other property of the map has the most of them. All are found in
    /// one way, so that a number of one kind is not taken for one of another.
    pub(crate) fn find(&self, labels: &[Label]) -> Vec<Option<usize>> {
        let texts: Vec<Option<&str>> = labels.iter().map(|label| Some(&*label.text)).collect();
        let codes: Vec<Option<&str>> = labels.iter().map(|label| label.code.as_deref()).collect();
        let properties: BTreeSet<&str> = self
            .regions
            .iter()
            .flat_map(|region| &region.properties)
            .map(|(key, _)| key.as_str())
            .collect();
        let keys = std::iter::once(None).chain(properties.into_iter().map(Some));
        let ways = keys.flat_map(|key| [(key, &texts), (key, &codes)]);
        let mut best = vec![None; labels.len()];
        for (key, wanted) in ways {
            let found = self.find_by(key, wanted);
            let count = |found: &[Option<usize>]| found.iter().flatten().count();
            if count(&found) > count(&best) {
                best = found;
            }
        }
        best
    }

    /// The regions with these values, whatever the case: of a property, or of the
    /// names when there is no `key`.
    fn find_by(&self, key: Option<&str>, wanted: &[Option<&str>]) -> Vec<Option<usize>> {
        let simple = |text: &str| super::text::normalise(text).to_lowercase();
        let mut regions: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (at, region) in self.regions.iter().enumerate() {
            let properties = region.properties.iter();
            let values: BTreeSet<String> = match key {
                None => region.names.iter().map(|name| simple(name)).collect(),
                Some(key) => properties.filter(|it| it.0 == key).map(|it| simple(&it.1)).collect(),
            };
            for value in values {
                // What two regions share identifies neither.
                regions.entry(value).and_modify(|region| *region = None).or_insert(Some(at));
            }
        }
        wanted.iter().map(|text| regions.get(&simple((*text)?)).copied().flatten()).collect()
    }

    pub(crate) fn regions(&self) -> &[Region] {
        &self.regions
    }

    pub(crate) fn width(&self) -> f64 {
        self.width.get()
    }

    pub(crate) fn height(&self) -> f64 {
        self.height.get()
    }
}

fn unreadable(cause: &str) -> ChartFault {
    ChartFault::new("unreadable-map", format!("failed to read the map ({cause})"))
        .hint("give an SVG whose paths have names, or a GeoJSON collection of polygons")
}

fn real(rings: &[Vec<(f64, f64)>]) -> Vec<Ring> {
    let ring = |ring: &Vec<(f64, f64)>| {
        ring.iter().map(|&(x, y)| (Real::from(x), Real::from(y))).collect()
    };
    rings.iter().map(ring).collect()
}

/// The lines of path data; curves become straight lines.
fn rings_of_path(data: &str) -> Result<Vec<Vec<(f64, f64)>>, ChartFault> {
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg'><path d='{}'/></svg>",
        data.replace('\'', "")
    );
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default())
        .map_err(|_| unreadable("the outline of a region is no path"))?;
    let path = tree.root().children().iter().find_map(|node| match node {
        usvg::Node::Path(path) => Some(path.data()),
        _ => None,
    });
    Ok(path.map(rings).unwrap_or_default())
}

fn rings(path: &Path) -> Vec<Vec<(f64, f64)>> {
    let mut rings: Vec<Vec<(f64, f64)>> = vec![];
    let place = |point: Point| (f64::from(point.x), f64::from(point.y));
    let mix = |one: (f64, f64), two: (f64, f64), share: f64| {
        (one.0 + (two.0 - one.0) * share, one.1 + (two.1 - one.1) * share)
    };
    for segment in path.segments() {
        if let PathSegment::MoveTo(point) = segment {
            rings.push(vec![place(point)]);
            continue;
        }
        let Some(ring) = rings.last_mut() else { continue };
        let Some(&from) = ring.last() else { continue };
        match segment {
            PathSegment::LineTo(point) => ring.push(place(point)),
            PathSegment::QuadTo(one, to) => ring.extend((1..=8).map(|step| {
                let share = f64::from(step) / 8.0;
                let one = place(one);
                mix(mix(from, one, share), mix(one, place(to), share), share)
            })),
            PathSegment::CubicTo(one, two, to) => ring.extend((1..=8).map(|step| {
                let share = f64::from(step) / 8.0;
                let (one, two, to) = (place(one), place(two), place(to));
                let (a, b, c) = (mix(from, one, share), mix(one, two, share), mix(two, to, share));
                mix(mix(a, b, share), mix(b, c, share), share)
            })),
            PathSegment::MoveTo(_) | PathSegment::Close => {}
        }
    }
    rings
}

/// The rings of a polygon or of several: the nesting is told by the data.
fn collect_rings(value: Option<&Value>, rings: &mut Vec<Vec<(f64, f64)>>) {
    let Some(list) = value.and_then(Value::as_array) else { return };
    let points: Option<Vec<(f64, f64)>> =
        list.iter().map(|point| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?))).collect();
    match points {
        Some(ring) if ring.len() > 2 => rings.push(ring),
        _ => list.iter().for_each(|inner| collect_rings(Some(inner), rings)),
    }
}

/// The properties of GeoJSON that name a region.
const NAMES: [&str; 5] = ["name", "naam", "statnaam", "statcode", "id"];

/// A value that can identify something: a text or a number.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A region while the map is read.
struct Outline {
    names: Vec<String>,
    properties: Vec<(String, String)>,
    rings: Vec<Vec<(f64, f64)>>,
}

impl From<Outline> for Region {
    fn from(outline: Outline) -> Self {
        Self {
            centre: centre(&outline.rings),
            rings: real(&outline.rings),
            names: outline.names,
            properties: outline.properties,
        }
    }
}

/// Turns coordinates to the east and north into places to the right and down.
fn flatten(regions: &mut [Outline]) {
    let points = || regions.iter().flat_map(|region| &region.rings).flatten();
    let degrees = points().all(|(x, y)| x.abs() <= 180.0 && y.abs() <= 90.0);
    let (low, high) =
        points().fold((f64::MAX, f64::MIN), |(low, high), &(_, y)| (low.min(y), high.max(y)));
    let squeeze =
        if degrees { libm::cos(((low + high) / 2.0).to_radians()).max(0.01) } else { 1.0 };
    for (x, y) in regions.iter_mut().flat_map(|region| &mut region.rings).flatten() {
        (*x, *y) = (*x * squeeze, -*y);
    }
}

/// The middle of a large circle inside the region, and its radius: the best of
/// a grid over its largest part, refined around the best twice.
fn centre(rings: &[Vec<(f64, f64)>]) -> (Real, Real, Real) {
    let Some(ring) = rings.iter().max_by(|one, two| area(one).total_cmp(&area(two))) else {
        return Default::default();
    };
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    for &(x, y) in ring {
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    let mut best = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0, 0.0);
    let mut size = (high.0 - low.0, high.1 - low.1);
    for _ in 0..3 {
        let middle = (best.0, best.1);
        for row in 0..=12 {
            for column in 0..=12 {
                let at = |step: i32| f64::from(step) / 12.0 - 0.5;
                let (x, y) = (middle.0 + at(column) * size.0, middle.1 + at(row) * size.1);
                if let Some(reach) = depth(rings, x, y, best.2) {
                    best = (x, y, reach);
                }
            }
        }
        size = (size.0 / 5.0, size.1 / 5.0);
    }
    (Real::from(best.0), Real::from(best.1), Real::from(best.2))
}

/// Twice the area of a ring.
fn area(ring: &[(f64, f64)]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(one, two)| one.0 * two.1 - two.0 * one.1).sum::<f64>().abs()
}

/// Distance from a place inside the rings to their nearest edge, if it is more than
/// `least`. `None` outside.
fn depth(rings: &[Vec<(f64, f64)>], x: f64, y: f64, least: f64) -> Option<f64> {
    let (mut inside, mut nearest) = (false, f64::MAX);
    let edges = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    for (one, two) in edges {
        if (one.1 > y) != (two.1 > y) && x < (two.0 - one.0) * (y - one.1) / (two.1 - one.1) + one.0
        {
            inside = !inside;
        }
        let (dx, dy) = (two.0 - one.0, two.1 - one.1);
        let length = dx * dx + dy * dy;
        let along = if length > 0.0 { ((x - one.0) * dx + (y - one.1) * dy) / length } else { 0.0 };
        let along = along.clamp(0.0, 1.0);
        let (across, down) = (one.0 + along * dx - x, one.1 + along * dy - y);
        nearest = nearest.min(across * across + down * down);
        if nearest <= least * least {
            return None;
        }
    }
    inside.then(|| nearest.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::samples::{fonts, sample};
    use crate::chart::{ChartKind, ChartTheme, Datum, Label, Unit, draw};
    use crate::format::Language;

    const SQUARES: &str = r#"{
      "type": "FeatureCollection", "credit": "CBS",
      "features": [
        {"type": "Feature", "properties": {"naam": "West"},
         "geometry": {"type": "Polygon", "coordinates": [[[4, 52], [5, 52], [5, 53], [4, 53], [4, 52]]]}},
        {"type": "Feature", "properties": {"naam": "Oost", "statcode": 7},
         "geometry": {"type": "MultiPolygon", "coordinates":
           [[[[5, 52], [6, 52], [6, 53], [5, 53], [5, 52]]], [[[7, 52], [7.1, 52], [7.1, 52.1], [7, 52]]]]}}
      ]}"#;

    #[test]
    fn geojson_is_flattened() {
        let map = RegionMap::from_geojson(SQUARES).unwrap();
        assert_eq!(map.names().collect::<Vec<_>>(), ["West", "Oost"]);
        let labels = ["oost", "Zuid", "WEST"].map(Label::new);
        assert_eq!(map.find(&labels), [Some(1), None, Some(0)]);
        assert_eq!(map.credit(), "CBS");
        // A degree of longitude at 52.5° is 0.61 of a degree of latitude.
        assert!((map.width() - 3.1 * 0.60876).abs() < 1e-4, "{}", map.width());
        assert!((map.height() - 1.0).abs() < 1e-9);
        let (x, y, reach) = map.regions()[0].centre();
        assert!((x.get() - 0.304).abs() < 0.01 && (y.get() - 0.5).abs() < 0.2, "{x:?} {y:?}");
        assert!((reach.get() - 0.304).abs() < 0.01);
    }

    #[test]
    fn the_provinces_have_their_names() {
        let map = sample(ChartKind::Map).map.unwrap();
        assert_eq!(map.names().count(), 12);
        let find = |name| map.find(&[Label::new(name)]);
        assert_eq!(find("Fryslân"), find("friesland"));
        assert_ne!(find("Fryslân"), [None]);
        assert_eq!(map.credit(), "Kaart: MapSVG (mapsvg.com) en svg-maps, CC BY 4.0");
    }

    #[test]
    fn regions_are_found_by_code_or_by_another_property() {
        let square = |west: u8, properties: &str| {
            format!(
                r#"{{"properties": {properties}, "geometry": {{"type": "Polygon", "coordinates":
                [[[{west}, 52], [{west}.9, 52], [{west}.9, 53], [{west}, 52]]]}}}}"#
            )
        };
        let features = [
            square(4, r#"{"name": "Noord", "nuts": "NL1", "rubriek": "provincie", "fid": 1}"#),
            square(5, r#"{"name": "Oost", "nuts": "NL2", "rubriek": "provincie", "fid": 2}"#),
            square(6, r#"{"name": "Zuid", "nuts": "NL3", "rubriek": "provincie", "fid": 3}"#),
        ];
        let json = format!(r#"{{"features": [{}]}}"#, features.join(","));
        let map = RegionMap::from_geojson(&json).unwrap();
        let label = |text: &str, code: &str| Label::new(text).code(code);
        let by_name = [label("Noord", "3"), label("Zuid", "1")];
        assert_eq!(map.find(&by_name), [Some(0), Some(2)]);
        let by_property = [label("NL3", "z"), label("nl1", "n"), label("NL9", "x")];
        assert_eq!(map.find(&by_property), [Some(2), Some(0), None]);
        let by_code = [label("De Achterhoek", "NL2"), label("Het westen", "NL1")];
        assert_eq!(map.find(&by_code), [Some(1), Some(0)]);
        // What all regions have in common finds none of them.
        assert_eq!(map.find(&[label("Provincie", "provincie")]), [None]);
    }

    #[test]
    fn what_is_no_map_is_refused() {
        let svg = RegionMap::from_svg("<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap_err();
        assert_eq!(svg.message, "failed to read the map (it has no named regions)");
        assert_eq!(RegionMap::from_geojson("{}").unwrap_err().message, svg.message);
        assert_eq!(RegionMap::from_geojson("{").unwrap_err().code, "unreadable-map");
    }

    #[test]
    fn an_unknown_region_is_named_with_the_nearest() {
        let mut chart = crate::chart::Chart::new(ChartKind::Map, Language::Dutch);
        chart.unit = Unit::Number;
        chart.map = sample(ChartKind::Map).map;
        chart.series = vec![Label::new("n")];
        chart.categories = vec![Label::new("Overijsel")];
        chart.data = vec![vec![Datum::shown(3.0, "3")]];
        let fault = draw(&chart, &ChartTheme::default(), fonts()).unwrap_err();
        assert_eq!(fault.message, "the map has no region `Overijsel`");
        assert_eq!(fault.hints[0], "did you mean `Overijssel`?");
        assert!(fault.hints[1].starts_with("its regions: Drenthe, "), "{}", fault.hints[1]);
        chart.categories.push(Label::new("Utrecht"));
        chart.categories.push(Label::new("Betuwe"));
        chart.data = vec![vec![Datum::shown(3.0, "3")]; 3];
        let fault = draw(&chart, &ChartTheme::default(), fonts()).unwrap_err();
        assert_eq!(fault.message, "the map has no regions `Overijsel`, `Betuwe`");
    }
}
