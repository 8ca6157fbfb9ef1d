//! Whoever knows everything that is printed solves no hidden cell: tried by brute
//! force on every survey that agrees with it.

use super::*;

/// Counts of four options in two groups, by option.
type Counts = [usize; 8];

/// Cells of [`Counts`], and what of them is printed: their sum, or that it is hidden.
type Sum = (Vec<usize>, Option<usize>);

/// A table: a question, the banner, and the group that it is within.
type Asked<'a> = (&'a str, &'a [&'a [&'a str]], Option<&'a str>);

/// The questions `vraag` with four options, `groep`, `ook` that everybody answered,
/// and `samen`, which joins options of the first.
fn survey(
    counts: &Counts,
    joined: &[&str],
    smallest_base: usize,
    smallest_cell: usize,
) -> Analysis {
    let mut sample = Sample::new();
    sample.survey.questions.clear();
    let of_cell = |name: &dyn Fn(usize) -> char| -> String {
        let cells = counts.iter().enumerate();
        cells.map(|(cell, count)| name(cell).to_string().repeat(*count)).collect()
    };
    let (answers, groups) =
        (of_cell(&|cell| ['a', 'b', 'c', 'd'][cell / 2]), of_cell(&|cell| ['x', 'y'][cell % 2]));
    sample.survey.rows = (1..=answers.len() as u32).collect();
    let options = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")];
    sample.single("vraag", &options, &answers, "abcd");
    sample.single("groep", &[("x", "X"), ("y", "Y")], &groups, "xy");
    sample.single("ook", &[("j", "Ja")], &"j".repeat(answers.len()), "j");
    let recoded = Recoded {
        code: "samen".into(),
        label: "Samen".into(),
        score: None,
        missing: None,
        from: joined.iter().map(|&code| code.into()).collect(),
    };
    let derivation = Derivation {
        name: "samen".into(),
        label: None,
        short: None,
        rule: Rule::Recode {
            question: "vraag".into(),
            into: vec![recoded],
            keep_rest: true,
            ordered: false,
        },
        base: Filter::everyone(),
    };
    let samen = derive(&sample.survey, &derivation).unwrap();
    sample.survey.questions.insert("samen".into(), samen);
    let names = |names: &[&str]| names.iter().map(|&name| Arc::from(name)).collect();
    let settings = Settings {
        privacy: Privacy { smallest_base, smallest_cell },
        banners: vec![names(&["groep"]), names(&["vraag"]), names(&["groep", "vraag"])],
        ..Settings::default()
    };
    sample.planned(&DesignPlan::default(), settings).unwrap()
}

/// The cells of an answer to a question.
fn cells(question: &str, code: &str, joined: &[&str]) -> Vec<usize> {
    let options = ["a", "b", "c", "d"];
    let is_inside = |cell: &usize| match question {
        "vraag" => options[cell / 2] == code,
        "groep" => ["x", "y"][cell % 2] == code,
        "samen" if code == "samen" => joined.contains(&options[cell / 2]),
        "samen" => options[cell / 2] == code,
        _ => true,
    };
    (0..8).filter(is_inside).collect()
}

fn both(one: &[usize], two: &[usize]) -> Vec<usize> {
    one.iter().copied().filter(|cell| two.contains(cell)).collect()
}

/// Everything that a table tells: its options and bases in each group.
fn told(table: &Table, joined: &[&str], within: &[usize]) -> Vec<Sum> {
    let mut sums = vec![];
    for (at, row) in table.rows.iter().enumerate() {
        for (column, head) in table.columns.iter().enumerate() {
            let mut group = within.to_vec();
            for level in &head.path {
                group = both(&group, &cells(&level.question, &level.code, joined));
            }
            let Some(cell) = table.cell(at, column) else { continue };
            let shown = cell.measure.hidden.is_none().then_some(cell.measure.n);
            match (row.kind, &row.code) {
                (RowKind::Choice, Some(code)) => {
                    sums.push((both(&group, &cells(&row.question, code, joined)), shown));
                }
                (RowKind::Base, _) => sums.push((group, shown)),
                _ => {}
            }
        }
    }
    sums
}

/// Calls with all counts that sum up to `all`.
fn every(counts: &mut Counts, cell: usize, all: usize, found: &mut impl FnMut(&Counts)) {
    if cell == 7 {
        counts[7] = all;
        return found(counts);
    }
    for count in 0..=all {
        counts[cell] = count;
        every(counts, cell + 1, all - count, found);
    }
}

/// The sums that are small and follow from what is printed.
fn solved(counts: &Counts, sums: &[Sum], smallest_cell: usize) -> Vec<Vec<usize>> {
    let of = |counts: &Counts, cells: &[usize]| cells.iter().map(|&at| counts[at]).sum::<usize>();
    let is_small = |sum: &&Sum| (1..smallest_cell).contains(&of(counts, &sum.0));
    let secret: Vec<&Sum> = sums.iter().filter(is_small).collect();
    for (cells, shown) in &secret {
        assert_eq!(*shown, None, "{cells:?} of {counts:?} is small, and shown");
    }
    let mut known: Vec<(&[usize], usize)> =
        sums.iter().filter_map(|(cells, shown)| Some((&cells[..], (*shown)?))).collect();
    known.sort_unstable();
    known.dedup();
    let mut differs = vec![false; secret.len()];
    let all = counts.iter().sum();
    every(&mut [0; 8], 0, all, &mut |guess| {
        if known.iter().all(|(cells, sum)| of(guess, cells) == *sum) {
            for (differs, (cells, _)) in differs.iter_mut().zip(&secret) {
                *differs |= of(guess, cells) != of(counts, cells);
            }
        }
    });
    let solved = secret.iter().zip(differs).filter(|it| !it.1);
    solved.map(|(sum, _)| sum.0.clone()).collect()
}

/// Everything that the tables of these questions by these groups, in these groups, tell.
fn published(analysis: &Analysis, tables: &[Asked], joined: &[&str]) -> Vec<Sum> {
    let options = TableOptions { mean: false, order: Order::Value, ..TableOptions::default() };
    let mut sums = vec![];
    for (question, banner, group) in tables {
        let filter = group.map(|code| Filter::code("groep".into(), code.into()));
        let selection = Selection::of(filter.unwrap_or_default());
        let within = group.map_or((0..8).collect(), |code| cells("groep", code, joined));
        let table = match banner {
            [] => frequency_table(analysis, question, &selection, &options),
            _ => banner_table(analysis, &[question], banner, &selection, &options),
        };
        // A group that nobody is in has no table.
        if let Ok(table) = table {
            sums.extend(told(&table, joined, &within));
            order_tells_nothing(&table, &["a", "b", "c", "d", "samen", "x", "y", "j"]);
        }
    }
    sums
}

/// Rows whose first number is hidden stand behind the others, as in the codebook.
fn order_tells_nothing(table: &Table, codes: &[&str]) {
    let options = table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Choice);
    let hidden: Vec<Option<usize>> = options
        .map(|(at, row)| {
            let is_hidden = table.cell(at, 0).unwrap().measure.hidden.is_some();
            let code = row.code.as_deref().unwrap();
            is_hidden.then(|| match code {
                // The joined options come before those that are kept.
                "samen" => 0,
                code => 1 + codes.iter().position(|it| *it == code).unwrap(),
            })
        })
        .collect();
    let first = hidden.iter().position(Option::is_some).unwrap_or(hidden.len());
    assert!(hidden[first..].iter().all(Option::is_some), "{hidden:?}");
    assert!(hidden[first..].is_sorted(), "{hidden:?}");
}

/// Whether both groups and more than two options have answers: of fewer nothing can be
/// kept apart.
fn has_room(counts: &Counts) -> bool {
    let groups = (0..2).filter(|group| (0..4).any(|at| counts[at * 2 + group] > 0)).count();
    let options = (0..4).filter(|at| counts[at * 2] + counts[at * 2 + 1] > 0).count();
    groups == 2 && options > 2
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 60,
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        ..Default::default()
    })]

    /// A question, and one that joins two or three of its options beside it.
    #[test]
    fn a_derived_question_tells_nothing_of_its_source(
        counts in proptest::array::uniform8(0usize..4),
        smallest_cell in 2usize..4,
        three in proptest::bool::ANY,
    ) {
        proptest::prop_assume!(has_room(&counts));
        let joined: &[&str] = if three { &["a", "b", "d"] } else { &["a", "b"] };
        let analysis = survey(&counts, joined, 0, smallest_cell);
        let by: &[&[&str]] = &[&["groep"]];
        let tables: &[Asked] = &[
            ("vraag", &[], None),
            ("samen", &[], None),
            ("vraag", by, None),
            ("samen", by, None),
            ("vraag", &[], Some("x")),
            ("samen", &[], Some("y")),
        ];
        let sums = published(&analysis, tables, joined);
        proptest::prop_assert_eq!(solved(&counts, &sums, smallest_cell), Vec::<Vec<usize>>::new());
    }

    /// Two questions by each other, and the number of answers to a third.
    #[test]
    fn a_table_turned_round_tells_nothing_of_the_other(
        counts in proptest::array::uniform8(0usize..4),
        smallest_cell in 2usize..4,
    ) {
        proptest::prop_assume!(has_room(&counts));
        let joined: &[&str] = &["a", "b"];
        let analysis = survey(&counts, joined, 0, smallest_cell);
        let (groep, vraag): (&[&[&str]], &[&[&str]]) = (&[&["groep"]], &[&["vraag"]]);
        let tables: &[Asked] = &[
            ("vraag", groep, None),
            ("groep", vraag, None),
            ("ook", groep, None),
            ("ook", vraag, None),
            ("vraag", &[], Some("x")),
            ("ook", vraag, Some("x")),
            ("ook", &[&["groep", "vraag"]], None),
        ];
        let sums = published(&analysis, tables, joined);
        proptest::prop_assert_eq!(solved(&counts, &sums, smallest_cell), Vec::<Vec<usize>>::new());
    }
}

/// Of a question the first two options, which another joins, are not told apart by it.
#[test]
fn a_net_beside_its_question_solves_no_cell() {
    let counts = [15, 15, 10, 10, 1, 0, 12, 12];
    let analysis = survey(&counts, &["a", "b"], 10, 3);
    let table = |name| {
        let options = TableOptions { mean: false, ..TableOptions::default() };
        show(&frequency_table(&analysis, name, &Selection::default(), &options).unwrap())
    };
    insta::assert_snapshot!(format!("{}\n{}", table("vraag"), table("samen")), @"
    | Total
    a | 40% (30)
    b | 27% (20)
    c | x
    d | *
    Base | 75

    | Total
    samen | 67% (50)
    c | x
    d | *
    Base | 75
    ");
}

/// One person in one group: both tables hide the same cells.
#[test]
fn both_tables_of_two_questions_hide_the_same() {
    let counts = [1, 10, 10, 30, 10, 10, 0, 0];
    let analysis = survey(&counts, &["a", "b"], 10, 3);
    let by = |question: &str, banner: &str| {
        let options = TableOptions { mean: false, ..TableOptions::default() };
        let everyone = Selection::default();
        show(&banner_table(&analysis, &[question], &[&[banner]], &everyone, &options).unwrap())
    };
    insta::assert_snapshot!(
        format!("{}\n{}", by("vraag", "groep"), by("groep", "vraag")), @"
    | Total | x(A) | y(B)
    a | 15% (11) | x | *
    b | 56% (40) | * | *
    c | 28% (20) | * | *
    d | 0% (0) | 0% (0) | 0% (0)
    Base | 71 | 21 | 50

    | Total | a(A) | b(B) | c(C)
    x | 30% (21) | x | * | *
    y | 70% (50) | * | * | *
    Base | 71 | 11 | 40 | 20
    ");
}

/// How many of a group answered another question is the count of a hidden cell.
#[test]
fn groups_made_of_a_hidden_cell_are_hidden_whole() {
    let counts = [12, 8, 9, 11, 1, 6, 14, 9];
    let analysis = survey(&counts, &["a", "b"], 0, 3);
    let within = Selection::of(Filter::code("groep".into(), "x".into()));
    let options = TableOptions { mean: false, total: false, ..TableOptions::default() };
    let own = frequency_table(&analysis, "vraag", &within, &options).unwrap();
    let other = banner_table(&analysis, &["ook"], &[&["vraag"]], &within, &options).unwrap();
    insta::assert_snapshot!(format!("{}\n{}", show(&own), show(&other)), @"
    | Total
    a | *
    b | 25% (9)
    c | x
    d | *
    Base | 36

    | a(A) | b(B) | c(C) | d(D)
    j | * | 100% (9) | * | *
    Base | * | 9 | * | *
    ");
}
