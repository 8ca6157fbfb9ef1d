//! Everything that templates can call: one list for dispatch, for checking
//! names and options before anything is rendered, and for the template guide.

use crate::diagnostics::Diagnostic;

use super::arguments::Arguments;
use super::helpers::{
    compare, contrast, estimate, label, methods, notation, order, precision, quote, ready_made,
    response, table, words_table,
};
use super::session::Session;
use super::value::Value;

/// A helper as templates know it.
pub struct Helper {
    /// Its name.
    pub name: &'static str,
    /// Its positional arguments, as the guide shows them.
    pub arguments: &'static str,
    /// The options it takes.
    pub options: &'static [&'static str],
    /// What it gives or prints.
    pub summary: &'static str,
    pub(super) run: Run,
}

/// How a helper works.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// Gives a value: prints itself, and can be an argument.
    Value(fn(&Session, &Arguments) -> Result<Value, Diagnostic>),
    /// Prints a block of generated source.
    Insert(fn(&Session, &Arguments) -> Result<String, Diagnostic>),
    /// A chart, whose body is its caption.
    Figure,
    /// Prints its body when the test holds, else what follows `{{else}}`.
    If,
    /// Prints its body when the test does not hold.
    Unless,
    /// Prints its body while the test holds, and stops the edition when it does not.
    Claim,
    /// Prints its body, whose numbers come from no data for a reason that is given.
    Loose,
}

/// Which respondents, and whether weighted.
const SELECTION: &[&str] = &["where", "weighted", "wave"];
/// Two groups, the later after the earlier.
const CHANGE: &[&str] = &["from", "to", "where", "weighted"];
/// A group against another.
const CONTRAST: &[&str] = &["in", "than", "where", "weighted"];
/// Two groups, side by side.
const DIFFERENCE: &[&str] = &["between", "and", "where", "weighted"];
const FIGURE: &[&str] = &[
    "where", "weighted", "wave", "kind", "answer", "by", "order", "caption", "name", "alt",
    "width", "nets",
];
const TABLE: &[&str] = &[
    "where",
    "weighted",
    "wave",
    "kind",
    "by",
    "order",
    "caption",
    "name",
    "cells",
    "table",
    "width",
    "tests",
    "note",
    "percent",
    "of",
    "nets",
    "weighted-base",
];

macro_rules! catalogue {
    ($($name:literal $arguments:literal $options:expr, $run:expr, $summary:literal;)*) => {
        /// All helpers, in the order of the guide.
        pub const HELPERS: &[Helper] = &[$(Helper {
            name: $name,
            arguments: $arguments,
            options: $options,
            summary: $summary,
            run: $run,
        }),*];
    };
}

catalogue! {
    "count" "QUESTION CODE.." SELECTION, Run::Value(estimate::count), "respondents who chose any of the codes";
    "share" "QUESTION CODE.." SELECTION, Run::Value(estimate::share), "share of the valid answers with any of the codes";
    "net" "QUESTION NAME" SELECTION, Run::Value(estimate::net), "share of a named net: `positive`, `neutral`, `negative` on a scale, or one of the manifest's";
    "mean" "QUESTION" SELECTION, Run::Value(estimate::mean), "mean of the numbers or scale scores";
    "median" "QUESTION" SELECTION, Run::Value(estimate::median), "median of the numbers or scale scores";
    "total" "QUESTION" SELECTION, Run::Value(estimate::total), "sum of the numbers";
    "nps" "QUESTION" SELECTION, Run::Value(estimate::nps), "net promoter score of a 0 to 10 question";
    "base" "QUESTION" SELECTION, Run::Value(estimate::base), "number of valid answers";
    "missing" "QUESTION" SELECTION, Run::Value(estimate::missing), "number of respondents without a valid answer";
    "margin" "[VALUE]" SELECTION, Run::Value(estimate::margin), "margin of error in points: of a share, or the largest possible";
    "quantile" "QUESTION FRACTION" SELECTION, Run::Value(precision::quantile), "the number at or below which this fraction of the answers lies: 0.25 is the lower quartile";
    "top-box" "QUESTION COUNT" SELECTION, Run::Value(precision::top_box), "share of the highest answers of a scale, so many of them";
    "bottom-box" "QUESTION COUNT" SELECTION, Run::Value(precision::bottom_box), "share of the lowest answers of a scale, so many of them";
    "index" "NAME" SELECTION, Run::Value(precision::index), "mean of an index that the manifest derives";
    "alpha" "NAME" SELECTION, Run::Value(precision::alpha), "Cronbach's alpha of an index that the manifest derives, or of two items or more";
    "change" "QUESTION [CODE..] from=\"wave=1\" to=\"wave=2\"" CHANGE, Run::Value(contrast::change), "difference of a share, or without codes of a mean, between two groups or waves, with its interval; without `from` and `to` between the last two waves";
    "significant" "QUESTION [CODE..] between=\"group=a\" and=\"group=b\"" DIFFERENCE, Run::Value(contrast::significant), "test: the share (without codes the mean) of two groups differs significantly; without them the last two waves; also of a `change`";
    "significantly-higher" "QUESTION [CODE..] in=\"group=a\" than=\"group=b\"" CONTRAST, Run::Value(contrast::significantly_higher), "test: the share (without codes the mean) is significantly higher in one group than in the other";
    "significantly-lower" "QUESTION [CODE..] in=\"group=a\" than=\"group=b\"" CONTRAST, Run::Value(contrast::significantly_lower), "test: the share (without codes the mean) is significantly lower in one group than in the other";
    "rose" "QUESTION [CODE..] from=\"wave=1\" to=\"wave=2\"" CHANGE, Run::Value(contrast::rose), "test: the share (without codes the mean) rose significantly between two waves";
    "fell" "QUESTION [CODE..] from=\"wave=1\" to=\"wave=2\"" CHANGE, Run::Value(contrast::fell), "test: the share (without codes the mean) fell significantly between two waves";
    "interval-low" "VALUE" &[], Run::Value(precision::interval_low), "lower bound of the confidence interval of a number";
    "interval-high" "VALUE" &[], Run::Value(precision::interval_high), "upper bound of the confidence interval of a number";
    "standard-error" "VALUE" &[], Run::Value(precision::standard_error), "standard error of a number: of a share in points";
    "respondents" "" SELECTION, Run::Value(estimate::respondents), "number of respondents";
    "population" "" &["where", "wave"], Run::Value(estimate::population), "number of units in the frame";
    "response-rate" "" &["where", "wave"], Run::Value(estimate::response_rate), "respondents as a share of the frame";
    "cell" "\"SHEET!C14\"" &["digits"], Run::Value(ready_made::cell), "a cell of the workbook as it stands";
    "difference" "A B" &[], Run::Value(estimate::difference), "A minus B: percentage points for shares";
    "ratio" "A B" &[], Run::Value(estimate::ratio), "A divided by B";
    "sum" "A B.." &[], Run::Value(estimate::sum), "the sum of values";
    "rest" "SHARE" &[], Run::Value(estimate::rest), "one minus the share";
    "percent" "VALUE" &["digits", "sign"], Run::Value(notation::percent), "a share as a percentage; `sign=` `%`, `procent` or `none`";
    "number" "VALUE" &["digits"], Run::Value(notation::number), "a number; a share as a percentage without its sign";
    "points" "VALUE" &["digits"], Run::Value(notation::points), "a difference of shares in percentage points";
    "words" "SHARE" &[], Run::Value(notation::words), "a share in words, such as `ruim de helft`";
    "spelled" "COUNT" &[], Run::Value(notation::spelled), "a count in words up to twenty";
    "plural" "COUNT SINGULAR PLURAL" &["spelled"], Run::Value(notation::plural), "a count with its noun";
    "capital" "TEXT" &[], Run::Value(notation::capital), "the text with a capital";
    "lower" "TEXT" &[], Run::Value(notation::lower), "the text with a small first letter";
    "list" "TEXT.." &[], Run::Value(notation::list), "texts joined as in a sentence";
    "string" "TEXT" &[], Run::Value(notation::string), "the text as a Typst string, for use in code";
    "label" "QUESTION [CODE]" &["short"], Run::Value(label::label), "text of a question, or of one of its options";
    "top" "QUESTION RANK" SELECTION, Run::Value(order::top), "label of the option that is named most (rank 1), second (rank 2), ..";
    "top-code" "QUESTION RANK" SELECTION, Run::Value(order::top_code), "code of that option, for use as an argument";
    "rank" "QUESTION CODE" SELECTION, Run::Value(order::rank), "rank of an option by how often it is named";
    "highest" "QUESTION CODE" SELECTION, Run::Value(order::highest), "test: no option is named more often";
    "lowest" "QUESTION CODE" SELECTION, Run::Value(order::lowest), "test: no option is named less often";
    "leading" "QUESTION CODE CODE.." SELECTION, Run::Value(order::leading), "test: these options are named most, in this order, without ties";
    "largest" "VALUE VALUE.." &[], Run::Value(order::largest), "test: the first number is larger than each of the others";
    "smallest" "VALUE VALUE.." &[], Run::Value(order::smallest), "test: the first number is smaller than each of the others";
    "descending" "VALUE VALUE.." &[], Run::Value(order::descending), "test: each number is larger than the one behind it";
    "ascending" "VALUE VALUE.." &[], Run::Value(order::ascending), "test: each number is smaller than the one behind it";
    "gt" "A B" &[], Run::Value(compare::gt), "test: A is greater than B";
    "ge" "A B" &[], Run::Value(compare::ge), "test: A is greater than or equal to B";
    "lt" "A B" &[], Run::Value(compare::lt), "test: A is less than B";
    "le" "A B" &[], Run::Value(compare::le), "test: A is less than or equal to B";
    "eq" "A B" &[], Run::Value(compare::eq), "test: A equals B; of texts and of `words`, that they are the same";
    "between" "VALUE LOW HIGH" &[], Run::Value(compare::between), "test: LOW ≤ VALUE ≤ HIGH";
    "and" "TEST.." &[], Run::Value(compare::and), "test: all hold";
    "or" "TEST.." &[], Run::Value(compare::or), "test: one holds or more";
    "not" "TEST" &[], Run::Value(compare::not), "test: it does not hold";
    "if" "TEST" &[], Run::If, "block: printed when the test holds";
    "unless" "TEST" &[], Run::Unless, "block: printed when the test does not hold";
    "claim" "TEST" &[], Run::Claim, "block: text that is only true while the test holds; stops the edition when it does not";
    "loose" "REASON" &[], Run::Loose, "block: text with numbers that come from no data, and why they may stand";
    "figure" "QUESTION.." FIGURE, Run::Figure, "a chart; as a block, its body is the caption";
    "table" "QUESTION.." TABLE, Run::Insert(table::insert), "a table of one or more questions, or a ready-made one";
    "response-table" "" &["by", "caption", "name", "note", "population", "wave"], Run::Insert(response::against_population), "sample against population by a background variable";
    "representativeness" "VARIABLE.." &[], Run::Insert(methods::representativeness::insert), "a sentence on each variable of the frame: whether respondents and the rest of the population are distributed alike (chi-square)";
    "representative" "VARIABLE" &[], Run::Value(methods::representativeness::holds), "test: by this variable of the frame the respondents do not differ significantly from the rest of the population";
    "weighting-table" "QUESTION" &["caption", "name", "note", "where"], Run::Insert(response::with_weights), "shares of a question without and with the weights";
    "words-table" "" &["caption", "name", "note"], Run::Insert(words_table::insert), "the table of percentages and wordings behind `words`";
    "quote" "INTERVIEW TEXT" &["by"], Run::Insert(quote::insert), "what was said in an interview, word for word; `by=` who of those interviewed said it";
    "methods" "" &["units", "tests"], Run::Insert(methods::insert), "paragraphs on design, response, precision, weighting, tests and missing answers; `units=` what the population consists of";
    "chapter-tables" "SECTION" &[], Run::Insert(table::section), "a frequency table of every question of a section";
}

/// The helper of this name.
pub(super) fn find(name: &str) -> Option<&'static Helper> {
    HELPERS.iter().find(|helper| helper.name == name)
}

/// All names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    HELPERS.iter().map(|helper| helper.name)
}
