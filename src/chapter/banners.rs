//! Which groups the templates tell of, read from their text before anything is
//! filled in: what must be hidden is decided for all of them together.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::statistics::parse_banner;

/// Options whose value is a filter on respondents.
const FILTERS: [&str; 5] = ["where", "from", "to", "between", "and"];

/// Helpers that tell how large a group is.
const SIZES: [&str; 5] = ["respondents", "base", "missing", "margin", "alpha"];

/// The banners in the text of a template: for each expression the questions of
/// `by`, those of its filters, and both together. A value that is not written
/// out, such as `by=this`, is not found.
pub fn banners(template: &str) -> BTreeSet<Vec<Arc<str>>> {
    let mut found = BTreeSet::new();
    for expression in template.split("{{").skip(1) {
        let expression = expression.split("}}").next().unwrap_or(expression);
        // An expression has each of its filters by itself, or within another.
        let filters: Vec<Vec<Arc<str>>> =
            FILTERS.iter().flat_map(|option| values(expression, option)).map(questions).collect();
        let nests: Vec<Vec<Arc<str>>> = values(expression, "by")
            .filter_map(|text| parse_banner(text).ok())
            .flatten()
            .map(|nest| nest.iter().map(|name| Arc::from(name.as_str())).collect())
            .collect();
        let alone = filters.iter().chain(&nests).cloned();
        let pairs = filters.iter().flat_map(|filter| {
            let others = filters.iter().chain(&nests);
            others.map(move |other| [&other[..], filter].concat())
        });
        // The size of a group is the count of each of its answers in the groups
        // of the others.
        let is_size = expression
            .split(|it: char| it.is_whitespace() || matches!(it, '(' | ')'))
            .any(|word| SIZES.contains(&word));
        let others = filters.iter().filter(|_| is_size).flat_map(|filter| {
            (0..filter.len()).map(|at| [&filter[..at], &filter[at + 1..]].concat())
        });
        found.extend(alone.chain(pairs).chain(others).map(sorted).filter(|nest| !nest.is_empty()));
    }
    found
}

fn sorted(mut nest: Vec<Arc<str>>) -> Vec<Arc<str>> {
    nest.sort();
    nest.dedup();
    nest
}

/// The values of an option in an expression, without their quotes.
fn values<'t>(expression: &'t str, option: &str) -> impl Iterator<Item = &'t str> {
    let option = option.to_string();
    expression.match_indices('=').filter_map(move |(at, _)| {
        let before = expression[..at].strip_suffix(&option)?;
        before.ends_with(char::is_whitespace).then_some(())?;
        let value = &expression[at + 1..];
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
        value[1..].split(quote).next()
    })
}

/// The questions of a filter's conditions.
fn questions(filter: &str) -> Vec<Arc<str>> {
    fn name(condition: &str) -> &str {
        condition.split(['=', '!', '<', '>']).next().unwrap_or("").trim()
    }
    filter.split('&').map(name).filter(|name| !name.is_empty()).map(Arc::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_an_expression() {
        let found = |template: &str| -> Vec<String> {
            banners(template).iter().map(|nest| nest.join(">")).collect()
        };
        assert_eq!(found(r#"{{share "q1" "ja"}} by="x""#), [""; 0]);
        assert_eq!(found(r#"{{table "q" by="b, d > a"}}"#), ["a>d", "b"]);
        assert_eq!(found(r#"{{table "q" by='b' where="a=1 & fte>2"}}"#), ["a>b>fte", "a>fte", "b"]);
        assert_eq!(found(r#"{{respondents where="a=1 & b=2"}}"#), ["a", "a>b", "b"]);
        assert_eq!(
            found("{{#claim (gt (share 'q' 'x' where='a=1,2') (share 'q' 'x' where='b!=1'))}}"),
            ["a", "a>b", "b"]
        );
        assert_eq!(
            found(r#"{{change "q" from="w=1" to="w=2" where="a=1"}}{{figure q by=this}}"#),
            ["a", "a>w", "w"]
        );
    }
}
