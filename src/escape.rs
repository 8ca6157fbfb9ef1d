//! Text that stands for itself in generated Typst and HTML.

/// A Typst string literal with this content.
pub fn typst_string(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => {}
            '\t' => literal.push_str("\\t"),
            control if is_unprintable(control) => {}
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

/// Typst markup that prints the text as it stands, whatever it holds.
///
/// A string expression is used rather than backslashes: no list of special
/// characters can be incomplete. The semicolon ends the expression, so that a
/// following `.` or `(` is text.
pub fn typst_text(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("#{};", typst_string(text)) }
}

/// Whether a character prints nothing itself. The signs that turn the direction of text
/// would turn what stands behind the text as well.
fn is_unprintable(character: char) -> bool {
    character.is_control() || turns_text(character)
}

/// Whether a character turns the direction of all text behind it.
pub fn turns_text(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// HTML that shows the text as it stands, in content and in attribute values.
pub fn html_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' | '\t' => html.push(character),
            control if is_unprintable(control) => {}
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_label_turns_what_stands_behind_it() {
        let label = "Ja\u{202e} \u{2067}<b>\u{1b}";
        assert_eq!(typst_text(label), "#\"Ja <b>\";");
        assert_eq!(html_text(label), "Ja &lt;b&gt;");
    }
}
