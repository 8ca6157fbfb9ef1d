//! One list of codes: every code that the source uses is explained in `docs/faults/`,
//! and every code that is explained is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use drukpers::diagnostics::explanations;

use crate::project::{drukpers, repository};

/// What makes a message: calls whose code is an argument.
const MAKERS: [&str; 3] = ["Diagnostic::error", "Diagnostic::warning", "ChartFault::new"];

/// Source files without their tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The names of functions and closures that take a code and make a message of it.
fn wrappers(text: &str) -> Vec<String> {
    let name = |before: &str| -> String {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        before[before.rfind(|c| !word(c)).map_or(0, |at| at + 1)..].to_string()
    };
    let functions = text.match_indices("code: &'static str").filter_map(|(at, _)| {
        let head = &text[text[..at].rfind("fn ")?..at];
        // A field of a struct stands in braces.
        let end = head.find(['(', '<']).filter(|_| !head.contains('{'))?;
        Some(name(&head[..end]))
    });
    let closures = text
        .match_indices(" = |code")
        .map(|(at, _)| name(&text[..at]))
        .filter(|name: &String| !name.is_empty());
    functions.chain(closures).collect()
}

/// The arguments of the call that begins after its bracket, as far as the fourth.
fn arguments(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found, mut quoted, mut escaped) = (0, 0, vec![], false, false);
    for (at, character) in text.char_indices() {
        if quoted {
            quoted = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            '"' => quoted = true,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ')' | ']' | '}' | ',' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
                if character != ',' || found.len() == 4 {
                    break;
                }
            }
            _ => {}
        }
    }
    found
}

/// The code among the arguments of a call: a literal that is nothing but a name.
fn code<'a>(arguments: &[&'a str]) -> Option<&'a str> {
    arguments.iter().find_map(|argument| {
        let name = argument.strip_prefix('"')?.strip_suffix('"')?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (!name.is_empty() && name.chars().all(plain)).then_some(name)
    })
}

/// All codes of the source, each with a place; fails on a message whose code cannot be told.
fn used() -> BTreeMap<String, String> {
    let mut files = vec![];
    sources(&repository().join("src"), &mut files);
    let mut used = BTreeMap::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let wrappers = wrappers(text);
        let names = MAKERS.iter().copied().map(str::to_string).chain(wrappers.iter().cloned());
        // `plan.fault` is called from other files than its own.
        for name in names.chain(["fault".to_string()]).collect::<BTreeSet<_>>() {
            for (at, call) in text.match_indices(&format!("{name}(")) {
                let before = text[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let arguments = arguments(&text[at + call.len()..]);
                let line = text[..at].matches('\n').count() + 1;
                let place = format!("{}:{line}", path.display());
                match code(&arguments) {
                    Some(code) => drop(used.insert(code.to_string(), place)),
                    None => assert!(
                        !MAKERS.contains(&&*name)
                            || ["code", "self.code"].contains(arguments.first().unwrap_or(&"")),
                        "{place}: the code of a message is a literal, or a parameter `code`"
                    ),
                }
            }
        }
    }
    used
}

#[test]
fn every_code_is_explained_and_used() {
    let used = used();
    let explained: BTreeSet<&str> = explanations().map(|it| it.code).collect();
    let missing: Vec<_> =
        used.iter().filter(|(code, _)| !explained.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "add a section to a file in docs/faults for: {missing:#?}");
    let unused: Vec<_> = explained.iter().filter(|code| !used.contains_key(**code)).collect();
    assert!(unused.is_empty(), "no message has these codes of docs/faults: {unused:?}");
}

#[test]
fn a_code_is_explained() {
    let run = drukpers().args(["explain-error", "unknown-net"]).output().unwrap();
    assert!(run.status.success());
    insta::assert_snapshot!(String::from_utf8_lossy(&run.stdout), @r#"
    unknown-net

    A question has no group of codes of this name.

    ```handlebars
    {{net "q2" "positief"}} {{! a scale has `positive` }}
    ```

    Mend it: write one of the names that the hint gives, or declare it under `[nets.QUESTION]`.
    "#);
    let copied = drukpers().args(["explain-error", "error[unknown-net]"]).output().unwrap();
    assert_eq!(copied.stdout, run.stdout);
    // A code may begin as the word before its brackets does.
    for code in ["error-cell", "error[error-cell]", "warning[error-cell]"] {
        let run = drukpers().args(["explain-error", code]).output().unwrap();
        assert!(run.stdout.starts_with(b"error-cell\n"), "{run:?}");
    }
}

#[test]
fn an_unknown_code_has_a_nearest_name() {
    let run = drukpers().args(["explain-error", "unknwon-net"]).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    insta::assert_snapshot!(String::from_utf8_lossy(&run.stderr), @"
    error[unknown-fault]: no message has the code `unknwon-net`
     |
     = hint: did you mean `unknown-net`?
     = hint: `drukpers explain-error` lists all codes
    ");
}

#[test]
fn all_codes_are_listed() {
    let run = drukpers().arg("explain-error").output().unwrap();
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    for explanation in explanations() {
        assert!(text.contains(&format!("\n  {} ", explanation.code)), "{}", explanation.code);
    }
}
