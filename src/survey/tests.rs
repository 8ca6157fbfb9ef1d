//! Tests of the survey.

use super::*;

#[test]
fn sample() {
    let path = "/work/shared/reference/sample.xlsx";
    let Ok(bytes) = std::fs::read(path) else { return };
    let workbook = crate::workbook::read("sample.xlsx", &bytes).unwrap().value;
    let plan = ReadPlan { frame_sheet: Some("populatie".into()), ..Default::default() };
    let survey = read(&workbook, &plan).unwrap();
    for w in &survey.warnings {
        eprintln!("{} {}", w.place, w.message);
    }
    let survey = survey.value;
    for q in survey.questions.values() {
        eprintln!(
            "{} {:?} ordered={} {:?}",
            q.name,
            q.kind,
            q.ordered,
            q.choices.iter().map(|c| (&*c.code, c.missing)).collect::<Vec<_>>()
        );
    }
    eprintln!(
        "{} {:?}",
        survey.respondents(),
        survey.frame.as_ref().map(|f| (f.units, f.variables.keys().collect::<Vec<_>>()))
    );
}
