//! Claims: every test holds where it should, and one that fails says which part
//! is to blame, by how much, and what would be true.

use crate::output::{files, pdf_text};
use crate::project::Project;

fn with(chapter: &str) -> Project {
    Project::new().chapter(&format!("= Een\n\n{chapter}\n"))
}

/// A chapter whose claims all hold.
#[track_caller]
fn holds(tests: &[&str]) {
    let chapter: String =
        tests.iter().map(|test| format!("{{{{#claim {test}}}}}Waar.{{{{/claim}}}}\n")).collect();
    with(&chapter).build();
}

/// Fails, and says all of this.
#[track_caller]
fn fails(test: &str, expected: &[&str]) {
    let messages = with(&format!("{{{{#claim {test}}}}}Onwaar.{{{{/claim}}}}")).must_fail();
    assert!(messages.contains("error[claim-failed]"), "{messages}");
    assert!(messages.contains("templates/chapters/een.typ.hbs:3:1"), "{messages}");
    for part in expected {
        assert!(messages.contains(part), "`{part}` is not in:\n{messages}");
    }
}

#[test]
fn tests_that_hold() {
    holds(&[
        r#"(gt (share "q1" "ja") 0.5)"#,
        r#"(le (count "q1" "nee") 2)"#,
        r#"(between (mean "q2") 3 4)"#,
        r#"(and (highest "q1" "ja") (lowest "q1" "nee"))"#,
        r#"(leading "q1" "ja" "nee")"#,
        r#"(eq (rank "q1" "nee") 2)"#,
        r#"(eq (top-code "q1" 1) "ja")"#,
        r#"(eq (words (share "q1" "ja")) "zeven op de tien")"#,
        r#"(descending (mean "fte") (mean "q2") (mean "q2" where="grootte=groot"))"#,
        r#"(not (lt (mean "q2") 3))"#,
        r#"(significantly-higher "fte" in="grootte=groot" than="grootte=klein")"#,
        r#"(significantly-lower "fte" in="grootte=klein" than="grootte=groot")"#,
        r#"(rose "fte" from="grootte=klein" to="grootte=groot")"#,
        r#"(fell "fte" from="grootte=groot" to="grootte=klein")"#,
        r#"(significant (change "fte" from="grootte=klein" to="grootte=groot"))"#,
        r#"(largest (share "q1" "ja") (share "q1" "nee"))"#,
        r#"(smallest (share "q1" "nee") (share "q1" "ja"))"#,
        r#"(ascending (share "q1" "nee") (share "q1" "ja"))"#,
    ]);
}

#[test]
fn a_comparison_of_two_numbers() {
    fails(
        r#"(lt (mean "q2" where="grootte=klein") (mean "q2" where="grootte=groot"))"#,
        &[
            "`mean \"q2\" where=\"grootte=klein\"` is 4,000",
            "not less than `mean \"q2\" where=\"grootte=groot\"` is 2,500: 1,5 above it",
            "true of the data: `meer dan`, with `gt`",
        ],
    );
}

#[test]
fn a_number_below_a_bound_gets_the_nearest_bound_that_holds() {
    fails(
        r#"(gt (mean "q2") 4)"#,
        &[
            "`mean \"q2\"` is 3,250, not more than 4: 0,75 below it",
            "`meer dan 3`, with `gt … 3`; `minder dan 4`, with `lt … 4`",
        ],
    );
}

#[test]
fn a_range() {
    fails(
        r#"(between (share "q1" "ja") 0.4 0.6)"#,
        &[
            "`share \"q1\" \"ja\"` is 71,43%, not between 40% and 60%: 11,43 procentpunten above it",
            "`meer dan zes op de tien`, with `gt … 0.6`",
            "`zeven op de tien`, as `words` says it",
        ],
    );
}

#[test]
fn an_order() {
    fails(
        r#"(highest "q1" "nee")"#,
        &[
            "`nee` (28,57%) is not named most often: one option is named more often",
            "the order now: `ja` 71,43%, `nee` 28,57%",
            "true of the data: `ja` (“Ja”, 71,43%) is named most often",
        ],
    );
    fails(
        r#"(leading "q1" "nee" "ja")"#,
        &["true of the data: `ja` (“Ja”, 71,43%), then `nee` (“Nee”, 28,57%)"],
    );
    fails(
        r#"(le (rank "q3" "wit") 1)"#,
        &["`rank \"q3\" \"wit\"` is 2, not at most 1: 1 above it", "the order now: `rood`"],
    );
    fails(
        r#"(ascending (mean "fte") (mean "q2"))"#,
        &["do not go from small to large", "the order `mean \"q2\"` (3,250), then `mean \"fte\"`"],
    );
}

#[test]
fn a_difference_that_is_not_significant_or_the_other_way_round() {
    fails(
        r#"(significantly-higher "q1" "ja" in="grootte=groot" than="grootte=klein")"#,
        &[
            "`grootte=klein` has 75,00% of 4 answers, `grootte=groot` has 66,67% of 3 answers",
            "no significant difference",
            "p = ",
        ],
    );
    fails(
        r#"(rose "fte" from="grootte=groot" to="grootte=klein")"#,
        &["significantly lower", "true of the data: `grootte=klein` is significantly lower"],
    );
}

#[test]
fn words_that_the_data_do_not_give() {
    fails(
        r#"(eq (words (share "q1" "ja")) "ruim de helft")"#,
        &["the data give `zeven op de tien`, not `ruim de helft`"],
    );
}

#[test]
fn only_the_tests_to_blame_are_named() {
    let messages = with(
        "{{#claim (and (gt (share \"q1\" \"ja\") 0.5) (or (gt (mean \"q2\") 4) (lt (mean \"fte\") 1)))}}Onwaar.{{/claim}}",
    )
    .must_fail();
    assert!(!messages.contains("`share \"q1\" \"ja\"` is"), "{messages}");
    for part in [
        "`mean \"q2\"` is 3,250, not more than 4",
        "`mean \"fte\"` is 7,286, not less than 1",
        "true of the data, instead of `gt (mean \"q2\") 4`",
    ] {
        assert!(messages.contains(part), "`{part}` is not in:\n{messages}");
    }
}

#[test]
fn every_failed_claim_of_every_document_is_reported_at_once() {
    let project = with(
        "{{#claim (gt (mean \"q2\") 4)}}Een.{{/claim}}\n\n{{#claim (lt (mean \"q2\") 3)}}Twee.{{/claim}}",
    )
    .replace(
        "publication.toml",
        "[theme]",
        "[web]\ntemplate = \"templates/web.html.hbs\"\nstyle = \"templates/style.css\"\n\n[theme]",
    )
    .file("templates/style.css", "")
    .file(
        "templates/web.html.hbs",
        "<p>{{#claim (gt (share \"q1\" \"nee\") 0.5)}}Drie.{{/claim}}</p>\n",
    );
    let messages = project.must_fail();
    assert_eq!(messages.matches("error[claim-failed]").count(), 3, "{messages}");
    for place in ["een.typ.hbs:3:1", "een.typ.hbs:5:1", "web.html.hbs:1:4"] {
        assert!(messages.contains(place), "{messages}");
    }
}

#[test]
fn a_claim_in_a_loop_is_judged_anew_each_time() {
    let messages = with(
        "{{#each sections}}x{{/each}}{{#each chapters}}{{#claim (gt (mean \"q2\") 4)}}Een.{{/claim}}{{/each}}",
    )
    .must_fail();
    assert_eq!(messages.matches("is 3,250").count(), 1, "{messages}");
}

#[test]
fn a_draft_prints_failed_claims_and_says_so_on_every_page() {
    let project = with(
        "{{#claim (gt (mean \"q2\") 4)}}Het gaat *goed*: {{mean \"q2\"}}.{{/claim}}\n\n#pagebreak()\n\nVerder.\n\n{{publication.edition}}",
    );
    let run = project.run(&["build", "--allow-failed-claims"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("warning[claim-failed]: this claim does not hold"),
        "{}",
        run.stderr
    );
    let text = pdf_text(&project.path("build/proef.pdf"));
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), 2);
    for page in &pages {
        assert!(page.contains("Concept: niet alles klopt"), "{page}");
    }
    assert!(pages[0].contains("goed: 3,3. (klopt niet)"), "{text}");
    assert!(pages[1].contains("Concept: één bewering klopt niet"), "{text}");
    let manifest = String::from_utf8(files(&project.path("build"))["manifest.json"].clone());
    assert!(manifest.unwrap().contains("Concept: één bewering klopt niet"));

    let check = project.run(&["check", "--allow-failed-claims"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    assert_eq!(project.run(&["check"]).code, 1);
    // A release is never a draft.
    let release = project.run(&["release", "--allow-failed-claims"]);
    assert_eq!(release.code, 2, "{}", release.stderr);
    assert_eq!(project.run(&["release"]).code, 1);
}

#[test]
fn a_draft_is_archivable_and_accessible_too() {
    use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
    let project = with(
        "#outline()\n\n- {{#claim (gt (mean \"q2\") 4)}}Het gaat goed.\n\nOok in een *tweede* alinea.{{/claim}}\n\
         - Twee\n#pagebreak()\n- Drie\n#colbreak()\n\n== Kop\n\n#list([a #v(500pt)], [b #v(500pt)], [c])",
    );
    assert_eq!(project.run(&["build", "--allow-failed-claims"]).code, 0);
    let bytes = std::fs::read(project.path("build/proef.pdf")).unwrap();
    for profile in [ValidationProfile::PdfA3a, ValidationProfile::PdfUa1] {
        let options = ValidationOptions::default().profile(profile);
        let mut report = validate_pdf_bytes(&bytes, &options).unwrap();
        // See the test of the sample: a slip of this validator.
        report.failures.retain(|failure| failure.rule_id != "ISO 19005-3:2012:6.1.7.1:1");
        assert!(report.failures.is_empty(), "{:?}", report.failures);
    }
}

#[test]
fn without_failed_claims_the_option_changes_nothing() {
    let project = with("{{#claim (gt (mean \"q2\") 3)}}Het gaat goed.{{/claim}}");
    project.build();
    let before = files(&project.path("build"));
    assert_eq!(project.run(&["build", "--allow-failed-claims"]).code, 0);
    assert_eq!(before, files(&project.path("build")));
}

#[test]
fn a_claim_on_a_hidden_number_does_not_build() {
    let project = with(
        "{{#claim (gt (share \"q1\" \"ja\" where=\"grootte=groot\") 0)}}Een.{{/claim}}\n\n\
         {{#claim (highest \"q1\" \"ja\" where=\"grootte=groot\")}}Twee.{{/claim}}\n\n\
         {{#claim (rose \"q1\" \"ja\" from=\"grootte=klein\" to=\"grootte=groot\")}}Drie.{{/claim}}",
    )
    .replace("publication.toml", "[theme]", "[privacy]\nsmallest-base = 4\n\n[theme]");
    let run = project.run(&["build", "--allow-failed-claims"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr.matches("error[hidden-value]").count(), 3, "{}", run.stderr);
    for line in ["een.typ.hbs:3:", "een.typ.hbs:5:", "een.typ.hbs:7:"] {
        assert!(run.stderr.contains(line), "{}", run.stderr);
    }
}

/// A slip such as 1e20 in a cell: no bound near it can be told, and none is looked for.
#[test]
fn a_number_beyond_measure_has_no_nearest_bound() {
    let with = |test: &str| {
        Project::new()
            .cell("data", "G2", "1e20")
            .chapter(&format!("= Een\n\n{{{{#claim {test}}}}}Waar.{{{{/claim}}}}\n"))
    };
    with(r#"(gt (mean "fte") 5)"#).build();
    let messages = with(r#"(lt (mean "fte") 5)"#).must_fail();
    assert!(messages.contains("error[claim-failed]"), "{messages}");
    assert!(messages.contains("true of the data: `meer dan 5`, with `gt … 5`"), "{messages}");
}
