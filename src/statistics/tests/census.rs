//! A population of which everybody answered, or whose size is stated.

use super::*;

/// Everybody of a population of five, four and three answered.
fn census(share_interval: ShareInterval) -> Analysis {
    let plan = DesignPlan { population: vec![Population::Frame], ..DesignPlan::default() };
    let settings = Settings { share_interval, ..Settings::default() };
    Sample::new().frame([5, 4, 3]).planned(&plan, settings).unwrap()
}

/// The large ones, of which none is small.
fn large() -> Selection {
    Selection::of(Filter::code("grootte".into(), "groot".into()))
}

/// R gives the same for `mean`, `logit` and `xlogit`; its `beta` gives 0.5 to 0.5, and
/// its `likelihood` an error.
#[test]
fn no_method_doubts_a_census() {
    use ShareInterval::{Beta, Likelihood, Logit, LogitModel, T, Wilson, Z};
    for method in [T, Z, Wilson, Logit, LogitModel, Likelihood, Beta] {
        let analysis = census(method);
        for code in ["klein", "groot"] {
            let found = share(&analysis, "grootte", &[code], &Selection::default()).unwrap();
            assert_eq!(found.interval, Some((found.value, found.value)), "{method:?}");
        }
        let nobody = share(&analysis, "grootte", &["klein"], &large());
        assert_eq!(nobody.map(|found| found.interval).ok(), Some(Some((0.0, 0.0))), "{method:?}");
        let options = TableOptions::default();
        let everyone = Selection::default();
        let table = banner_table(&analysis, &["regio"], &[], &everyone, &options).unwrap();
        let measure = &table.cell(0, 0).unwrap().measure;
        assert_eq!(measure.interval, Some((measure.value, measure.value)), "{method:?}");
    }
}

/// Without a census a share of nobody is no certainty.
#[test]
fn a_share_of_nobody_in_a_sample_is_uncertain() {
    let plan = DesignPlan { population: vec![Population::Frame], ..DesignPlan::default() };
    let settings = Settings { share_interval: ShareInterval::Wilson, ..Settings::default() };
    let analysis = Sample::new().frame([50, 40, 30]).planned(&plan, settings).unwrap();
    let nobody = share(&analysis, "grootte", &["klein"], &large()).unwrap();
    assert!(nobody.interval.unwrap().1 > 0.1, "{nobody:?}");
}

/// The respondents are part of the population, and are held against the rest of it.
#[test]
fn respondents_are_held_against_the_rest_of_the_population() {
    let test = |units| {
        let analysis = Sample::new().frame(units).analysis();
        representativeness(&analysis, "grootte", &Selection::default())
    };
    // Goodness of fit to a half, a quarter and a quarter: 0.25; a fifth of the units answered.
    let found = test([30, 15, 15]).unwrap().unwrap();
    assert!((found.statistic - 0.5 / (1.0 - 12.0 / 60.0)).abs() < 1e-12, "{found:?}");
    assert_eq!(test([5, 4, 3]).unwrap(), None);
    insta::assert_snapshot!(told(&test([30, 3, 15]).unwrap_err()), @"
    [sample-exceeds-population] `grootte=middel` has 3 units, fewer than the 4 in the sample
    hint: correct the answers, or the frame
    ");
    insta::assert_snapshot!(told(&test([30, 0, 15]).unwrap_err()), @"
    [not-in-population] `grootte=middel` occurs in the sample but not in the population
    hint: correct the answer, or add the category to the frame
    ");
}

/// A stated size stands where there is no frame, for everyone.
#[test]
fn a_stated_population_is_the_base_of_the_response() {
    let everyone = Selection::default();
    let bare = Sample::new().analysis();
    let population = bare.population(&everyone, Some(48.0)).unwrap();
    assert_eq!((population.n, population.base, population.missing), (48, 48, 0));
    assert_eq!(population.statistic, Statistic::Setting);
    let rate = bare.response_rate(&everyone, Some(48.0)).unwrap();
    assert_eq!((rate.n, rate.base, rate.missing), (12, 48, 36));
    assert!((rate.value - 0.25).abs() < 1e-15);
    let north = Selection::of(Filter::parse("regio=noord", bare.survey()).unwrap());
    assert_eq!(bare.population(&north, Some(48.0)).unwrap_err().code, "no-frame");
    let framed = Sample::new().frame([30, 15, 15]).analysis();
    assert_eq!(framed.population(&everyone, Some(48.0)).unwrap().n, 60);
}
