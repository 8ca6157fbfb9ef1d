//! Computing the tables.

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, column_letters};
use crate::statistics::{
    self, Analysis, Column, Level, Measure, Order, QuantileRule, RowKind, Selection, Significance,
    Table, TableOptions,
};
use crate::survey::{Kind, Question};

use super::{
    AssociationTest, Count, Estimate, EstimateKind, Group, MissingRow, OptionRow, QuestionTable,
    Request, Tabulation,
};

/// Computes the tables of a request. Fails with the faults of all questions.
pub fn tabulate(analysis: &Analysis, request: &Request) -> Result<Tabulation, Vec<Diagnostic>> {
    let survey = analysis.survey();
    let respondents = analysis.respondents(&request.selection).map_err(|fault| vec![fault])?;
    let mut faults = vec![];
    let mut tables = vec![];
    for by in request.by.iter().flatten() {
        faults.extend(group_question(analysis, by).err());
    }
    if faults.is_empty() {
        for name in &request.questions {
            match table(analysis, name, request) {
                Ok(table) => tables.push(table),
                Err(fault) => faults.push(fault),
            }
        }
    } else {
        let unknown = |name: &String| statistics::find_question(survey, name).err();
        faults.extend(request.questions.iter().filter_map(unknown));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let sum: f64 = analysis.weights().iter().sum();
    let stated = sum > survey.respondents() as f64 * (1.0 + 1e-9);
    let population = match &survey.frame {
        Some(frame) => Some(frame.units as f64),
        // Weights that add up to a whole number do so but for rounding.
        None => stated.then(|| (sum * 1e6).round() / 1e6),
    };
    let filter = &request.selection.filter;
    Ok(Tabulation {
        workbook: survey.file.clone(),
        respondents: respondents.base,
        population: population.filter(|_| filter.is_everyone()),
        filter: (!filter.is_everyone()).then(|| filter.to_string()),
        weighted: analysis.is_weighted(&request.selection),
        level: analysis.settings().level,
        percentages: request.percentages,
        tables,
    })
}

/// The same with a group for each wave, the first one first; the last is the one
/// at hand. Tests compare the waves as samples that were drawn independently. Fails with
/// the faults of that one.
pub fn tabulate_waves(
    waves: &[(&str, &Analysis)],
    request: &Request,
) -> Result<Tabulation, Vec<Diagnostic>> {
    let plain = Request { by: vec![], ..request.clone() };
    let Some((_, current)) = waves.last() else { return Err(vec![]) };
    let mut tabulation = tabulate(current, &plain)?;
    for found in &mut tabulation.tables {
        for (label, analysis) in waves {
            if !analysis.survey().questions.contains_key(&found.name) {
                continue;
            }
            let own = table(analysis, &found.name, &plain).map_err(|fault| vec![fault])?;
            let label: Arc<str> = (*label).into();
            let level = Level { question: "wave".into(), code: label.clone(), label };
            found.groups.push(Group { path: vec![level], ..aligned(own.all, &found.all) });
        }
        for (place, group) in found.groups.iter_mut().enumerate() {
            group.letter = Some(column_letters(place as u32).into());
        }
        if let Some(tests) = &request.tests {
            compare_waves(&mut found.groups, tests);
        }
    }
    Ok(tabulation)
}

/// Tests each row between the waves, and writes the letters.
fn compare_waves(waves: &mut [Group], tests: &Significance) {
    type Figure = for<'g> fn(&'g mut Group, usize) -> Option<Compared<'g>>;
    let share: Figure =
        |group, place| group.rows.get_mut(place).map(|row| (row.share.as_ref(), &mut row.above));
    let mean: Figure = |group, place| {
        let mut means = group.estimates.iter_mut().filter(|it| it.kind == EstimateKind::Mean);
        means.nth(place).map(|it| (it.measure.as_ref(), &mut it.above))
    };
    let letters: Vec<Option<Arc<str>>> = waves.iter().map(|wave| wave.letter.clone()).collect();
    let rows = waves.first().map_or(0, |wave| wave.rows.len());
    let figures = (0..rows).map(|place| (share, place)).chain([(mean, 0)]);
    for (figure, place) in figures {
        let mut compared: Vec<Option<Compared>> =
            waves.iter_mut().map(|wave| figure(wave, place)).collect();
        let measures: Vec<Option<&Measure>> =
            compared.iter().map(|it| it.as_ref().and_then(|it| it.0)).collect();
        for test in statistics::compare_surveys(&measures, tests) {
            if let Some((higher, lower)) = test.significant(tests)
                && let Some((_, above)) = &mut compared[higher]
            {
                above.extend(letters[lower].clone());
            }
        }
        for (_, above) in compared.iter_mut().flatten() {
            above.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
        }
    }
}

/// A figure of a wave, with the letters beside it.
type Compared<'g> = (Option<&'g Measure>, &'g mut Vec<Arc<str>>);

/// The column with the rows of another one, matched by code.
fn aligned(column: Group, other: &Group) -> Group {
    let row = |row: &OptionRow| {
        let own = column.rows.iter().find(|own| (own.is_net, &own.code) == (row.is_net, &row.code));
        own.cloned().unwrap_or(OptionRow { share: None, above: vec![], ..row.clone() })
    };
    let missing = |row: &MissingRow| {
        let is = |own: &&MissingRow| own.code == row.code && own.reason == row.reason;
        let own = column.missing_rows.iter().find(is);
        own.cloned().unwrap_or(MissingRow { n: Count::Shown(0), ..row.clone() })
    };
    Group {
        rows: other.rows.iter().map(row).collect(),
        missing_rows: other.missing_rows.iter().map(missing).collect(),
        ..column
    }
}

/// A question whose options can be groups.
fn group_question<'a>(analysis: &'a Analysis, name: &str) -> Result<&'a Question, Diagnostic> {
    let question = statistics::find_question(analysis.survey(), name)?;
    match question.kind {
        Kind::Single | Kind::Multiple => Ok(question),
        _ => Err(Diagnostic::error(
            "wrong-kind",
            format!("question `{name}` has no options to make groups of"),
        )
        .hint("cut a number into bands: a table `[derived.NAME]` with `band` in the manifest")),
    }
}

fn table(analysis: &Analysis, name: &str, request: &Request) -> Result<QuestionTable, Diagnostic> {
    let question = statistics::find_question(analysis.survey(), name)?;
    let by: Vec<Vec<&str>> =
        request.by.iter().map(|nest| nest.iter().map(String::as_str).collect()).collect();
    let banner: Vec<&[&str]> = by.iter().map(|nest| &nest[..]).collect();
    let numeric = question.kind == Kind::Number;
    let closed = matches!(question.kind, Kind::Single | Kind::Multiple);
    let options = TableOptions {
        order: Order::Given,
        missing: true,
        means: if numeric { vec![question.name.clone()] } else { vec![] },
        significance: request.tests,
        percentages: request.percentages,
        of_answers: request.of_answers,
        weighted_base: true,
        nets: request.nets.get(name).cloned().unwrap_or_default(),
        nets_inside: request.nets_inside,
        ..TableOptions::default()
    };
    let rows: &[&str] = if closed { &[name] } else { &[] };
    let counted = statistics::banner_table(analysis, rows, &banner, &request.selection, &options)?;
    let mut groups = counted
        .columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let mut group = group(&counted, place, column);
            let selection = selection(column, &request.selection);
            if !closed {
                let base = statistics::base(analysis, name, &selection)?;
                (group.base, group.missing) = (Count::of(&base), left_out(&base));
            }
            if numeric {
                describe(analysis, name, &selection, &mut group)?;
            }
            Ok(group)
        })
        .collect::<Result<Vec<Group>, Diagnostic>>()?;
    let all = groups.remove(0);
    let associations = match request.tests {
        Some(_) => request
            .by
            .iter()
            .filter_map(|nest| match &nest[..] {
                [by] => Some(by),
                _ => None,
            })
            .filter_map(|by| association(analysis, question, by, &request.selection).transpose())
            .collect::<Result<_, _>>()?,
        None => vec![],
    };
    Ok(QuestionTable {
        name: question.name.clone(),
        label: question.label.clone(),
        kind: question.kind,
        all,
        groups,
        associations,
    })
}

/// The respondents of a column.
fn selection(column: &Column, selection: &Selection) -> Selection {
    column.path.iter().fold(selection.clone(), |selection, level| {
        let filter = statistics::Filter::code(level.question.clone(), level.code.clone());
        selection.within(&filter)
    })
}

/// What the table holds of one column.
fn group(table: &Table, place: usize, column: &Column) -> Group {
    let mut group =
        Group { path: column.path.clone(), letter: column.letter.clone(), ..Group::default() };
    for (number, row) in table.rows.iter().enumerate() {
        let cell = table.cell(number, place);
        let measure = cell.map(|cell| cell.measure.clone());
        let above = cell.map_or_else(Vec::new, |cell| match cell.measure.hidden {
            None => cell.above.clone(),
            Some(_) => vec![],
        });
        match row.kind {
            RowKind::Choice | RowKind::Net => group.rows.push(OptionRow {
                code: row.code.clone().unwrap_or_else(|| "".into()),
                label: row.label.clone(),
                is_net: row.kind == RowKind::Net,
                depth: row.depth,
                share: measure,
                above,
            }),
            RowKind::Base => {
                group.base = measure.as_ref().map_or_else(Count::default, Count::of);
                group.missing = measure.as_ref().map_or_else(Count::default, left_out);
            }
            RowKind::Mean => {
                group.estimates.push(Estimate { kind: EstimateKind::Mean, measure, above });
            }
            RowKind::WeightedBase => {
                let shown = measure.filter(|base| base.hidden.is_none());
                group.weighted_base = shown.map(|base| base.value);
            }
            RowKind::Answers => group.answers = measure.as_ref().map(Count::of),
            RowKind::Missing(reason) => group.missing_rows.push(MissingRow {
                code: row.code.clone(),
                label: row.label.clone(),
                reason,
                n: measure.as_ref().map_or_else(Count::default, Count::of),
            }),
            _ => {}
        }
    }
    group
}

/// The respondents who are left out of a base: hidden as the base is, which would follow.
fn left_out(base: &Measure) -> Count {
    base.hidden.map_or(Count::Shown(base.missing), Count::Hidden)
}

/// The numbers that describe a numeric question.
fn describe(
    analysis: &Analysis,
    name: &str,
    selection: &Selection,
    group: &mut Group,
) -> Result<(), Diagnostic> {
    let above = group.estimates.first().map_or_else(Vec::new, |mean| mean.above.clone());
    let quantile = |probability| {
        statistics::quantile(analysis, name, probability, QuantileRule::School, selection)
    };
    let found = [
        (EstimateKind::Mean, statistics::mean(analysis, name, selection)),
        (EstimateKind::Median, quantile(0.5)),
        (EstimateKind::LowerQuartile, quantile(0.25)),
        (EstimateKind::UpperQuartile, quantile(0.75)),
        (EstimateKind::Total, statistics::total(analysis, name, selection)),
    ];
    group.estimates.clear();
    for (kind, measure) in found {
        let measure: Option<Measure> = match measure {
            Ok(measure) => Some(measure),
            // A group in which nobody answered is a column of dashes, not a fault.
            Err(fault) if fault.code == "empty-base" => None,
            Err(fault) => return Err(fault),
        };
        let shown = measure.as_ref().is_some_and(|measure| measure.hidden.is_none());
        let above = if kind == EstimateKind::Mean && shown { above.clone() } else { vec![] };
        group.estimates.push(Estimate { kind, measure, above });
    }
    Ok(())
}

/// The test of a question with the groups: for closed questions that of Rao
/// and Scott, for numbers an analysis of variance. `None` where neither applies.
fn association(
    analysis: &Analysis,
    question: &Question,
    by: &str,
    selection: &Selection,
) -> Result<Option<AssociationTest>, Diagnostic> {
    let by_question = group_question(analysis, by)?;
    if by_question.kind != Kind::Single || by_question.name == question.name {
        return Ok(None);
    }
    let by: Arc<str> = by_question.name.clone();
    Ok(match question.kind {
        Kind::Single => statistics::association(analysis, &question.name, &by, selection)?
            .rao_scott
            .map(|test| AssociationTest {
                by,
                name: "rao-scott",
                f: test.f,
                numerator: test.numerator,
                denominator: test.denominator,
                p: test.p,
            }),
        Kind::Number => {
            statistics::compare_means(analysis, &question.name, &by, selection)?.map(|test| {
                AssociationTest {
                    by,
                    name: "anova",
                    f: test.f,
                    numerator: test.between,
                    denominator: test.within,
                    p: test.p,
                }
            })
        }
        _ => None,
    })
}
