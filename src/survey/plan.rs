//! What to read from a workbook.

/// Where the answers, the codebook and the population stand. What is `None` is
/// looked for under the usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ReadPlan {
    /// The sheet with the answers. `None`: the sheet named `data`, `answers`,
    /// `antwoorden`, `responses`, `respondenten`, `resultaten`, `main`,
    /// `submissions` or `dataset`, else the first visible sheet that is neither
    /// codebook nor frame and holds cells.
    pub data_sheet: Option<String>,
    /// The codebook's sheet of questions. `None`: `survey` if there is one,
    /// else questions are inferred from the answers.
    pub questions_sheet: Option<String>,
    /// The codebook's sheet of choices. `None`: `choices`.
    pub choices_sheet: Option<String>,
    /// The codebook's sheet of settings. `None`: `settings`.
    pub settings_sheet: Option<String>,
    /// The column that numbers the respondents. `None`: a column named `id` if
    /// there is one; faults in it are warnings then.
    pub id_column: Option<String>,
    /// The column with the weights; it is read even if the codebook does not have it.
    pub weight_column: Option<String>,
    /// Columns that are read even if the codebook does not have them: strata,
    /// clusters. Their questions are inferred. A name that is no column is passed
    /// over: it may be that of a question that is derived later.
    pub other_columns: Vec<String>,
    /// A sheet that holds neither answers nor codebook.
    pub other_sheet: Option<String>,
    /// The sheet with the population. `None`: there is none.
    pub frame_sheet: Option<String>,
    /// Language of labels, as a code (`nl`) or as the codebook writes it
    /// (`Nederlands (nl)`). `None`: the codebook's default language.
    pub language: Option<String>,
}

/// Usual names of the sheet with the answers, the most telling first.
pub(super) const DATA_SHEETS: [&str; 9] = [
    "data",
    "answers",
    "antwoorden",
    "responses",
    "respondenten",
    "resultaten",
    "main",
    "submissions",
    "dataset",
];
