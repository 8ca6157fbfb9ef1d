//! The JSON Schema of `facts.json`.

use serde_json::{Value as Json, json};

use super::{Ledger, SCHEMA};

/// The JSON Schema of the ledger, which stands in `docs/facts.schema.json`.
pub fn schema() -> Json {
    let mut schema = schemars::schema_for!(Ledger).to_value();
    schema["$id"] = json!(SCHEMA);
    schema["title"] = json!("drukpers ledger");
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Set `WRITE_SCHEMA` to write the file instead of comparing it.
    #[test]
    fn the_published_schema_is_that_of_the_types() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/facts.schema.json");
        let expected = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        if std::env::var_os("WRITE_SCHEMA").is_some() {
            std::fs::write(&path, &expected).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap();
        assert!(published == expected, "run: WRITE_SCHEMA=1 cargo test --release ledger::schema");
    }
}
