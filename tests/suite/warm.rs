//! A press that stays warm prints what a cold one prints, and makes again only
//! what has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use drukpers::ledger::Carrier;
use drukpers::press::{Press, Proof, Reason, Scope};
use drukpers::typeset::{Abs, Point, lines};

use crate::output::files;
use crate::project::{Project, drukpers};

/// Prints with a warm press; gives the files, or the messages.
fn print(press: &mut Press, project: &Project) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let loaded = drukpers::project::load(&project.path("")).unwrap().value;
    press
        .print(&loaded, &Scope::default(), &mut |_| {})
        .map(|printed| {
            let files = printed.value.edition.files.into_iter();
            files.map(|(path, bytes)| (path, bytes.to_vec())).collect()
        })
        .map_err(|faults| faults[0].message.clone())
}

/// Prints with the program itself.
fn print_cold(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let output = project.path("cold");
    let run = drukpers()
        .arg("--project")
        .arg(project.path(""))
        .arg("build")
        .arg("--output")
        .arg(&output)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    files(&output)
}

/// The work that was done in the last round, with the files for whose sake.
fn made(press: &Press) -> Vec<String> {
    let steps = press.steps().iter();
    steps
        .filter_map(|step| match &step.reason {
            Reason::Reused => None,
            Reason::First => Some(format!("{}: first", step.work)),
            Reason::Changed(files) => Some(format!("{}: {}", step.work, files.join(", "))),
        })
        .collect()
}

fn book() -> Project {
    Project::new()
        .replace("publication.toml", "chapters = [\"een\"]", "chapters = [\"een\", \"twee\"]")
        .file("templates/chapters/twee.typ.hbs", "= Twee\n\n{{figure \"q1\"}}\n{{table \"q2\"}}\n")
}

#[test]
fn a_warm_press_prints_the_bytes_of_a_cold_one() {
    let mut press = Press::default();
    let mut project = book();
    type Edit = fn(Project) -> Project;
    let edits: [Edit; 8] = [
        |project| project,
        |project| project.replace("templates/chapters/een.typ.hbs", "= Een", "= Eén\n\nMeer"),
        |project| {
            project
                .sheet("data", &crate::project::DATA.replace("R2 | klein | ja", "R2 | klein | nee"))
        },
        |project| {
            project.replace("publication.toml", "accent = \"#0b5d78\"", "accent = \"#7a1f3d\"")
        },
        |project| project.replace("publication.toml", "2026-11-23", "2026-11-24"),
        |project| {
            project
                .file("templates/partials/groet.hbs", "Dag!")
                .file("templates/chapters/een.typ.hbs", "= Een\n\n{{> groet}}\n")
        },
        |project| project.file("templates/partials/groet.hbs", "Tot ziens, {{respondents}}!"),
        |project| project.replace("templates/theme.typ", "set text(", "set text(size: 9pt, "),
    ];
    for edit in edits {
        project = edit(project);
        prints_as_a_cold_one(&mut press, &project);
    }
}

#[track_caller]
fn prints_as_a_cold_one(press: &mut Press, project: &Project) {
    let warm = print(press, project).unwrap();
    let cold = print_cold(project);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&warm), names(&cold));
    for (path, bytes) in &warm {
        assert!(*bytes == cold[path], "{path} differs");
    }
}

#[test]
fn what_is_hidden_follows_answers_that_another_chapter_looked_at() {
    let mut press = Press::default();
    let manifest = std::fs::read_to_string(book().path("publication.toml")).unwrap();
    let mut project = book()
        .file("publication.toml", &format!("{manifest}\n[privacy]\nsmallest-cell = 2\n"))
        .file("templates/chapters/een.typ.hbs", "= Een\n\n{{table \"q2\" by=\"grootte\"}}\n")
        .file("templates/chapters/twee.typ.hbs", "= Twee\n\n{{share \"q2\" \"2\"}}\n");
    prints_as_a_cold_one(&mut press, &project);
    for (old, new) in [
        ("R6 | groot", "R6 | klein"),
        ("nee | 2 | 0", "nee | 3 | 0"),
        ("groot | ja", "groot | nee"),
    ] {
        let data = crate::project::DATA.replacen(old, new, 1);
        assert_ne!(data, crate::project::DATA);
        project = project.sheet("data", &data);
        prints_as_a_cold_one(&mut press, &project);
    }
}

#[test]
fn a_chapter_is_filled_again_only_for_answers_that_it_uses() {
    let mut press = Press::default();
    let mut project = book()
        .file(
            "templates/chapters/een.typ.hbs",
            "= Een\n\n{{mean \"q2\" where=\"grootte=klein\"}}\n",
        )
        .file("templates/chapters/twee.typ.hbs", "= Twee\n\n{{cell \"data!G2\"}}\n");
    print(&mut press, &project).unwrap();
    let mut data = crate::project::DATA.to_string();
    for (old, new, wanted) in [
        // The answer to `q1`: only what takes a cell as it stands cannot tell.
        ("R2 | klein | ja", "R2 | klein | nee", &["chapter twee"][..]),
        ("R2 | klein | nee | 4", "R2 | klein | nee | 5", &["chapter een", "chapter twee"]),
        ("R1 | klein", "R1 | groot", &["chapter een", "chapter twee"]),
    ] {
        data = data.replace(old, new);
        project = project.sheet("data", &data);
        print(&mut press, &project).unwrap();
        let works = made(&press);
        let chapters = works.iter().filter_map(|work| work.split_once(':'));
        let filled: Vec<&str> =
            chapters.map(|(work, _)| work).filter(|work| work.starts_with("chapter")).collect();
        assert_eq!(filled, wanted, "{old}");
    }
}

#[test]
fn only_what_changed_is_made_again() {
    let mut press = Press::default();
    let project = book();
    print(&mut press, &project).unwrap();
    insta::assert_snapshot!(made(&press).join("\n"), @r"
    workbook: first
    statistics: first
    fonts: first
    template templates/publication.typ.hbs: first
    chapter een: first
    chapter twee: first
    proef.pdf: first
    ");
    print(&mut press, &project).unwrap();
    assert_eq!(made(&press), [""; 0]);

    let project = project.replace("templates/chapters/een.typ.hbs", "= Een", "= Een en al");
    print(&mut press, &project).unwrap();
    insta::assert_snapshot!(made(&press).join("\n"), @r"
    chapter een: templates/chapters/een.typ.hbs
    proef.pdf: templates/chapters/een.typ.hbs
    ");

    let data = crate::project::DATA.replace("R2 | klein | ja", "R2 | klein | nee");
    let project = project.sheet("data", &data);
    print(&mut press, &project).unwrap();
    insta::assert_snapshot!(made(&press).join("\n"), @r"
    workbook: inputs/survey.xlsx
    statistics: inputs/survey.xlsx
    chapter een: inputs/survey.xlsx
    chapter twee: inputs/survey.xlsx
    proef.pdf: inputs/survey.xlsx
    ");

    let project = project.replace("templates/theme.typ", "set text(", "set text(size: 9pt, ");
    print(&mut press, &project).unwrap();
    insta::assert_snapshot!(made(&press).join("\n"), @"proef.pdf: templates/theme.typ");
}

#[test]
fn a_fault_comes_up_in_every_round_until_it_is_mended() {
    let mut press = Press::default();
    let project = book();
    let before = print(&mut press, &project).unwrap();
    let project = project.replace("templates/chapters/twee.typ.hbs", "\"q1\"", "\"qq1\"");
    for _ in 0..2 {
        let message = print(&mut press, &project).unwrap_err();
        assert_eq!(message, "unknown question `qq1`");
    }
    let project = project.replace("templates/chapters/twee.typ.hbs", "\"qq1\"", "\"q1\"");
    assert_eq!(print(&mut press, &project).unwrap(), before);
    assert_eq!(made(&press), [""; 0]);
}

#[test]
fn timings_say_what_was_made_and_why() {
    let run = book().run(&["--timings", "--format", "json", "build"]);
    let timings: Vec<serde_json::Value> =
        run.stderr.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let works: Vec<&str> =
        timings.iter().filter_map(|line| line["timing"]["work"].as_str()).collect();
    assert!(works.contains(&"total") && works.contains(&"chapter twee"), "{works:?}");
    let chapter = timings.iter().find(|line| line["timing"]["work"] == "chapter twee").unwrap();
    assert_eq!(chapter["timing"]["reason"], "first");
    let people = book().run(&["--timings", "build"]).stderr;
    assert!(people.contains(" ms  chapter twee: made for the first time\n"), "{people}");
}

/// Sets the documents for looking at; gives the main one with the messages of the round.
fn prove(press: &mut Press, project: &Project) -> (Option<Arc<Proof>>, Vec<String>) {
    let loaded = drukpers::project::load(&project.path("")).unwrap().value;
    let mut proofs = vec![];
    let round = press.prove(&loaded, None, &mut |proof| {
        proofs.push(proof);
        true
    });
    let faults = match &round {
        Ok(round) => &round.faults,
        Err(faults) => faults,
    };
    let said = faults.iter().map(|fault| format!("{}: {}", fault.place, fault.message)).collect();
    (proofs.into_iter().next(), said)
}

fn text(proof: &Proof) -> String {
    let pages = proof.pages.pages().iter();
    let lines = pages.flat_map(lines).map(|line| line.text);
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_chapter_with_a_fault_shows_as_it_was_and_the_others_go_on() {
    let twee = "templates/chapters/twee.typ.hbs";
    for (broken, message) in [
        ("{{share \"q9\" \"ja\"}}", "templates/chapters/twee.typ.hbs:1:9: unknown question `q9`"),
        ("#nergens", "templates/chapters/twee.typ.hbs:1:2: unknown name `nergens`"),
    ] {
        let mut press = Press::default();
        let project = book().file(twee, "= Twee\n\nHet oude deel. {{figure \"q1\"}}\n");
        let (proof, said) = prove(&mut press, &project);
        assert_eq!(said, [""; 0]);
        assert!(proof.unwrap().stale.is_empty());

        let project = project.file(twee, &format!("{broken} = Twee\n")).replace(
            "templates/chapters/een.typ.hbs",
            "= Een",
            "= Een\n\nHet nieuwe deel, @fig-q1.\n",
        );
        let (proof, said) = prove(&mut press, &project);
        let proof = proof.unwrap();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with(&message[..40]) && said[0].ends_with(&message[44..]),
            "{said:?}"
        );
        assert_eq!(proof.stale, [twee]);
        let text = text(&proof);
        assert!(text.contains("Het oude deel.") && text.contains("Het nieuwe deel"), "{text}");

        let (proof, said) = prove(&mut press, &project.file(twee, "= Twee\n\n{{figure \"q1\"}}\n"));
        assert_eq!(said, [""; 0]);
        assert!(proof.unwrap().stale.is_empty());
    }
}

#[test]
fn a_chapter_that_could_never_be_made_has_a_frame_in_its_place() {
    for broken in ["{{share \"q9\" \"ja\"}}", "#nergens"] {
        let project = book()
            .replace("templates/chapters/een.typ.hbs", "= Een", "= Een\n\nZie @fig-q1.\n")
            .file(
                "templates/chapters/twee.typ.hbs",
                &format!("= Twee\n\n{broken} {{{{figure \"q1\"}}}}\n"),
            );
        let (proof, said) = prove(&mut Press::default(), &project);
        let text = text(&proof.unwrap()).replace('\n', "");
        assert!(text.contains("templates/chapters/twee.typ.hbs"), "{text}");
        assert!(text.contains("Zie"), "{text}");
        assert_eq!(said.len(), 1, "{said:?}");
    }
}

#[test]
fn while_the_data_are_at_fault_a_warm_press_tells_what_a_cold_one_does() {
    let mut press = Press::default();
    let mut project = book();
    let sound = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    let broken = format!("{sound}\n[design]\nweight = \"nergens\"\n");
    let figure = "= Twee\n\n{{figure \"q1\"}}\n";
    let unknown = "= Twee\n\n{{share \"q9\" \"ja\"}}\n";
    let nowhere = "= Twee\n\n#nergens {{figure \"q1\"}}\n";
    for (manifest, chapter, count) in [
        (&sound, figure, 0),
        (&broken, figure, 1),
        (&broken, unknown, 2),
        (&broken, nowhere, 2),
        (&broken, figure, 1),
        (&sound, unknown, 1),
        (&sound, figure, 0),
    ] {
        project = project
            .file("publication.toml", manifest)
            .file("templates/chapters/twee.typ.hbs", chapter);
        let (_, said) = prove(&mut press, &project);
        assert_eq!(said, prove(&mut Press::default(), &project).1);
        assert_eq!(said.len(), count, "{said:?}");
    }
}

#[test]
fn a_theme_with_a_fault_shows_nothing_new() {
    let mut press = Press::default();
    let project = book();
    prove(&mut press, &project);
    let project = project.replace("templates/theme.typ", "set text(", "set tekst(");
    let (proof, said) = prove(&mut press, &project);
    assert!(proof.is_none());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("templates/theme.typ:4:"), "{said:?}");
}

#[test]
fn a_point_on_a_page_leads_to_its_fact_and_its_line() {
    let (proof, _) = prove(&mut Press::default(), &book());
    let proof = proof.unwrap();
    let fact = proof.facts().iter().find(|fact| fact.carrier == Carrier::Text).unwrap();
    let point = |x: f64, y: f64| Point::new(Abs::pt(x), Abs::pt(y));
    let found = proof.at(0, point(fact.x.unwrap() + 1.0, fact.y.unwrap() - 1.0));
    assert_eq!(found.facts.len(), 1);
    assert_eq!(found.facts[0].id, fact.id);
    let place = found.place.unwrap().to_string();
    assert_eq!(place, format!("{}:{}:{}", fact.template, fact.line, fact.column));
    let line = lines(&proof.pages.pages()[0]).into_iter().find(|it| it.text == "Een").unwrap();
    let area = line.area;
    let found = proof.at(0, point(area.x + 2.0, area.y + area.height * 0.7));
    assert_eq!(found.place.unwrap().to_string(), "templates/chapters/een.typ.hbs:1:3");
    assert!(found.facts.is_empty());
    assert_eq!(proof.at(0, point(1.0, 1.0)), Default::default());
}

#[test]
fn pages_that_only_a_warm_press_would_set_do_not_stay() {
    let een = "templates/chapters/een.typ.hbs";
    let mut press = Press::default();
    let project = book().file(een, "= Een\n\n#pagebreak()\nMeer\n");
    let mut pages = |project: &Project| {
        let (proof, said) = prove(&mut press, project);
        assert_eq!(said, [""; 0]);
        (proof.unwrap().pages.pages().len(), press.confirm(&mut || false))
    };
    assert_eq!(pages(&project), (2, true));
    let project = project.file(een, "= Een\n\nNog #pagebreak()\nMeer\n");
    assert_eq!(pages(&project), (2, true));
    // With two pages it asks for two, with one for one.
    let project = project.file(
        een,
        "= Een\n\n#context if counter(page).final().first() > 1 { pagebreak() }\nMeer\n",
    );
    assert_eq!(pages(&project), (2, false));
    assert_eq!(pages(&project), (1, true));
}
