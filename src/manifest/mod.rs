//! The manifest: what to print.
