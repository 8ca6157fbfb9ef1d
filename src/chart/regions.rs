//! Maps: regions with their outlines.

/// A map.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegionMap {}
