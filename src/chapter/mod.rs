//! Templates: one chapter each, filled with values from the survey.
