use super::*;

fn analysis(smallest_base: usize, smallest_cell: usize) -> Analysis {
    let privacy = Privacy { smallest_base, smallest_cell };
    let settings = Settings { privacy, ..Settings::default() };
    Sample::new().planned(&DesignPlan::default(), settings).unwrap()
}

fn banner(analysis: &Analysis) -> Table {
    let options = TableOptions { means: vec!["fte".into()], ..TableOptions::default() };
    let everyone = Selection::default();
    banner_table(analysis, &["eens"], &[&["grootte"]], &everyone, &options).unwrap()
}

// In these tables x is a small cell, o a small base and * a number that would give one away.

#[test]
fn a_small_cell_takes_others_and_the_mean_with_it() {
    insta::assert_snapshot!(show(&banner(&analysis(0, 2))), @"
    | Total | klein(A) | middel(B) | groot(C)
    1 | x | x | * | 0% (0)
    2 | x | 0% (0) | x | 0% (0)
    3 | x | x | 0% (0) | 0% (0)
    4 | 40% (4) | * | x | x
    5 | 30% (3) | x | x | x
    Base | 10 | 5 | 3 | 2
    Mean | * | * | * | *
    Missing(DontKnow) 9 | x | 0 | x | *
    Missing(Empty) | x | 0 | * | x
    Mean | 4.42 | 2.00 | 4.00 | 9.00
    ");
}

#[test]
fn one_hidden_option_does_not_stay_alone() {
    let mut sample = Sample::new();
    sample.single("kleur", &[("r", "Rood"), ("g", "Groen"), ("b", "Blauw")], "rrrrrrgggggb", "rgb");
    let privacy = Privacy { smallest_base: 0, smallest_cell: 3 };
    let settings = Settings { privacy, ..Settings::default() };
    let analysis = sample.planned(&DesignPlan::default(), settings).unwrap();
    let everyone = Selection::default();
    let options = TableOptions::default();
    let table = frequency_table(&analysis, "kleur", &everyone, &options).unwrap();
    insta::assert_snapshot!(show(&table), @"
    | Total
    r | 50% (6)
    g | *
    b | x
    Base | 12
    ");
    let reasons: Vec<Reason> = table.hidden.iter().map(|hidden| hidden.reason).collect();
    assert_eq!(reasons, [Reason::Derivable, Reason::SmallCell]);
    // What the table hides, a single figure hides as well; both together follow from red.
    let hidden = |codes: &[&str]| share(&analysis, "kleur", codes, &everyone).unwrap().hidden;
    assert_eq!(hidden(&["r"]), None);
    assert_eq!(hidden(&["g"]), Some(Reason::Derivable));
    assert_eq!(hidden(&["b"]), Some(Reason::SmallCell));
    assert_eq!(hidden(&["g", "b"]), None);
    assert_eq!(hidden(&["r", "g"]), Some(Reason::Derivable));
    assert_eq!(
        count(&analysis, "kleur", &["g"], &everyone).unwrap().hidden,
        Some(Reason::Derivable)
    );
}

#[test]
fn a_small_base_hides_its_column_and_one_more() {
    insta::assert_snapshot!(show(&banner(&analysis(4, 0))), @"
    | Total | klein(A) | middel(B) | groot(C)
    1 | 10% (1) | 20% (1) | o | o
    2 | 10% (1) | 0% (0) | o | o
    3 | 10% (1) | 20% (1) | o | o
    4 | 40% (4) | 40% (2) | o | o
    5 | 30% (3) | 20% (1) | o | o
    Base | 10 | 5 | 3 | 2
    Mean | 3.70 | 3.40 | o | o
    Missing(DontKnow) 9 | 1 | 0 | 1 | 0
    Missing(Empty) | 1 | 0 | 0 | 1
    Mean | 4.42 | 2.00 | * | o
    ");
}

#[test]
fn single_figures_follow_the_banner_table() {
    for (base, cell) in [(0, 2), (0, 3), (4, 0), (4, 3), (5, 2)] {
        let analysis = analysis(base, cell);
        let table = banner(&analysis);
        for (place, column) in table.columns.iter().enumerate().skip(1) {
            let filter = Filter::code("grootte".into(), column.path[0].code.clone());
            let selection = Selection::of(filter);
            for (row, line) in table.rows.iter().enumerate() {
                let found = match (line.kind, &line.code) {
                    (RowKind::Choice, Some(code)) => share(&analysis, "eens", &[code], &selection),
                    (RowKind::Mean, _) => mean(&analysis, &line.question, &selection),
                    _ => continue,
                };
                let cell_hidden = table.cell(row, place).unwrap().measure.hidden.is_some();
                assert_eq!(found.unwrap().hidden.is_some(), cell_hidden, "{base} {cell} {line:?}");
            }
        }
    }
}

#[test]
fn groups_joined_hide_what_their_parts_hide() {
    let analysis = analysis(0, 3);
    let hidden = |filter: &str| {
        let filter = Filter::parse(filter, analysis.survey()).unwrap();
        share(&analysis, "eens", &["4"], &Selection::of(filter)).unwrap().hidden
    };
    assert_eq!(hidden("grootte=middel"), Some(Reason::SmallCell));
    // Klein and middelgroot together are four, but groot would follow from them.
    assert!(hidden("grootte=klein,middel").is_some());
    assert!(hidden("grootte!=groot").is_some());
    assert_eq!(hidden(""), None);
}

#[test]
fn a_hidden_measure_holds_nothing_that_could_be_printed() {
    let table = banner(&analysis(4, 3));
    assert!(!table.hidden.is_empty());
    for place in &table.hidden {
        let cell = table.cell(place.row, place.column).unwrap();
        assert!(cell.measure.value.is_nan());
        assert_eq!(cell.measure.n, 0);
        assert_eq!((cell.measure.standard_error, cell.measure.interval), (None, None));
        assert_eq!(cell.measure.hidden, Some(place.reason));
        assert!(cell.above.is_empty());
    }
}

#[test]
fn order_and_nets_do_not_change_what_is_hidden() {
    let mut sample = Sample::new();
    let options = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")];
    sample.single("vraag", &options, "aaaaabbbcccd", "abcd");
    let privacy = Privacy { smallest_base: 0, smallest_cell: 2 };
    let settings = Settings { privacy, ..Settings::default() };
    let analysis = sample.planned(&DesignPlan::default(), settings).unwrap();
    let net = |name: &str, codes: [&str; 2]| Net {
        name: name.into(),
        label: name.into(),
        codes: codes.map(Arc::from).to_vec(),
    };
    let plain = TableOptions { mean: false, ..TableOptions::default() };
    let nets = vec![net("ab", ["a", "b"]), net("bd", ["b", "d"]), net("cd", ["c", "d"])];
    let everyone = Selection::default();
    let table =
        |options: &TableOptions| frequency_table(&analysis, "vraag", &everyone, options).unwrap();
    // B and C are equally cheap: the first in the codebook goes, in any order.
    insta::assert_snapshot!(show(&table(&TableOptions { nets, ..plain.clone() })), @"
    | Total
    a | 42% (5)
    b | *
    c | 25% (3)
    d | x
    Net ab | *
    Net bd | 33% (4)
    Net cd | *
    Base | 12
    ");
    insta::assert_snapshot!(show(&table(&TableOptions { order: Order::Value, ..plain })), @"
    | Total
    a | 42% (5)
    b | *
    c | 25% (3)
    d | x
    Base | 12
    ");
}
