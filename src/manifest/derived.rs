//! The tables `[derived.NAME]`: questions made from other questions.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

/// A question made from others. One of `copy`, `net`, `recode`, `band`, `index`
/// and `reverse` says what from; the other keys say how.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DerivedTable {
    /// The question as it is shown. Without it that of the source.
    pub label: Option<String>,
    /// Its short label, for charts and tables.
    pub short: Option<String>,
    /// The respondents whom it is about; for the others it counts as not asked.
    #[serde(rename = "where")]
    #[schemars(with = "Option<String>")]
    pub base: Option<Spanned<String>>,
    /// The source whose answers are taken as they are.
    #[schemars(with = "Option<String>")]
    pub copy: Option<Spanned<String>>,
    /// The source of which some codes are joined; the others stay.
    #[schemars(with = "Option<String>")]
    pub net: Option<Spanned<String>>,
    /// The source whose codes are all taken by `options`.
    #[schemars(with = "Option<String>")]
    pub recode: Option<Spanned<String>>,
    /// The number that is cut into bands at `cuts`.
    #[schemars(with = "Option<String>")]
    pub band: Option<Spanned<String>>,
    /// The items whose mean is taken, reversed items turned round.
    #[schemars(with = "Option<Vec<String>>")]
    pub index: Option<Vec<Spanned<String>>>,
    /// The scale that is turned round.
    #[schemars(with = "Option<String>")]
    pub reverse: Option<Spanned<String>>,
    /// The new options, for `net` and `recode`.
    #[serde(default)]
    pub options: Vec<DerivedOption>,
    /// Whether the new options are an ordered scale, for `net` and `recode`.
    #[serde(default)]
    pub ordered: bool,
    /// The bounds between bands, rising: a band holds its lower bound.
    #[serde(default)]
    #[schemars(with = "Vec<f64>")]
    pub cuts: Vec<Spanned<f64>>,
    /// A label for each band, lowest first. Without them the bounds are told.
    #[serde(default)]
    pub labels: Vec<String>,
    /// The fewest items of an `index` that a respondent must have answered. All without it.
    #[schemars(with = "Option<usize>")]
    pub answered: Option<Spanned<usize>>,
}

/// A new option, with the codes that become it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DerivedOption {
    /// Its code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Its label. The code without it.
    pub label: Option<String>,
    /// The codes that become it.
    #[schemars(with = "Vec<String>")]
    pub from: Vec<Spanned<String>>,
    /// Its score on a scale.
    pub score: Option<f64>,
    /// Set when it counts as missing.
    pub missing: Option<MissingWord>,
}

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingWord {
    /// "Don't know".
    DontKnow,
    /// "No answer".
    Refused,
    /// The question was not put.
    NotAsked,
    /// Nothing was filled in.
    Empty,
}

impl DerivedTable {
    /// The keys that say what it is made from, with the names of the sources.
    pub fn sources(&self) -> Vec<(&'static str, Vec<&Spanned<String>>)> {
        let single = [
            ("copy", &self.copy),
            ("net", &self.net),
            ("recode", &self.recode),
            ("band", &self.band),
            ("reverse", &self.reverse),
        ];
        let mut sources: Vec<_> = single
            .into_iter()
            .filter_map(|(key, source)| Some((key, vec![source.as_ref()?])))
            .collect();
        sources.extend(self.index.iter().map(|items| ("index", items.iter().collect())));
        sources
    }

    /// The names of all questions that it is made from, those of its filter too.
    pub fn needs(&self) -> Vec<String> {
        let sources = self.sources();
        let named =
            sources.iter().flat_map(|(_, names)| names.iter().map(|it| it.get_ref().clone()));
        let conditions = self.base.iter().flat_map(|filter| filter.get_ref().split('&'));
        let filter = conditions.map(|part| {
            let name = part.split(['=', '!', '<', '>']).next().unwrap_or("");
            name.trim().to_string()
        });
        named.chain(filter).collect()
    }
}
