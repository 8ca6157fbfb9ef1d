//! The table `[charts]`: maps, and how sure a figure must be.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

/// How charts are drawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ChartsTable {
    /// Figures on fewer answers than this are drawn as uncertain; 0 marks none.
    pub uncertain_below: usize,
    /// The map (SVG or GeoJSON) of the regions that are the options of a question:
    /// `[charts.maps] QUESTION = "inputs/maps/…"`.
    #[schemars(with = "BTreeMap<String, String>")]
    pub maps: IndexMap<Spanned<String>, Spanned<String>>,
}

impl Default for ChartsTable {
    fn default() -> Self {
        Self { uncertain_below: 20, maps: IndexMap::new() }
    }
}
