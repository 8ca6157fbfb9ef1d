//! The examples that R's survey package documents: samples of Californian
//! schools, stratified, clustered and in two stages.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use drukpers::statistics as st;
use drukpers::statistics::{
    Adjustment, Analysis, DesignPlan, Figure, Filter, Lonely, Margin, Population, QuantileRule,
    Selection, Settings, ShareInterval, Trim,
};
use drukpers::survey::Survey;
use serde_json::Value;

use crate::Check;
use crate::fixture::{Csv, Fixture};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/api")
}

fn schools(name: &str) -> Arc<Survey> {
    let mut fixture = Fixture::new(Csv::read(&folder().join(name)));
    fixture.single("stype", &["E", "H", "M"], None);
    fixture.single("sch_wide", &["No", "Yes"], None);
    fixture.single("comp_imp", &["No", "Yes"], None);
    for number in ["dnum", "snum", "pw", "api00", "api99", "enroll", "api_stu"] {
        fixture.number(number);
    }
    for number in if name == "apiclus2.csv" { &["fpc1", "fpc2"][..] } else { &["fpc"] } {
        fixture.number(number);
    }
    Arc::new(fixture.survey)
}

fn prepare(survey: &Arc<Survey>, plan: &DesignPlan, share_interval: ShareInterval) -> Analysis {
    let settings = Settings { share_interval, ..Settings::default() };
    Analysis::new(survey.clone(), plan, settings).unwrap()
}

fn stratified() -> DesignPlan {
    DesignPlan {
        weights: Some("pw".into()),
        strata: Some("stype".into()),
        population: vec![Population::Column("fpc".into())],
        ..DesignPlan::default()
    }
}

fn clustered() -> DesignPlan {
    DesignPlan { strata: None, clusters: vec!["dnum".into()], ..stratified() }
}

fn margin(name: &str, totals: &[(&str, f64)]) -> Margin {
    let totals = totals.iter().map(|&(code, total)| (vec![code.into()], total)).collect();
    Margin { questions: vec![name.into()], totals: Some(totals) }
}

fn margins() -> [Margin; 2] {
    [
        margin("stype", &[("E", 4421.0), ("H", 755.0), ("M", 1018.0)]),
        margin("sch_wide", &[("No", 1072.0), ("Yes", 5122.0)]),
    ]
}

/// A measure against a value with its standard error.
fn one(check: &mut Check, found: &st::Measure, expected: &Value, what: &str) {
    check.same(found.value, &expected["value"], what);
    check.option(found.standard_error, &expected["se"], &format!("{what} se"));
}

fn shares(check: &mut Check, analysis: &Analysis, expected: &Value, what: &str) {
    for (place, code) in ["E", "H", "M"].iter().enumerate() {
        let share = st::share(analysis, "stype", &[code], &Selection::default()).unwrap();
        check.same(share.value, &expected["value"][place], what);
        // Shares of the strata themselves are known: R's 0 is ours up to rounding.
        let error = share.standard_error.unwrap();
        match expected["se"][place].as_f64() {
            Some(known) if known < 1e-12 => assert!(error < 1e-10),
            _ => check.same(error, &expected["se"][place], &format!("{what} se")),
        }
    }
}

fn check_schools(
    check: &mut Check,
    survey: &Arc<Survey>,
    plan: &DesignPlan,
    expected: &Value,
    name: &str,
) {
    let analysis = prepare(survey, plan, ShareInterval::T);
    let everyone = Selection::default();
    let elementary = Selection::of(Filter::code("stype".into(), "E".into()));
    let what = |figure: &str| format!("{name} {figure}");
    let mean = st::mean(&analysis, "api00", &everyone).unwrap();
    one(check, &mean, &expected["mean_api00"], &what("mean"));
    let spread = st::spread(&analysis, "api00", &everyone).unwrap();
    check.option(spread.design_effect, &expected["mean_api00"]["deff"], &what("deff"));
    let total = st::total(&analysis, "api_stu", &everyone).unwrap();
    one(check, &total, &expected["total_api_stu"], &what("total"));
    let ratio = st::ratio(&analysis, "api_stu", "api00", &everyone).unwrap();
    one(check, &ratio, &expected["ratio"], &what("ratio"));
    shares(check, &analysis, &expected["stype"], &what("stype"));
    let mean = st::mean(&analysis, "api00", &elementary).unwrap();
    one(check, &mean, &expected["mean_E"], &what("mean of E"));
    let total = st::total(&analysis, "api_stu", &elementary).unwrap();
    one(check, &total, &expected["total_E"], &what("total of E"));
    check.option(mean.degrees, &expected["df_E"], &what("df of E"));
    for (place, probability) in [0.25, 0.5, 0.75].into_iter().enumerate() {
        let found = st::quantile(&analysis, "api00", probability, QuantileRule::Inverse, &everyone)
            .unwrap();
        let expected = &expected["quantiles"][place];
        check.same(found.value, &expected[0], &what("quantile"));
        let (low, high) = found.interval.unwrap();
        check.same(low, &expected[1], &what("quantile low"));
        check.same(high, &expected[2], &what("quantile high"));
        check.error(&found, &expected[3], &what("quantile se"));
    }
    for (method, interval) in [
        ("mean", ShareInterval::T),
        ("logit", ShareInterval::LogitModel),
        ("likelihood", ShareInterval::Likelihood),
        ("beta", ShareInterval::Beta),
        ("xlogit", ShareInterval::Logit),
    ] {
        let analysis = prepare(survey, plan, interval);
        let share = st::share(&analysis, "sch_wide", &["Yes"], &everyone).unwrap();
        check.both(share.interval.unwrap(), &expected["prop"][method]["ci"], &what(method));
    }
    let found = st::association(&analysis, "sch_wide", "stype", &everyone).unwrap();
    let (found, chisq) = (found.rao_scott.unwrap(), &expected["chisq"]);
    check.same(found.f, &chisq["F"], &what("Rao-Scott F"));
    check.same(found.numerator, &chisq["ndf"], &what("Rao-Scott ndf"));
    check.same(found.denominator, &chisq["ddf"], &what("Rao-Scott ddf"));
    check.same(found.p, &chisq["p"], &what("Rao-Scott p"));
    let group = |code: &str| Selection::of(Filter::code("comp_imp".into(), code.into()));
    let found = st::change(&analysis, &Figure::Mean("api00"), &group("No"), &group("Yes")).unwrap();
    let test = &expected["ttest"];
    check.same(found.difference, &test["difference"], &what("t difference"));
    let t = found.difference / found.standard_error.unwrap();
    check.same(t, &test["t"], &what("t"));
    check.same(found.degrees, &test["df"], &what("t df"));
    check.option(found.p, &test["p"], &what("t p"));
    check.both(found.interval.unwrap(), &test["ci"], &what("t interval"));
}

#[test]
fn the_documented_examples_are_reproduced() {
    let text = std::fs::read_to_string(folder().join("api.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let mut check = Check::default();
    let everyone = Selection::default();
    let (strat, one_stage, two_stages) =
        (schools("apistrat.csv"), schools("apiclus1.csv"), schools("apiclus2.csv"));
    check_schools(&mut check, &strat, &stratified(), &expected["apistrat"], "apistrat");
    check_schools(&mut check, &one_stage, &clustered(), &expected["apiclus1"], "apiclus1");

    let plan = DesignPlan {
        clusters: vec!["dnum".into(), "snum".into()],
        population: vec![Population::Column("fpc1".into()), Population::Column("fpc2".into())],
        lonely: Lonely::Fail,
        ..DesignPlan::default()
    };
    let analysis = prepare(&two_stages, &plan, ShareInterval::T);
    let table = &expected["apiclus2"];
    let mean = st::mean(&analysis, "api00", &everyone).unwrap();
    one(&mut check, &mean, &table["mean_api00"], "apiclus2 mean");
    check.option(mean.degrees, &table["df"], "apiclus2 df");
    let total = st::total(&analysis, "api_stu", &everyone).unwrap();
    one(&mut check, &total, &table["total_api_stu"], "apiclus2 total");
    shares(&mut check, &analysis, &table["stype"], "apiclus2 stype");

    let adjusted = |survey: &Arc<Survey>, plan: DesignPlan, adjustment| {
        prepare(survey, &DesignPlan { adjustment, ..plan }, ShareInterval::T)
    };
    let mean_and_total = |check: &mut Check, analysis: &Analysis, name: &str| {
        let table = &expected[name];
        let mean = st::mean(analysis, "api00", &everyone).unwrap();
        one(check, &mean, &table["mean_api00"], &format!("{name} mean"));
        if !table["total_enroll"].is_null() {
            let total = st::total(analysis, "enroll", &everyone).unwrap();
            one(check, &total, &table["total_enroll"], &format!("{name} total"));
        }
        for (place, weight) in analysis.weights().iter().enumerate() {
            if !table["weights"].is_null() {
                check.same(*weight, &table["weights"][place], &format!("{name} weight"));
            }
        }
    };
    let raked = adjusted(&one_stage, clustered(), Adjustment::rake(margins()));
    mean_and_total(&mut check, &raked, "apiclus1_raked");
    let [stype, wide] = margins();
    let post = adjusted(&one_stage, clustered(), Adjustment::PostStratify(stype));
    mean_and_total(&mut check, &post, "apiclus1_poststratified");
    let trim = Adjustment::Rake {
        margins: margins().to_vec(),
        rounds: 500,
        tolerance: 1e-13,
        trim: Some(Trim { lower: 0.8, upper: 1.3 }),
    };
    let trimmed = adjusted(&one_stage, clustered(), trim);
    mean_and_total(&mut check, &trimmed, "apiclus1_trimmed");
    let post = adjusted(&strat, stratified(), Adjustment::PostStratify(wide));
    mean_and_total(&mut check, &post, "apistrat_poststratified");
    let elementary = Selection::of(Filter::code("stype".into(), "E".into()));
    let mean = st::mean(&post, "api00", &elementary).unwrap();
    one(&mut check, &mean, &expected["apistrat_poststratified"]["mean_E"], "domain");
    check.finish();
}
