//! The figures of R's survey package, reproduced to a relative 1e-9.
//!
//! `reference.R` made `reference.json` from `data.csv` and `populatie.csv`, a
//! fictitious sample. Where R gave no number (`null`), nothing is compared.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first thing missing, and tells how near it came"
)]

mod api;
mod fixture;
mod laws;
mod made;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use drukpers::statistics as st;
use drukpers::statistics::{
    Adjustment, Analysis, ChiSquare, Correction, Derivation, DesignPlan, Filter, Margin, Measure,
    Population, QuantileRule, RowKind, Rule, Selection, Settings, ShareInterval, Significance,
    TableOptions,
};
use drukpers::survey::{Answers, Survey};
use serde_json::Value;

use fixture::{LIKERT, SIZES};

/// The folder of the reference files.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// Compares figures and keeps the largest difference.
#[derive(Default)]
struct Check {
    figures: usize,
    worst: (f64, String),
    faults: Vec<String>,
}

impl Check {
    fn same(&mut self, value: f64, expected: &Value, what: &str) {
        let Some(expected) = expected.as_f64() else {
            return;
        };
        let off = if expected.abs() < 1e-13 { value.abs() } else { (value / expected - 1.0).abs() };
        self.figures += 1;
        if off > self.worst.0 {
            self.worst = (off, what.to_string());
        }
        if off.is_nan() || off > 1e-9 {
            self.faults.push(format!("{what}: {value} instead of {expected} ({off:e})"));
        }
    }

    fn both(&mut self, value: (f64, f64), expected: &Value, what: &str) {
        self.same(value.0, &expected[0], &format!("{what} low"));
        self.same(value.1, &expected[1], &format!("{what} high"));
    }

    fn option(&mut self, value: Option<f64>, expected: &Value, what: &str) {
        match value {
            Some(value) => self.same(value, expected, what),
            None if expected.is_null() => {}
            None => self.faults.push(format!("{what}: nothing instead of {expected}")),
        }
    }

    fn error(&mut self, measure: &Measure, expected: &Value, what: &str) {
        self.option(measure.standard_error, expected, what);
    }

    /// Fails when a figure was off; returns how many were compared.
    fn finish(self) -> usize {
        let (off, at) = &self.worst;
        println!("{} figures, largest difference {off:e} at {at}", self.figures);
        assert!(
            self.faults.is_empty(),
            "{} faults:\n{}",
            self.faults.len(),
            self.faults.join("\n")
        );
        self.figures
    }

    fn done(self, folder: &Path) {
        let text = std::fs::read_to_string(folder.join("reference.json")).unwrap();
        let expected = figures(&serde_json::from_str(&text).unwrap());
        // Some figures come a second time, from tables.
        let compared = self.finish();
        assert!(compared >= expected, "{compared} of {expected} figures compared");
    }
}

fn analysis(survey: &Arc<Survey>, plan: &DesignPlan, share_interval: ShareInterval) -> Analysis {
    let settings = Settings { share_interval, ..Settings::default() };
    Analysis::new(survey.clone(), plan, settings).unwrap()
}

fn frame_plan() -> DesignPlan {
    DesignPlan { population: vec![Population::Frame], ..DesignPlan::default() }
}

/// Everything that `analyse` in `reference.R` computes for one design.
fn check_design(
    check: &mut Check,
    survey: &Arc<Survey>,
    plan: &DesignPlan,
    expected: &Value,
    name: &str,
) {
    let with = |method| analysis(survey, plan, method);
    let (t, z) = (with(ShareInterval::T), with(ShareInterval::Z));
    let everyone = Selection::default();

    for question in LIKERT.iter().chain(&["q5"]) {
        let table = &expected["shares"][question];
        for (place, level) in table["levels"].as_array().unwrap().iter().enumerate() {
            let code = level.as_str().unwrap();
            let what = format!("{name} share {question}={code}");
            let share = st::share(&t, question, &[code], &everyone).unwrap();
            check.same(share.value, &table["share"][place], &what);
            check.error(&share, &table["se"][place], &format!("{what} se"));
            check.both(share.interval.unwrap(), &table["ci_t"][place], &format!("{what} t"));
            let share_z = st::share(&z, question, &[code], &everyone).unwrap();
            check.both(share_z.interval.unwrap(), &table["ci_z"][place], &format!("{what} z"));
            check.same(share.base as f64, &table["n"], &format!("{what} n"));
            check.same(share.degrees.unwrap(), &table["df"], &format!("{what} df"));
        }
    }
    for question in LIKERT.iter().chain(&["fte", "aanbeveling"]) {
        let table = &expected["means"][question];
        let what = format!("{name} mean {question}");
        let mean = st::mean(&t, question, &everyone).unwrap();
        let spread = st::spread(&t, question, &everyone).unwrap();
        check.same(mean.value, &table["mean"], &what);
        check.error(&mean, &table["se"], &format!("{what} se"));
        check.option(spread.design_effect, &table["deff"], &format!("{what} deff"));
        check.same(spread.variance, &table["var"], &format!("{what} var"));
        check.both(mean.interval.unwrap(), &table["ci_t"][0], &format!("{what} t"));
        check.same(mean.n as f64, &table["n"], &format!("{what} n"));
    }
    for question in LIKERT {
        let found = &survey.questions[question];
        let codes = st::top_codes(found, 2).unwrap();
        let codes: Vec<&str> = codes.iter().map(|code| &**code).collect();
        for (method, interval) in [
            ("mean", ShareInterval::T),
            ("logit", ShareInterval::LogitModel),
            ("likelihood", ShareInterval::Likelihood),
            ("beta", ShareInterval::Beta),
            ("xlogit", ShareInterval::Logit),
        ] {
            let table = &expected["top2"][question][method];
            let what = format!("{name} top two of {question} by {method}");
            let share = st::share(&with(interval), question, &codes, &everyone).unwrap();
            let value = match interval {
                ShareInterval::LogitModel | ShareInterval::Likelihood => {
                    st::model_share(&t, question, &codes, &everyone).unwrap().unwrap()
                }
                _ => share.value,
            };
            check.same(value, &table["share"], &what);
            check.both(share.interval.unwrap(), &table["ci"], &what);
        }
    }
    for code in ["a", "b", "c", "d", "e"] {
        let table = &expected["multi"][format!("q6_{code}")];
        let what = format!("{name} multi {code}");
        let share = st::share(&t, "q6", &[code], &everyone).unwrap();
        check.same(share.value, &table["mean"], &what);
        check.error(&share, &table["se"], &format!("{what} se"));
        check.both(share.interval.unwrap(), &table["ci_t"][0], &format!("{what} t"));
        check.same(share.base as f64, &table["n"], &format!("{what} n"));
        let spread = st::share_spread(&t, "q6", &[code], &everyone).unwrap();
        check.same(spread.variance, &table["var"], &format!("{what} var"));
        check.option(spread.design_effect, &table["deff"], &format!("{what} deff"));
    }
    for (place, probability) in [0.25, 0.5, 0.75].into_iter().enumerate() {
        let found = st::quantile(&t, "fte", probability, QuantileRule::Inverse, &everyone).unwrap();
        let what = format!("{name} quantile {probability}");
        check.same(found.value, &expected["quantiles"]["fte"][place], &what);
    }
    let by_size = &expected["by_size"];
    for (row, size) in SIZES.iter().enumerate() {
        let group = Selection::of(Filter::code("grootte".into(), (*size).into()));
        for (column, code) in ["1", "2", "3", "4", "5"].iter().enumerate() {
            let share = st::share(&t, "q1", &[code], &group).unwrap();
            let what = format!("{name} {size} q1={code}");
            check.same(share.value, &by_size["share"][row][column], &what);
            check.error(&share, &by_size["se"][row][column], &format!("{what} se"));
        }
        let mean = st::mean(&t, "q1", &group).unwrap();
        check.same(mean.value, &by_size["mean"][row], &format!("{name} {size} mean"));
        check.error(&mean, &by_size["mean_se"][row], &format!("{name} {size} mean se"));
    }
    let expected = &by_size["rao_scott"];
    let found = st::association(&t, "q1", "grootte", &everyone).unwrap().rao_scott.unwrap();
    check.same(found.f, &expected["F"], &format!("{name} Rao-Scott F"));
    check.same(found.numerator, &expected["ndf"], &format!("{name} Rao-Scott ndf"));
    check.same(found.denominator, &expected["ddf"], &format!("{name} Rao-Scott ddf"));
    check.same(found.p, &expected["p"], &format!("{name} Rao-Scott p"));
    check_tables(check, &t, by_size, name);
}

/// The same figures once more, from tables instead of one at a time.
fn check_tables(check: &mut Check, analysis: &Analysis, by_size: &Value, name: &str) {
    let everyone = Selection::default();
    let options = TableOptions::default();
    let table = st::banner_table(analysis, &["q1"], &[&["grootte"]], &everyone, &options).unwrap();
    for column in 0..SIZES.len() {
        for (row, code) in ["1", "2", "3", "4", "5"].iter().enumerate() {
            let place = table.row(RowKind::Choice, Some(code)).unwrap();
            let measure = &table.cell(place, column + 1).unwrap().measure;
            let what = format!("{name} table {column} {code}");
            check.same(measure.value, &by_size["share"][column][row], &what);
            check.error(measure, &by_size["se"][column][row], &format!("{what} se"));
        }
        let mean =
            &table.cell(table.row(RowKind::Mean, None).unwrap(), column + 1).unwrap().measure;
        check.same(mean.value, &by_size["mean"][column], &format!("{name} table mean"));
        check.error(mean, &by_size["mean_se"][column], &format!("{name} table mean se"));
    }
}

/// The tests of the textbook, on unweighted counts.
fn check_tests(check: &mut Check, survey: &Arc<Survey>, expected: &Value) {
    let analysis = analysis(survey, &frame_plan(), ShareInterval::T);
    let everyone = Selection::default().unweighted();
    let mut square = |found: ChiSquare, name: &str| {
        let expected = &expected[name];
        check.same(found.statistic, &expected["statistic"], name);
        check.same(found.degrees, &expected["df"], &format!("{name} df"));
        check.same(found.p, &expected["p"], &format!("{name} p"));
    };
    let found = st::association(&analysis, "q5", "grootte", &everyone).unwrap();
    square(found.pearson.unwrap(), "pearson_q5_grootte");
    for variable in ["grootte", "provincie"] {
        let found = st::representativeness(&analysis, variable, &everyone).unwrap().unwrap();
        square(found, &format!("representativeness_{variable}"));
    }
    check.same(found.cramers_v.unwrap(), &expected["cramers_v"], "V");

    let numbers = |size: &str| -> Vec<f64> {
        let Answers::Number(numbers) = &*survey.questions["fte"].answers else { panic!() };
        let Answers::Single(sizes) = &*survey.questions["grootte"].answers else { panic!() };
        let place = SIZES.iter().position(|&other| other == size);
        let pairs = numbers.iter().zip(sizes);
        pairs.filter(|(_, code)| code.index() == place).filter_map(|(x, _)| x.ok()).collect()
    };
    let welch = st::welch_test(&numbers("klein"), &numbers("groot")).unwrap();
    let table = &expected["welch_fte_klein_groot"];
    check.same(welch.t, &table["t"], "Welch t");
    check.same(welch.degrees, &table["df"], "Welch df");
    check.same(welch.p, &table["p"], "Welch p");
    let anova = st::compare_means(&analysis, "fte", "grootte", &everyone).unwrap().unwrap();
    check.same(anova.f, &expected["anova_fte_grootte"]["F"], "anova F");
    check.same(anova.p, &expected["anova_fte_grootte"]["p"], "anova p");

    let significance = Significance { correction: Correction::None, ..Significance::default() };
    let options = TableOptions { significance: Some(significance), ..TableOptions::default() };
    let table = st::banner_table(&analysis, &["q5"], &[&["grootte"]], &everyone, &options).unwrap();
    for expected in expected["column_z_q5"].as_array().unwrap() {
        let found = table.comparisons.iter().find(|test| {
            table.rows[test.row].code.as_deref() == expected["row"].as_str()
                && Some(&*table.columns[test.a].label) == expected["a"].as_str()
                && Some(&*table.columns[test.b].label) == expected["b"].as_str()
        });
        check.option(found.map(|test| test.statistic), &expected["z"], "column z");
        check.option(found.map(|test| test.p), &expected["p"], "column p");
    }
    let counts = expected["pearson_q5_grootte"]["table"].as_array().unwrap();
    for (row, counts) in counts.iter().enumerate() {
        for column in 0..SIZES.len() {
            let n = table.cell(row, column + 1).unwrap().measure.n;
            check.same(n as f64, &counts[column], "count");
        }
    }
    let score = st::net_promoter_score(&analysis, "aanbeveling", &everyone).unwrap();
    check.same(score.value, &expected["nps"]["nps"], "nps");

    // Detractors, passives and promoters as bands: the same question, derived.
    let derivation = Derivation {
        name: "band".into(),
        label: None,
        short: None,
        rule: Rule::Band {
            question: "aanbeveling".into(),
            cuts: vec![7.0, 9.0],
            labels: vec!["0-6".into(), "7-8".into(), "9-10".into()],
        },
        base: Filter::everyone(),
    };
    let mut banded = Survey::clone(survey);
    let band = st::derive(survey, &derivation).unwrap();
    banded.questions.insert(band.name.clone(), band);
    let banded = self::analysis(&Arc::new(banded), &DesignPlan::default(), ShareInterval::T);
    for (name, code) in [("detractors", "1"), ("promoters", "3")] {
        let share = st::share(&banded, "band", &[code], &everyone).unwrap();
        check.same(share.value, &expected["nps"][name], name);
    }

    let plain = self::analysis(survey, &DesignPlan::default(), ShareInterval::Wilson);
    let share = st::share(&plain, "q5", &["samen"], &everyone).unwrap();
    let table = &expected["wilson_q5_samen"];
    check.same(share.value, &table["share"], "Wilson share");
    check.both(share.interval.unwrap(), &table["ci"], "Wilson");
}

/// Weights, shares and means of an adjusted design.
fn check_adjusted(
    check: &mut Check,
    survey: &Arc<Survey>,
    adjustment: Adjustment,
    expected: &Value,
    name: &str,
) {
    let plan = DesignPlan { adjustment, ..frame_plan() };
    let analysis = analysis(survey, &plan, ShareInterval::T);
    for (place, weight) in analysis.weights().iter().enumerate() {
        check.same(*weight, &expected["weights"][place], &format!("{name} weight {place}"));
    }
    let everyone = Selection::default();
    if let Some(shares) = expected["shares"].as_object() {
        for (question, table) in shares {
            let codes: &[&str] = match question.as_str() {
                "q5" => &["geen", "samen", "uitbesteed", "zelf"],
                _ => &["1", "2", "3", "4", "5"],
            };
            for (place, code) in codes.iter().enumerate() {
                let share = st::share(&analysis, question, &[code], &everyone).unwrap();
                let what = format!("{name} share {question}={code}");
                check.same(share.value, &table["share"][place], &what);
                check.error(&share, &table["se"][place], &format!("{what} se"));
            }
        }
    }
    for (question, table) in expected["means"].as_object().unwrap() {
        let mean = st::mean(&analysis, question, &everyone).unwrap();
        check.same(mean.value, &table["mean"], &format!("{name} mean {question}"));
        check.error(&mean, &table["se"], &format!("{name} mean {question} se"));
    }
}

/// Compares one sample with its reference.
fn check_sample(folder: &Path) -> Check {
    let text = std::fs::read_to_string(folder.join("reference.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let survey = Arc::new(fixture::sample(folder));
    let mut check = Check::default();
    check.same(survey.respondents() as f64, &expected["n"], "n");
    check.same(survey.frame.as_ref().unwrap().units as f64, &expected["N"], "N");
    let stratified = DesignPlan { strata: Some("grootte".into()), ..frame_plan() };
    for (name, plan) in [
        ("srs_fpc", frame_plan()),
        ("srs_nofpc", DesignPlan::default()),
        ("stratified", stratified),
    ] {
        check_design(&mut check, &survey, &plan, &expected[name], name);
    }
    let margins = || [Margin::of("provincie"), Margin::of("grootte")];
    check_adjusted(&mut check, &survey, Adjustment::rake(margins()), &expected["raked"], "raked");
    let adjustment = Adjustment::PostStratify(Margin::of("grootte"));
    check_adjusted(&mut check, &survey, adjustment, &expected["poststratified"], "poststratified");
    check_tests(&mut check, &survey, &expected["tests"]);
    check
}

/// The numbers in a reference, without those that R could not compute.
fn figures(value: &Value) -> usize {
    match value {
        Value::Array(values) => values.iter().map(figures).sum(),
        Value::Object(values) => values.values().map(figures).sum(),
        Value::Number(_) => 1,
        _ => 0,
    }
}

#[test]
fn every_figure_of_the_reference_is_reproduced() {
    let folder = folder();
    check_sample(&folder).done(&folder);
}

#[test]
fn every_figure_of_another_sample_is_reproduced() {
    let folder = folder().join("second");
    check_sample(&folder).done(&folder);
}

#[test]
#[ignore = "needs DRUKPERS_REFERENCE, the folder of a sample that reference.R was run on"]
fn every_figure_of_a_given_sample_is_reproduced() {
    let folder = PathBuf::from(std::env::var("DRUKPERS_REFERENCE").unwrap());
    check_sample(&folder).done(&folder);
}
