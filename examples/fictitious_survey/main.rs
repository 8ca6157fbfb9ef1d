//! Makes the workbook of the sample publication: `inputs/survey.xlsx`.
//!
//! ```text
//! cargo run --release --example fictitious_survey [FILE]
//! ```
//!
//! What is real and what is not:
//!
//! - The 431 municipalities of 1 January 2010, with their province and number of
//!   inhabitants, are real (`gemeenten-2010.csv`: Statistics Netherlands, CC BY 4.0;
//!   the province was derived by laying the map of the provinces over it).
//! - The questions are our own, along the five forces that the original publication names.
//! - **Every answer is made up.** The answers of the original research were never
//!   published, and no real municipality should be given answers it did not give.
//!   Respondents are therefore numbered, and they are spread over province and size
//!   class in such a way that a number never points at a municipality (see `sample`).
//!
//! The answers hang together: each respondent has a few hidden traits (see
//! `respondent`), and every answer is drawn around them, so that larger municipalities
//! are further with their systems, and those who wait with telling hear more doubt.
//! The same seed and a fixed creation date give the same bytes on every run.

mod answers;
mod chance;
mod choices;
mod codebook;
mod frame;
mod questions;
mod respondent;
mod sample;
mod sheets;

use std::error::Error;
use std::path::PathBuf;

/// The seed of all chance in this program. Another seed makes other answers, with which
/// sentences of the chapters no longer hold.
const SEED: u64 = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map_or("inputs/survey.xlsx".into(), PathBuf::from);
    std::fs::write(path, workbook()?)?;
    Ok(())
}

/// The workbook's bytes: frame and codebook, then respondents, then their answers.
fn workbook() -> Result<Vec<u8>, Box<dyn Error>> {
    let frame = frame::read()?;
    let codebook = codebook::Codebook::new()?;
    let mut chance = chance::Chance::new(SEED);
    let cells = sample::draw(&frame, &mut chance)?;
    let rows: Vec<answers::Row> = cells
        .iter()
        .map(|cell| answers::fill(&respondent::Respondent::new(cell, &mut chance), &mut chance))
        .collect();
    codebook.check(&rows)?;
    Ok(sheets::book(&codebook, &rows, &frame)?.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_on_every_run() {
        assert!(workbook().unwrap() == workbook().unwrap());
    }

    #[test]
    fn no_respondent_points_at_a_municipality() {
        let frame = frame::read().unwrap();
        let cells = sample::draw(&frame, &mut chance::Chance::new(SEED)).unwrap();
        assert_eq!((frame.len(), cells.len()), (431, 126));
        for cell in &cells {
            let alike = |other: &&sample::Cell| *other == cell;
            let units = frame
                .iter()
                .filter(|unit| unit.province == cell.province && unit.size() == cell.size)
                .count();
            assert!(units >= 3 && cells.iter().filter(alike).count() < units, "{cell:?}");
        }
    }
}
