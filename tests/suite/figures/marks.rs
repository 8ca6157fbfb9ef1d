//! Figures on few answers and hidden figures, in every kind of chart and every format.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{CHARTS, KINDS, message, project};
use crate::project::Project;

/// A call for every kind, with groups of twenty respondents; and how the drawing
/// marks a figure on few answers.
const MARKED: [(&str, &str, &str); 17] = [
    ("bars", r#""kleur" answer="rood" by="regio""#, "f-tint-c1 s-c1"),
    ("grouped", r#""kleur" by="grootte""#, "f-tint-c1 s-c1"),
    ("stacked", r#""ja" by="regio""#, "f-tint-c1 s-c1"),
    ("likert", r#""e1" by="regio""#, "f-tint-d1-5 s-d1-5"),
    ("likert-apart", r#""e1" by="regio""#, "f-tint-d1-5 s-d1-5"),
    ("columns", r#""kleur" answer="rood" by="regio""#, "f-tint-c1 s-c1"),
    ("lines", r#""e1" by="golf""#, "f-paper s-c1"),
    ("dots", r#""kleur" answer="rood" by="regio""#, "f-paper s-c1"),
    ("slope", r#""cijfer" "uren" by="grootte""#, "f-paper s-c1"),
    ("heatmap", r#""kleur" by="grootte""#, "stroke-dasharray"),
    ("multiples", r#""kleur" by="grootte""#, "f-tint-c1 s-c1"),
    ("waffle", r#""kleur" answer="rood" by="regio""#, "f-tint-c1 s-c1"),
    ("pictogram", r#""kleur" answer="rood" by="regio""#, "f-tint-c1"),
    ("boxes", r#""uren" by="regio""#, "stroke-dasharray"),
    ("strips", r#""uren" by="regio""#, "f-paper s-c1"),
    ("map", r#""kleur" answer="rood" by="regio""#, "class=\"s-paper\" fill=\"none\""),
    // A number of respondents is no estimate: discs are never uncertain.
    ("bubbles", r#""kleur" answer="rood" by="regio""#, ""),
];

/// The pictures of all these kinds, printed in one go.
fn pictures(project: Project, kinds: &[&str]) -> (Project, BTreeMap<String, String>) {
    let mut chapter = String::new();
    for (kind, questions, _) in MARKED.iter().filter(|it| kinds.contains(&it.0)) {
        let _ =
            writeln!(chapter, "{{{{figure {questions} kind=\"{kind}\" name=\"fig-{kind}\"}}}}\n");
    }
    let project = project.chapter(&chapter);
    project.build();
    let picture = |kind: &&str| {
        let path = project.path(&format!("build/figures/{kind}.svg"));
        (kind.to_string(), std::fs::read_to_string(path).unwrap())
    };
    let pictures = kinds.iter().map(picture).collect();
    (project, pictures)
}

#[test]
fn figures_on_few_answers_are_marked_in_every_kind() {
    let all = |least: &str| {
        pictures(project().replace("publication.toml", "uncertain-below = 0", least), &KINDS).1
    };
    let (marked, sure) = (all("uncertain-below = 60"), all("uncertain-below = 1"));
    for (kind, _, sign) in MARKED {
        let (marked, sure) = (&marked[kind], &sure[kind]);
        assert!(!sure.contains("indicatief"), "{kind}");
        if kind == "bubbles" {
            assert_eq!(marked, sure);
            continue;
        }
        assert!(marked.contains("weinig antwoorden: cijfer is indicatief"), "{kind}");
        assert!(marked.contains("cijfers zijn indicatief: weinig antwoorden"), "{kind}");
        // Once in the key, and at the figures themselves.
        assert!(marked.matches(sign).count() > 1, "{kind}: {marked}");
        assert!(!sure.contains(sign), "{kind}: {sure}");
    }
}

#[test]
fn hidden_figures_are_marked_and_leave_no_trace_in_every_kind() {
    let manifest = format!("[privacy]\nsmallest-base = 30\n\n{CHARTS}");
    let private = || project().replace("publication.toml", CHARTS, &manifest);
    let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| *kind != "strips").collect();
    let (project, pictures) = pictures(private(), &kinds);
    let groups = ["Noord", "Midden", "Zuid", "Klein", "Middel", "Groot", "Voorjaar", "Najaar"];
    for (kind, svg) in pictures {
        assert!(svg.contains(">·<"), "{kind}: {svg}");
        assert!(svg.contains("te weinig antwoorden om te tonen"), "{kind}");
        assert!(svg.contains("niet getoond: te weinig antwoorden"), "{kind}: {svg}");
        let path = project.path(&format!("build/figures/{kind}.csv"));
        let csv = std::fs::read_to_string(path).unwrap();
        let of_groups = csv.lines().filter(|line| groups.iter().any(|it| line.contains(it)));
        let mut count = 0;
        for line in of_groups {
            assert!(line.ends_with(",,·,,,,,niet getoond"), "{kind}: {line}");
            count += 1;
        }
        assert!(count > 2, "{kind}: {csv}");
    }
    let strips = message(private(), r#"{{figure "uren" by="regio" kind="strips"}}"#);
    assert!(strips.contains("error[chart-privacy]: `strips` shows the answer of every respondent"));
    assert!(strips.contains("use `kind=\"boxes\"`"), "{strips}");
}

#[test]
fn figure_writes_every_kind_in_every_format() {
    let project = project();
    for (kind, questions, _) in MARKED {
        let mut arguments: Vec<String> = vec!["--quiet".into(), "figure".into()];
        for part in questions.split_whitespace() {
            let (option, value) = part.split_once('=').unwrap_or(("", part));
            if !option.is_empty() {
                arguments.push(format!("--{option}"));
            }
            arguments.push(value.trim_matches('"').to_string());
        }
        arguments.extend(["--kind".into(), kind.to_string(), "--scale".into(), "1".into()]);
        let files = ["svg", "png", "pdf", "csv"].map(|ending| project.path(&format!("x.{ending}")));
        for file in &files {
            arguments.extend(["--output".into(), file.display().to_string()]);
        }
        let run = project.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{kind}");
        let [svg, png, pdf, csv] = files.map(|file| std::fs::read(file).unwrap());
        let svg = String::from_utf8(svg).unwrap();
        let size = |name: &str| -> f64 {
            let value = svg.split(&format!(" {name}=\"")).nth(1).unwrap();
            value.split("pt\"").next().unwrap().parse().unwrap()
        };
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{kind}");
        let side = |at: usize| f64::from(u32::from_be_bytes(png[at..at + 4].try_into().unwrap()));
        assert!((side(16) - size("width")).abs() < 1.0, "{kind}");
        assert!((side(20) - size("height")).abs() < 1.0, "{kind}");
        assert!(pdf.starts_with(b"%PDF-"), "{kind}");
        let csv = String::from_utf8(csv).unwrap();
        assert!(csv.starts_with("category,series,value,text,n,base,low,high,state\n"), "{kind}");
        assert!(csv.lines().count() > 3, "{kind}: {csv}");
    }
}
