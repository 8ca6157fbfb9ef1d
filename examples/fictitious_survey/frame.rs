//! The population: the municipalities of 1 January 2010.

use std::error::Error;

use serde::Deserialize;

/// Size classes from small to large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Size {
    /// Fewer than 20,000 inhabitants.
    Small,
    /// 20,000 to 50,000.
    Middle,
    /// 50,000 to 100,000.
    Large,
    /// 100,000 and more.
    VeryLarge,
}

impl Size {
    /// All classes in order.
    pub(crate) const ALL: [Size; 4] = [Size::Small, Size::Middle, Size::Large, Size::VeryLarge];

    /// The class of a number of inhabitants.
    pub(crate) fn of(inhabitants: u32) -> Self {
        match inhabitants {
            0..20_000 => Size::Small,
            20_000..50_000 => Size::Middle,
            50_000..100_000 => Size::Large,
            _ => Size::VeryLarge,
        }
    }

    /// The code in the workbook.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Size::Small => "klein",
            Size::Middle => "middel",
            Size::Large => "groot",
            Size::VeryLarge => "zeer_groot",
        }
    }

    /// The label in the workbook.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Size::Small => "Klein (tot 20.000)",
            Size::Middle => "Middelgroot (20.000–50.000)",
            Size::Large => "Groot (50.000–100.000)",
            Size::VeryLarge => "Zeer groot (vanaf 100.000)",
        }
    }

    /// One number from −1 (small) to 1.4 (very large), for the hidden traits.
    pub(crate) fn level(self) -> f64 {
        match self {
            Size::Small => -1.0,
            Size::Middle => -0.2,
            Size::Large => 0.7,
            Size::VeryLarge => 1.4,
        }
    }
}

/// A municipality of the frame.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Municipality {
    /// Code of Statistics Netherlands, such as `GM0003`.
    pub(crate) code: String,
    /// Name.
    #[serde(rename = "gemeente")]
    pub(crate) name: String,
    /// Name of the province, which is also its code in the codebook.
    #[serde(rename = "provincie")]
    pub(crate) province: String,
    /// Inhabitants on 1 January 2010, rounded to a multiple of five.
    #[serde(rename = "inwoners")]
    pub(crate) inhabitants: u32,
}

impl Municipality {
    /// The size class.
    pub(crate) fn size(&self) -> Size {
        Size::of(self.inhabitants)
    }
}

/// Reads the municipalities, in the order of their codes.
pub(crate) fn read() -> Result<Vec<Municipality>, Box<dyn Error>> {
    let text = include_str!("gemeenten-2010.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let frame = reader.deserialize().collect::<Result<Vec<Municipality>, _>>()?;
    Ok(frame)
}
