//! The ledger: every printed number, and where it came from.
