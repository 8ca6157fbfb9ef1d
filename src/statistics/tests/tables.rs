use super::*;

fn codes(codes: &[&str]) -> Vec<Arc<str>> {
    codes.iter().map(|&code| code.into()).collect()
}

fn nets() -> Vec<Net> {
    let net = |name: &str, of| Net { name: name.into(), label: name.into(), codes: codes(of) };
    vec![net("negatief", &["1", "2"]), net("positief", &["4", "5"])]
}

/// Without missing rows and means, which most of these tests are not about.
fn bare() -> TableOptions {
    TableOptions { missing: false, mean: false, ..TableOptions::default() }
}

fn frequency(question: &str, options: &TableOptions) -> String {
    let analysis = Sample::new().analysis();
    show(&frequency_table(&analysis, question, &Selection::default(), options).unwrap())
}

fn banner(question: &str, by: &[&[&str]], options: &TableOptions) -> String {
    let analysis = Sample::new().analysis();
    show(&banner_table(&analysis, &[question], by, &Selection::default(), options).unwrap())
}

#[test]
fn a_frequency_table_has_shares_base_mean_and_missing() {
    insta::assert_snapshot!(frequency("eens", &TableOptions::default()), @"
    | Total
    1 | 10% (1)
    2 | 10% (1)
    3 | 10% (1)
    4 | 40% (4)
    5 | 30% (3)
    Base | 10
    Mean | 3.70
    Missing(DontKnow) 9 | 1
    Missing(Empty) | 1
    ");
}

#[test]
fn nets_stand_inside_the_list_or_after_it() {
    let after = TableOptions { nets: nets(), ..bare() };
    insta::assert_snapshot!(frequency("eens", &after), @"
    | Total
    1 | 10% (1)
    2 | 10% (1)
    3 | 10% (1)
    4 | 40% (4)
    5 | 30% (3)
    Net negatief | 20% (2)
    Net positief | 70% (7)
    Base | 10
    ");
    let inside = TableOptions { nets_inside: true, order: Order::Value, ..after };
    insta::assert_snapshot!(frequency("eens", &inside), @"
    | Total
    Net positief | 70% (7)
      4 | 40% (4)
      5 | 30% (3)
    Net negatief | 20% (2)
      1 | 10% (1)
      2 | 10% (1)
    3 | 10% (1)
    Base | 10
    ");
}

#[test]
fn other_and_unknown_stay_last_in_a_sorted_list() {
    let mut sample = Sample::new();
    let options = [("a", "Anders, namelijk"), ("b", "Bus"), ("w", "Weet niet"), ("f", "Fiets")];
    sample.single("vervoer", &options, "aaaaaabfffww", "abwf");
    let analysis = sample.analysis();
    let sorted = TableOptions { order: Order::Value, ..bare() };
    let everyone = Selection::default();
    let table = frequency_table(&analysis, "vervoer", &everyone, &sorted).unwrap();
    insta::assert_snapshot!(show(&table), @"
    | Total
    f | 25% (3)
    b | 8% (1)
    a | 50% (6)
    w | 17% (2)
    Base | 12
    ");
    let chosen = TableOptions { last: Some(codes(&["f"])), ..sorted };
    let table = frequency_table(&analysis, "vervoer", &everyone, &chosen).unwrap();
    assert_eq!(table.rows[3].code.as_deref(), Some("f"));
}

/// A longer word that begins so is an answer like any other.
#[test]
fn anderhalf_jaar_is_not_other() {
    let mut sample = Sample::new();
    let years = [("a", "Anderhalf jaar"), ("o", "Overige"), ("t", "Twee jaar")];
    sample.single("duur", &years, "aaaaaaoootto", "aot");
    let sorted = TableOptions { order: Order::Value, ..bare() };
    let everyone = Selection::default();
    let table = frequency_table(&sample.analysis(), "duur", &everyone, &sorted).unwrap();
    let order: Vec<_> = table.rows[..3].iter().map(|row| row.code.as_deref().unwrap()).collect();
    assert_eq!(order, ["a", "t", "o"]);
}

#[test]
fn multiple_response_counts_respondents_or_answers() {
    insta::assert_snapshot!(banner("hulp", &[&["regio"]], &bare()), @"
    | Total | noord(A) | zuid(B)
    geld | 64% (7) | 67% (4) | 60% (3)
    mensen | 36% (4) | 50% (3) | 20% (1)
    anders | 9% (1) | 17% (1) | 0% (0)
    Base | 11 | 6 | 5
    ");
    let answers = TableOptions { of_answers: true, ..bare() };
    insta::assert_snapshot!(banner("hulp", &[&["regio"]], &answers), @"
    | Total | noord(A) | zuid(B)
    geld | 58% (7) | 50% (4) | 75% (3)
    mensen | 33% (4) | 38% (3) | 25% (1)
    anders | 8% (1) | 12% (1) | 0% (0)
    Answers | 12 | 8 | 4
    Base | 11 | 6 | 5
    ");
}

#[test]
fn a_banner_has_several_questions_or_nested_ones() {
    insta::assert_snapshot!(banner("eens", &[&["grootte"], &["regio"]], &bare()), @"
    | Total | klein(A) | middel(B) | groot(C) | noord(D) | zuid(E)
    1 | 10% (1) | 20% (1) | 0% (0) | 0% (0) | 20% (1) | 0% (0)
    2 | 10% (1) | 0% (0) | 33% (1) | 0% (0) | 0% (0) | 20% (1)
    3 | 10% (1) | 20% (1) | 0% (0) | 0% (0) | 0% (0) | 20% (1)
    4 | 40% (4) | 40% (2) | 33% (1) | 50% (1) | 60% (3) | 20% (1)
    5 | 30% (3) | 20% (1) | 33% (1) | 50% (1) | 20% (1) | 40% (2)
    Base | 10 | 5 | 3 | 2 | 5 | 5
    ");
    let nested = TableOptions { total: false, ..bare() };
    insta::assert_snapshot!(banner("eens", &[&["regio", "grootte"]], &nested), @"
    | noord/klein(A) | noord/middel(B) | noord/groot(C) | zuid/klein(D) | zuid/middel(E) | zuid/groot(F)
    1 | 33% (1) | 0% (0) | 0% (0) | 0% (0) | 0% (0) | 0% (0)
    2 | 0% (0) | 0% (0) | 0% (0) | 0% (0) | 50% (1) | 0% (0)
    3 | 0% (0) | 0% (0) | 0% (0) | 50% (1) | 0% (0) | 0% (0)
    4 | 33% (1) | 100% (1) | 100% (1) | 50% (1) | 0% (0) | 0% (0)
    5 | 33% (1) | 0% (0) | 0% (0) | 0% (0) | 50% (1) | 100% (1)
    Base | 3 | 1 | 1 | 2 | 2 | 1
    ");
}

#[test]
fn a_multiple_response_banner_has_overlapping_groups() {
    let tested = TableOptions { significance: Some(Significance::default()), ..bare() };
    insta::assert_snapshot!(banner("eens", &[&["hulp"]], &tested), @"
    | Total | geld(A) | mensen(B) | anders(C)
    1 | 10% (1) | 0% (0) | 33% (1) | 100% (1)
    2 | 10% (1) | 17% (1) | 0% (0) | 0% (0)
    3 | 10% (1) | 17% (1) | 0% (0) | 0% (0)
    4 | 40% (4) | 50% (3) | 0% (0) | 0% (0)
    5 | 30% (3) | 17% (1) | 67% (2) | 0% (0)
    Base | 10 | 6 | 3 | 1
    ");
}

#[test]
fn percentages_are_of_columns_rows_or_the_total() {
    let row = TableOptions { percentages: Percentages::Row, ..bare() };
    insta::assert_snapshot!(banner("eens", &[&["grootte"]], &row), @"
    | Total | klein(A) | middel(B) | groot(C)
    1 | 100% (1) | 100% (1) | 0% (0) | 0% (0)
    2 | 100% (1) | 0% (0) | 100% (1) | 0% (0)
    3 | 100% (1) | 100% (1) | 0% (0) | 0% (0)
    4 | 100% (4) | 50% (2) | 25% (1) | 25% (1)
    5 | 100% (3) | 33% (1) | 33% (1) | 33% (1)
    Base | 10 | 5 | 3 | 2
    ");
    let total = TableOptions { percentages: Percentages::Total, ..bare() };
    insta::assert_snapshot!(banner("eens", &[&["grootte"]], &total), @"
    | Total | klein(A) | middel(B) | groot(C)
    1 | 10% (1) | 10% (1) | 0% (0) | 0% (0)
    2 | 10% (1) | 0% (0) | 10% (1) | 0% (0)
    3 | 10% (1) | 10% (1) | 0% (0) | 0% (0)
    4 | 40% (4) | 20% (2) | 10% (1) | 10% (1)
    5 | 30% (3) | 10% (1) | 10% (1) | 10% (1)
    Base | 10 | 5 | 3 | 2
    ");
}

#[test]
fn letters_name_the_columns_that_lie_below() {
    let significance = Significance { correction: Correction::None, ..Significance::default() };
    let options = TableOptions {
        significance: Some(significance),
        means: codes(&["fte"]),
        weighted_base: true,
        ..bare()
    };
    insta::assert_snapshot!(banner("eens", &[&["grootte"]], &options), @"
    | Total | klein(A) | middel(B) | groot(C)
    1 | 10% (1) | 20% (1) | 0% (0) | 0% (0)
    2 | 10% (1) | 0% (0) | 33% (1) | 0% (0)
    3 | 10% (1) | 20% (1) | 0% (0) | 0% (0)
    4 | 40% (4) | 40% (2) | 33% (1) | 50% (1)
    5 | 30% (3) | 20% (1) | 33% (1) | 50% (1)
    Base | 10 | 5 | 3 | 2
    WeightedBase | 10 | 5 | 3 | 2
    Mean | 4.42 | 2.00 | 4.00 A | 9.00 A B
    ");
}

#[test]
fn statements_have_a_row_each() {
    let mut sample = Sample::new();
    let mut second = sample.question("eens").clone();
    second.name = "urgent".into();
    if let Answers::Single(codes) = &mut *second.answers {
        codes.rotate_right(3);
        codes[0] = Code(4);
    }
    sample.survey.questions.insert("urgent".into(), second);
    let analysis = sample.analysis();
    let options = TableOptions { nets: nets(), order: Order::Value, ..TableOptions::default() };
    let questions = ["eens", "urgent"];
    let table = statements_table(&analysis, &questions, &Selection::default(), &options).unwrap();
    insta::assert_snapshot!(show(&table), @"
    | Helemaal oneens | Oneens | Neutraal | Eens | Helemaal eens | negatief | positief | Mean | Base
    urgent | 9% (1) | 9% (1) | 9% (1) | 36% (4) | 36% (4) | 18% (2) | 73% (8) | 3.82 | 11
    eens | 10% (1) | 10% (1) | 10% (1) | 40% (4) | 30% (3) | 20% (2) | 70% (7) | 3.70 | 10
    ");
}

#[test]
fn response_is_set_against_the_frame() {
    let weighted = DesignPlan {
        population: vec![Population::Frame],
        adjustment: Adjustment::PostStratify(Margin::of("grootte")),
        ..DesignPlan::default()
    };
    let analysis =
        Sample::new().frame([20, 10, 6]).planned(&weighted, Settings::default()).unwrap();
    let table = response_table(&analysis, "grootte", &Selection::default()).unwrap();
    insta::assert_snapshot!(show(&table), @"
    | PopulationCount | PopulationShare | SampleCount | SampleShare | WeightedShare | ResponseRate
    klein | 20 | 56% (20) | 5 | 42% (5) | 56% (5) | 25% (5)
    middel | 10 | 28% (10) | 4 | 33% (4) | 28% (4) | 40% (4)
    groot | 6 | 17% (6) | 3 | 25% (3) | 17% (3) | 50% (3)
    Total | 36 | 100% (36) | 12 | 100% (12) | 100% (12) | 33% (12)
    ");
    let report = analysis.weighting();
    assert_eq!(report.rounds, 1);
    assert!(report.largest_difference < 1e-12);
    // Weights 4, 2.5 and 2: 12 (5 · 16 + 4 · 6.25 + 3 · 4) / 36²
    assert!((report.design_effect - 12.0 * 117.0 / 1296.0).abs() < 1e-12);
    assert_eq!(report.margins[0].codes, codes(&["klein"]));
    assert_eq!((report.margins[0].before, report.margins[0].respondents), (15.0, 5));
}

#[test]
fn the_effect_of_weighting_is_both_shares_side_by_side() {
    let weighted = DesignPlan {
        population: vec![Population::Frame],
        adjustment: Adjustment::PostStratify(Margin::of("grootte")),
        ..DesignPlan::default()
    };
    let analysis =
        Sample::new().frame([20, 10, 6]).planned(&weighted, Settings::default()).unwrap();
    let table = weighting_table(&analysis, "regio", &Selection::default()).unwrap();
    insta::assert_snapshot!(show(&table), @"
    | SampleShare | WeightedShare
    noord | 50% (6) | 53% (6)
    zuid | 50% (6) | 47% (6)
    Base | 12 | 12
    ");
}

#[test]
fn a_filter_is_told_by_every_cell() {
    let analysis = Sample::new().analysis();
    let filter = Filter::parse("grootte=klein, middel&regio=noord", analysis.survey()).unwrap();
    let selection = Selection::of(filter);
    let table = frequency_table(&analysis, "eens", &selection, &bare()).unwrap();
    let cell = &table.cell(3, 0).unwrap().measure;
    assert_eq!(
        cell.filter.as_deref().map(ToString::to_string).as_deref(),
        Some("grootte=klein,middel & regio=noord")
    );
    assert_eq!((cell.n, cell.base, cell.missing), (2, 4, 1));
    assert_eq!(&*cell.questions, &[Arc::from("eens")]);
    let share = share(&analysis, "eens", &["4"], &selection).unwrap();
    assert_eq!(&share, cell);
}

#[test]
fn missing_answers_are_based_on_all_respondents_of_their_column() {
    let analysis = Sample::new().analysis();
    let everyone = Selection::default();
    let bases = |question: &str, filter: &str| -> Vec<(String, Vec<(usize, usize)>)> {
        let filter = Filter::parse(filter, analysis.survey()).unwrap();
        let selection = Selection::of(filter);
        let options = TableOptions::default();
        let table =
            banner_table(&analysis, &[question], &[&["grootte"]], &selection, &options).unwrap();
        let rows = table.rows.iter().enumerate();
        rows.filter(|(_, row)| matches!(row.kind, RowKind::Missing(_)))
            .map(|(place, row)| {
                let cells = (0..table.columns.len()).filter_map(|column| table.cell(place, column));
                let counts = cells.map(|cell| (cell.measure.n, cell.measure.base)).collect();
                (format!("{:?}", row.kind), counts)
            })
            .collect()
    };
    assert_eq!(
        bases("eens", ""),
        [
            ("Missing(DontKnow)".to_string(), vec![(1, 12), (0, 5), (1, 4), (0, 3)]),
            ("Missing(Empty)".to_string(), vec![(1, 12), (0, 5), (0, 4), (1, 3)]),
        ]
    );
    assert_eq!(
        bases("hulp", "regio=zuid"),
        [("Missing(Empty)".to_string(), vec![(1, 6), (0, 2), (0, 2), (1, 2)])]
    );
    // The same as where the number is asked for by itself.
    let all = missing(&analysis, "eens", &everyone).unwrap();
    assert_eq!((all.n, all.base), (2, 12));
}

/// Three of the twelve did not say how large they are, as did two of the hundred units.
#[test]
fn values_that_count_as_missing_are_no_categories_of_the_response() {
    let mut sample = Sample::new().frame([60, 38, 2]);
    let groot = &mut sample.question("grootte").choices[2];
    groot.missing = Some(Missing::DontKnow);
    let analysis = sample.analysis();
    let table = response_table(&analysis, "grootte", &Selection::default()).unwrap();
    insta::assert_snapshot!(show(&table), @"
    | PopulationCount | PopulationShare | SampleCount | SampleShare | ResponseRate
    klein | 60 | 61% (60) | 5 | 56% (5) | 8% (5)
    middel | 38 | 39% (38) | 4 | 44% (4) | 11% (4)
    Total | 98 | 100% (98) | 9 | 100% (9) | 9% (9)
    ");
    let counts: Vec<(usize, usize, usize)> = table
        .cells
        .iter()
        .flatten()
        .filter(|cell| cell.measure.statistic == Statistic::Count)
        .map(|cell| (cell.measure.n, cell.measure.base, cell.measure.missing))
        .collect();
    assert_eq!(counts, [(5, 9, 3), (4, 9, 3), (9, 9, 3)]);
}

#[test]
fn a_count_of_missing_answers_is_that_of_the_table() {
    let mut sample = Sample::new();
    // One ticked both: what is valid counts, and so does that the other was chosen.
    sample.multiple("hobby", &[("lezen", "xx.x..xxx.x "), ("niets", "x.x.........")]);
    let hobby = sample.question("hobby");
    hobby.choices[1].missing = Some(Missing::Refused);
    if let Answers::Multiple { missing, .. } = &mut *hobby.answers {
        missing[2] = Some(Missing::Refused);
    }
    let analysis = sample.analysis();
    let found = |question: &str, codes: &[&str], filter: &str| {
        let selection = Selection::of(Filter::parse(filter, analysis.survey()).unwrap());
        let measure = count(&analysis, question, codes, &selection).unwrap();
        (measure.value, measure.n, measure.base, measure.missing)
    };
    assert_eq!(found("eens", &["9"], ""), (1.0, 1, 12, 0));
    assert_eq!(found("eens", &["9"], "grootte=klein"), (0.0, 0, 5, 0));
    assert_eq!(found("eens", &["5", "9"], ""), (4.0, 4, 12, 0));
    assert_eq!(found("eens", &["5"], ""), (3.0, 3, 10, 2));
    assert_eq!(found("hobby", &["niets"], ""), (2.0, 2, 12, 0));
}
