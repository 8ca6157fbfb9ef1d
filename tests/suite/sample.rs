//! The sample publication of the repository.
