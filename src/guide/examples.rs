//! The examples of the guide, at least one for each helper.

/// What of an example's result is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Its text.
    Text,
    /// The alternative text of its chart.
    Figure,
    /// The number of its tables.
    Table,
}

use Shown::{Figure, Table, Text};

/// Helper, what is shown, template.
pub(super) const EXAMPLES: &[(&str, Shown, &str)] = &[
    ("count", Text, r#"{{count "move" "yes"}}"#),
    ("count", Text, r#"{{count "spend" "trees" "play" where="district=north"}}"#),
    ("share", Text, r#"{{share "move" "yes"}}"#),
    ("share", Text, r#"{{share "green" "4" "5" where="wave=2026"}}"#),
    ("net", Text, r#"{{net "green" "positive"}}"#),
    ("net", Text, r#"{{net "spend" "outdoors"}}"#),
    ("mean", Text, r#"{{mean "safe"}}"#),
    ("median", Text, r#"{{median "years"}}"#),
    ("total", Text, r#"{{total "years"}}"#),
    ("nps", Text, r#"{{nps "recommend"}}"#),
    ("base", Text, r#"{{base "move"}}"#),
    ("missing", Text, r#"{{missing "move"}}"#),
    ("margin", Text, r#"{{margin (share "move" "yes")}}"#),
    ("margin", Text, "{{margin}}"),
    ("quantile", Text, r#"{{quantile "years" 0.25}}"#),
    ("top-box", Text, r#"{{top-box "green" 2}}"#),
    ("bottom-box", Text, r#"{{bottom-box "green" 2}}"#),
    ("index", Text, r#"{{index "content"}}"#),
    ("alpha", Text, r#"{{alpha "content"}}"#),
    ("change", Text, r#"{{change "green" "4" "5" from="wave=2024" to="wave=2026"}}"#),
    (
        "significant",
        Text,
        r#"{{#if (significant "green" between="wave=2024" and="wave=2026")}}a difference{{else}}no difference that is certain{{/if}}"#,
    ),
    ("interval-low", Text, r#"{{interval-low (share "move" "yes")}}"#),
    ("interval-high", Text, r#"{{interval-high (share "move" "yes")}}"#),
    ("standard-error", Text, r#"{{standard-error (share "move" "yes")}}"#),
    ("respondents", Text, "{{respondents}}"),
    ("population", Text, "{{population}}"),
    ("response-rate", Text, "{{response-rate}}"),
    ("cell", Text, r#"{{cell "data!D2"}}"#),
    ("difference", Text, r#"{{difference (share "move" "no") (share "move" "yes")}}"#),
    ("ratio", Text, r#"{{ratio (count "move" "no") (count "move" "yes")}}"#),
    ("sum", Text, r#"{{sum (count "move" "yes") (count "move" "unknown")}}"#),
    ("rest", Text, r#"{{rest (share "move" "yes")}}"#),
    ("percent", Text, r#"{{percent (share "move" "yes") digits=1}}"#),
    ("number", Text, r#"{{number (share "move" "yes") digits=1}}"#),
    (
        "points",
        Text,
        r#"{{points (difference (share "move" "no") (share "move" "yes")) digits=1}}"#,
    ),
    ("words", Text, r#"{{words (share "move" "no")}}"#),
    ("spelled", Text, r#"{{spelled (count "move" "yes")}}"#),
    ("plural", Text, r#"{{plural (count "move" "yes") "resident" "residents"}}"#),
    ("capital", Text, r#"{{capital (words (share "move" "no"))}}"#),
    ("lower", Text, r#"{{lower (label "spend" "trees")}}"#),
    ("list", Text, r#"{{list (label "spend" "trees") (label "spend" "play")}}"#),
    ("string", Text, r#"{{string (label "move")}}"#),
    ("label", Text, r#"{{label "move"}}"#),
    ("label", Text, r#"{{label "move" "yes"}}"#),
    ("top", Text, r#"{{top "spend" 1}}"#),
    ("top-code", Text, r#"{{share "spend" (top-code "spend" 1)}}"#),
    ("rank", Text, r#"{{rank "spend" "roads"}}"#),
    ("highest", Text, r#"{{#if (highest "spend" "trees")}}trees first{{/if}}"#),
    ("gt", Text, r#"{{#if (gt (mean "safe") 3)}}safe{{else}}unsafe{{/if}}"#),
    ("ge", Text, r#"{{#if (ge (count "move" "yes") 10)}}ten or more{{else}}fewer than ten{{/if}}"#),
    ("lt", Text, r#"{{#if (lt (share "move" "yes") 0.5)}}a minority{{/if}}"#),
    (
        "le",
        Text,
        r#"{{#if (le (median "years") 15)}}half live there fifteen years or less{{else}}half live there longer{{/if}}"#,
    ),
    ("eq", Text, r#"{{#if (eq (respondents) 60)}}sixty respondents{{/if}}"#),
    (
        "between",
        Text,
        r#"{{#if (between (share "move" "yes") 0.1 0.3)}}one in ten to three in ten{{/if}}"#,
    ),
    (
        "and",
        Text,
        r#"{{#if (and (gt (mean "safe") 3) (gt (mean "green") 3))}}safe and green{{else}}not both{{/if}}"#,
    ),
    ("or", Text, r#"{{#if (or (gt (mean "safe") 3) (gt (mean "green") 3))}}safe or green{{/if}}"#),
    ("not", Text, r#"{{#if (not (highest "spend" "roads"))}}roads are not first{{/if}}"#),
    (
        "if",
        Text,
        r#"{{#if (gt (share "move" "yes") 0.5)}}Most think of moving.{{else}}Most stay.{{/if}}"#,
    ),
    ("unless", Text, r#"{{#unless (gt (share "move" "yes") 0.5)}}Most stay.{{/unless}}"#),
    (
        "claim",
        Text,
        r#"{{#claim (lt (share "move" "yes") 0.5)}}Fewer than half think of moving.{{/claim}}"#,
    ),
    ("figure", Figure, r#"{{figure "green"}}"#),
    ("figure", Figure, r#"{{figure "spend" kind="bars" caption="What to spend more on"}}"#),
    ("table", Table, r#"{{table "green" by="district"}}"#),
    ("response-table", Table, r#"{{response-table by="district"}}"#),
    ("methods", Text, r#"{{methods units="addresses"}}"#),
    ("chapter-tables", Table, r#"{{chapter-tables "street"}}"#),
];
