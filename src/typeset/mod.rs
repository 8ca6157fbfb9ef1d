//! Typesetting with Typst.
