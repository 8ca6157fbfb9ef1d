use super::*;

fn derived(sample: &Sample, rule: Rule, base: &str) -> Question {
    let base = Filter::parse(base, &sample.survey).unwrap();
    let label = Some("Nieuwe vraag".into());
    let derivation = Derivation { name: "nieuw".into(), label, short: None, rule, base };
    derive(&sample.survey, &derivation).unwrap()
}

/// The codes of a derived question, `-` for empty and `n` for not asked.
fn answers(question: &Question) -> String {
    let Answers::Single(codes) = &*question.answers else { panic!() };
    let letter = |code: &Code| match code.index() {
        Some(place) => question.choices[place].code.to_string(),
        None if *code == Code::NOT_ASKED => "n".into(),
        None => "-".into(),
    };
    codes.iter().map(letter).collect()
}

fn into(code: &str, from: &[&str]) -> Recoded {
    Recoded {
        code: code.into(),
        label: code.into(),
        score: None,
        missing: None,
        from: from.iter().map(|&code| code.into()).collect(),
    }
}

fn recode(into: Vec<Recoded>, keep_rest: bool) -> Rule {
    Rule::Recode { question: "eens".into(), into, keep_rest, ordered: false }
}

#[test]
fn codes_are_joined_and_missing_ones_stay_missing() {
    let sample = Sample::new();
    let rule = recode(vec![into("o", &["1", "2"]), into("e", &["4", "5"])], true);
    let question = derived(&sample, rule, "");
    assert_eq!(answers(&question), "eee3oeeo9-ee");
    assert_eq!((&*question.name, &*question.label), ("nieuw", "Nieuwe vraag"));
    let codes: Vec<&str> = question.choices.iter().map(|choice| &*choice.code).collect();
    assert_eq!(codes, ["o", "e", "3", "9"]);
    assert_eq!(question.choices[3].missing, Some(Missing::DontKnow));
    // The figures can still be traced to the column of the source.
    assert_eq!(question.columns, sample.survey.questions["eens"].columns);
}

#[test]
fn a_net_has_the_share_of_its_codes() {
    let mut sample = Sample::new();
    let rule = recode(vec![into("e", &["4", "5"])], true);
    let question = derived(&sample, rule, "");
    sample.survey.questions.insert("nieuw".into(), question);
    let analysis = sample.analysis();
    let everyone = Selection::default();
    let net = share(&analysis, "nieuw", &["e"], &everyone).unwrap();
    let sum = share(&analysis, "eens", &["4", "5"], &everyone).unwrap();
    assert_eq!((net.value, net.standard_error), (sum.value, sum.standard_error));
    assert_eq!(
        top_codes(&analysis.survey().questions["eens"], 2).unwrap(),
        ["4".into(), "5".into()]
    );
}

#[test]
fn another_base_leaves_the_others_unasked() {
    let sample = Sample::new();
    let question = derived(&sample, Rule::Copy("eens".into()), "regio=noord");
    assert_eq!(answers(&question), "5n4n1n4n9n4n");
}

#[test]
fn bands_hold_their_lower_bound() {
    let sample = Sample::new();
    let labels = ["tot 2", "2 tot 5", "5 en meer"].map(Arc::from).to_vec();
    let rule = Rule::Band { question: "fte".into(), cuts: vec![2.0, 5.0], labels };
    let question = derived(&sample, rule, "");
    assert_eq!(answers(&question), "122212322333");
    assert!(question.ordered);
}

#[test]
fn an_index_turns_reversed_items_and_counts_answers() {
    let mut sample = Sample::new();
    let mut second = sample.question("eens").clone();
    second.name = "oneens".into();
    second.reverse = true;
    if let Answers::Single(codes) = &mut *second.answers {
        codes[0] = Code::EMPTY;
    }
    sample.survey.questions.insert("oneens".into(), second);
    let items: Vec<Arc<str>> = vec!["eens".into(), "oneens".into()];
    let one = derived(&sample, Rule::Index { items: items.clone(), answered: 1 }, "");
    let Answers::Number(numbers) = &*one.answers else { panic!() };
    // The first has one answer, 5; the others x and 6 - x, so 3; nobody at 9 and 10.
    assert_eq!(numbers[0], Ok(5.0));
    assert_eq!(numbers[1], Ok(3.0));
    assert_eq!(numbers[8], Err(Missing::Empty));
    let both = derived(&sample, Rule::Index { items, answered: 2 }, "");
    let Answers::Number(numbers) = &*both.answers else { panic!() };
    assert_eq!(numbers[0], Err(Missing::Empty));
}

#[test]
fn a_scale_turned_round_has_the_mirrored_mean() {
    let mut sample = Sample::new();
    let question = derived(&sample, Rule::Reverse("eens".into()), "");
    // An index takes its turned scores as they are.
    assert!(!question.reverse);
    sample.survey.questions.insert("nieuw".into(), question);
    let analysis = sample.analysis();
    let everyone = Selection::default();
    let mean = |name| mean(&analysis, name, &everyone).unwrap();
    let (plain, turned) = (mean("eens"), mean("nieuw"));
    assert!((plain.value + turned.value - 6.0).abs() < 1e-12);
    let (a, b) = (plain.standard_error.unwrap(), turned.standard_error.unwrap());
    assert!((a - b).abs() < 1e-12);
}

#[test]
fn alpha_agrees_with_a_table_of_covariances() {
    let mut sample = Sample::new();
    sample.number("a", &[1.0, 2.0, 3.0, 4.0, 5.0, 3.0, 2.0, 4.0, 5.0, 1.0, 2.0, 3.0]);
    sample.number("b", &[2.0, 2.0, 3.0, 5.0, 4.0, 3.0, 1.0, 4.0, 5.0, 2.0, 3.0, 3.0]);
    sample.number("c", &[1.0, 3.0, 2.0, 4.0, 4.0, 2.0, 2.0, 5.0, 4.0, 1.0, 1.0, 4.0]);
    let analysis = sample.analysis();
    let found = cronbach_alpha(&analysis, &["a", "b", "c"], &Selection::default()).unwrap();
    // The items' variances times 132, and that of their sum.
    let by_hand = 1.5 * (1.0 - f64::from(251 + 203 + 267) / 1851.0);
    assert!((found.alpha.unwrap() - by_hand).abs() < 1e-12, "{:?}", found.alpha);
    assert_eq!((found.items, found.n), (3, 12));
}
