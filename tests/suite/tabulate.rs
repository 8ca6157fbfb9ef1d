//! `drukpers tabulate`: tables without a template, and their agreement with R.

use std::path::PathBuf;

use serde_json::Value as Json;

use crate::project::{Project, Run, drukpers, repository};

/// Numbers agree with those of R when they differ by no more than this part.
const TOLERANCE: f64 = 1e-9;

fn reference(path: &str) -> PathBuf {
    repository().join("tests/reference").join(path)
}

/// Runs `tabulate` on the sample that R computed.
fn sample(arguments: &[&str]) -> Run {
    drukpers()
        .current_dir(std::env::temp_dir())
        .args(["--quiet", "--format", "json", "tabulate", "--workbook"])
        .arg(reference("sample.xlsx"))
        .args(["--data", "data"])
        .args(arguments)
        .output()
        .unwrap()
        .into()
}

fn tables(arguments: &[&str]) -> Json {
    let run = sample(arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn expected(design: &str) -> Json {
    let text = std::fs::read_to_string(reference("reference.json")).unwrap();
    serde_json::from_str::<Json>(&text).unwrap()[design].clone()
}

fn question<'a>(tables: &'a Json, name: &str) -> &'a Json {
    let questions = tables["questions"].as_array().unwrap();
    questions.iter().find(|question| question["question"] == name).unwrap()
}

#[track_caller]
fn agrees(found: &Json, expected: &Json, what: &str) {
    let (found, expected) = (found.as_f64().unwrap(), expected.as_f64().unwrap());
    let difference = (found - expected).abs();
    assert!(
        difference <= TOLERANCE * expected.abs().max(1e-3),
        "{what}: {found} instead of {expected}"
    );
}

/// Compares the shares of a question; gives how many there are.
#[track_caller]
fn shares_agree(found: &Json, expected: &Json, levels: &Json, what: &str) -> usize {
    let levels = levels.as_array().unwrap();
    // R gives no number where a raked or post-stratified design meets a gap.
    if expected["share"][0].is_null() {
        return 0;
    }
    for (place, level) in levels.iter().enumerate() {
        let rows = found["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["code"] == *level).unwrap();
        agrees(&row["share"], &expected["share"][place], &format!("{what} {level} share"));
        agrees(&row["se"], &expected["se"][place], &format!("{what} {level} se"));
        if let Some(interval) = expected["ci_t"].get(place) {
            agrees(&row["interval"][0], &interval[0], &format!("{what} {level} low"));
            agrees(&row["interval"][1], &interval[1], &format!("{what} {level} high"));
        }
    }
    levels.len()
}

#[track_caller]
fn means_agree(found: &Json, expected: &Json, what: &str) {
    agrees(&found["mean"]["mean"], &expected["mean"], &format!("{what} mean"));
    agrees(&found["mean"]["se"], &expected["se"], &format!("{what} se of the mean"));
    if let Some(n) = expected.get("n") {
        assert_eq!(found["mean"]["n"], *n, "{what} n");
        agrees(&found["mean"]["interval"][0], &expected["ci_t"][0][0], &format!("{what} low"));
        agrees(&found["mean"]["interval"][1], &expected["ci_t"][0][1], &format!("{what} high"));
    }
}

/// Every share and mean that R has of a design.
fn design_agrees(design: &str, options: &[&str]) -> Json {
    let names = ["q1", "q2", "q3", "q4", "q5", "q6", "fte", "aanbeveling"];
    let arguments = [&names[..], &["--frame", "populatie", "--interval", "t"], options].concat();
    let tables = tables(&arguments);
    let expected = expected(design);
    let levels = self::expected("srs_fpc")["shares"].clone();
    let mut compared = 0;
    if let Some(shares) = expected["shares"].as_object() {
        for (name, expected) in shares {
            let found = question(&tables, name);
            compared += shares_agree(found, expected, &levels[name]["levels"], name);
        }
    }
    for (name, expected) in expected["means"].as_object().unwrap() {
        if !expected["mean"].is_null() {
            means_agree(question(&tables, name), expected, name);
            compared += 1;
        }
    }
    if let Some(options) = expected["multi"].as_object() {
        for (name, expected) in options {
            let code = name.trim_start_matches("q6_");
            let rows = question(&tables, "q6")["rows"].as_array().unwrap();
            let row = rows.iter().find(|row| row["code"] == code).unwrap();
            agrees(&row["share"], &expected["mean"], name);
            agrees(&row["se"], &expected["se"], name);
            compared += 1;
        }
    }
    let least = if expected["weights"].is_null() { 30 } else { 0 };
    assert!(compared >= least, "only {compared} numbers were compared");
    tables
}

/// A column of the sample, in the order of R's weights.
fn column(name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(reference("data.csv")).unwrap();
    let place = reader.headers().unwrap().iter().position(|head| head == name).unwrap();
    reader.records().map(|record| record.unwrap()[place].to_string()).collect()
}

/// The numbers of a column; `None` for what is missing.
fn numbers(name: &str) -> Vec<Option<f64>> {
    let known = |text: &String| text.parse().ok().filter(|_| text != "99" || name == "fte");
    column(name).iter().map(known).collect()
}

/// Compares means and shares with those that R's weights give.
fn weights_agree(tables: &Json, design: &str) -> Vec<f64> {
    let weights: Vec<f64> = expected(design)["weights"]
        .as_array()
        .unwrap()
        .iter()
        .map(|weight| weight.as_f64().unwrap())
        .collect();
    for name in ["q1", "q2", "q3", "q4", "fte"] {
        let numbers = numbers(name);
        let sum = |value: &dyn Fn(f64) -> f64| -> f64 {
            let pairs = weights.iter().zip(&numbers);
            pairs.filter_map(|(weight, number)| Some(weight * value((*number)?))).sum()
        };
        let found = question(tables, name);
        let all = sum(&|_| 1.0);
        agrees(&found["mean"]["mean"], &Json::from(sum(&|x| x) / all), name);
        let rows = found["rows"].as_array().into_iter().flatten();
        for row in rows {
            let code: f64 = row["code"].as_str().unwrap().parse().unwrap();
            let share = sum(&|x| f64::from(u8::from(x.total_cmp(&code).is_eq()))) / all;
            agrees(&row["share"], &Json::from(share), name);
        }
    }
    weights
}

#[test]
fn a_simple_random_sample_agrees_with_r() {
    design_agrees("srs_fpc", &[]);
}

#[test]
fn a_stratified_sample_agrees_with_r() {
    design_agrees("stratified", &["--strata", "grootte"]);
}

#[test]
fn raked_weights_agree_with_r() {
    let tables = design_agrees("raked", &["--rake", "provincie", "--rake", "grootte"]);
    weights_agree(&tables, "raked");
}

#[test]
fn post_stratified_weights_agree_with_r() {
    let tables = design_agrees("poststratified", &["--post-stratify", "grootte"]);
    let weights = weights_agree(&tables, "poststratified");
    // The standard error by hand: what the cells of the margin leave of the influence.
    let cells = column("grootte");
    let (n, population) = (weights.len() as f64, 431.0);
    for name in ["q1", "q2", "q3", "q4", "fte"] {
        let numbers = numbers(name);
        let mut pairs = weights.iter().zip(&numbers);
        let (sum, total) = pairs.by_ref().fold((0.0, 0.0), |(sum, total), (weight, number)| {
            number.map_or((sum, total), |x| (sum + weight, total + weight * x))
        });
        let influence: Vec<f64> =
            numbers.iter().map(|x| x.map_or(0.0, |x| (x - total / sum) / sum)).collect();
        let scores: Vec<f64> = (0..weights.len())
            .map(|unit| {
                let members = (0..weights.len()).filter(|&other| cells[other] == cells[unit]);
                let (count, sum) = members
                    .fold((0.0, 0.0), |(count, sum), other| (count + 1.0, sum + influence[other]));
                weights[unit] * (influence[unit] - sum / count)
            })
            .collect();
        let mean = scores.iter().sum::<f64>() / n;
        let squares: f64 = scores.iter().map(|score| (score - mean) * (score - mean)).sum();
        let error = ((1.0 - n / population) * n / (n - 1.0) * squares).sqrt();
        agrees(&question(&tables, name)["mean"]["se"], &Json::from(error), name);
    }
}

#[test]
fn groups_agree_with_r() {
    let tables =
        tables(&["q1", "--frame", "populatie", "--by", "grootte", "--tests", "bonferroni"]);
    let expected = &expected("srs_fpc")["by_size"];
    let question = question(&tables, "q1");
    let columns = question["columns"].as_array().unwrap();
    for (place, level) in expected["level"].as_array().unwrap().iter().enumerate() {
        let column = columns.iter().find(|column| column["code"] == *level).unwrap();
        assert_eq!(column["by"], "grootte");
        for code in 0..5 {
            let row = &column["rows"][code];
            agrees(&row["share"], &expected["share"][place][code], "share in a group");
            agrees(&row["se"], &expected["se"][place][code], "se in a group");
        }
        agrees(&column["mean"]["mean"], &expected["mean"][place], "mean of a group");
        agrees(&column["mean"]["se"], &expected["mean_se"][place], "se of a group's mean");
    }
    let test = &question["tests"][0];
    agrees(&test["f"], &expected["rao_scott"]["F"], "F");
    agrees(&test["p"], &expected["rao_scott"]["p"], "p");
}

#[test]
fn wilson_intervals_agree_with_r() {
    let tables = tables(&["q5", "--interval", "wilson", "--unweighted"]);
    let rows = question(&tables, "q5")["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["code"] == "samen").unwrap();
    let expected = &expected("tests")["wilson_q5_samen"];
    agrees(&row["share"], &expected["share"], "share");
    agrees(&row["interval"][0], &expected["ci"][0], "low");
    agrees(&row["interval"][1], &expected["ci"][1], "high");
}

#[test]
fn the_missing_code_is_left_out_and_told() {
    let run = sample(&["q1"]);
    assert!(run.stderr.contains("assumed-missing"), "{}", run.stderr);
    let tables: Json = serde_json::from_str(&run.stdout).unwrap();
    let question = question(&tables, "q1");
    assert_eq!(question["rows"].as_array().unwrap().len(), 5);
    assert_eq!(question["missing_rows"][0]["code"], "99");
    assert_eq!(question["missing_rows"][0]["reason"], "dont-know");
    assert_eq!(question["missing_rows"][1]["reason"], "empty");
}

/// Standard output of `tabulate` in a small project.
#[track_caller]
fn in_project(project: &Project, arguments: &[&str]) -> String {
    let run = project.run(&[&["--quiet", "tabulate"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn a_table_for_people() {
    let text = in_project(&Project::new(), &["q1", "fte"]);
    insta::assert_snapshot!(text, @r#"
    inputs/survey.xlsx: 8 respondents of 10, not weighted

    q1: Bent u voor?

                             n  share   se    95% interval
    ja   Ja                  5  71.4%  8.2  48.4% to 86.9%
    nee  Nee                 2  28.6%  8.2  13.1% to 51.6%
    ──────────────────────────────────────────────────────
         Valid answers       7
    wn   Missing: Weet niet  1

    fte: Hoeveel fte?

                    n  value    se   95% interval
    Mean                7.29  0.69   5.59 to 8.99
    Median              9.00  1.43  4.00 to 11.00
    Lower quartile      3.00  1.43   2.00 to 9.00
    Upper quartile     11.00
    Total               63.8   7.3   45.8 to 81.7
    Valid answers   7
    Missing         1
    "#);
}

#[test]
fn groups_for_people() {
    let text = in_project(&Project::new(), &["q2", "--by", "grootte", "--where", "q1=ja,nee"]);
    insta::assert_snapshot!(text, @r#"
    inputs/survey.xlsx: 7 respondents with q1=ja,nee, not weighted

    q2: Het gaat goed.

                          All  Klein (A)  Groot (B)
    1  Helemaal oneens   0.0%       0.0%       0.0%
    2  Oneens           28.6%      25.0%      33.3%
    3  Neutraal         14.3%       0.0%      33.3%
    4  Eens             28.6%      25.0%      33.3%
    5  Helemaal eens    28.6%      50.0%       0.0%
    ───────────────────────────────────────────────
       Mean              3.57       4.00       3.00
       Valid answers        7          4          3
    "#);
}

#[test]
fn a_table_for_spreadsheets() {
    let text = in_project(&Project::new(), &["q1", "--by", "grootte", "--format", "csv"]);
    // Six decimals tell enough here; the last ones are those of the machine's rounding.
    let short = |field: &str| match field.split_once('.') {
        Some((whole, decimals)) if decimals.len() > 6 => format!("{whole}.{}", &decimals[..6]),
        _ => field.to_string(),
    };
    let text: String = text
        .lines()
        .map(|line| line.split(',').map(short).collect::<Vec<_>>().join(",") + "\n")
        .collect();
    insta::assert_snapshot!(text, @r#"
    question,by,group,group_label,kind,code,label,n,base,value,se,low,high,above
    q1,,,,share,ja,Ja,5,7,0.714285,0.081632,0.484386,0.869330,
    q1,,,,share,nee,Nee,2,7,0.285714,0.081632,0.130669,0.515613,
    q1,,,,base,,,7,,7,,,,
    q1,,,,missing,wn,Weet niet,1,,1,,,,
    q1,grootte,klein,Klein,share,ja,Ja,3,4,0.75,0.103509,0.341129,0.945601,
    q1,grootte,klein,Klein,share,nee,Nee,1,4,0.25,0.103509,0.054398,0.658870,
    q1,grootte,klein,Klein,base,,,4,,4,,,,
    q1,grootte,klein,Klein,missing,wn,Weet niet,0,,0,,,,
    q1,grootte,groot,Groot,share,ja,Ja,2,3,0.666666,0.130120,0.138688,0.961302,
    q1,grootte,groot,Groot,share,nee,Nee,1,3,0.333333,0.130120,0.038697,0.861311,
    q1,grootte,groot,Groot,base,,,3,,3,,,,
    q1,grootte,groot,Groot,missing,wn,Weet niet,1,,1,,,,
    "#);
}

#[test]
fn wrong_use() {
    let project = Project::new();
    let run = project.run(&["check", "--format", "csv"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`--format csv` is for commands that write tables"));
    let run = project.run(&["tabulate", "q1", "--level", "95"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("it must lie between 0 and 1"), "{}", run.stderr);
    let run = project.run(&["tabulate"]);
    assert_eq!(run.code, 2);
}

#[test]
fn all_unknown_questions_are_told() {
    let run = Project::new().run(&["--quiet", "tabulate", "q11", "q2", "qx", "--by", "groote"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout, "");
    for part in ["unknown question `q11`", "unknown question `qx`", "did you mean `grootte`?"] {
        assert!(run.stderr.contains(part), "`{part}` is not in:\n{}", run.stderr);
    }
}

#[test]
fn a_workbook_that_is_not_there() {
    let run = drukpers().args(["tabulate", "q1", "--workbook", "none.xlsx"]).output().unwrap();
    let run = Run::from(run);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("error[missing-file]: there is no file `none.xlsx`"),
        "{}",
        run.stderr
    );
}

const NETS: &str = "[nets.q2]\nEens = [\"4\", \"5\"]\nOneens = [\"1\", \"2\"]\n\n[theme]";

#[test]
fn nets_of_the_manifest_are_rows() {
    let project = Project::new().replace("publication.toml", "[theme]", NETS);
    let run = |arguments: &[&str]| {
        let run = project.run(&[&["--quiet"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    let inside = run(&["tabulate", "q2", "q1", "--by", "grootte", "--nets", "inside"]);
    insta::assert_snapshot!(inside, @"
    inputs/survey.xlsx: 8 respondents of 10, not weighted

    q2: Het gaat goed.

                            All  Klein (A)  Groot (B)
       Oneens             37.5%      25.0%      50.0%
    1    Helemaal oneens  12.5%       0.0%      25.0%
    2    Oneens           25.0%      25.0%      25.0%
    3  Neutraal           12.5%       0.0%      25.0%
       Eens               50.0%      75.0%      25.0%
    4    Eens             25.0%      25.0%      25.0%
    5    Helemaal eens    25.0%      50.0%       0.0%
    ─────────────────────────────────────────────────
       Mean                3.25       4.00       2.50
       Valid answers          8          4          4

    q1: Bent u voor?

                               All  Klein (A)  Groot (B)
    ja   Ja                  71.4%      75.0%      66.7%
    nee  Nee                 28.6%      25.0%      33.3%
    ────────────────────────────────────────────────────
         Valid answers           7          4          3
    wn   Missing: Weet niet      1          0          1
    ");
    let after = run(&["tabulate", "q2", "--nets", "after"]);
    insta::assert_snapshot!(after, @"
    inputs/survey.xlsx: 8 respondents of 10, not weighted

    q2: Het gaat goed.

                        n  share    se    95% interval
    1  Helemaal oneens  1  12.5%   5.6   4.1% to 32.4%
    2  Oneens           2  25.0%   7.3  11.7% to 45.6%
    3  Neutraal         1  12.5%   5.6   4.1% to 32.4%
    4  Eens             2  25.0%   7.3  11.7% to 45.6%
    5  Helemaal eens    2  25.0%   7.3  11.7% to 45.6%
       Eens             4  50.0%   8.5  31.0% to 69.0%
       Oneens           3  37.5%   8.2  20.8% to 57.8%
    ──────────────────────────────────────────────────
       Mean                 3.25  0.24    2.69 to 3.81
       Valid answers    8
    ");
    let csv = run(&["--format", "csv", "tabulate", "q2", "--nets", "after"]);
    let nets: Vec<&str> = csv.lines().filter(|line| line.contains(",net,")).collect();
    assert_eq!(nets.len(), 2);
    assert!(nets[0].starts_with("q2,,,,net,Eens,Eens,4,8,0.5,"), "{csv}");
    let json = run(&["--format", "json", "tabulate", "q2", "--nets", "inside"]);
    let json: Json = serde_json::from_str(&json).unwrap();
    let rows = json["questions"][0]["rows"].as_array().unwrap();
    let net = &rows[0];
    assert_eq!((&net["code"], &net["net"], &net["n"]), (&"Oneens".into(), &true.into(), &3.into()));
    assert_eq!(rows[1].get("net"), None);
    // A workbook by itself has no nets.
    let other =
        project.run(&["tabulate", "q2", "--nets", "after", "--workbook", "inputs/survey.xlsx"]);
    assert_eq!(other.code, 2);
    let wrong =
        Project::new().replace("publication.toml", "[theme]", &NETS.replace("\"5\"", "\"7\""));
    let wrong = wrong.run(&["--quiet", "tabulate", "q2", "--nets", "after"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.stderr.contains("publication.toml:"), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("question `q2` has no code `7`"), "{}", wrong.stderr);
}

/// A disk without room is told; a reader that has read enough is no fault.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_a_fault() {
    let project = Project::new();
    let path = project.path("");
    for arguments in
        [&["tabulate", "q1", "--format", "csv"][..], &["check"], &["schema"], &["--help"]]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = drukpers();
        let run =
            command.arg("--project").arg(&path).args(arguments).stdout(full).output().unwrap();
        let run = Run::from(run);
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.stderr);
        assert!(
            run.stderr.contains("error[unwritable]: failed to write the result (no storage space)"),
            "{arguments:?}: {}",
            run.stderr
        );
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = drukpers();
    command.arg("--project").arg(&path).args(["--quiet", "tabulate", "q1"]).stdout(writer);
    let run = Run::from(command.stderr(std::process::Stdio::piped()).output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}
