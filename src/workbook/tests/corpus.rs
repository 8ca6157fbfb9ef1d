//! Real and hostile workbooks from other projects, where they are at hand.

use std::path::PathBuf;
use std::time::Instant;

use super::*;
use crate::survey;

/// Every file gives a value or messages: no panic, within its time.
#[test]
fn every_file_gives_a_value_or_messages() {
    let Some(root) = std::env::var_os("DRUKPERS_CORPUS").map(PathBuf::from) else { return };
    let index = std::fs::read_to_string(root.join("INDEX.tsv")).unwrap();
    let (mut files, mut workbooks, mut surveys) = (0, 0, 0);
    for path in index.lines().skip(1).filter_map(|line| line.split('\t').next()) {
        let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
        let start = Instant::now();
        files += 1;
        match read(path, &bytes) {
            Ok(workbook) => {
                workbooks += 1;
                match survey::read(&workbook.value, &survey::ReadPlan::default()) {
                    Ok(_) => surveys += 1,
                    Err(messages) => assert!(!messages.is_empty(), "{path}"),
                }
            }
            Err(messages) => assert!(!messages.is_empty(), "{path}"),
        }
        assert!(start.elapsed().as_secs() < 20, "{path} takes {:?}", start.elapsed());
    }
    assert!(workbooks * 100 >= files * 97, "{workbooks} of {files} files can be read");
    assert!(surveys * 100 >= files * 70, "{surveys} of {files} files hold a survey");
}
