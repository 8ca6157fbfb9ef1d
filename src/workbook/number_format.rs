//! Excel's number formats, as far as a publication needs them: is it a
//! percentage or a day, and how many decimals are shown.

/// How a number is displayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberFormat {
    /// The class of the format.
    pub kind: FormatKind,
    /// Digits after the decimal mark. Zero for a format without numbers.
    pub decimals: u8,
    /// Whether thousands are set apart.
    pub grouped: bool,
}

/// The class of a number format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormatKind {
    /// Excel's default: as many decimals as the number needs.
    General,
    /// A fixed number of decimals.
    Number,
    /// A percentage: 0.431 is displayed as `43%`.
    Percent,
    /// A day, a time or both.
    Date,
    /// Displayed as text.
    Text,
}

impl NumberFormat {
    /// The format of a cell that has none.
    pub const GENERAL: NumberFormat =
        NumberFormat { kind: FormatKind::General, decimals: 0, grouped: false };

    /// Reads a format code such as `0.0%` or `#,##0.00;[Red]-#,##0.00`. Only
    /// the first section counts: the one for positive numbers.
    pub fn parse(code: &str) -> NumberFormat {
        let section = plain_section(code);
        let lower = section.to_ascii_lowercase();
        let digits = |symbol: char| matches!(symbol, '0' | '#' | '?');
        let has_digits = section.contains(digits);
        let decimals = section.split_once('.').map_or(0, |(_, rest)| {
            rest.chars().take_while(|&symbol| digits(symbol)).count().min(30) as u8
        });
        let grouped = section.split(',').skip(1).any(|rest| rest.starts_with(digits));
        let kind = if section.contains('%') {
            FormatKind::Percent
        } else if lower.contains("general") || lower.contains("standaard") {
            FormatKind::General
        } else if !has_digits && lower.contains(['d', 'm', 'y', 'h', 's', 'j', 'u']) {
            // `j` and `u` are the Dutch letters for year and hour, which some
            // programs write into the file.
            FormatKind::Date
        } else if has_digits && lower.contains(['y', 'd', 'h']) {
            // `hh:mm:ss.000` has digits too.
            FormatKind::Date
        } else if has_digits {
            FormatKind::Number
        } else if section.contains('@') {
            FormatKind::Text
        } else {
            FormatKind::General
        };
        match kind {
            FormatKind::Number | FormatKind::Percent => NumberFormat { kind, decimals, grouped },
            _ => NumberFormat { kind, decimals: 0, grouped: false },
        }
    }
}

/// The first section of a format code without literal text, colours and padding.
fn plain_section(code: &str) -> String {
    let mut plain = String::new();
    let mut characters = code.chars();
    while let Some(symbol) = characters.next() {
        match symbol {
            ';' => break,
            '"' => {
                characters.by_ref().find(|&end| end == '"');
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|&end| end != ']').collect();
                // Elapsed time is the only bracket that is part of the number.
                if matches!(
                    inside.to_ascii_lowercase().as_str(),
                    "h" | "hh" | "m" | "mm" | "s" | "ss" | "u" | "uu"
                ) {
                    plain.push_str(&inside);
                }
            }
            // The next character is literal, is a width, or fills the cell.
            '\\' | '_' | '*' => {
                characters.next();
            }
            symbol => plain.push(symbol),
        }
    }
    plain
}
