//! Laws that hold for every survey, tried on surveys made at random.

use std::collections::BTreeSet;
use std::sync::Arc;

use drukpers::statistics as st;
use drukpers::statistics::{
    Adjustment, Analysis, DesignPlan, Figure, Filter, Margin, Net, Population, Privacy, RowKind,
    Selection, Settings, Table, TableOptions,
};
use drukpers::survey::Survey;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::made::{add_numbers, add_scale, blank};

/// The columns of a survey: answers to `q`, groups, strata, weights.
#[derive(Clone, Debug)]
struct Columns {
    answers: Vec<u16>,
    groups: Vec<u16>,
    strata: Vec<u16>,
    weights: Vec<f64>,
}

const OPTIONS: u16 = 4;
const GROUPS: u16 = 3;

fn columns(most: usize) -> impl Strategy<Value = Columns> {
    // Three respondents in each stratum come first, so that none is lonely.
    let one = (0..=OPTIONS, 0..GROUPS, 0..2u16, 0.2..5.0f64);
    prop::collection::vec(one, 8..most).prop_map(|rows| {
        let mut columns =
            Columns { answers: vec![], groups: vec![], strata: vec![], weights: vec![] };
        for (place, (answer, group, stratum, weight)) in rows.into_iter().enumerate() {
            let first = place < 6;
            columns.answers.push(if first { place as u16 % OPTIONS } else { answer });
            columns.groups.push(if first { place as u16 % GROUPS } else { group });
            columns.strata.push(if first { place as u16 % 2 } else { stratum });
            columns.weights.push(weight);
        }
        columns
    })
}

impl Columns {
    fn survey(&self) -> Survey {
        let mut survey = blank(self.answers.len());
        add_scale(&mut survey, "q", OPTIONS, &self.answers);
        add_scale(&mut survey, "groep", GROUPS, &self.groups);
        add_scale(&mut survey, "stratum", 2, &self.strata);
        add_numbers(&mut survey, "gewicht", &self.weights);
        let ids: Vec<f64> = (0..self.answers.len()).map(|id| id as f64).collect();
        add_numbers(&mut survey, "id", &ids);
        survey
    }

    fn in_order(&self, order: &[usize]) -> Self {
        Self {
            answers: order.iter().map(|&at| self.answers[at]).collect(),
            groups: order.iter().map(|&at| self.groups[at]).collect(),
            strata: order.iter().map(|&at| self.strata[at]).collect(),
            weights: order.iter().map(|&at| self.weights[at]).collect(),
        }
    }
}

/// The same surveys in every run, unless `PROPTEST_RNG_SEED` says otherwise.
fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let rng_seed = match default.rng_seed {
        RngSeed::Random => RngSeed::Fixed(20_100_301),
        fixed => fixed,
    };
    ProptestConfig {
        cases: cases.max(default.cases),
        rng_seed,
        failure_persistence: None,
        ..default
    }
}

fn plan() -> DesignPlan {
    DesignPlan {
        weights: Some("gewicht".into()),
        strata: Some("stratum".into()),
        population: vec![Population::Strata(vec![("1".into(), 500.0), ("2".into(), 900.0)])],
        ..DesignPlan::default()
    }
}

fn prepare(survey: Survey, plan: &DesignPlan, privacy: Privacy) -> Analysis {
    let settings = Settings { privacy, ..Settings::default() };
    Analysis::new(Arc::new(survey), plan, settings).unwrap()
}

fn analysis(columns: &Columns) -> Analysis {
    prepare(columns.survey(), &plan(), Privacy::default())
}

fn banner(analysis: &Analysis) -> Table {
    let (everyone, options) = (Selection::default(), TableOptions::default());
    st::banner_table(analysis, &["q"], &[&["groep"]], &everyone, &options).unwrap()
}

/// Value, standard error and interval of every cell.
fn numbers(table: &Table) -> Vec<f64> {
    let cells = table.cells.iter().flatten();
    cells
        .flat_map(|cell| {
            let measure = &cell.measure;
            let (low, high) = measure.interval.unwrap_or((0.0, 0.0));
            [measure.value, measure.standard_error.unwrap_or(0.0), low, high]
        })
        .collect()
}

fn assert_close(a: &[f64], b: &[f64], what: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        prop_assert!((a - b).abs() <= 1e-9 * (1.0 + a.abs()), "{}: {} and {}", what, a, b);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn shares_of_a_single_choice_add_up_to_one(columns in columns(60)) {
        let analysis = analysis(&columns);
        let table = banner(&analysis);
        for column in 0..table.columns.len() {
            let shares = (0..table.rows.len())
                .filter(|&row| table.rows[row].kind == RowKind::Choice)
                .filter_map(|row| table.cell(row, column))
                .map(|cell| cell.measure.value);
            let (count, sum) = shares.fold((0, 0.0), |(n, sum), share| (n + 1, sum + share));
            prop_assert!(count == 0 || (sum - 1.0f64).abs() < 1e-12, "{}", sum);
        }
        let everyone = Selection::default();
        let all: f64 = ["1", "2", "3", "4"]
            .iter()
            .map(|code| st::share(&analysis, "q", &[code], &everyone).unwrap().value)
            .sum();
        prop_assert!((all - 1.0).abs() < 1e-12);
    }

    #[test]
    fn rescaled_weights_change_totals_only(columns in columns(60), factor in 0.01..100.0f64) {
        let mut scaled = columns.clone();
        scaled.weights.iter_mut().for_each(|weight| *weight *= factor);
        let (before, after) = (analysis(&columns), analysis(&scaled));
        assert_close(&numbers(&banner(&before)), &numbers(&banner(&after)), "table")?;
        let everyone = Selection::default();
        let old = st::total(&before, "q", &everyone).unwrap();
        let new = st::total(&after, "q", &everyone).unwrap();
        assert_close(&[old.value * factor], &[new.value], "total")?;
        let error = |m: &st::Measure| m.standard_error.unwrap();
        assert_close(&[error(&old) * factor], &[error(&new)], "error of the total")?;
        let quantile = |analysis| st::median(analysis, "q", &everyone).unwrap().value;
        assert_close(&[quantile(&before)], &[quantile(&after)], "median")?;
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(
        (columns, order) in columns(60).prop_flat_map(|columns| {
            let order: Vec<usize> = (0..columns.answers.len()).collect();
            (Just(columns), Just(order).prop_shuffle())
        })
    ) {
        let (before, after) = (analysis(&columns), analysis(&columns.in_order(&order)));
        assert_close(&numbers(&banner(&before)), &numbers(&banner(&after)), "table")?;
    }

    #[test]
    fn sums_by_class_agree_with_respondent_by_respondent(columns in columns(60)) {
        // Every respondent a cluster of his or her own: the same design, computed the long way.
        let long = DesignPlan { clusters: vec!["id".into()], ..plan() };
        let survey = columns.survey();
        let (short, long) = (
            prepare(survey.clone(), &plan(), Privacy::default()),
            prepare(survey, &long, Privacy::default()),
        );
        assert_close(&numbers(&banner(&short)), &numbers(&banner(&long)), "table")?;
        let raked = |plan: DesignPlan| {
            let margin = |name: &str, totals: &[(&str, f64)]| Margin {
                questions: vec![name.into()],
                totals: Some(totals.iter().map(|&(code, total)| (vec![code.into()], total)).collect()),
            };
            let margins = [
                margin("groep", &[("1", 300.0), ("2", 500.0), ("3", 600.0)]),
                margin("stratum", &[("1", 500.0), ("2", 900.0)]),
            ];
            DesignPlan { adjustment: Adjustment::rake(margins), ..plan }
        };
        let long = DesignPlan { clusters: vec!["id".into()], ..plan() };
        let survey = columns.survey();
        let settings = Settings::default;
        let survey = Arc::new(survey);
        let short = Analysis::new(survey.clone(), &raked(plan()), settings());
        let long = Analysis::new(survey, &raked(long), settings());
        if let (Ok(short), Ok(long)) = (short, long) {
            assert_close(&numbers(&banner(&short)), &numbers(&banner(&long)), "raked table")?;
            for category in &short.weighting().margins {
                prop_assert!((category.after / category.population - 1.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn tables_agree_with_single_figures(columns in columns(60)) {
        let analysis = analysis(&columns);
        let table = banner(&analysis);
        for (place, column) in table.columns.iter().enumerate().skip(1) {
            let filter = Filter::code("groep".into(), column.path[0].code.clone());
            let selection = Selection::of(filter);
            for (row, line) in table.rows.iter().enumerate() {
                let cell = table.cell(row, place);
                let single = match (line.kind, &line.code) {
                    (RowKind::Choice, Some(code)) => st::share(&analysis, "q", &[code], &selection),
                    (RowKind::Mean, _) => st::mean(&analysis, "q", &selection),
                    _ => continue,
                };
                let (Some(cell), Ok(single)) = (cell, single) else { continue };
                assert_close(&[cell.measure.value], &[single.value], "value")?;
                prop_assert_eq!(cell.measure.n, single.n);
                prop_assert_eq!(cell.measure.base, single.base);
                prop_assert_eq!(cell.measure.missing, single.missing);
                let error = |m: &st::Measure| m.standard_error.unwrap_or(-1.0);
                assert_close(&[error(&cell.measure)], &[error(&single)], "error")?;
            }
        }
    }

    #[test]
    fn a_change_is_the_difference_of_two_figures(columns in columns(60)) {
        let analysis = analysis(&columns);
        let group = |code: &str| Selection::of(Filter::code("groep".into(), code.into()));
        let figure = Figure::Mean("q");
        let (one, two) = (group("1"), group("2"));
        if let (Ok(a), Ok(b), Ok(change)) = (
            st::mean(&analysis, "q", &one),
            st::mean(&analysis, "q", &two),
            st::change(&analysis, &figure, &one, &two),
        ) {
            assert_close(&[b.value - a.value], &[change.difference], "difference")?;
            let back = st::change(&analysis, &figure, &two, &one).unwrap();
            assert_close(&[change.difference], &[-back.difference], "reversed")?;
            prop_assert_eq!(change.p.is_some(), back.p.is_some());
        }
    }

    #[test]
    fn rounded_rows_add_up(parts in prop::collection::vec(0.0..1.0f64, 1..12), digits in 0..3u8) {
        let sum: f64 = parts.iter().sum();
        prop_assume!(sum > 0.0);
        let shares: Vec<f64> = parts.iter().map(|part| part / sum).collect();
        let rounded = st::percentages_of_hundred(&shares, digits);
        prop_assert!((rounded.iter().sum::<f64>() - 100.0).abs() < 1e-9);
        let unit = [1.0, 0.1, 0.01][usize::from(digits)];
        for (share, rounded) in shares.iter().zip(&rounded) {
            prop_assert!((share * 100.0 - rounded).abs() < unit + 1e-9);
        }
    }
}

proptest! {
    #![proptest_config(config(200))]

    /// Tables by all three kinds of percentages and single figures, with nets,
    /// print one percentage where the distribution is the same.
    #[test]
    fn percentages_rounded_together_agree(columns in columns(40), digits in 0..3u8) {
        let settings = Settings { to_hundred: true, ..Settings::default() };
        let analysis = Analysis::new(Arc::new(columns.survey()), &plan(), settings).unwrap();
        let everyone = Selection::default();
        let low: Vec<Arc<str>> = vec!["1".into(), "2".into()];
        let net = Net { name: "low".into(), label: "low".into(), codes: low };
        let options = TableOptions { nets: vec![net], ..TableOptions::default() };
        let table = st::banner_table(&analysis, &["q"], &[&["groep"]], &everyone, &options).unwrap();
        let percentage = |codes: &[&str], selection: &Selection| {
            st::share(&analysis, "q", codes, selection).unwrap().percentage(digits)
        };
        for (column, group) in table.columns.iter().enumerate() {
            let selection = match group.path.first() {
                Some(level) => Selection::of(Filter::code("groep".into(), level.code.clone())),
                None => everyone.clone(),
            };
            let printed = |kind: RowKind, code: &str| {
                let row = table.row(kind, Some(code)).unwrap();
                table.cell(row, column).map(|cell| cell.measure.percentage(digits))
            };
            let Some(first) = printed(RowKind::Choice, "1") else { continue };
            let codes = ["1", "2", "3", "4"];
            let mut sum = 0.0;
            for code in codes {
                let found = printed(RowKind::Choice, code).unwrap();
                prop_assert!((found - percentage(&[code], &selection)).abs() < 1e-9);
                sum += found;
            }
            prop_assert!((sum - 100.0).abs() < 1e-9, "{}", sum);
            let both = first + printed(RowKind::Choice, "2").unwrap();
            let net = printed(RowKind::Net, "low").unwrap();
            prop_assert!((net - both).abs() < 1e-9);
            prop_assert!((net - percentage(&["1", "2"], &selection)).abs() < 1e-9);
        }
        for percentages in [st::Percentages::Row, st::Percentages::Total] {
            let options = TableOptions { percentages, ..TableOptions::default() };
            let table =
                st::banner_table(&analysis, &["q"], &[&["groep"]], &everyone, &options).unwrap();
            let mut all = 0.0;
            for code in ["1", "2", "3", "4"] {
                let row = table.row(RowKind::Choice, Some(code)).unwrap();
                let sum: f64 = (1..table.columns.len())
                    .filter_map(|column| table.cell(row, column))
                    .map(|cell| cell.measure.percentage(digits))
                    .sum();
                if percentages == st::Percentages::Row && table.cell(row, 1).is_some() {
                    prop_assert!((sum - 100.0).abs() < 1e-9, "{}", sum);
                }
                all += sum;
            }
            if percentages == st::Percentages::Total {
                prop_assert!((all - 100.0).abs() < 1e-9, "{}", all);
            }
        }
    }
}

/// What a reader knows of a table of three options by two groups, and all the
/// tables of counts that agree with it.
fn agreeing(table: &Table, counts: &[Vec<usize>]) -> Vec<Vec<Vec<usize>>> {
    let (lines, groups) = (counts.len(), counts[0].len());
    let bases: Vec<usize> =
        (0..groups).map(|group| counts.iter().map(|line| line[group]).sum()).collect();
    let mut columns: Vec<Vec<Vec<usize>>> = Vec::new();
    for &base in &bases {
        let mut found = Vec::new();
        for a in 0..=base {
            for b in 0..=base - a {
                found.push(vec![a, b, base - a - b]);
            }
        }
        columns.push(found);
    }
    let printed = |row: usize, column: usize| {
        let measure = &table.cell(row, column)?.measure;
        measure.hidden.is_none().then_some((measure.n, measure.value))
    };
    let row_of = |kind, code: Option<&str>| table.row(kind, code);
    let mut agreeing = Vec::new();
    for first in &columns[0] {
        for second in &columns[1] {
            let guess: Vec<Vec<usize>> =
                (0..lines).map(|line| vec![first[line], second[line]]).collect();
            let mut fits = true;
            for (column, group) in [(0, None), (1, Some(0)), (2, Some(1))] {
                let of = |line: usize| match group {
                    None => guess[line].iter().sum::<usize>(),
                    Some(group) => guess[line][group],
                };
                for (line, code) in ["1", "2", "3"].into_iter().enumerate() {
                    let row = row_of(RowKind::Choice, Some(code)).unwrap();
                    fits &= printed(row, column).is_none_or(|(n, _)| n == of(line));
                }
                if let Some(row) = row_of(RowKind::Net, Some("laag")) {
                    fits &= printed(row, column).is_none_or(|(n, _)| n == of(0) + of(1));
                }
                if let Some(row) = row_of(RowKind::Mean, None) {
                    let base: usize = (0..lines).map(&of).sum();
                    let sum: usize = (0..lines).map(|line| (line + 1) * of(line)).sum();
                    fits &= printed(row, column)
                        .is_none_or(|(_, mean)| (mean - sum as f64 / base as f64).abs() < 1e-9);
                }
            }
            if fits {
                agreeing.push(guess);
            }
        }
    }
    agreeing
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_hidden_cell_cannot_be_worked_out(
        counts in prop::collection::vec(prop::collection::vec(0..7usize, 2), 3),
        smallest_cell in 2..5usize,
        net in any::<bool>(),
        mean in any::<bool>(),
    ) {
        let bases: Vec<usize> = (0..2).map(|g| counts.iter().map(|line| line[g]).sum()).collect();
        prop_assume!(bases.iter().all(|&base| base > 0));
        let (mut answers, mut groups) = (vec![], vec![]);
        for (line, line_counts) in counts.iter().enumerate() {
            for (group, &count) in line_counts.iter().enumerate() {
                answers.extend(std::iter::repeat_n(line as u16, count));
                groups.extend(std::iter::repeat_n(group as u16, count));
            }
        }
        let mut survey = blank(answers.len());
        add_scale(&mut survey, "q", 3, &answers);
        add_scale(&mut survey, "groep", 2, &groups);
        let privacy = Privacy { smallest_base: 0, smallest_cell };
        let analysis = prepare(survey, &DesignPlan::default(), privacy);
        let laag = Net { name: "laag".into(), label: "laag".into(), codes: vec!["1".into(), "2".into()] };
        let options = TableOptions {
            nets: if net { vec![laag] } else { vec![] },
            mean,
            ..TableOptions::default()
        };
        let everyone = Selection::default();
        let table = st::banner_table(&analysis, &["q"], &[&["groep"]], &everyone, &options).unwrap();
        let possible = agreeing(&table, &counts);
        prop_assert!(possible.contains(&counts));
        for (line, code) in ["1", "2", "3"].into_iter().enumerate() {
            let row = table.row(RowKind::Choice, Some(code)).unwrap();
            let whole: usize = counts[line].iter().sum();
            for (column, n) in [(0, whole), (1, counts[line][0]), (2, counts[line][1])] {
                let measure = &table.cell(row, column).unwrap().measure;
                if n == 0 || n >= smallest_cell {
                    continue;
                }
                prop_assert!(measure.hidden.is_some());
                prop_assert!(measure.value.is_nan() && measure.n == 0);
                prop_assert!(measure.interval.is_none() && measure.standard_error.is_none());
                let values: BTreeSet<usize> = possible
                    .iter()
                    .map(|guess| match column {
                        0 => guess[line].iter().sum(),
                        _ => guess[line][column - 1],
                    })
                    .collect();
                // With a single respondent, or one option in all, nothing can be kept apart.
                prop_assert!(
                    values.len() > 1,
                    "{} in column {} can only be {:?}: {:?}",
                    code, column, values, table.hidden
                );
            }
        }
    }
}
