//! The release: files written beside, then renamed.
