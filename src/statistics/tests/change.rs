use super::*;

#[test]
fn a_change_between_surveys_adds_their_variances() {
    let (before, after) = (Sample::new().analysis(), Sample::new().analysis());
    let everyone = Selection::default();
    let figure = Figure::Share("eens", &["4", "5"]);
    let found = change_between((&before, &everyone), (&after, &everyone), &figure).unwrap();
    let error = figure.measure(&before, &everyone).unwrap().standard_error.unwrap();
    assert!(found.difference.abs() < 1e-12);
    assert!((found.standard_error.unwrap() - error * 2.0_f64.sqrt()).abs() < 1e-12);
    assert!((found.degrees - 18.0).abs() < 1e-12);
    assert!((found.p.unwrap() - 1.0).abs() < 1e-12);
}

#[test]
fn waves_are_two_selections() {
    let mut sample = Sample::new();
    sample.single("golf", &[("2009", "2009"), ("2010", "2010")], "aabbaabbaabb", "ab");
    let analysis = sample.analysis();
    let wave = |code: &str| Selection::of(Filter::code("golf".into(), code.into()));
    let (old, new) = (wave("2009"), wave("2010"));
    let found = change(&analysis, &Figure::Mean("fte"), &old, &new).unwrap();
    // 1 2 1 3 4 8 and 2 4 5 4 9 10
    assert!((found.before - 19.0 / 6.0).abs() < 1e-12);
    assert!((found.after - 34.0 / 6.0).abs() < 1e-12);
    assert!((found.difference - 2.5).abs() < 1e-12);
    let (low, high) = found.interval.unwrap();
    assert!(low < 0.0 && high > 2.5 && found.p.unwrap() > 0.05);
}

#[test]
fn a_change_of_a_hidden_figure_is_hidden() {
    let privacy = Privacy { smallest_base: 0, smallest_cell: 2 };
    let settings = Settings { privacy, ..Settings::default() };
    let analysis = Sample::new().planned(&DesignPlan::default(), settings).unwrap();
    let group = |code: &str| Selection::of(Filter::code("grootte".into(), code.into()));
    let figure = Figure::Share("eens", &["5"]);
    let found = change(&analysis, &figure, &group("klein"), &group("middel")).unwrap();
    assert_eq!(found.hidden, Some(Reason::SmallCell));
    assert!(found.difference.is_nan() && found.interval.is_none() && found.p.is_none());
}
