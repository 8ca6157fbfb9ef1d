use super::*;

fn filter(text: &str) -> String {
    match Filter::parse(text, &Sample::new().survey) {
        Ok(filter) => filter.to_string(),
        Err(fault) => told(&fault),
    }
}

#[test]
fn filters_say_which_part_is_wrong() {
    insta::assert_snapshot!(filter("grotte=klein"), @"
    [unknown-question] unknown question `grotte`
    hint: did you mean `grootte`?
    hint: the questions are `grootte`, `regio`, `eens`, `hulp`, `fte`
    ");
    insta::assert_snapshot!(filter("grootte=kleine"), @"
    [unknown-code] question `grootte` has no code `kleine`
    hint: did you mean `klein`?
    hint: its codes are `klein`, `middel`, `groot`
    ");
    insta::assert_snapshot!(filter("grootte=Klein"), @"
    [unknown-code] question `grootte` has no code `Klein`
    hint: `Klein` is the label of code `klein`
    hint: its codes are `klein`, `middel`, `groot`
    ");
    insta::assert_snapshot!(filter("regio=zuid & grootte"), @"
    [filter-syntax] `grootte` is not a condition on a question
    hint: write it as `question=code`, with `,` between alternatives and `&` between conditions
    ");
    insta::assert_snapshot!(filter("grootte=klein,"), @"
    [filter-syntax] a value is missing in the condition `grootte=klein,`
    hint: write a code after `=`
    ");
    insta::assert_snapshot!(filter("fte=1,2"), @"
    [filter-syntax] `fte=1,2` does not compare `fte` with one number
    hint: write the number with a decimal point
    ");
    insta::assert_snapshot!(filter("grootte>klein"), @"
    [filter-syntax] `>` compares numbers, but `grootte` has codes
    hint: use `=` or `!=`
    ");
}

#[test]
fn filters_are_written_one_way() {
    assert_eq!(filter(""), "");
    assert_eq!(filter(" fte >= 2.5&hulp!= geld , mensen"), "fte>=2.5 & hulp!=geld,mensen");
}

#[test]
fn figures_say_what_they_cannot_do() {
    let analysis = Sample::new().frame([20, 10, 6]).analysis();
    let everyone = Selection::default();
    let none = Selection::of(Filter::parse("fte>100", analysis.survey()).unwrap());
    let tell = |result: Result<Measure, Diagnostic>| told(&result.unwrap_err());
    insta::assert_snapshot!(tell(share(&analysis, "eens", &["7"], &everyone)), @"
    [unknown-code] question `eens` has no code `7`
    hint: its codes are `1`, `2`, `3`, `4`, `5`, `9`
    ");
    insta::assert_snapshot!(tell(share(&analysis, "fte", &["7"], &everyone)), @"
    [wrong-kind] question `fte` is a number, not a closed question
    hint: derive bands from it to count its answers
    ");
    insta::assert_snapshot!(tell(share(&analysis, "eens", &["5", "9"], &everyone)), @r#"
    [missing-in-share] code `9` of question `eens` counts as missing, and a share is of valid answers
    hint: leave the code out, or print how many chose it: `count "eens" "9"`
    "#);
    insta::assert_snapshot!(tell(mean(&analysis, "regio", &everyone)), @"
    [not-a-scale] the options of question `regio` have no order
    hint: mark it as ordered in the codebook if its codes are scores
    ");
    insta::assert_snapshot!(
        tell(mean(&analysis, "hulp", &everyone)),
        @"
        [wrong-kind] question `hulp` is a multiple-response question, not a number or a scale
        hint: name a number or a scale
        "
    );
    insta::assert_snapshot!(
        tell(quantile(&analysis, "fte", 1.5, QuantileRule::School, &everyone)),
        @"
    [bad-quantile] there is no quantile at 1.5
    hint: give a fraction between 0 and 1: 0.5 is the median
    "
    );
    insta::assert_snapshot!(
        tell(share(&analysis, "eens", &["1"], &none)),
        @"
        [empty-base] no respondent with `fte>100` has a valid answer to `eens`
        hint: widen the condition, or leave out what depends on it
        "
    );
    let north = Selection::of(Filter::parse("regio=noord", analysis.survey()).unwrap());
    insta::assert_snapshot!(tell(analysis.response_rate(&north, None)), @"
    [not-in-frame] the frame has no column `regio`
    hint: its columns that are questions too are `grootte`
    ");
    let bare = Sample::new().analysis();
    insta::assert_snapshot!(tell(bare.population(&everyone, None)), @"
    [no-frame] the workbook has no frame, so the population is not known
    hint: add a sheet with one row for each unit of the population
    ");
    let options = TableOptions::default();
    let questions = ["eens", "regio"];
    let fault = statements_table(&analysis, &questions, &everyone, &options).unwrap_err();
    insta::assert_snapshot!(told(&fault), @"
    [different-scales] questions `eens` and `regio` do not have the same options
    hint: the options of `eens` are `1`, `2`, `3`, `4`, `5`, `9`, those of `regio` `noord`, `zuid`
    ");
}

#[test]
fn a_promoter_scale_runs_from_0_to_10() {
    let mut sample = Sample::new();
    sample.number("cijfer", &[1.0, 9.0, 11.0, 7.0, 8.0, 10.0, 9.0, 6.0, 5.0, 0.0, 10.0, 9.0]);
    let analysis = sample.analysis();
    let fault = net_promoter_score(&analysis, "cijfer", &Selection::default()).unwrap_err();
    insta::assert_snapshot!(told(&fault), @"
    inputs/survey.xlsx!data!F4 [not-a-promoter-scale] question `cijfer` has answers outside 0 to 10
    hint: a net promoter score needs a scale from 0 to 10
    ");
}

/// What a plan is refused for.
fn refused(sample: Sample, plan: DesignPlan) -> String {
    let faults = sample.planned(&plan, Settings::default()).unwrap_err();
    faults.iter().map(told).collect::<Vec<_>>().join("\n")
}

fn framed() -> Sample {
    Sample::new().frame([20, 10, 6])
}

fn given(question: &str, totals: &[(&str, f64)]) -> Margin {
    let totals = totals.iter().map(|&(code, total)| (vec![code.into()], total)).collect();
    Margin { questions: vec![question.into()], totals: Some(totals) }
}

fn raked<const N: usize>(margins: [Margin; N]) -> DesignPlan {
    DesignPlan { adjustment: Adjustment::rake(margins), ..DesignPlan::default() }
}

#[test]
fn a_plan_needs_its_questions_whole() {
    let weights = |name: &str| DesignPlan { weights: Some(name.into()), ..DesignPlan::default() };
    insta::assert_snapshot!(refused(framed(), weights("gewicht")), @"
    [unknown-question] unknown question `gewicht`
    hint: the questions are `grootte`, `regio`, `eens`, `hulp`, `fte`
    ");
    let mut sample = framed();
    sample.number("gewicht", &[1.0, 1.0, -2.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0]);
    insta::assert_snapshot!(refused(sample, weights("gewicht")), @"
    inputs/survey.xlsx!data!F4 [bad-weight] `gewicht` is -2, not a positive number
    hint: correct the cell, or take the row out
    inputs/survey.xlsx!data!F9 [bad-weight] `gewicht` is 0, not a positive number
    hint: correct the cell, or take the row out
    ");
    let strata = DesignPlan { strata: Some("eens".into()), ..DesignPlan::default() };
    insta::assert_snapshot!(refused(framed(), strata), @"
    inputs/survey.xlsx!data!C10 [design-gap] the respondent has no answer to `eens`, which the sample design needs
    hint: fill in the cell, or leave the respondent out of the workbook
    inputs/survey.xlsx!data!C11 [design-gap] the respondent has no answer to `eens`, which the sample design needs
    hint: fill in the cell, or leave the respondent out of the workbook
    ");
}

#[test]
fn a_stratum_needs_respondents_and_a_population() {
    let frame = vec![Population::Frame];
    let by = |name: &str| DesignPlan {
        strata: Some(name.into()),
        population: frame.clone(),
        ..DesignPlan::default()
    };
    insta::assert_snapshot!(refused(framed(), by("regio")), @"
    inputs/survey.xlsx!populatie [not-in-frame] the frame has no column `regio`
    hint: its columns that are questions too are `grootte`
    ");
    insta::assert_snapshot!(refused(Sample::new(), by("grootte")), @"
    inputs/survey.xlsx [no-frame] the workbook has no frame, which the sample design asks for
    hint: add a sheet with one row for each unit of the population, or give totals
    ");
    insta::assert_snapshot!(refused(Sample::new().frame([20, 3, 6]), by("grootte")), @"
    inputs/survey.xlsx!populatie [sample-exceeds-population] stratum `grootte=middel` has 3 units, fewer than the 4 in the sample
    hint: correct the frame or the size of the population
    ");
    let mut sample = framed();
    let sizes = [("klein", "Klein"), ("middel", "Middelgroot"), ("groot", "Groot")];
    sample.single("grootte", &sizes, "kkkkkmmmmmmm", "kmg");
    insta::assert_snapshot!(refused(sample, by("grootte")), @"
    inputs/survey.xlsx!populatie!C32 [empty-stratum] stratum `grootte=groot` has 6 units in the frame and no respondents
    hint: join it with another stratum
    ");
    let mut sample = framed();
    sample.single("grootte", &sizes, "kkkkkmmmmmmg", "kmg");
    insta::assert_snapshot!(refused(sample, by("grootte")), @"
    [lonely-stratum] stratum `grootte=groot` has a single sampled unit, which shows no spread
    hint: join it with another stratum, or say what such a stratum adds
    ");
}

#[test]
fn margins_say_what_cannot_be_weighted() {
    insta::assert_snapshot!(refused(framed(), raked([Margin::of("regio")])), @"
    inputs/survey.xlsx!populatie [not-in-frame] the frame has no column `regio`
    hint: its columns that are questions too are `grootte`
    ");
    let totals = [("noord", 3.0), ("zuid", -1.0)];
    insta::assert_snapshot!(
        refused(framed(), raked([given("regio", &totals)])),
        @"
        [bad-total] the total -1 of `zuid` is not a positive number for one code of each of `regio`
        hint: give a number of units for each combination of codes
        "
    );
    insta::assert_snapshot!(refused(framed(), raked([given("regio", &[("noord", 3.0)])])), @"
    inputs/survey.xlsx!data!B3 [not-in-population] `regio=zuid` occurs in the sample but not in the population
    hint: correct the answer, or add the category to the frame
    ");
    let regions = given("regio", &[("noord", 3.0), ("zuid", 4.0)]);
    insta::assert_snapshot!(refused(framed(), raked([regions, Margin::of("grootte")])), @"
    [margins-disagree] the totals of `regio` add up to 7, those of `grootte` to 36
    hint: all margins must describe the same population
    ");
    let mut sample = framed();
    sample.single("soort", &[("a", "A"), ("b", "B"), ("c", "C")], "aaaaabbbbbbb", "abc");
    let kinds = given("soort", &[("a", 10.0), ("b", 20.0), ("c", 6.0)]);
    insta::assert_snapshot!(refused(sample, raked([kinds])), @"
    [empty-category] `soort=c` has 6 units in the population and no respondents
    hint: join it with another category, or leave this margin out of the weighting
    ");
}

#[test]
fn raking_that_does_not_converge_names_the_category_and_its_cell() {
    // Everyone who is klein is of kind a, and nobody else: the totals contradict each other.
    let mut sample = framed();
    sample.single("soort", &[("a", "A"), ("b", "B")], "aaaaabbbbbbb", "ab");
    let kinds = given("soort", &[("a", 10.0), ("b", 26.0)]);
    insta::assert_snapshot!(refused(sample, raked([Margin::of("grootte"), kinds])), @"
    inputs/survey.xlsx!populatie!C2 [raking-not-converged] raking does not converge: after 500 rounds `grootte=klein` has a weight of 10.0000 instead of 20
    hint: join small categories, or leave a margin out: some combinations have no respondents
    ");
}

#[test]
fn derivations_tell_all_their_faults() {
    let refused = |rule: Rule| {
        let base = Filter::everyone();
        let derivation = Derivation { name: "nieuw".into(), label: None, short: None, rule, base };
        let faults = derive(&Sample::new().survey, &derivation).unwrap_err();
        faults.iter().map(told).collect::<Vec<_>>().join("\n")
    };
    let into = |code: &str, from: &[&str]| Recoded {
        code: code.into(),
        label: code.into(),
        score: None,
        missing: None,
        from: from.iter().map(|&code| code.into()).collect(),
    };
    let recode =
        |into| Rule::Recode { question: "grootte".into(), into, keep_rest: false, ordered: false };
    insta::assert_snapshot!(
        refused(recode(vec![into("a", &["klein", "mini"]), into("a", &["klein"])])),
        @"
        [unknown-code] question `grootte` has no code `mini`
        hint: its codes are `klein`, `middel`, `groot`
        [code-taken-twice] code `klein` of `grootte` goes into two options
        hint: let each code become one option
        [code-not-taken] code `middel` of `grootte` goes into no option
        hint: add it to one of the options, or keep the other codes as they are
        [code-not-taken] code `groot` of `grootte` goes into no option
        hint: add it to one of the options, or keep the other codes as they are
        [duplicate-code] code `a` occurs twice among the options
        hint: join the two options, or give one of them another code
        "
    );
    let band = |cuts: &[f64], labels: &[&str]| Rule::Band {
        question: "fte".into(),
        cuts: cuts.to_vec(),
        labels: labels.iter().map(|&label| label.into()).collect(),
    };
    insta::assert_snapshot!(refused(band(&[5.0, 2.0], &["laag", "hoog"])), @"
    [band-labels] 2 bounds make 3 bands, but there are 2 labels
    hint: give one label for each band
    [band-bounds] the bounds of the bands of `fte` do not increase
    hint: write them from the lowest to the highest
    ");
    insta::assert_snapshot!(
        refused(Rule::Index { items: vec!["eens".into(), "regio".into()], answered: 2 }),
        @"
    [not-a-scale] the options of question `regio` have no order
    hint: mark it as ordered in the codebook if its codes are scores
    "
    );
    insta::assert_snapshot!(
        refused(Rule::Index { items: vec!["eens".into()], answered: 2 }),
        @"
    [index-answers] an index over 1 items cannot ask for 2 answers
    hint: give a number from 1 to 1
    "
    );
}

#[test]
fn sizes_of_units_that_do_not_fit() {
    let mut sample = Sample::new();
    sample.number("klas", &[1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 5.0, 6.0, 6.0]);
    sample.number("persoon", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0]);
    let mut sizes = [40.0; 12];
    sample.number("klassen", &sizes);
    sizes[3] = 30.0;
    sample.number("ongelijk", &sizes);
    sample.number("een", &[1.0; 12]);
    let survey = Arc::new(sample.survey);
    let faults = |columns: [&str; 2]| {
        let plan = DesignPlan {
            clusters: vec!["klas".into(), "persoon".into()],
            population: columns.map(|name| Population::Column(name.into())).to_vec(),
            ..DesignPlan::default()
        };
        let faults =
            Analysis::new(survey.clone(), &plan, Settings::default()).err().unwrap_or_default();
        faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(faults(["klassen", "klassen"]), [""; 0]);
    assert_eq!(
        faults(["ongelijk", "klassen"]),
        ["`ongelijk` is 30 here and 40 elsewhere in the same stratum"]
    );
    assert_eq!(
        faults(["klassen", "ongelijk"]),
        ["`ongelijk` is 30 here and 40 elsewhere in the same unit of `klas`"]
    );
    assert_eq!(
        faults(["klassen", "een"]),
        ["a unit of `klas` holds 1 of `persoon`, fewer than the 2 in the sample"; 6]
    );
}
