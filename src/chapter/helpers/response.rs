//! Tables of the sample: against its population, and what the weights do to it.

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::estimate;
use crate::chapter::helpers::table::{print_at, row_label, row_style};
use crate::chapter::helpers::table_source::TableSource;
use crate::chapter::session::{Session, Spot, at};
use crate::chapter::value::{Measured, Unit};
use crate::chapter::words;
use crate::diagnostics::Diagnostic;
use crate::ledger::{Carrier, Cell};
use crate::statistics::{self, ColumnKind, Selection, Table};
use crate::survey::Question;

/// `{{response-table by="grootte" population="Municipalities"}}`: the sample against
/// the population, which `population` names.
pub(in crate::chapter) fn against_population(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    let Some(by) = arguments.option("by")? else {
        return Err(Diagnostic::error("missing-argument", "`response-table` needs `by`")
            .at(arguments.place())
            .hint("name a variable of the frame: `by=\"grootte\"`"));
    };
    let table = statistics::response_table(session.material.analysis, by, &Selection::default())
        .map_err(|fault| at(fault, arguments.place_of(by)))?;
    let question = statistics::find_question(session.material.survey, by)
        .map_err(|fault| at(fault, arguments.place_of(by)))?;
    plain(session, arguments, question, &table, "tab-respons")
}

/// `{{weighting-table "u01"}}`: what the weights do to the answers.
pub(in crate::chapter) fn with_weights(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let selection = estimate::selection(session, arguments)?;
    let analysis = session.material.analysis;
    let table = statistics::weighting_table(analysis, &question.name, &selection)
        .map_err(|fault| at(fault, arguments.place()))?;
    plain(session, arguments, question, &table, "tab-weging")
}

/// A table whose columns say themselves what they are.
fn plain(
    session: &Session,
    arguments: &Arguments,
    question: &Question,
    table: &Table,
    prefix: &str,
) -> Result<String, Diagnostic> {
    let words = words::words(session.language());
    let name =
        arguments.option("name")?.map_or(format!("{prefix}-{}", question.name), str::to_string);
    session.claim_name(&name, arguments)?;
    let population = arguments.option("population")?.unwrap_or(words.population);
    let heads: Vec<&str> = table
        .columns
        .iter()
        .map(|column| match column.kind {
            ColumnKind::PopulationCount => population,
            ColumnKind::SampleCount => words.respondents,
            ColumnKind::WeightedShare => words.weighted,
            ColumnKind::ResponseRate => words.response,
            _ => words.percent,
        })
        .collect();
    let mut source = TableSource {
        caption: session.escape(arguments.option("caption")?.unwrap_or(&question.short)),
        note: session.escape(arguments.option("note")?.unwrap_or_default()),
        width: "column".into(),
        right: std::iter::once(false).chain(heads.iter().map(|_| true)).collect(),
        name,
        ..TableSource::default()
    };
    source.header = vec![
        std::iter::once(&&*question.short)
            .chain(&heads)
            .map(|head| (session.escape(head), 1))
            .collect(),
    ];
    for (index, row) in table.rows.iter().enumerate() {
        let label = row_label(session, row);
        let mut cells = vec![session.escape(&label)];
        for (column, head) in heads.iter().enumerate() {
            cells.push(match table.cell(index, column) {
                None => String::new(),
                Some(cell) => {
                    let unit = Unit::of(cell.measure.kind);
                    let measured =
                        Measured::new(cell.measure.clone(), unit, arguments.expression());
                    let spot = Spot {
                        carrier: Carrier::Table,
                        within: &source.name,
                        cell: Cell::at(&label, head),
                    };
                    print_at(session, &measured, &arguments.origin, &spot)
                }
            });
        }
        source.rows.push((row_style(row.kind), cells));
    }
    session.add_table();
    Ok(source.write())
}
