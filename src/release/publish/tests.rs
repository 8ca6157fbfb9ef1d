//! What must hold when printing goes wrong.

use std::collections::BTreeMap;

use super::*;
use crate::release::sha256;

/// An edition of three files that all hold `text`, with the manifest that goes with it.
fn edition(text: &str) -> Edition {
    let mut edition = Edition::default();
    let mut outputs = vec![];
    for path in ["index.html", "interviews/gouda.pdf", "rapport.pdf"] {
        edition.insert(path, text.as_bytes());
        outputs.push(serde_json::json!({ "path": path, "sha256": sha256(text.as_bytes()) }));
    }
    let manifest = serde_json::json!({ "tool": { "name": "drukpers" }, "outputs": outputs });
    edition.insert(MANIFEST_FILE, manifest.to_string().into_bytes());
    edition
}

/// Everything in a folder, by path.
fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = vec![];
    list_files(folder, "", &mut found).unwrap();
    found
        .into_iter()
        .map(|file| (file.path.clone(), fs::read(folder.join(file.path)).unwrap()))
        .collect()
}

fn is_edition(folder: &Path, text: &str) -> bool {
    let expected: BTreeMap<String, Vec<u8>> =
        edition(text).files.into_iter().map(|(path, bytes)| (path, bytes.to_vec())).collect();
    files_in(folder) == expected
}

/// The names in a folder, hidden ones too.
fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Message and hints of the only fault.
fn refusal(outcome: Outcome<Published>) -> String {
    let faults = outcome.unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let mut lines = vec![format!("[{}] {}", faults[0].code, faults[0].message)];
    lines.extend(faults[0].hints.iter().map(|hint| format!("hint: {hint}")));
    lines.join("\n")
}

const ALL_STEPS: [Step; 8] = [
    Step::Ready,
    Step::Written(0),
    Step::Written(2),
    Step::Written(3),
    Step::Complete,
    Step::Between,
    Step::InPlace,
    Step::Swapped,
];

#[test]
fn editions_follow_each_other() {
    let root = tempfile::tempdir().unwrap();
    let build = root.path().join("deep/er/build");
    let first = publish(&edition("one"), &build).unwrap();
    assert_eq!(first.value.files, 4);
    assert!(!first.value.replaced);
    assert!(is_edition(&build, "one"));
    let second = publish(&edition("two"), &build).unwrap();
    assert!(second.value.replaced);
    assert_eq!(second.warnings, []);
    assert!(is_edition(&build, "two"));
    assert_eq!(names_in(build.parent().unwrap()), ["build"]);
}

#[test]
fn files_of_the_edition_before_do_not_stay() {
    let root = tempfile::tempdir().unwrap();
    let build = root.path().join("build");
    publish(&edition("one"), &build).unwrap();
    let mut smaller = edition("two");
    smaller.files.remove("interviews/gouda.pdf");
    publish(&smaller, &build).unwrap();
    assert_eq!(names_in(&build), ["index.html", "manifest.json", "rapport.pdf"]);
}

#[test]
fn failure_at_any_step_leaves_a_whole_edition() {
    for at_once in [true, false] {
        for failing in ALL_STEPS {
            if at_once && failing == Step::Between && cfg!(target_os = "linux") {
                continue;
            }
            let root = tempfile::tempdir().unwrap();
            let build = root.path().join("build");
            publish(&edition("old"), &build).unwrap();
            let outcome = publish_in_steps(
                &build,
                || Ok(edition("new")),
                Duration::ZERO,
                at_once,
                &mut |step| {
                    if step == failing { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
                },
            );
            let told = match failing {
                Step::InPlace => Some("output-unconfirmed"),
                Step::Swapped => Some("output-left-over"),
                _ => None,
            };
            if let Some(code) = told {
                // The new edition is there.
                assert_eq!(outcome.unwrap().warnings[0].code, code);
                assert!(is_edition(&build, "new"));
            } else {
                assert_eq!(
                    refusal(outcome),
                    "[output-write] failed to write the edition (no storage space)\n\
                     hint: make room on the disk, and print again"
                );
                assert!(is_edition(&build, "old"), "{failing:?}");
                assert_eq!(names_in(root.path()), ["build"], "{failing:?}");
            }
            publish(&edition("next"), &build).unwrap();
            assert!(is_edition(&build, "next"));
            assert_eq!(names_in(root.path()), ["build"]);
        }
    }
}

#[test]
fn a_first_edition_that_the_disk_does_not_confirm_is_told() {
    let root = tempfile::tempdir().unwrap();
    let build = root.path().join("build");
    let fail = &mut |step| match step {
        Step::InPlace => Err(io::ErrorKind::StorageFull.into()),
        _ => Ok(()),
    };
    let make = || Ok(edition("one"));
    let outcome = publish_in_steps(&build, make, Duration::ZERO, true, fail).unwrap();
    let [warning] = &outcome.warnings[..] else { panic!("{:?}", outcome.warnings) };
    assert_eq!(
        (warning.code, warning.message.as_str()),
        ("output-unconfirmed", "the disk did not confirm the edition (no storage space)")
    );
    assert!(is_edition(&build, "one"));
}

/// Not a test by itself: the process that the next test starts, which ends
/// itself without any clearing up at the step that it is told.
#[test]
fn killed_process() {
    let Ok(job) = std::env::var("DRUKPERS_TEST_KILL") else { return };
    let mut parts = job.splitn(3, '|');
    let step: usize = parts.next().unwrap().parse().unwrap();
    let at_once = parts.next().unwrap() == "true";
    let build = PathBuf::from(parts.next().unwrap());
    let _ =
        publish_in_steps(&build, || Ok(edition("new")), Duration::ZERO, at_once, &mut |reached| {
            if reached == ALL_STEPS[step] { std::process::abort() } else { Ok(()) }
        });
}

#[test]
fn kill_at_any_step_is_mended_by_the_next_build() {
    for at_once in [true, false] {
        for (number, step) in ALL_STEPS.into_iter().enumerate() {
            if at_once && step == Step::Between && cfg!(target_os = "linux") {
                continue;
            }
            let root = tempfile::tempdir().unwrap();
            let build = root.path().join("build");
            publish(&edition("old"), &build).unwrap();
            let status = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "release::publish::tests::killed_process"])
                .env("DRUKPERS_TEST_KILL", format!("{number}|{at_once}|{}", build.display()))
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .status()
                .unwrap();
            assert!(!status.success(), "{step:?}: the process should have been ended");
            match step {
                // The only moment without an edition, where the system cannot swap at once.
                Step::Between => assert!(!build.exists()),
                Step::InPlace | Step::Swapped => assert!(is_edition(&build, "new")),
                _ => assert!(is_edition(&build, "old"), "{step:?}"),
            }
            Places::of(&build).unwrap().recover().unwrap();
            let kept = match step {
                Step::InPlace | Step::Swapped => "new",
                _ => "old",
            };
            assert!(is_edition(&build, kept), "{step:?}");
            publish(&edition("next"), &build).unwrap();
            assert!(is_edition(&build, "next"));
            assert_eq!(names_in(root.path()), ["build"], "{step:?}");
        }
    }
}

#[test]
fn builds_at_once_do_not_mix() {
    let root = tempfile::tempdir().unwrap();
    let build = root.path().join("build");
    std::thread::scope(|scope| {
        for text in ["a", "b", "c", "d"] {
            let build = &build;
            scope.spawn(move || {
                for _ in 0..3 {
                    publish(&edition(text), build).unwrap();
                }
            });
        }
    });
    assert!(["a", "b", "c", "d"].iter().any(|text| is_edition(&build, text)));
    assert_eq!(names_in(root.path()), ["build"]);
}

#[test]
fn a_build_that_takes_too_long_is_named() {
    let root = tempfile::tempdir().unwrap();
    let build = root.path().join("build");
    let _held = Lock::take(&root.path().join(".build.lock"), Duration::ZERO).unwrap().unwrap();
    let outcome =
        publish_in_steps(&build, || Ok(edition("x")), Duration::ZERO, true, &mut |_| Ok(()));
    assert_eq!(
        refusal(outcome),
        "[output-locked] another build is writing to this folder\n\
         hint: wait until it has finished, and print again"
    );
    assert!(!build.exists());
}

#[test]
fn somebody_elses_folder_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let build = root.path().join("photos");
    fs::create_dir(&build).unwrap();
    // An empty folder is nobody's.
    publish(&edition("x"), &build).unwrap();
    fs::remove_dir_all(&build).unwrap();
    fs::create_dir_all(build.join("2009")).unwrap();
    for number in 1..=7 {
        fs::write(build.join(format!("2009/{number}.jpg")), "").unwrap();
    }
    fs::write(build.join("manifest.json"), r#"{"name": "an app"}"#).unwrap();
    assert_eq!(
        refusal(publish(&edition("x"), &build)),
        "[output-not-ours] the output folder was not made by drukpers and holds `2009/1.jpg`, \
         `2009/2.jpg`, `2009/3.jpg`, `2009/4.jpg`, `2009/5.jpg` and 3 more files\n\
         hint: move its files elsewhere, or print to another folder"
    );
    assert_eq!(files_in(&build).len(), 8);
}

#[test]
fn files_from_elsewhere_are_named_and_kept() {
    let root = tempfile::tempdir().unwrap();
    let build = root.path().join("build");
    publish(&edition("old"), &build).unwrap();
    fs::write(build.join("interviews/notes.txt"), "mine").unwrap();
    fs::write(build.join(".DS_Store"), "dust").unwrap();
    assert_eq!(
        refusal(publish(&edition("new"), &build)),
        "[output-foreign-files] the output folder also holds `interviews/notes.txt`, not made by \
         drukpers\nhint: move them elsewhere: printing replaces the whole folder"
    );
    assert_eq!(fs::read(build.join("interviews/notes.txt")).unwrap(), b"mine");
    assert_eq!(fs::read(build.join("index.html")).unwrap(), b"old");
    fs::remove_file(build.join("interviews/notes.txt")).unwrap();
    publish(&edition("new"), &build).unwrap();
    assert!(is_edition(&build, "new"));
}

#[test]
fn a_file_in_the_way_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let build = root.path().join("build");
    fs::write(&build, "a file").unwrap();
    assert_eq!(
        refusal(publish(&edition("x"), &build)),
        "[output-is-file] the output folder is a file\n\
         hint: move the file elsewhere, or print to another folder"
    );
    assert_eq!(
        refusal(publish(&edition("x"), &build.join("within"))),
        "[output-write] failed to write the edition (not a directory)\n\
         hint: a file stands where a folder is due: print to another folder"
    );
    assert_eq!(
        refusal(publish(&edition("x"), Path::new(".."))),
        "[output-folder] an output folder needs a name of its own\n\
         hint: give the path of a folder that may be replaced, such as `build`"
    );
}

#[test]
fn escaping_paths_write_nothing() {
    let root = tempfile::tempdir().unwrap();
    let build = root.path().join("build");
    let mut edition = edition("x");
    edition.insert("../evil.txt", &b""[..]);
    edition.insert("/tmp/evil.txt", &b""[..]);
    let faults = publish(&edition, &build).unwrap_err();
    assert_eq!(faults.len(), 2);
    assert!(names_in(root.path()).is_empty());
}

#[cfg(unix)]
mod on_unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_refused_and_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        let elsewhere = root.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        symlink(&elsewhere, &build).unwrap();
        assert_eq!(
            refusal(publish(&edition("x"), &build)),
            "[output-is-link] the output folder is a symbolic link, which would be replaced\n\
             hint: remove the link, or print to the folder that it points at"
        );
        assert!(names_in(&elsewhere).is_empty());
    }

    #[test]
    fn links_within_the_folder_are_not_ours() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        publish(&edition("old"), &build).unwrap();
        let precious = root.path().join("precious.pdf");
        fs::write(&precious, "precious").unwrap();
        fs::remove_file(build.join("rapport.pdf")).unwrap();
        symlink(&precious, build.join("rapport.pdf")).unwrap();
        assert_eq!(
            refusal(publish(&edition("new"), &build)),
            "[output-foreign-files] the output folder also holds `rapport.pdf`, not made by \
             drukpers\nhint: move them elsewhere: printing replaces the whole folder"
        );
        assert_eq!(fs::read(&precious).unwrap(), b"precious");
    }

    #[test]
    fn links_named_like_left_overs_are_not_followed() {
        let root = tempfile::tempdir().unwrap();
        let precious = root.path().join("precious");
        fs::create_dir(&precious).unwrap();
        fs::write(precious.join("thesis.txt"), "years").unwrap();
        symlink(&precious, root.path().join(".build.partial-1")).unwrap();
        publish(&edition("x"), &root.path().join("build")).unwrap();
        assert_eq!(fs::read(precious.join("thesis.txt")).unwrap(), b"years");
    }

    #[test]
    fn names_that_are_no_text() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join(OsStr::from_bytes(b"b\xffild"));
        publish(&edition("old"), &build).unwrap();
        publish(&edition("new"), &build).unwrap();
        assert!(is_edition(&build, "new"));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
        fs::write(build.join(OsStr::from_bytes(b"\xfe.txt")), "").unwrap();
        assert_eq!(
            refusal(publish(&edition("x"), &build)),
            "[output-foreign-files] the output folder also holds `\u{fffd}.txt`, not made by \
             drukpers\nhint: move them elsewhere: printing replaces the whole folder"
        );
    }

    #[test]
    fn a_folder_without_the_right_to_write() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        publish(&edition("old"), &build).unwrap();
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o555)).unwrap();
        let privileged = fs::write(root.path().join("probe"), "").is_ok();
        let outcome = publish(&edition("new"), &build);
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
        if privileged {
            // The system lets its administrator write anywhere.
            assert!(is_edition(&build, "new"));
            return;
        }
        assert_eq!(
            refusal(outcome),
            "[output-write] failed to write the edition (permission denied)\n\
             hint: print to a folder in which you may write"
        );
        assert!(is_edition(&build, "old"));
    }

    #[test]
    fn failures_say_their_remedy() {
        let message = |kind: io::ErrorKind| {
            let fault = failed("write the edition", Path::new("build"), &kind.into());
            (fault.message, fault.hints.join(" "))
        };
        assert_eq!(
            message(io::ErrorKind::ReadOnlyFilesystem),
            (
                "failed to write the edition (read-only filesystem or storage medium)".into(),
                "print to a folder in which you may write".into()
            )
        );
        assert_eq!(
            message(io::ErrorKind::ResourceBusy),
            (
                "failed to write the edition (resource busy)".into(),
                "close the programs that use this folder, and print again".into()
            )
        );
        assert_eq!(
            io_cause(&io::Error::from_raw_os_error(13)),
            "permission denied",
            "words without the system's number"
        );
    }
}
