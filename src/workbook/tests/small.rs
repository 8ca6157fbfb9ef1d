//! The small parts: references, days, and the laws that hold for them.

use proptest::prelude::*;

use super::super::date::iso_of_text;
use super::super::reference::{parse_area, parse_cell, parse_reference, split_sheet};
use super::*;

#[test]
fn references() {
    let parse = |text: &str| {
        parse_reference(text).map(|reference| format!("{} {}", reference.sheet, reference.area))
    };
    assert_eq!(parse("data!A1"), Some("data A1".into()));
    assert_eq!(parse("data!$F$12:$A$3"), Some("data A3:F12".into()));
    assert_eq!(parse("'It''s a ! sheet'!XFD1048576"), Some("It's a ! sheet XFD1048576".into()));
    assert_eq!(parse("=data!b2"), Some("data B2".into()));
    for wrong in [
        "A1",
        "data!",
        "!A1",
        "data!A",
        "data!A0",
        "data!XFE1",
        "data!A1048577",
        "data!A:C",
        "data!A1:B2,C3",
        "'data!A1",
        "SUM(data!A1)",
    ] {
        assert_eq!(parse(wrong), None, "{wrong}");
    }
    assert_eq!(split_sheet("'a''b'!C1"), Some(("a'b".into(), "C1")));
}

#[test]
fn days_and_moments() {
    let iso = |text: &str| iso_of_text(text);
    assert_eq!(iso("2010-03-01").as_deref(), Some("2010-03-01"));
    assert_eq!(iso(" 2012-02-29T00:00:00.000Z ").as_deref(), Some("2012-02-29"));
    assert_eq!(iso("2010-03-01 09:30").as_deref(), Some("2010-03-01T09:30:00"));
    assert_eq!(iso("2010-03-01T09:30:15.123+01:00").as_deref(), Some("2010-03-01T09:30:15"));
    assert_eq!(iso("2010-03-01T09:30+01:00").as_deref(), Some("2010-03-01T09:30:00"));
    assert_eq!(iso("2010-03-01T09:30Z").as_deref(), Some("2010-03-01T09:30:00"));
    for wrong in [
        "2010-03-01T09:30:99",
        "2010-03-01T09:301",
        "2010-02-29",
        "1900-02-29",
        "2010-13-01",
        "2010-00-01",
        "01-03-2010",
        "2010-3-1",
        "2010-03-01T25:00",
        "2010-03-01 tot",
        "20100301",
        "",
    ] {
        assert_eq!(iso(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn a_cell_reads_back(row in 0_u32..1_048_576, column in 0_u32..16_384) {
        let cell = CellRef { row, column };
        prop_assert_eq!(parse_cell(&cell.to_string()), Some(cell));
    }

    #[test]
    fn an_area_has_its_corners_in_order(rows in (0_u32..999, 0_u32..999), columns in (0_u32..99, 0_u32..99)) {
        let one = CellRef { row: rows.0, column: columns.0 };
        let other = CellRef { row: rows.1, column: columns.1 };
        let area = Area::between(one, other);
        prop_assert!(area.contains(one) && area.contains(other));
        prop_assert_eq!(parse_area(&format!("{one}:{other}")), Some(area));
        prop_assert_eq!(u64::from(area.rows()), u64::from(rows.0.abs_diff(rows.1)) + 1);
    }

    #[test]
    fn no_text_breaks_the_parsers(text in "\\PC{0,40}") {
        let _ = parse_reference(&text);
        let _ = iso_of_text(&text);
        let _ = NumberFormat::parse(&text);
    }
}
