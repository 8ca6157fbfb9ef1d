//! Numbers that an editor typed, and words that somebody said.

use crate::output::pdf_text;
use crate::project::{Project, Run};

fn check(project: &Project) -> Run {
    project.run(&["check"])
}

/// The places and texts of the loose numbers in the chapter.
#[track_caller]
fn loose(chapter: &str, expected: &[(&str, &str)]) {
    let run = check(&Project::new().chapter(chapter));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let found = run.stderr.matches("warning[loose-number]").count();
    assert_eq!(found, expected.len(), "{}", run.stderr);
    for (place, text) in expected {
        assert!(run.stderr.contains(&format!("`{text}` comes from no data")), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("een.typ.hbs:{place}")), "{place}: {}", run.stderr);
    }
}

#[test]
fn digits_and_number_words_in_prose_are_listed_with_their_place() {
    loose(
        "= Een\n\nVan de 7 is *dertien procent* vóór,\nen acht op de tien niet.\n\n\
         #strong[Ook 12]. {{figure \"q1\" caption=\"Alle 44\"}}\n",
        &[
            ("3:8", "7"),
            ("3:14", "dertien procent"),
            ("4:4", "acht op de tien"),
            ("6:13", "12"),
            ("6:46", "44"),
        ],
    );
}

#[test]
fn what_is_no_number_from_the_data_is_not_listed() {
    loose(
        "= Deel 2\n\n== In 3 stappen\n\nOp 1 januari 2010, in 2009, volgens artikel 3, in PDF/A-3a: {{share \"q1\" \"ja\"}}, \
         #text(size: 12pt)[dus] `13` en @fig-q1.\n\n+ een\n+ twee keer niet\n\n#v(13pt)\n\n{{figure \"q1\"}}\n\n\
         // dertien\n{{!-- veertien --}}\n",
        &[("8:3", "twee")],
    );
}

#[test]
fn what_the_editor_marks_or_a_claim_guards_may_stand() {
    loose(
        "= Een\n\n{{#loose \"the list below\"}}Drie dingen, 12 in getal{{/loose}}, en vier.\n\n\
         {{#claim (gt (share \"q1\" \"ja\") 0.5)}}Meer dan de helft, of een kwart.{{/claim}}\n",
        &[("3:67", "vier"), ("5:64", "kwart")],
    );
}

#[test]
fn a_mark_needs_a_reason() {
    let messages = Project::new().chapter("= Een\n\n{{#loose}}Drie{{/loose}}\n").must_fail();
    assert!(messages.contains("`loose` needs the reason"), "{messages}");
}

#[test]
fn the_fact_that_prints_the_same_number_is_named() {
    let project = Project::new().chapter(
        "= Een\n\nVan hen is {{share \"q1\" \"ja\"}} vóór.\n\nDat is 71%, van de 46 jaar.\n",
    );
    let run = check(&project);
    assert!(
        run.stderr.contains("the same number is printed by `{{share \"q1\" \"ja\"}}` at templates/chapters/een.typ.hbs:3:12: `71%`"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("`46` comes from no data"), "{}", run.stderr);
    assert!(run.stderr.contains("say why it may stand"), "{}", run.stderr);
}

#[test]
fn the_manifest_allows_phrases_and_tells_which_stand_nowhere() {
    let project = Project::new().chapter("= Een\n\nDe Vijf krachten, en vijf andere.\n").replace(
        "publication.toml",
        "[theme]",
        "[loose-numbers.allowed]\n\"vijf krachten\" = \"the frame\"\n\"zes krachten\" = \"not any more\"\n\n[theme]",
    );
    let run = check(&project);
    assert_eq!(run.stderr.matches("warning[loose-number]").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("een.typ.hbs:3:22"), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("warning[unused-allowance]: `zes krachten` is allowed, and stands nowhere"),
        "{}",
        run.stderr
    );
}

#[test]
fn loose_numbers_are_binding_when_warnings_are_denied() {
    let project = Project::new().chapter("= Een\n\nEr zijn 9 antwoorden.\n");
    assert_eq!(project.run(&["build", "--deny-warnings"]).code, 1);
    assert!(!project.path("build").exists());
    assert_eq!(project.run(&["check", "--deny-warnings"]).code, 1);
    let run = project.build();
    assert!(run.stderr.contains("warning[loose-number]"), "{}", run.stderr);
}

#[test]
fn the_web_page_and_the_interviews_are_searched_too() {
    let project = with_interview("consent = true", "Wij telden 23 balies.")
        .replace(
            "publication.toml",
            "[theme]",
            "[web]\ntemplate = \"templates/web.html.hbs\"\nstyle = \"templates/style.css\"\n\n[theme]",
        )
        .file("templates/style.css", "")
        .file(
            "templates/web.html.hbs",
            "<h1>4</h1>\n<p class=\"n5\">In <b>zes</b> stappen: {{respondents}}.</p>\n",
        );
    let run = check(&project);
    assert_eq!(run.stderr.matches("warning[loose-number]").count(), 2, "{}", run.stderr);
    for place in ["templates/web.html.hbs:2:21", "inputs/interviews/gouda.md:12:12"] {
        assert!(run.stderr.contains(place), "{place}: {}", run.stderr);
    }
}

/// A project with an interview in which this was said. The people do not exist.
fn with_interview(flags: &str, said: &str) -> Project {
    Project::new()
        .replace(
            "publication.toml",
            "[theme]",
            "[interviews]\nfolder = \"inputs/interviews\"\ntemplate = \"templates/interview.typ.hbs\"\n\n[theme]",
        )
        .file(
            "templates/interview.typ.hbs",
            "#show: layout\n= {{interview.title}}\n\n{{#each interview.people}}{{this.name}}{{/each}} {{interview.place}}\n\n{{{interview.body}}}\n",
        )
        .file(
            "inputs/interviews/gouda.md",
            &format!(
                "+++\ntitle = \"Gesprek\"\norder = 1\nplace = \"gemeente Verzonnenburg\"\nkind = \"gemeente\"\n\
                 people = [{{ name = \"Aat Bedacht\", function = \"directeur\" }}, {{ name = \"Bo Verzin\", function = \"adviseur\" }}]\n\
                 {flags}\n+++\n\n**Had u haast?**\n\n{said}\n"
            ),
        )
}

const SAID: &str = "Wij hadden geen  haast, en dat was “goed”. Later\nkwam het plan.";

#[test]
fn what_was_said_is_printed_with_who_said_it_and_a_link() {
    let project = with_interview("consent = true", SAID).chapter(
        "= Een\n\n{{quote \"gouda\" \"Wij hadden geen haast, en dat was ‘goed’\"}}\n\n\
         {{quote \"gouda\" \"geen haast […] kwam het plan.\" by=\"Bo Verzin\"}}\n"
            .replace("‘goed’", "“goed”")
            .as_str(),
    );
    project.build();
    let text = pdf_text(&project.path("build/proef.pdf"));
    assert!(text.contains("Wij hadden geen haast, en dat was “goed”"), "{text}");
    assert!(text.contains("Aat Bedacht en Bo Verzin, gemeente Verzonnenburg"), "{text}");
    assert!(text.contains("geen haast […] kwam het plan."), "{text}");
    let pdf = std::fs::read(project.path("build/proef.pdf")).unwrap();
    let pdf = String::from_utf8_lossy(&pdf).into_owned();
    assert!(pdf.contains("interviews/gouda.pdf"), "no link to the interview");
}

#[test]
fn what_was_not_said_stops_the_build_with_the_nearest_passage() {
    let messages = with_interview("consent = true", SAID)
        .chapter("= Een\n\n{{quote \"gouda\" \"Wij hadden veel haast, en dat\"}}\n")
        .must_fail();
    for part in [
        "error[quote-not-found]: this was not said in the interview `gouda`",
        "een.typ.hbs:3:17",
        "the nearest passage, at inputs/interviews/gouda.md:12:1: “Wij hadden geen haast, en dat”",
        "Wij hadden [-geen-]{+veel+} haast, en dat",
    ] {
        assert!(messages.contains(part), "`{part}` is not in:\n{messages}");
    }
}

#[test]
fn questions_are_not_answers() {
    let messages = with_interview("consent = true", SAID)
        .chapter("= Een\n\n{{quote \"gouda\" \"Had u haast?\"}}\n")
        .must_fail();
    assert!(messages.contains("error[quote-not-found]"), "{messages}");
}

#[test]
fn nobody_is_quoted_without_consent() {
    let chapter = "= Een\n\n{{quote \"gouda\" \"geen haast\"}}\n";
    for flags in ["", "consent = false"] {
        let messages = with_interview(flags, SAID).chapter(chapter).must_fail();
        assert!(messages.contains("error[no-consent]"), "{messages}");
        assert!(messages.contains("`consent = true` at the head of `inputs/interviews/gouda.md`"));
    }
}

#[test]
fn an_anonymous_interview_names_nobody_anywhere() {
    let project = with_interview("consent = true\nanonymous = true", SAID)
        .chapter("= Een\n\n{{quote \"gouda\" \"geen haast\"}}\n");
    project.build();
    for document in ["build/proef.pdf", "build/interviews/gouda.pdf"] {
        let text = pdf_text(&project.path(document));
        assert!(text.contains("geen haast"), "{text}");
        for name in ["Aat Bedacht", "Bo Verzin", "Verzonnenburg"] {
            assert!(!text.contains(name), "{name} in {document}: {text}");
        }
    }
    let pdf = std::fs::read(project.path("build/proef.pdf")).unwrap();
    assert!(!String::from_utf8_lossy(&pdf).contains("interviews/gouda.pdf"), "a link");
    let messages = with_interview("consent = true\nanonymous = true", SAID)
        .chapter("= Een\n\n{{quote \"gouda\" \"geen haast\" by=\"Bo Verzin\"}}\n")
        .must_fail();
    assert!(messages.contains("the interview is anonymous: leave `by` out"), "{messages}");
    assert!(!messages.contains("people: "), "{messages}");
}

#[test]
fn an_unknown_interview_or_person() {
    let messages = with_interview("consent = true", SAID)
        .chapter("= Een\n\n{{quote \"guda\" \"x\"}}\n\n{{quote \"gouda\" \"geen haast\" by=\"Bo Verzon\"}}\n")
        .must_fail();
    for part in [
        "unknown interview `guda`",
        "did you mean `gouda`?",
        "`Bo Verzon` was not interviewed",
        "did you mean `Bo Verzin`?",
    ] {
        assert!(messages.contains(part), "`{part}` is not in:\n{messages}");
    }
}

#[test]
fn the_table_of_words_can_be_printed() {
    let project = Project::new().chapter("= Een\n\n{{words-table}}\n");
    project.build();
    let text = pdf_text(&project.path("build/proef.pdf"));
    for part in ["In woorden", "53–58", "ruim de helft", "vrijwel alle"] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

#[test]
fn loose_numbers_are_told_beside_other_faults() {
    let chapter = "= Een\n\nVan de 7 is {{share \"q9\" \"ja\"}} vóór, dertien in getal.\n";
    for project in [
        Project::new().chapter(chapter),
        Project::new().chapter(&chapter.replace("q9", "q1")).replace_in_sheet(
            "data",
            "R3 | klein | nee",
            "R3 | klein | nooit",
        ),
    ] {
        let run = check(&project);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
        assert_eq!(run.stderr.matches("warning[loose-number]").count(), 2, "{}", run.stderr);
    }
    // What is text is not known where a template is no template.
    let run = check(&Project::new().chapter("= Een\n\nVan de 7 is {{share \"q1\" \"ja\"} vóór.\n"));
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(!run.stderr.contains("loose-number"), "{}", run.stderr);
    // A phrase may be allowed in a line of the manifest that is at fault.
    let project = Project::new().chapter(chapter).replace(
        "publication.toml",
        "[theme]",
        "[loose-numbers]\nallow = [\"7\"]\n\n[theme]",
    );
    let run = check(&project);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(!run.stderr.contains("loose-number]"), "{}", run.stderr);
}
