//! What each code means: the texts of `docs/faults/`, a section for each code.

/// What `docs/faults/` says about one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code, such as `unknown-question`.
    pub code: &'static str,
    /// What the fault is about: the title of its file, such as `The codebook`.
    pub subject: &'static str,
    /// What it means, an example and how to mend it, as Markdown.
    pub text: &'static str,
}

/// The files, in the order in which the stages run.
const FILES: [&str; 9] = [
    include_str!("../../docs/faults/project.md"),
    include_str!("../../docs/faults/workbook.md"),
    include_str!("../../docs/faults/codebook.md"),
    include_str!("../../docs/faults/answers.md"),
    include_str!("../../docs/faults/design.md"),
    include_str!("../../docs/faults/templates.md"),
    include_str!("../../docs/faults/figures.md"),
    include_str!("../../docs/faults/typesetting.md"),
    include_str!("../../docs/faults/output.md"),
];

/// All codes with what they mean, in the order of the stages.
pub fn explanations() -> impl Iterator<Item = Explanation> {
    FILES.into_iter().flat_map(|file| {
        let (head, sections) = file.split_once("\n## ").unwrap_or((file, ""));
        let subject = head.trim().trim_start_matches("# ");
        sections.split("\n## ").filter_map(move |section| {
            let (code, text) = section.split_once('\n')?;
            Some(Explanation { code: code.trim(), subject, text: text.trim() })
        })
    })
}

/// What a code means, if there is such a code.
pub fn explain(code: &str) -> Option<Explanation> {
    explanations().find(|explanation| explanation.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_meaning_an_example_and_a_remedy() {
        let mut seen = std::collections::BTreeSet::new();
        for Explanation { code, subject, text } in explanations() {
            assert!(seen.insert(code), "{code} is explained twice");
            assert!(!subject.is_empty(), "{code}");
            assert!(
                code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{code}"
            );
            let (meaning, rest) = text.split_once("\n\n```").expect(code);
            let (example, remedy) = rest.split_once("\n```\n\n").expect(code);
            assert!(meaning.ends_with('.'), "{code}: {meaning}");
            assert!(example.lines().count() > 1, "{code}: {example}");
            assert!(remedy.starts_with("Mend it: ") && remedy.ends_with('.'), "{code}: {remedy}");
        }
        assert!(seen.len() > 150);
    }
}
