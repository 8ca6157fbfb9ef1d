//! Where each call stands inside an expression: `{{percent (share "q" "a") digits=1}}`
//! has one call at its outside and one within.

use std::collections::BTreeMap;
use std::ops::Range;

/// A call in an expression, with the calls among its arguments.
#[derive(Debug, PartialEq)]
pub(super) struct CallSpan {
    /// Byte range: from `{{` to `}}`, or from `(` to `)`, both included.
    pub(super) range: Range<usize>,
    /// Calls that stand as positional arguments, in order.
    pub(super) positional: Vec<CallSpan>,
    /// Calls that stand as options, by name.
    pub(super) named: BTreeMap<String, CallSpan>,
}

/// Scans the expression whose `{{` stands at or after `offset`.
///
/// The template has been parsed before, so the text is known to be well formed;
/// should it end early, the range ends with it.
pub(super) fn scan(text: &str, offset: usize) -> CallSpan {
    let start = text[offset..].find("{{").map_or(offset, |at| offset + at);
    let mut at = start;
    while text[at..].starts_with(['{', '#', '~', '&', '^']) {
        at += 1;
    }
    let mut call = scan_call(text, &mut at, start);
    if text[at..].starts_with('~') {
        at += 1;
    }
    while text[at..].starts_with('}') && at < call.range.start + text.len() {
        at += 1;
        call.range.end = at;
    }
    call
}

/// Reads arguments up to the closing `)` or `}`; `at` ends on a `}` or after a `)`.
fn scan_call(text: &str, at: &mut usize, start: usize) -> CallSpan {
    let mut call = CallSpan { range: start..start, positional: vec![], named: BTreeMap::new() };
    let mut option = None;
    let mut word = *at;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(*at) {
        match byte {
            b'"' | b'\'' => {
                *at += 1;
                while bytes.get(*at).is_some_and(|&next| next != byte) {
                    *at += if bytes[*at] == b'\\' { 2 } else { 1 };
                }
                *at += 1;
            }
            b'(' => {
                let open = *at;
                *at += 1;
                let inner = scan_call(text, at, open);
                match option.take() {
                    Some(name) => drop(call.named.insert(name, inner)),
                    None => call.positional.push(inner),
                }
            }
            b')' => {
                *at += 1;
                break;
            }
            b'}' | b'~' => break,
            b'=' => {
                option = Some(text[word..*at].to_string());
                *at += 1;
                continue;
            }
            byte if byte.is_ascii_whitespace() => {
                *at += 1;
                word = *at;
                option = None;
            }
            _ => *at += 1,
        }
    }
    *at = (*at).min(text.len());
    call.range = start..*at;
    call
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_found_by_position_and_name() {
        let text = r#"ab {{~#claim (gt (share "q)" 'a') limit=(half "x"))~}} cd"#;
        let call = scan(text, 2);
        assert_eq!(
            &text[call.range.clone()],
            r#"{{~#claim (gt (share "q)" 'a') limit=(half "x"))~}}"#
        );
        let greater = &call.positional[0];
        assert_eq!(&text[greater.range.clone()], r#"(gt (share "q)" 'a') limit=(half "x"))"#);
        assert_eq!(&text[greater.positional[0].range.clone()], r#"(share "q)" 'a')"#);
        assert_eq!(&text[greater.named["limit"].range.clone()], r#"(half "x")"#);
    }
}
