//! Tables for programs, at full precision.

use serde_json::{Map, Value as Json, json as object};

use crate::statistics::{Level, Measure};

use super::{
    AssociationTest, Count, Estimate, Group, MissingRow, OptionRow, QuestionTable, Tabulation,
    kind_key, percent_key, reason_key,
};

/// The tables as one JSON object. The keys are those of `docs/tabulate.md`; a
/// number that cannot be computed or may not be shown is `null`.
pub fn json(tabulation: &Tabulation) -> String {
    let value = object!({
        "workbook": &*tabulation.workbook,
        "respondents": tabulation.respondents,
        "population": tabulation.population,
        "where": tabulation.filter,
        "weighted": tabulation.weighted,
        "level": tabulation.level,
        "percent": percent_key(tabulation.percentages),
        "questions": tabulation.tables.iter().map(table).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn table(table: &QuestionTable) -> Json {
    let mut map = Map::new();
    map.insert("question".into(), object!(&*table.name));
    map.insert("label".into(), object!(&*table.label));
    map.insert("kind".into(), object!(kind_key(table.kind)));
    map.extend(group(&table.all));
    if !table.groups.is_empty() {
        let columns: Vec<Json> = table.groups.iter().map(column).collect();
        map.insert("columns".into(), object!(columns));
    }
    if !table.associations.is_empty() {
        let tests: Vec<Json> = table.associations.iter().map(association).collect();
        map.insert("tests".into(), object!(tests));
    }
    Json::Object(map)
}

fn column(column: &Group) -> Json {
    let mut map = Map::new();
    map.insert("by".into(), object!(column.joined(|level| &level.question)));
    map.insert("code".into(), object!(column.joined(|level| &level.code)));
    map.insert("label".into(), object!(column.joined(|level| &level.label)));
    if column.path.len() > 1 {
        let level = |level: &Level| object!({ "by": &*level.question, "code": &*level.code, "label": &*level.label });
        map.insert("path".into(), column.path.iter().map(level).collect());
    }
    map.insert("letter".into(), object!(column.letter.as_deref()));
    map.extend(group(column));
    Json::Object(map)
}

fn group(group: &Group) -> Map<String, Json> {
    let mut map = Map::new();
    map.insert("base".into(), object!(group.base.shown()));
    if group.weighted_base.is_some() || !group.rows.is_empty() {
        map.insert("weighted_base".into(), object!(group.weighted_base));
    }
    if let Some(answers) = group.answers {
        map.insert("answers".into(), object!(answers.shown()));
    }
    map.insert("missing".into(), object!(group.missing.shown()));
    if let Count::Hidden(reason) = group.base {
        map.insert("hidden".into(), object!(reason.text()));
    }
    if !group.rows.is_empty() {
        map.insert("rows".into(), object!(group.rows.iter().map(row).collect::<Vec<_>>()));
    }
    if !group.missing_rows.is_empty() {
        let rows: Vec<Json> = group.missing_rows.iter().map(missing).collect();
        map.insert("missing_rows".into(), object!(rows));
    }
    for Estimate { kind, measure, above } in &group.estimates {
        let mut estimate = Map::new();
        estimate.insert(kind.key().into(), object!(measure.as_ref().and_then(shown)));
        precision(&mut estimate, measure.as_ref());
        estimate.insert("n".into(), object!(measure.as_ref().map_or(0, |measure| measure.n)));
        extras(&mut estimate, measure.as_ref(), above);
        map.insert(kind.key().into(), Json::Object(estimate));
    }
    map
}

fn row(row: &OptionRow) -> Json {
    let measure = row.share.as_ref();
    let mut map = Map::new();
    map.insert("code".into(), object!(&*row.code));
    map.insert("label".into(), object!(&*row.label));
    if row.is_net {
        map.insert("net".into(), object!(true));
    }
    map.insert(
        "n".into(),
        match measure {
            Some(measure) if measure.hidden.is_some() => Json::Null,
            measure => object!(measure.map_or(0, |measure| measure.n)),
        },
    );
    map.insert("share".into(), object!(measure.and_then(shown)));
    precision(&mut map, measure);
    extras(&mut map, measure, &row.above);
    Json::Object(map)
}

fn missing(row: &MissingRow) -> Json {
    let mut map = Map::new();
    map.insert("code".into(), object!(row.code.as_deref()));
    map.insert(
        "label".into(),
        match row.label.is_empty() {
            true => Json::Null,
            false => object!(&*row.label),
        },
    );
    map.insert("reason".into(), object!(reason_key(row.reason)));
    map.insert("n".into(), object!(row.n.shown()));
    if let Count::Hidden(reason) = row.n {
        map.insert("hidden".into(), object!(reason.text()));
    }
    Json::Object(map)
}

fn association(test: &AssociationTest) -> Json {
    object!({
        "by": &*test.by,
        "test": test.name,
        "f": test.f,
        "degrees": [test.numerator, test.denominator],
        "p": test.p,
    })
}

/// The value, if it is one that may be known.
fn shown(measure: &Measure) -> Option<f64> {
    (measure.hidden.is_none() && measure.value.is_finite()).then_some(measure.value)
}

fn precision(map: &mut Map<String, Json>, measure: Option<&Measure>) {
    let measure = measure.filter(|measure| measure.hidden.is_none());
    let error = measure.and_then(|measure| measure.standard_error);
    let interval = measure.and_then(|measure| measure.interval);
    map.insert("se".into(), object!(error));
    map.insert("interval".into(), object!(interval.map(|(low, high)| [low, high])));
}

/// Keys that are there only when they say something.
fn extras(map: &mut Map<String, Json>, measure: Option<&Measure>, above: &[std::sync::Arc<str>]) {
    if !above.is_empty() {
        let letters: Vec<&str> = above.iter().map(|letter| &**letter).collect();
        map.insert("above".into(), object!(letters));
    }
    if let Some(reason) = measure.and_then(|measure| measure.hidden) {
        map.insert("hidden".into(), object!(reason.text()));
    }
}
