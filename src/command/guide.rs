//! `drukpers guide`: what templates can say, with results computed on the spot.

use crate::guide;

use super::console::Console;
use super::{DONE, FAULT};

pub(super) fn run(console: &mut Console) -> u8 {
    match guide::markdown() {
        Ok(text) => {
            console.result(&text);
            DONE
        }
        Err(faults) => {
            console.diagnose(&faults);
            FAULT
        }
    }
}
