//! What the helpers do, by family.

pub(super) mod claim;
pub(super) mod compare;
pub(super) mod contrast;
pub(super) mod estimate;
pub(super) mod figure;
pub(super) mod label;
pub(super) mod methods;
pub(super) mod notation;
pub(super) mod order;
mod plan;
pub(super) mod precision;
pub(super) mod quote;
pub(super) mod ready_made;
pub(super) mod response;
pub(super) mod table;
mod table_source;
pub(super) mod words_table;
