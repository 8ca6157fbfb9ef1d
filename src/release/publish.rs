//! Writing an edition to its folder so that readers see the old one or the new
//! one, whole, at every moment.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::lock::Lock;
use super::manifest::recorded_outputs;
use super::pack::CHECKSUMS_FILE;
use super::swap::{Places, sync_folder};
use super::{Edition, MANIFEST_FILE, sha256};
use crate::diagnostics::{Diagnostic, Outcome, Place, Warned, io_cause};

/// How long to wait for another build that writes to the same folder.
const PATIENCE: Duration = Duration::from_secs(30);

/// Files that file managers put into any folder that they show. They are nobody's work.
const FOLDER_DUST: [&str; 4] = [".DS_Store", ".directory", "Thumbs.db", "desktop.ini"];

/// How many names of files are given in a message.
const NAMED: usize = 5;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// How many files the edition has.
    pub files: usize,
    /// Their size together, in bytes.
    pub bytes: u64,
    /// Whether an older edition stood there before.
    pub replaced: bool,
}

/// Writes an edition to `folder`, in the place of the edition before.
///
/// The files are written into a new folder beside it, which then takes its place.
/// A build that fails or is killed leaves the edition before whole; what it left
/// half done is cleared away by the next one. Two builds at once take turns.
///
/// Fails, with nothing changed, when the folder holds anything that this program
/// did not make, is a link, or cannot be written, or when a path in the edition
/// would end up outside it.
pub fn publish(edition: &Edition, folder: &Path) -> Outcome<Published> {
    publish_with(folder, || Ok(edition.clone()))
}

/// Writes the edition that `make` gives. It is called when no other build is
/// writing and the folder is known to be ours, so it may read what stands there.
pub(super) fn publish_with(
    folder: &Path,
    make: impl FnOnce() -> Result<Edition, Vec<Diagnostic>>,
) -> Outcome<Published> {
    publish_in_steps(folder, make, PATIENCE, true, &mut |_| Ok(()))
}

/// The moments at which a test can make the build fail or end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The lock is held and left-overs are cleared.
    Ready,
    /// This many files are written.
    Written(usize),
    /// The new edition is complete.
    Complete,
    /// The old edition has been renamed, the new one not yet.
    Between,
    /// The new edition is in its place, which the disk has not confirmed.
    InPlace,
    /// The disk has, and the old edition is not yet removed.
    Swapped,
}

fn publish_in_steps(
    folder: &Path,
    make: impl FnOnce() -> Result<Edition, Vec<Diagnostic>>,
    patience: Duration,
    at_once: bool,
    reach: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Outcome<Published> {
    let Some(places) = Places::of(folder) else {
        let message = "an output folder needs a name of its own";
        return Err(vec![
            Diagnostic::error("output-folder", message)
                .at(place(folder))
                .hint("give the path of a folder that may be replaced, such as `build`"),
        ]);
    };
    let fail = |path: &Path| {
        let path = path.to_path_buf();
        move |error: io::Error| vec![failed("write the edition", &path, &error)]
    };
    fs::create_dir_all(&places.parent)
        .map_err(|error| match error.kind() {
            // A file stands where a folder is due; the system's word for it misleads.
            io::ErrorKind::AlreadyExists => io::ErrorKind::NotADirectory.into(),
            _ => error,
        })
        .map_err(fail(&places.parent))?;
    let Some(_lock) = Lock::take(&places.lock, patience).map_err(fail(&places.lock))? else {
        return Err(vec![
            Diagnostic::error("output-locked", "another build is writing to this folder")
                .at(place(folder))
                .hint("wait until it has finished, and print again"),
        ]);
    };
    places.recover().map_err(fail(&places.parent))?;
    refuse_foreign(folder)?;
    let edition = make()?;
    let faults = edition.faults();
    if !faults.is_empty() {
        return Err(faults);
    }
    reach(Step::Ready).map_err(fail(folder))?;

    let swapped = write_all(&edition, &places.partial, reach)
        .and_then(|()| reach(Step::Complete))
        .and_then(|()| places.swap(at_once, || reach(Step::Between)));
    let old = match swapped {
        Ok(old) => old,
        Err(error) => {
            // What cannot be removed now is removed by the next build.
            let _ = fs::remove_dir_all(&places.partial);
            return Err(fail(folder)(error));
        }
    };
    let replaced = old.is_some();
    let confirmed = reach(Step::InPlace).and_then(|()| sync_folder(&places.parent));
    let warning = match (confirmed, old) {
        // The edition before stays until the new one is known to be on the disk.
        (Err(error), _) => Some(
            Diagnostic::warning(
                "output-unconfirmed",
                format!("the disk did not confirm the edition ({})", io_cause(&error)),
            )
            .at(place(folder))
            .hint("look whether the disk is in order, and print again before you pass it on"),
        ),
        (Ok(()), Some(old)) => {
            let cleared = reach(Step::Swapped).and_then(|()| fs::remove_dir_all(&old));
            cleared.err().map(|error| {
                Diagnostic::warning(
                    "output-left-over",
                    format!("the edition before could not be removed ({})", io_cause(&error)),
                )
                .at(place(&old))
                .hint("the new edition is in its place; the next build tries again")
            })
        }
        (Ok(()), None) => None,
    };
    let warnings = warning.into_iter().collect();
    let value = Published { files: edition.files.len(), bytes: edition.size(), replaced };
    Ok(Warned { value, warnings })
}

/// Writes all files into a new folder.
///
/// It does not wait for the disk: a killed build leaves the edition before, and what
/// a power failure takes away, the same inputs print again. Waiting for a hundred files
/// can take longer than setting the pages.
fn write_all(
    edition: &Edition,
    folder: &Path,
    reach: &mut dyn FnMut(Step) -> io::Result<()>,
) -> io::Result<()> {
    fs::create_dir(folder)?;
    let mut folders = BTreeSet::from([folder.to_path_buf()]);
    for (done, (path, bytes)) in edition.files.iter().enumerate() {
        reach(Step::Written(done))?;
        let path: PathBuf = folder.join(path);
        let mut missing = vec![];
        let mut parent = path.parent();
        while let Some(new) = parent.filter(|new| !folders.contains(*new)) {
            missing.push(new.to_path_buf());
            parent = new.parent();
        }
        for new in missing.into_iter().rev() {
            fs::create_dir(&new)?;
            folders.insert(new);
        }
        File::create_new(&path)?.write_all(bytes)?;
    }
    Ok(())
}

/// Refuses an output folder that holds anything but an edition of ours, as [`publish`]
/// does before it writes: for who has much to do before that.
pub fn refuse_foreign(folder: &Path) -> Result<(), Vec<Diagnostic>> {
    let refuse = |code, message: String, hint: &str| {
        Err(vec![Diagnostic::error(code, message).at(place(folder)).hint(hint)])
    };
    let unreadable = |error| vec![failed("read the output folder", folder, &error)];
    let kind = match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
        Ok(metadata) => metadata.file_type(),
    };
    if kind.is_symlink() {
        return refuse(
            "output-is-link",
            "the output folder is a symbolic link, which would be replaced".into(),
            "remove the link, or print to the folder that it points at",
        );
    }
    if !kind.is_dir() {
        return refuse(
            "output-is-file",
            "the output folder is a file".into(),
            "move the file elsewhere, or print to another folder",
        );
    }
    let mut found = vec![];
    list_files(folder, "", &mut found).map_err(unreadable)?;
    found.retain(|file| !FOLDER_DUST.iter().any(|dust| file.path.rsplit('/').next() == Some(dust)));
    if found.is_empty() {
        return Ok(());
    }
    let has_manifest = found.iter().any(|file| file.regular && file.path == MANIFEST_FILE);
    let manifest = match has_manifest {
        true => fs::read(folder.join(MANIFEST_FILE)).map_err(unreadable)?,
        false => vec![],
    };
    let Some(recorded) = recorded_outputs(&manifest) else {
        return refuse(
            "output-not-ours",
            format!("the output folder was not made by drukpers and holds {}", named(&found)),
            "move its files elsewhere, or print to another folder",
        );
    };
    let mut recorded: BTreeSet<String> = recorded.into_iter().collect();
    // The checksums of a release tell of its manifest, which cannot tell of them too.
    let of_manifest = format!("{}  {MANIFEST_FILE}", sha256(&manifest));
    let checksums = fs::read_to_string(folder.join(CHECKSUMS_FILE));
    if checksums.is_ok_and(|text| text.lines().any(|line| line == of_manifest)) {
        recorded.insert(CHECKSUMS_FILE.into());
    }
    found.retain(|file| {
        !(file.regular && (file.path == MANIFEST_FILE || recorded.contains(&file.path)))
    });
    if found.is_empty() {
        return Ok(());
    }
    refuse(
        "output-foreign-files",
        format!("the output folder also holds {}, not made by drukpers", named(&found)),
        "move them elsewhere: printing replaces the whole folder",
    )
}

/// Something that stands in an output folder and is not a folder.
#[derive(Debug)]
struct Found {
    /// Path relative to the output folder, with `/`. Bytes that are no text are
    /// shown by a replacement sign, which no output has in its name.
    path: String,
    /// Whether it is a file as we make them: no link, no device.
    regular: bool,
}

/// Lists everything under `folder` but folders, in the order of the paths.
fn list_files(folder: &Path, prefix: &str, found: &mut Vec<Found>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            list_files(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(Found { path, regular: kind.is_file() });
        }
    }
    Ok(())
}

/// The first names, and how many more there are: "`a`, `b` and 3 more files".
fn named(found: &[Found]) -> String {
    let names: Vec<String> =
        found.iter().take(NAMED).map(|file| format!("`{}`", file.path.escape_debug())).collect();
    match found.len().saturating_sub(NAMED) {
        0 => names.join(", "),
        1 => format!("{} and 1 more file", names.join(", ")),
        more => format!("{} and {more} more files", names.join(", ")),
    }
}

fn place(path: &Path) -> Place {
    Place::File(path.display().to_string())
}

/// A failure of the system as a message, with the remedy where there is one.
fn failed(action: &str, path: &Path, error: &io::Error) -> Diagnostic {
    use io::ErrorKind::{
        NotADirectory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, ResourceBusy,
        StorageFull,
    };
    let hint = match error.kind() {
        PermissionDenied | ReadOnlyFilesystem => {
            Some("print to a folder in which you may write".into())
        }
        StorageFull | QuotaExceeded => Some("make room on the disk, and print again".into()),
        ResourceBusy => Some("close the programs that use this folder, and print again".into()),
        NotADirectory => {
            Some("a file stands where a folder is due: print to another folder".into())
        }
        _ => Some("look whether the folder can be written to, or print to another".into()),
    };
    Diagnostic::error("output-write", format!("failed to {action} ({})", io_cause(error)))
        .at(place(path))
        .hints(hint)
}

#[cfg(test)]
mod tests;
