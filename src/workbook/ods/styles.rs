//! The styles of an ods file that tell something.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::workbook_part::attribute;
use super::super::{FormatKind, NumberFormat};

/// The styles that tell something: hidden tables, and decimals of numbers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// Styles of hidden tables.
    pub(super) hidden_tables: Vec<String>,
    /// Number formats by the name of the data style.
    data: HashMap<String, NumberFormat>,
    /// Number formats by the name of the cell style.
    pub(super) cells: HashMap<String, NumberFormat>,
    /// The style that is being read, and whether it is a data style.
    open: Option<(String, bool)>,
}

impl Styles {
    /// Takes in an element.
    pub(super) fn see(&mut self, element: &BytesStart) {
        match element.local_name().as_ref() {
            "number-style" => self.open_data(element, FormatKind::Number),
            "percentage-style" => self.open_data(element, FormatKind::Percent),
            "style" => {
                let Some(name) = attribute(element, "style:name") else { return };
                if let Some(data) = attribute(element, "style:data-style-name")
                    && let Some(&format) = self.data.get(&data)
                {
                    self.cells.insert(name.clone(), format);
                }
                self.open = Some((name, false));
            }
            "table-properties" => {
                if let Some((name, false)) = &self.open
                    && attribute(element, "table:display").as_deref() == Some("false")
                {
                    self.hidden_tables.push(name.clone());
                }
            }
            "number" => {
                if let Some((name, true)) = &self.open
                    && let Some(format) = self.data.get_mut(name)
                {
                    let places = attribute(element, "number:decimal-places");
                    let places = places.and_then(|places| places.parse::<u8>().ok());
                    // A style without places is the general one.
                    match (places, format.kind) {
                        (Some(places), _) => format.decimals = places.min(30),
                        (None, FormatKind::Percent) => {}
                        (None, _) => *format = NumberFormat::GENERAL,
                    }
                    format.grouped =
                        attribute(element, "number:grouping").as_deref() == Some("true");
                }
            }
            _ => {}
        }
    }

    fn open_data(&mut self, element: &BytesStart, kind: FormatKind) {
        if let Some(name) = attribute(element, "style:name") {
            let format = NumberFormat { kind, decimals: 0, grouped: false };
            self.data.insert(name.clone(), format);
            self.open = Some((name, true));
        }
    }
}
