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
    Base | 10 | 5 | o | o
    Mean | 3.70 | 3.40 | o | o
    Missing(DontKnow) 9 | 1 | 0 | o | o
    Missing(Empty) | 1 | 0 | o | o
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
    // What is hidden comes last as it stands in the codebook, however many chose it.
    insta::assert_snapshot!(show(&table(&TableOptions { order: Order::Value, ..plain })), @"
    | Total
    a | 42% (5)
    c | 25% (3)
    b | *
    d | x
    Base | 12
    ");
}

/// Of each question one option is chosen by one respondent, which hides its mean.
#[test]
fn order_tells_nothing_of_what_is_hidden() {
    let mut sample = Sample::new();
    let scale = [("1", "Oneens"), ("2", "Neutraal"), ("3", "Eens")];
    for (name, answers) in
        [("laag", "111111111223"), ("half", "111222223333"), ("hoog", "133333333322")]
    {
        sample.single(name, &scale, answers, "123");
        sample.question(name).ordered = true;
    }
    let privacy = Privacy { smallest_base: 0, smallest_cell: 2 };
    let settings = Settings { privacy, ..Settings::default() };
    let analysis = sample.planned(&DesignPlan::default(), settings.clone()).unwrap();
    let everyone = Selection::default();
    let options = TableOptions { order: Order::Value, ..TableOptions::default() };
    let questions = ["laag", "half", "hoog"];
    let table = statements_table(&analysis, &questions, &everyone, &options).unwrap();
    insta::assert_snapshot!(show(&table), @"
    | Oneens | Neutraal | Eens | Mean | Base
    half | 25% (3) | 42% (5) | 33% (4) | 2.08 | 12
    laag | 75% (9) | * | x | * | 12
    hoog | x | * | 75% (9) | * | 12
    ");
    let mut sample = Sample::new();
    let options = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D"), ("e", "E")];
    sample.single("vraag", &options, "abbbccccdddd", "abcde");
    let analysis = sample.planned(&DesignPlan::default(), settings).unwrap();
    let net = |name: &str, codes: [&str; 2]| Net {
        name: name.into(),
        label: name.into(),
        codes: codes.map(Arc::from).to_vec(),
    };
    let nets = vec![net("ab", ["a", "b"]), net("cd", ["c", "d"])];
    let inside = TableOptions {
        nets,
        nets_inside: true,
        order: Order::Value,
        mean: false,
        ..TableOptions::default()
    };
    let table = frequency_table(&analysis, "vraag", &everyone, &inside).unwrap();
    insta::assert_snapshot!(show(&table), @"
    | Total
    Net cd | 67% (8)
      c | 33% (4)
      d | 33% (4)
    Net ab | 33% (4)
      a | x
      b | *
    e | 0% (0)
    Base | 12
    ");
    // By groups as well, where the first column decides.
    let by = TableOptions { order: Order::Value, total: false, ..TableOptions::default() };
    let table = banner_table(&analysis, &["vraag"], &[&["grootte"]], &everyone, &by).unwrap();
    insta::assert_snapshot!(show(&table), @"
    | klein(A) | middel(B) | groot(C)
    e | 0% (0) | 0% (0) | 0% (0)
    a | x | 0% (0) | 0% (0)
    b | * | 0% (0) | 0% (0)
    c | x | * | 0% (0)
    d | * | x | 100% (3)
    Base | 5 | 4 | 3
    ");
}

/// Respondents in groups of these sizes, of whom the last of each did not answer.
fn grouped(sizes: &[(&str, usize)], smallest_base: usize) -> Analysis {
    let mut sample = Sample::new();
    sample.survey.questions.clear();
    let all: usize = sizes.iter().map(|(_, size)| size).sum();
    sample.survey.rows = (1..=all as u32).collect();
    let groups: Vec<(&str, &str)> = sizes.iter().map(|&(name, _)| (name, name)).collect();
    let of_group: String = sizes.iter().map(|(name, size)| name.repeat(*size)).collect();
    let letters: String = sizes.iter().map(|(name, _)| *name).collect();
    sample.single("groep", &groups, &of_group, &letters);
    let half: String = (0..all).map(|at| if at % 2 == 0 { "n" } else { "z" }).collect();
    sample.single("helft", &[("n", "Noord"), ("z", "Zuid")], &half, "nz");
    let answers: String = sizes
        .iter()
        .flat_map(|(_, size)| {
            (0..*size).map(move |at| if at + 1 == *size { ' ' } else { ['j', 'j', 'w'][at % 3] })
        })
        .collect();
    sample.single("vraag", &[("j", "Ja"), ("w", "Nee")], &answers, "jw");
    let privacy = Privacy { smallest_base, smallest_cell: 0 };
    let settings = Settings { privacy, ..Settings::default() };
    sample.planned(&DesignPlan::default(), settings).unwrap()
}

fn by(analysis: &Analysis, banner: &[&[&str]]) -> String {
    let everyone = Selection::default();
    let options = TableOptions { weighted_base: true, ..TableOptions::default() };
    show(&banner_table(analysis, &["vraag"], banner, &everyone, &options).unwrap())
}

#[test]
fn a_small_base_is_hidden_with_one_that_it_would_follow_from() {
    let analysis = grouped(&[("a", 6), ("b", 20), ("c", 15)], 10);
    insta::assert_snapshot!(by(&analysis, &[&["groep"]]), @"
    | Total | a(A) | b(B) | c(C)
    j | 71% (27) | o | 68% (13) | *
    w | 29% (11) | o | 32% (6) | *
    Base | 38 | o | 19 | *
    WeightedBase | 38 | o | 19 | *
    Missing(Empty) | 3 | o | 1 | *
    ");
}

#[test]
fn bases_that_are_small_together_take_a_third_one_with_them() {
    let analysis = grouped(&[("a", 4), ("b", 5), ("c", 15), ("d", 20)], 10);
    insta::assert_snapshot!(by(&analysis, &[&["groep"]]), @"
    | Total | a(A) | b(B) | c(C) | d(D)
    j | 70% (28) | o | o | * | 68% (13)
    w | 30% (12) | o | o | * | 32% (6)
    Base | 40 | o | o | * | 19
    WeightedBase | 40 | o | o | * | 19
    Missing(Empty) | 4 | o | o | * | 1
    ");
    // Together they are as many as may be told of.
    let analysis = grouped(&[("a", 6), ("b", 7), ("c", 15), ("d", 20)], 10);
    insta::assert_snapshot!(by(&analysis, &[&["groep"]]), @"
    | Total | a(A) | b(B) | c(C) | d(D)
    j | 70% (31) | o | o | 71% (10) | 68% (13)
    w | 30% (13) | o | o | 29% (4) | 32% (6)
    Base | 44 | o | o | 14 | 19
    WeightedBase | 44 | o | o | 14 | 19
    Missing(Empty) | 4 | o | o | 1 | 1
    ");
}

#[test]
fn a_hidden_base_does_not_follow_from_groups_within_groups() {
    let analysis = grouped(&[("a", 6), ("b", 42), ("c", 60)], 10);
    insta::assert_snapshot!(by(&analysis, &[&["groep"], &["groep", "helft"], &["helft"]]), @"
    | Total | a(A) | b(B) | c(C) | a/n(D) | a/z(E) | b/n(F) | b/z(G) | c/n(H) | c/z(I) | n(J) | z(K)
    j | 69% (72) | o | * | 68% (40) | o | o | * | * | 67% (20) | 69% (20) | 67% (36) | 71% (36)
    w | 31% (33) | o | * | 32% (19) | o | o | * | * | 33% (10) | 31% (9) | 33% (18) | 29% (15)
    Base | 105 | o | * | 59 | o | o | * | * | 30 | 29 | 54 | 51
    WeightedBase | 105 | o | * | 59 | o | o | * | * | 30 | 29 | 54 | 51
    Missing(Empty) | 3 | o | * | 1 | o | o | * | * | 0 | 1 | 0 | 3
    ");
}

#[test]
fn a_base_by_itself_is_hidden_as_in_the_table() {
    let analysis = grouped(&[("a", 6), ("b", 20), ("c", 15)], 10);
    let selection = |filter: &str| Selection::of(Filter::parse(filter, analysis.survey()).unwrap());
    let hidden = |filter: &str| {
        let selection = selection(filter);
        let counts = [
            base(&analysis, "vraag", &selection).unwrap(),
            missing(&analysis, "vraag", &selection).unwrap(),
            share(&analysis, "vraag", &["j", "w"], &selection).unwrap(),
        ];
        counts.map(|measure| (measure.hidden, measure.hidden_base))
    };
    let (small, derivable) = (Some(Reason::SmallBase), Some(Reason::Derivable));
    assert_eq!(hidden("groep=a"), [(small, small); 3]);
    assert_eq!(hidden("groep=c"), [(derivable, derivable); 3]);
    assert_eq!(hidden("groep=b"), [(None, None); 3]);
    assert_eq!(hidden("groep!=b"), [(small, small); 3]);
    assert_eq!(hidden(""), [(None, None); 3]);
}

proptest::proptest! {
    /// Whoever knows all that is shown finds at least two numbers for each hidden base,
    /// by every sum over groups.
    #[test]
    fn no_hidden_base_follows_from_those_that_are_shown(
        sizes in proptest::collection::vec(2usize..25, 2..6),
        smallest in 2usize..14,
    ) {
        let names = ["a", "b", "c", "d", "e"];
        let groups: Vec<(&str, usize)> = names.into_iter().zip(sizes).collect();
        let analysis = grouped(&groups, smallest);
        let banner: &[&[&str]] = &[&["groep"], &["groep", "helft"], &["helft"]];
        let everyone = Selection::default();
        let options = TableOptions::default();
        let table = banner_table(&analysis, &["vraag"], banner, &everyone, &options).unwrap();
        let row = table.row(RowKind::Base, None).unwrap();
        let shown: Vec<Option<usize>> = (0..table.columns.len())
            .map(|column| table.cell(row, column).unwrap())
            .map(|cell| cell.measure.hidden.is_none().then_some(cell.measure.n))
            .collect();
        for n in shown.iter().flatten() {
            proptest::prop_assert!(*n == 0 || *n >= smallest, "{shown:?}");
        }
        let families = [
            column_groups(&table, |path| path == ["groep"]),
            column_groups(&table, |path| path == ["helft"]),
            column_groups(&table, |path| path == ["groep", "helft"]),
        ];
        for family in families {
            let hidden = family.iter().filter(|&&column| shown[column].is_none()).count();
            if let Some(all) = shown[0] {
                let told: usize = family.iter().filter_map(|&column| shown[column]).sum();
                let rest = all - told;
                proptest::prop_assert!(hidden != 1, "{shown:?}");
                proptest::prop_assert!(rest == 0 || rest >= smallest, "{shown:?}");
            }
        }
    }
}

/// The columns of the groups of these questions.
fn column_groups(table: &Table, is: impl Fn(&[&str]) -> bool) -> Vec<usize> {
    let path = |column: &Column| -> Vec<String> {
        column.path.iter().map(|level| level.question.to_string()).collect()
    };
    (0..table.columns.len())
        .filter(|&column| {
            let path = path(&table.columns[column]);
            is(&path.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .collect()
}
