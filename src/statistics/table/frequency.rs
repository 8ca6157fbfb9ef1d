//! Frequency tables and banner tables.

use super::banner::{Block, letter_columns};
use super::sheet::Sheet;
use super::significance::compare;
use super::{Table, TableOptions};
use crate::diagnostics::Diagnostic;
use crate::statistics::analysis::{Analysis, Selection};
use crate::statistics::{lookup, privacy};

/// How often each option of a closed question was chosen.
///
/// Fails with `unknown-question`, `unknown-code` or `wrong-kind`.
pub fn frequency_table(
    analysis: &Analysis,
    question: &str,
    selection: &Selection,
    options: &TableOptions,
) -> Result<Table, Diagnostic> {
    banner_table(analysis, &[question], &[], selection, options)
}

/// Questions by banner questions. Each entry of `banner` is a question, or
/// questions nested from the outermost: `&[&["grootte"], &["provincie", "grootte"]]`.
/// Several questions stand one below the other.
///
/// Groups that nobody is in have no column. Fails as [`frequency_table`] does.
pub fn banner_table(
    analysis: &Analysis,
    questions: &[&str],
    banner: &[&[&str]],
    selection: &Selection,
    options: &TableOptions,
) -> Result<Table, Diagnostic> {
    let survey = &analysis.survey;
    let mask = selection.filter.mask(survey)?;
    let mut blocks = Vec::new();
    if options.total || banner.is_empty() {
        blocks.push(Block::total(survey.respondents(), mask.as_deref()));
    }
    blocks.extend(Block::banner(survey, banner, mask.as_deref())?);
    let mut columns: Vec<_> = blocks.iter().flat_map(|block| block.columns.clone()).collect();
    letter_columns(&mut columns);
    let filters = columns.iter().map(|column| selection.within(&column.group()).restriction());
    let filters = filters.collect();
    let mut sheet = Sheet {
        analysis,
        design: analysis.design(selection.weighted),
        selection,
        options,
        blocks: &blocks,
        width: columns.len(),
        filters,
        rows: vec![],
        cells: vec![],
        samples: vec![],
        grids: vec![],
    };
    for name in questions {
        sheet.question(lookup::question(survey, name)?)?;
    }
    for name in &options.means {
        sheet.mean_of(lookup::question(survey, name)?)?;
    }
    let Sheet { rows, cells, samples, grids, .. } = sheet;
    let mut table = Table {
        questions: questions.iter().map(|&name| name.into()).collect(),
        by: banner.iter().flat_map(|names| names.iter().map(|&name| name.into())).collect(),
        percentages: options.percentages,
        columns,
        rows,
        cells,
        comparisons: vec![],
        hidden: vec![],
    };
    if let Some(plan) = &options.significance {
        compare(&mut table, &samples, plan);
    }
    privacy::protect(&mut table, &grids, analysis.settings.privacy);
    Ok(table)
}
