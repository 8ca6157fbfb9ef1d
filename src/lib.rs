//! drukpers turns a survey workbook into a publication.
#![doc = ""]

//pub mod chapter;
pub mod chart;
pub mod command;
pub mod diagnostics;
pub mod format;
pub mod ledger;
pub mod manifest;
pub mod release;
pub mod statistics;
pub mod survey;
pub mod typeset;
pub mod workbook;
