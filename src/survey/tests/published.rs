//! Surveys of others, against the counts that they published, where they are at hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;
use crate::workbook::{self, Value};

/// The folder of a survey in the corpus, if `DRUKPERS_CORPUS` says where that is.
fn folder(path: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("DRUKPERS_CORPUS")?).join(path);
    folder.is_dir().then_some(folder)
}

fn open(path: &Path) -> Workbook {
    workbook::read(&path.to_string_lossy(), &std::fs::read(path).unwrap()).unwrap().value
}

/// How often each choice was made, by its label.
fn counts(question: &Question) -> BTreeMap<String, usize> {
    let count = |index: usize| match &*question.answers {
        Answers::Single(codes) => codes.iter().filter(|code| code.index() == Some(index)).count(),
        Answers::Multiple { ticked, .. } => ticked[index].iter().filter(|&&tick| tick).count(),
        _ => 0,
    };
    (0..question.choices.len())
        .map(|index| (question.choices[index].label.to_string(), count(index)))
        .collect()
}

/// The published counts: a label and a number in each row.
fn published(workbook: &Workbook) -> BTreeMap<String, usize> {
    let row = |row: crate::workbook::Row| {
        let mut values = row.cells().map(|cell| cell.value);
        match (values.next()?, values.next()?, values.next()) {
            (Value::Text(label), Value::Number(count), None) => {
                Some((label.to_string(), count as usize))
            }
            _ => None,
        }
    };
    workbook.sheets[0].cells.rows().skip(1).filter_map(row).collect()
}

/// A survey of research software engineers, exported by LimeSurvey: texts for
/// codes, a column of Yes and No for each choice of a multiple response.
#[test]
fn the_counts_of_a_survey_of_research_software_engineers() {
    let Some(folder) = folder("reference/rse-international/2017-uk/analysis/2017/uk") else {
        return;
    };
    let survey =
        read(&open(&folder.join("data/public_data.csv")), &ReadPlan::default()).unwrap().value;
    let mut compared = 0;
    for question in survey.questions.values() {
        let path = folder.join(format!("output/{}.csv", question.name));
        if !matches!(question.kind, Kind::Single | Kind::Multiple) || !path.is_file() {
            continue;
        }
        let found = counts(question);
        for (label, count) in published(&open(&path)) {
            assert_eq!(found.get(&label), Some(&count), "{}: {label}", question.name);
            compared += 1;
        }
    }
    assert!(compared > 100, "only {compared} counts are compared");
}
