//! The heads over the columns of a table by groups.

use crate::chapter::helpers::plan::Plan;
use crate::statistics::{ColumnKind, Level, Table};

use super::making::Making;

/// The heads over the columns of a banner: the questions, and a row for each
/// level of the deepest nest; a head spans the columns that have it in common.
pub(super) fn banner_heads(
    plan: &Plan,
    making: &Making,
    table: &Table,
    letters: bool,
) -> Vec<Head> {
    let depth = table.columns.iter().map(|column| column.path.len()).max().unwrap_or(0);
    let survey = plan.session.material.survey;
    let text = |text: &str| making.text(text);
    let mut rows: Vec<Head> = (0..depth).map(|_| vec![(String::new(), 1)]).collect();
    rows.push(vec![(text(plan.words.answer), 1)]);
    let mut shared: Vec<Vec<String>> = vec![vec![]; depth];
    for column in &table.columns {
        for (level, row) in rows.iter_mut().enumerate() {
            // Short paths stand on the bottom line.
            let own = (level + column.path.len()).checked_sub(depth);
            if level == depth {
                let label = match column.kind {
                    ColumnKind::Total => plan.words.total.to_string(),
                    _ => column.label.to_string(),
                };
                let letter = match &column.letter {
                    Some(letter) if letters => format!(" ({letter})"),
                    _ => String::new(),
                };
                row.push((text(&format!("{label}{letter}")), 1));
                continue;
            }
            let (name, key) = match own {
                None => (String::new(), vec![format!("{}", row.len())]),
                // The first line has the questions, those below the outer groups.
                Some(0) => {
                    let short = |level: &Level| match survey.questions.get(&level.question) {
                        Some(question) => question.short.to_string(),
                        None => plan.words.wave.to_string(),
                    };
                    let names: Vec<String> = column.path.iter().map(short).collect();
                    let name = names.join(" › ");
                    (name.clone(), vec![name, column.path[0].question.to_string()])
                }
                Some(own) => {
                    let outer = &column.path[own - 1];
                    let prefix = column.path[..own].iter().map(|level| level.code.to_string());
                    let block = format!("{}", column.block);
                    (outer.label.to_string(), std::iter::once(block).chain(prefix).collect())
                }
            };
            match row.last_mut() {
                Some(last) if !name.is_empty() && shared[level] == key => last.1 += 1,
                _ => row.push((text(&name), 1)),
            }
            shared[level] = key;
        }
    }
    rows
}

/// A row of heads, each with the number of columns that it spans.
pub(super) type Head = Vec<(String, usize)>;
