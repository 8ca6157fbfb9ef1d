//! The fonts of a project, and the width of text in them.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use usvg::fontdb;

use crate::chart::fault::ChartFault;
use crate::diagnostics::nearest_hint;

/// Shaped texts that are kept per face; far more than a publication has.
const CACHE_LIMIT: usize = 1 << 16;

/// The fonts that charts are set in: the only ones, for measuring and for checking.
///
/// Shaped texts are remembered, so that a second drawing hardly shapes at all.
/// Hashes and compares by the bytes of the fonts.
pub struct FontSet {
    database: Arc<fontdb::Database>,
    faces: Vec<Face>,
    families: Vec<String>,
    digest: [u8; 32],
    selected: Mutex<HashMap<(String, u16), Option<usize>>>,
}

struct Face {
    id: fontdb::ID,
    data: Arc<Vec<u8>>,
    index: u32,
    units_per_em: f64,
    ascent: f64,
    descent: f64,
    cap_height: f64,
    shaped: Mutex<HashMap<Box<str>, Shaped>>,
}

/// A text as one face sets it.
#[derive(Clone, Copy, Debug)]
struct Shaped {
    /// Advance in font units.
    advance: f64,
    /// The first character that the face has no glyph for.
    missing: Option<char>,
}

/// A family, weight and size that texts are set in. Made by [`FontSet::style`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TextStyle {
    face: usize,
    /// Index into [`FontSet::families`].
    pub(crate) family: usize,
    /// CSS weight.
    pub(crate) weight: u16,
    /// Size in points.
    pub(crate) size: f64,
    /// Height above the baseline of the box around a line, in points.
    pub(crate) ascent: f64,
    /// Depth of that box below the baseline, in points.
    pub(crate) descent: f64,
    /// Height of capitals and figures, in points.
    pub(crate) cap_height: f64,
}

impl TextStyle {
    /// Height of the box around one line.
    pub(crate) fn line_height(&self) -> f64 {
        self.ascent + self.descent
    }

    /// From baseline to baseline.
    pub(crate) fn leading(&self) -> f64 {
        self.size * 1.22
    }
}

impl FontSet {
    /// Reads fonts (TrueType or OpenType, also collections), in the given order.
    pub fn new(fonts: impl IntoIterator<Item = impl Into<Vec<u8>>>) -> Result<Self, ChartFault> {
        let mut database = fontdb::Database::new();
        let mut digest = Sha256::new();
        let mut faces = vec![];
        let mut families = std::collections::BTreeSet::new();
        for (number, font) in fonts.into_iter().enumerate() {
            let data = Arc::new(font.into());
            digest.update((data.len() as u64).to_le_bytes());
            digest.update(data.as_slice());
            let ids = database.load_font_source(fontdb::Source::Binary(data.clone()));
            if ids.is_empty() {
                return Err(ChartFault::new(
                    "unreadable-font",
                    format!("font {} is not a TrueType or OpenType font", number + 1),
                )
                .hint("replace the file, or take it out of the folder of fonts"));
            }
            for id in ids {
                let Some(info) = database.face(id) else { continue };
                families.extend(info.families.iter().map(|(family, _)| family.clone()));
                let index = info.index;
                let parsed = rustybuzz::ttf_parser::Face::parse(&data, index);
                let Ok(parsed) = parsed else { continue };
                let units_per_em = f64::from(parsed.units_per_em());
                let cap_height = parsed.capital_height().map_or(0.66 * units_per_em, f64::from);
                faces.push(Face {
                    id,
                    data: data.clone(),
                    index,
                    units_per_em,
                    ascent: f64::from(parsed.ascender()),
                    descent: -f64::from(parsed.descender()),
                    cap_height,
                    shaped: Mutex::default(),
                });
            }
        }
        Ok(Self {
            database: Arc::new(database),
            faces,
            families: families.into_iter().collect(),
            digest: digest.finalize().into(),
            selected: Mutex::default(),
        })
    }

    /// Names of all families, sorted.
    pub fn families(&self) -> &[String] {
        &self.families
    }

    /// The same fonts for usvg.
    pub(crate) fn database(&self) -> &Arc<fontdb::Database> {
        &self.database
    }

    /// The style of a family at a weight and size in points. The weight that is
    /// nearest is taken, as usvg does; a family that is not there is a fault.
    pub(crate) fn style(
        &self,
        family: &str,
        weight: u16,
        size: f64,
    ) -> Result<TextStyle, ChartFault> {
        let face = self.select(family, weight);
        let number = self.families.iter().position(|known| known == family);
        let (Some(face), Some(number)) = (face, number) else {
            let mut fault = ChartFault::new(
                "unknown-font-family",
                format!("no font in the project has the family `{family}`"),
            );
            fault.hints.extend(nearest_hint(family, self.families.iter().map(String::as_str)));
            return Err(fault);
        };
        let found = &self.faces[face];
        let scale = size / found.units_per_em;
        Ok(TextStyle {
            face,
            family: number,
            weight,
            size,
            ascent: found.ascent * scale,
            descent: found.descent * scale,
            cap_height: found.cap_height * scale,
        })
    }

    fn select(&self, family: &str, weight: u16) -> Option<usize> {
        let mut selected = self.selected.lock().unwrap_or_else(PoisonError::into_inner);
        *selected.entry((family.to_owned(), weight)).or_insert_with(|| {
            let id = self.database.query(&fontdb::Query {
                families: &[fontdb::Family::Name(family)],
                weight: fontdb::Weight(weight),
                ..fontdb::Query::default()
            })?;
            self.faces.iter().position(|face| face.id == id)
        })
    }
}

/// Measures text for one drawing. Fonts are parsed when the first text needs
/// them that no drawing has measured before, and at most once.
pub(crate) struct Shaper<'a> {
    pub(crate) fonts: &'a FontSet,
    parsed: Vec<OnceCell<Option<rustybuzz::Face<'a>>>>,
}

impl<'a> Shaper<'a> {
    pub(crate) fn new(fonts: &'a FontSet) -> Self {
        Self { fonts, parsed: fonts.faces.iter().map(|_| OnceCell::new()).collect() }
    }

    /// The style in which `text` can be set: the given one, or one of the same
    /// weight and size in the first other family that has every character.
    /// `Err` names the character that no family has.
    pub(crate) fn style_for(&self, text: &str, style: TextStyle) -> Result<TextStyle, char> {
        let Some(missing) = self.shaped(text, style).missing else { return Ok(style) };
        for family in &self.fonts.families {
            if let Ok(other) = self.fonts.style(family, style.weight, style.size)
                && self.shaped(text, other).missing.is_none()
            {
                return Ok(other);
            }
        }
        Err(missing)
    }

    /// Width of one line of text, in points.
    pub(crate) fn measure(&self, text: &str, style: TextStyle) -> f64 {
        let units_per_em = self.fonts.faces[style.face].units_per_em;
        self.shaped(text, style).advance * style.size / units_per_em
    }

    fn shaped(&self, text: &str, style: TextStyle) -> Shaped {
        let face = &self.fonts.faces[style.face];
        let lock = || face.shaped.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shaped) = lock().get(text) {
            return *shaped;
        }
        let parsed = self.parsed[style.face]
            .get_or_init(|| rustybuzz::Face::from_slice(&face.data, face.index));
        let shaped = match parsed {
            Some(parsed) => shape(parsed, text),
            None => Shaped { advance: 0.0, missing: text.chars().next() },
        };
        let mut cache = lock();
        if cache.len() >= CACHE_LIMIT {
            cache.clear();
        }
        cache.insert(text.into(), shaped);
        shaped
    }
}

/// Shapes one line as usvg does: split into runs of one direction, in visual
/// order, with the widest glyph of each cluster as its advance.
fn shape(face: &rustybuzz::Face, text: &str) -> Shaped {
    let mut shaped = Shaped { advance: 0.0, missing: None };
    let bidi = unicode_bidi::BidiInfo::new(text, Some(unicode_bidi::Level::ltr()));
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let mut buffer = rustybuzz::UnicodeBuffer::new();
            buffer.push_str(&text[run.clone()]);
            buffer.set_direction(if levels[run.start].is_ltr() {
                rustybuzz::Direction::LeftToRight
            } else {
                rustybuzz::Direction::RightToLeft
            });
            let output = rustybuzz::shape(face, &[], buffer);
            let (mut cluster, mut widest) = (None, 0.0_f64);
            for (info, position) in output.glyph_infos().iter().zip(output.glyph_positions()) {
                let at = run.start + info.cluster as usize;
                if info.glyph_id == 0 && shaped.missing.is_none() {
                    shaped.missing = text[at..].chars().next();
                }
                if cluster != Some(at) {
                    shaped.advance += widest;
                    (cluster, widest) = (Some(at), 0.0);
                }
                widest = widest.max(f64::from(position.x_advance));
            }
            shaped.advance += widest;
        }
    }
    shaped
}

impl Hash for FontSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

impl PartialEq for FontSet {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for FontSet {}

impl std::fmt::Debug for FontSet {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("FontSet").field("families", &self.families).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check::parse;
    use crate::chart::samples::fonts;

    /// The widths that the layout reckons with are those that usvg prints.
    #[test]
    fn widths_are_those_of_usvg() {
        let texts = [
            "Helemaal mee oneens",
            "AVAW To Ty 11,5% − 1.234.567",
            "efficiënte coördinatie affaire",
            "ΑΒΓ бвг ½ € ‘’",
            "e\u{301}e\u{301}n",
        ];
        for (weight, size) in [(400, 8.5), (600, 7.75), (600, 27.2)] {
            let style = fonts().style("Source Sans 3", weight, size).unwrap();
            for text in texts {
                let svg = format!(
                    "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='90'>\
                     <text y='50' font-family=\"'Source Sans 3'\" font-size='{size}' \
                     font-weight='{weight}'>{text}</text></svg>"
                );
                let tree = parse(&svg, fonts()).unwrap();
                let [usvg::Node::Text(node)] = tree.root().children() else { panic!("no text") };
                let area = node.bounding_box();
                let width = Shaper::new(fonts()).measure(text, style);
                assert!((f64::from(area.width()) - width).abs() < 0.002, "{text}: {width}");
                assert!((f64::from(area.height()) - style.line_height()).abs() < 0.002);
            }
        }
    }

    #[test]
    fn unknown_families_are_named() {
        let fault = fonts().style("Source Sans", 400, 8.0).unwrap_err();
        assert_eq!(fault.message, "no font in the project has the family `Source Sans`");
        assert_eq!(fault.hints, ["did you mean `Source Sans 3`?"]);
        assert_eq!(fonts().families(), ["Source Sans 3", "Source Serif 4"]);
    }

    #[test]
    fn a_font_that_is_none_is_refused() {
        let fault = FontSet::new([b"no font".to_vec()]).unwrap_err();
        assert_eq!(fault.message, "font 1 is not a TrueType or OpenType font");
    }

    #[test]
    fn equality_goes_by_bytes() {
        use std::hash::BuildHasher;
        let state = std::hash::RandomState::new();
        let empty = || FontSet::new(Vec::<Vec<u8>>::new()).unwrap();
        assert_eq!(empty(), empty());
        assert_eq!(state.hash_one(empty()), state.hash_one(empty()));
        assert!(&empty() != fonts());
    }
}
