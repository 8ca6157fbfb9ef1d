//! Tables: of one question, by groups, and of several statements.

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::plan::Plan;
use crate::chapter::helpers::ready_made;
use crate::chapter::helpers::table_source::TableSource;
use crate::chapter::session::{Session, Spot};
use crate::chapter::source_map::Origin;
use crate::chapter::value::{Measured, Unit, Value};
use crate::chapter::words;
use crate::diagnostics::{Diagnostic, nearest_hint};
use crate::format::{self, Percent};
use crate::ledger::{self, Carrier, Cell, Outcome, TestedGroup};
use crate::statistics::{
    self, Column, ColumnKind, Comparison, Correction, Filter, Level, Measure, Order, Percentages,
    Row, RowKind, Selection, Significance, Statistic, Table, TableOptions,
};
use crate::survey::{Kind, Missing, Question};

/// `{{table …}}`
pub(in crate::chapter) fn insert(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    if let Some(cells) = arguments.option("cells")? {
        return ready_made::table(session, arguments, cells);
    }
    if let Some(table) = arguments.option("table")? {
        return ready_made::table(session, arguments, table);
    }
    let plan = Plan::read(session, arguments, "tab")?;
    let kind = arguments.choice("kind", &["frequencies", "statements", "summary"])?;
    let question = plan.questions[0];
    let source = match (kind, question.kind) {
        // Several questions by groups stand one below the other.
        (None, _) if plan.questions.len() > 1 && plan.is_grouped() => options(&plan)?,
        (Some("statements"), _) if plan.is_grouped() => {
            return Err(plan
                .fault("table-shape", "a table of statements has no groups".into())
                .hint(
                    "leave `by` out, or leave `kind` out to have the questions below each other",
                ));
        }
        (Some("statements"), _) | (None, _) if plan.questions.len() > 1 => statements(&plan)?,
        (Some("statements"), _) => statements(&plan)?,
        (None, Kind::Number) if plan.by_waves => options(&plan)?,
        (Some("summary"), _) if plan.by_waves => {
            return Err(plan
                .fault("table-shape", "a summary has no groups of waves".into())
                .hint("leave `kind` out to have the means, or name the wave: `wave=\"…\"`"));
        }
        (Some("summary"), _) | (None, Kind::Number) => summary(&plan)?,
        (None, Kind::Text | Kind::Date) => answered(&plan)?,
        _ => options(&plan)?,
    };
    session.add_table();
    Ok(source.write())
}

/// `{{chapter-tables "section"}}`: a table of every question of a section.
pub(in crate::chapter) fn section(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    let name = arguments.text(0, "the name of a section")?;
    let survey = session.material.survey;
    let Some(index) = survey.sections.iter().position(|section| &*section.name == name) else {
        let names: Vec<&str> = survey.sections.iter().map(|section| &*section.name).collect();
        return Err(Diagnostic::error("unknown-section", format!("unknown section `{name}`"))
            .at(arguments.place_of(name))
            .hints(nearest_hint(name, names.iter().copied()))
            .hint(match names.as_slice() {
                [] => "the codebook has no groups of questions: give it rows `begin_group` and `end_group`".into(),
                names => format!("sections: {}", names.join(", ")),
            }));
    };
    let mut source = String::new();
    for question in survey.questions.values().filter(|it| it.section == Some(index)) {
        let own = Arguments {
            helper: "table",
            origin: arguments.origin.clone(),
            positional: vec![Value::Text(question.name.to_string())],
            options: [("name".to_string(), Value::Text(format!("app-{}", question.name)))].into(),
        };
        source.push_str(&insert(session, &own)?);
    }
    Ok(source)
}

/// A table in the making, with what its cells need to be printed.
struct Making<'p, 'a> {
    plan: &'p Plan<'a>,
    source: TableSource,
}

impl<'p, 'a> Making<'p, 'a> {
    fn new(plan: &'p Plan<'a>) -> Result<Self, Diagnostic> {
        Ok(Self {
            plan,
            source: TableSource {
                name: plan.name.clone(),
                caption: plan.caption()?,
                width: plan
                    .arguments
                    .choice("width", &["column", "wide"])?
                    .unwrap_or("column")
                    .to_string(),
                ..TableSource::default()
            },
        })
    }

    /// A number in a cell, entered into the ledger.
    fn print(&self, measured: &Measured, row: &str, column: &str) -> String {
        let spot = Spot {
            carrier: Carrier::Table,
            within: &self.source.name,
            cell: Cell::at(row, column),
        };
        self.plan.print(measured, &table_text(self.plan.session, measured), &spot)
    }

    fn text(&self, text: &str) -> String {
        self.plan.text(text)
    }

    fn head(&self, cells: &[&str]) -> Vec<(String, usize)> {
        cells.iter().map(|cell| (self.text(cell), 1)).collect()
    }

    /// The author's note, or else that of the plan; and a word on hidden cells.
    fn finish(
        mut self,
        table: Option<&Table>,
        bases: &[&Measure],
        extra: &[&str],
    ) -> Result<TableSource, Diagnostic> {
        self.source.note = match self.plan.arguments.option("note")? {
            Some(note) => self.text(note),
            None => self.plan.note(bases, extra),
        };
        if table.is_some_and(|table| !table.hidden.is_empty()) {
            self.source.note.push_str(&self.text(&format!(" {}.", self.plan.words.hidden)));
        }
        Ok(self.source)
    }
}

/// A number as it stands in a table: a percentage without its sign, which the head has.
fn table_text(session: &Session, measured: &Measured) -> String {
    let measure = &measured.measure;
    if measured.unit == Unit::Share && measure.hidden.is_none() && measure.value.is_finite() {
        let digits = session.digits(Unit::Share);
        let share = measure.percentage(digits) / 100.0;
        return format::percent(share, digits, Percent::Bare, session.language());
    }
    session.house_style(measured)
}

/// What an option's row is called.
pub(super) fn row_label(session: &Session, row: &Row) -> String {
    let words = words::words(session.language());
    match row.kind {
        RowKind::Missing(reason) if row.label.is_empty() => {
            words::missing(reason, session.language()).to_string()
        }
        RowKind::Total => words.total.into(),
        RowKind::Base => words.base.into(),
        RowKind::WeightedBase => words.weighted_base.into(),
        RowKind::Answers => words.answers.into(),
        RowKind::Mean => words.mean.into(),
        _ => row.label.to_string(),
    }
}

pub(super) fn row_style(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Choice | RowKind::Statement => "row",
        RowKind::Net | RowKind::Total => "total",
        RowKind::Missing(_) => "missing",
        RowKind::Base | RowKind::WeightedBase | RowKind::Answers => "base",
        RowKind::Mean => "mean",
    }
}

/// Whether a row tells something: reasons for missing answers that nobody gave do not.
fn is_shown(table: &Table, row: usize) -> bool {
    !matches!(table.rows[row].kind, RowKind::Missing(_))
        || (0..table.columns.len()).any(|column| {
            table
                .cell(row, column)
                .is_some_and(|cell| cell.measure.hidden.is_some() || cell.measure.value > 0.0)
        })
}

/// A row per option: numbers and percentages, or percentages by group.
fn options(plan: &Plan) -> Result<TableSource, Diagnostic> {
    let tests = plan.arguments.choice("tests", &["none", "plain", "bonferroni", "fdr"])?;
    let correction = tests.and_then(correction);
    let level = 1.0 - plan.session.material.analysis.settings().level;
    let percentages = plan.arguments.choice("percent", &["column", "row", "total"])?;
    let of = plan.arguments.choice("of", &["respondents", "answers"])?;
    let nets = plan.arguments.choice("nets", &["inside", "after"])?;
    let options = |question: &Question| TableOptions {
        order: plan.order.unwrap_or(match question.ordered {
            true => Order::Given,
            false => Order::Value,
        }),
        percentages: match percentages {
            Some("row") => Percentages::Row,
            Some("total") => Percentages::Total,
            _ => Percentages::Column,
        },
        of_answers: of == Some("answers"),
        nets: nets.map_or(vec![], |_| plan.nets(question)),
        nets_inside: nets == Some("inside"),
        weighted_base: plan.arguments.switch("weighted-base").ok().flatten().unwrap_or(false),
        total: true,
        // A scale without scores, such as size classes, has no mean that says anything.
        mean: question.choices.iter().all(|choice| choice.score.is_some()),
        significance: correction.map(|correction| Significance {
            correction,
            level,
            ..Significance::default()
        }),
        ..TableOptions::default()
    };
    plan.arguments.switch("weighted-base")?;
    let (means, closed): (Vec<&Question>, Vec<&Question>) =
        plan.questions.iter().partition(|question| question.kind == Kind::Number);
    let mut tables = vec![];
    for question in closed {
        tables.push(plan.options_table(&[&*question.name], &options(question))?);
    }
    if !means.is_empty() {
        let means = means.iter().map(|question| question.name.clone()).collect();
        tables
            .push(plan.options_table(&[], &TableOptions { means, ..options(plan.questions[0]) })?);
    }
    match (plan.is_grouped(), &tables[..]) {
        (false, [table]) => frequencies(plan, table),
        _ => groups(plan, &tables),
    }
}

fn frequencies(plan: &Plan, table: &Table) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let mut making = Making::new(plan)?;
    making.source.right = vec![false, true, true];
    making.source.header = vec![making.head(&[words.answer, words.number, words.percent])];
    let mut rows = vec![];
    for (index, row) in table.rows.iter().enumerate().filter(|(index, _)| is_shown(table, *index)) {
        let label = row_label(plan.session, row);
        let mut cells = vec![making.text(&label), String::new(), String::new()];
        if let Some(cell) = table.cell(index, 0) {
            let measured = plan.measured(&cell.measure);
            match measured.unit {
                Unit::Share => {
                    let count = plan.count_of(&cell.measure);
                    cells[1] = making.print(&count, &label, words.number);
                    cells[2] = making.print(&measured, &label, words.percent);
                }
                Unit::Count => cells[1] = making.print(&measured, &label, words.number),
                _ => cells[2] = making.print(&measured, &label, words.mean),
            }
        }
        rows.push((row_style(row.kind), cells));
    }
    making.source.rows = rows;
    let left_out = table
        .rows
        .iter()
        .enumerate()
        .any(|(index, row)| matches!(row.kind, RowKind::Missing(_)) && is_shown(table, index));
    let extra: &[&str] = match plan.arguments.option("of")? {
        Some("answers") => &[words.answer_percentages],
        _ => &[],
    };
    let mut source = making.finish(Some(table), &[], extra)?;
    if left_out && plan.arguments.option("note")?.is_none() {
        source.note.push_str(&plan.text(&format!(
            "{}: {}.",
            missing_names(plan, table),
            words.left_out
        )));
    }
    Ok(source)
}

/// The names of the rows of missing answers, as in "Weet niet en niet ingevuld".
fn missing_names(plan: &Plan, table: &Table) -> String {
    let mut names: Vec<String> = vec![];
    for (index, row) in table.rows.iter().enumerate() {
        if matches!(row.kind, RowKind::Missing(_)) && is_shown(table, index) {
            let label = row_label(plan.session, row);
            names.push(if names.is_empty() { label } else { super::plan::lower_first(&label) });
        }
    }
    format::list(&names, plan.session.language())
}

/// The heads over the columns of a banner: the questions, and a row for each
/// level of the deepest nest; a head spans the columns that have it in common.
fn banner_heads(plan: &Plan, making: &Making, table: &Table, letters: bool) -> Vec<Head> {
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
type Head = Vec<(String, usize)>;

/// The correction that a template asks for; `None` without tests.
fn correction(tests: &str) -> Option<Correction> {
    match tests {
        "none" => None,
        "plain" => Some(Correction::None),
        "fdr" => Some(Correction::BenjaminiHochberg),
        _ => Some(Correction::Bonferroni),
    }
}

fn groups(plan: &Plan, tables: &[Table]) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let mut making = Making::new(plan)?;
    let table = &tables[0];
    let tested = match table.columns.iter().any(|column| column.letter.is_some()) {
        true => plan.arguments.option("tests")?.and_then(correction),
        false => None,
    };
    let names: Vec<String> = table
        .columns
        .iter()
        .map(|column| match column.kind {
            ColumnKind::Total => words.total.to_string(),
            _ => {
                let labels: Vec<&str> = column.path.iter().map(|level| &*level.label).collect();
                labels.join(" › ")
            }
        })
        .collect();
    making.source.right = std::iter::once(false).chain(names.iter().map(|_| true)).collect();
    making.source.header = banner_heads(plan, &making, table, tested.is_some());
    let mut rows = vec![];
    for table in tables {
        if let [question] = &table.questions[..]
            && tables.len() > 1
            && let Some(question) = plan.session.material.survey.questions.get(question)
        {
            let mut cells = vec![making.text(&question.short)];
            cells.extend(names.iter().map(|_| String::new()));
            rows.push(("heading", cells));
        }
        for (index, row) in table.rows.iter().enumerate() {
            if is_shown(table, index) {
                rows.push((
                    row_style(row.kind),
                    group_row(plan, &making, table, index, &names, tested),
                ));
            }
        }
    }
    making.source.rows = rows;
    let percentages = match (table.percentages, plan.arguments.option("of")?) {
        (Percentages::Column, Some("answers")) => words.answer_percentages,
        (Percentages::Column, _) => words.column_percentages,
        (Percentages::Row, _) => words.row_percentages,
        (Percentages::Total, _) => words.total_percentages,
    };
    let mut extra = vec![percentages];
    if tested.is_some() {
        extra.push(words.letters);
    }
    let hiding = tables.iter().find(|table| !table.hidden.is_empty());
    making.finish(hiding, &[], &extra)
}

/// The cells of a row of a table by groups.
fn group_row(
    plan: &Plan,
    making: &Making,
    table: &Table,
    index: usize,
    names: &[String],
    tested: Option<Correction>,
) -> Vec<String> {
    let row = &table.rows[index];
    let label = row_label(plan.session, row);
    let mut cells = vec![making.text(&label)];
    for (column, name) in names.iter().enumerate() {
        cells.push(match table.cell(index, column) {
            None => String::new(),
            Some(cell) => {
                let mut measured = plan.measured(&cell.measure);
                if let Some(correction) = tested {
                    let tests = significance(plan, table, names, correction, (index, column));
                    measured.significance = tests;
                }
                let printed = making.print(&measured, &label, name);
                if tested.is_some() && !cell.above.is_empty() {
                    let letters: String = cell.above.iter().map(|letter| &**letter).collect();
                    format!("{printed}#super[{letters}]")
                } else {
                    printed
                }
            }
        });
    }
    cells
}

/// How a cell lies to those of the other columns that it was compared with.
fn significance(
    plan: &Plan,
    table: &Table,
    names: &[String],
    correction: Correction,
    (row, column): (usize, usize),
) -> Option<ledger::Significance> {
    let letter = |column: usize| table.columns[column].letter.as_deref().map(str::to_string);
    let level = 1.0 - plan.session.material.analysis.settings().level;
    let own = |test: &&Comparison| test.row == row && (test.a == column || test.b == column);
    let tests = table.comparisons.iter().filter(own);
    let groups: Vec<TestedGroup> = tests
        .clone()
        .filter_map(|test| {
            let (other, difference) = match test.a == column {
                true => (test.b, test.statistic),
                false => (test.a, -test.statistic),
            };
            let compared = &table.cell(row, other)?.measure;
            Some(TestedGroup {
                letter: letter(other),
                label: names[other].clone(),
                filter: compared.filter.as_deref().map(ledger::conditions).unwrap_or_default(),
                wave: compared.wave.as_deref().map(str::to_string),
                outcome: Outcome::of(test.corrected < level, difference),
                p: Some(test.p),
                corrected: Some(test.corrected),
            })
        })
        .collect();
    let comparisons = tests.clone().map(|test| test.family).max()?;
    let letter = letter(column);
    let tested = !groups.is_empty();
    tested.then_some(ledger::Significance { level, correction, comparisons, letter, groups })
}

/// A row per statement: the share of each answer, the mean and the base.
fn statements(plan: &Plan) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let table = plan.statements_table(&TableOptions {
        order: plan.order.unwrap_or(Order::Given),
        ..TableOptions::default()
    })?;
    let mut making = Making::new(plan)?;
    let name = |column: &Column| match column.kind {
        ColumnKind::Mean => words.mean.to_string(),
        ColumnKind::Base => "n".to_string(),
        _ => column.label.to_string(),
    };
    let names: Vec<String> = table.columns.iter().map(name).collect();
    making.source.right = std::iter::once(false).chain(names.iter().map(|_| true)).collect();
    let mut heads = vec![(making.text(words.statement), 1)];
    heads.extend(names.iter().map(|name| (making.text(name), 1)));
    making.source.header = vec![heads];
    let mut rows = vec![];
    for (index, row) in table.rows.iter().enumerate() {
        let label = row_label(plan.session, row);
        let mut cells = vec![making.text(&label)];
        for (column, name) in names.iter().enumerate() {
            cells.push(match table.cell(index, column) {
                None => String::new(),
                Some(cell) => making.print(&plan.measured(&cell.measure), &label, name),
            });
        }
        rows.push((row_style(row.kind), cells));
    }
    making.source.rows = rows;
    making.finish(Some(&table), &[], &[words.row_percentages])
}

/// A number: quartiles, mean and base, by group if there are any.
fn summary(plan: &Plan) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let analysis = plan.session.material.analysis;
    let name = &*plan.questions[0].name;
    let counted = plan.options_table(&[], &TableOptions::default())?;
    let columns: Vec<(String, Selection)> = counted
        .columns
        .iter()
        .map(|column| {
            let labels: Vec<&str> = column.path.iter().map(|level| &*level.label).collect();
            let name =
                if labels.is_empty() { words.total.to_string() } else { labels.join(" › ") };
            let selection = column.path.iter().fold(plan.selection.clone(), |selection, level| {
                let code = Filter::code(level.question.clone(), level.code.clone());
                selection.within(&code)
            });
            (name, selection)
        })
        .collect();
    let mut making = Making::new(plan)?;
    making.source.right = std::iter::once(false).chain(columns.iter().map(|_| true)).collect();
    let mut heads = banner_heads(plan, &making, &counted, false);
    if let Some(first) = heads.last_mut().and_then(|row| row.first_mut()) {
        first.0 = making.text(words.value);
    }
    making.source.header = heads;
    type Estimate = fn(&statistics::Analysis, &str, &Selection) -> Result<Measure, Diagnostic>;
    let quarter: Estimate = |analysis, name, selection| {
        statistics::quantile(analysis, name, 0.25, Default::default(), selection)
    };
    let three_quarters: Estimate = |analysis, name, selection| {
        statistics::quantile(analysis, name, 0.75, Default::default(), selection)
    };
    let lines: [(&str, &'static str, Estimate); 6] = [
        (words.lower_quartile, "row", quarter),
        (words.median, "row", statistics::median),
        (words.upper_quartile, "row", three_quarters),
        (words.mean, "mean", statistics::mean),
        (words.base, "base", statistics::base),
        (words::missing(Missing::Empty, plan.session.language()), "missing", statistics::missing),
    ];
    let mut rows = vec![];
    for (label, kind, estimate) in lines {
        let mut cells = vec![making.text(label)];
        for (column, selection) in &columns {
            // A group without answers has no mean; its cell says so.
            cells.push(match estimate(analysis, name, selection) {
                Ok(measure) => making.print(&plan.measured(&measure), label, column),
                Err(fault) if fault.code == "empty-base" => making.text("–"),
                Err(fault) => return Err(plan.at(fault)),
            });
        }
        rows.push((kind, cells));
    }
    making.source.rows = rows;
    making.finish(None, &[], &[])
}

/// An open answer or a date: how many gave one.
fn answered(plan: &Plan) -> Result<TableSource, Diagnostic> {
    let words = plan.words;
    let analysis = plan.session.material.analysis;
    let name = &*plan.questions[0].name;
    let given =
        statistics::base(analysis, name, &plan.selection).map_err(|fault| plan.at(fault))?;
    let missing =
        statistics::missing(analysis, name, &plan.selection).map_err(|fault| plan.at(fault))?;
    let all = missing.base;
    let mut making = Making::new(plan)?;
    making.source.right = vec![false, true, true];
    making.source.header = vec![making.head(&[words.answer, words.number, words.percent])];
    let language = plan.session.language();
    let lines = [
        (words.answered, "row", Statistic::AnsweredShare, given),
        (words::missing(Missing::Empty, language), "row", Statistic::MissingShare, missing),
    ];
    let mut rows = vec![];
    for (label, kind, statistic, measure) in lines {
        let share = Measure {
            value: measure.n as f64 / all.max(1) as f64,
            kind: statistics::MeasureKind::Share,
            statistic,
            base: all,
            ..measure.clone()
        };
        rows.push((
            kind,
            vec![
                making.text(label),
                making.print(&plan.measured(&measure), label, words.number),
                making.print(&plan.measured(&share), label, words.percent),
            ],
        ));
    }
    making.source.rows = rows;
    making.finish(None, &[], &[])
}

pub(super) fn print_at(
    session: &Session,
    measured: &Measured,
    origin: &Origin,
    spot: &Spot,
) -> String {
    session.print_fact(measured, &table_text(session, measured), origin, Some(spot))
}
