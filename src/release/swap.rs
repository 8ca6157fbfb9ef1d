//! Putting a finished folder in the place of the one before, and mending what a
//! killed build left behind.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where the files of one output folder stand while it is being replaced: all
/// beside it, so that a rename never crosses from one disk to another.
#[derive(Debug)]
pub(super) struct Places {
    /// The output folder.
    pub(super) target: PathBuf,
    /// The folder that holds it.
    pub(super) parent: PathBuf,
    /// The new edition until it is complete: `.build.partial-123`.
    pub(super) partial: PathBuf,
    /// The old edition for the moment in which there is no other: `.build.old-123`.
    aside: PathBuf,
    /// The lock: `.build.lock`.
    pub(super) lock: PathBuf,
    /// How the names of partial folders start.
    partial_prefix: OsString,
    /// How the names of folders put aside start.
    aside_prefix: OsString,
}

impl Places {
    /// The places for an output folder; `None` when the path has no last name,
    /// as `..` and `/` have none.
    pub(super) fn of(target: &Path) -> Option<Self> {
        let name = target.file_name()?;
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let beside = |ending: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(ending);
            hidden
        };
        let process = std::process::id();
        Some(Self {
            target: target.into(),
            partial: parent.join(beside(&format!(".partial-{process}"))),
            aside: parent.join(beside(&format!(".old-{process}"))),
            lock: parent.join(beside(".lock")),
            partial_prefix: beside(".partial-"),
            aside_prefix: beside(".old-"),
            parent,
        })
    }

    /// Mends what earlier builds left when they were killed: brings back an
    /// edition that was put aside and not replaced, and removes the rest.
    /// Only to be called with the lock held: then none of it is in use.
    pub(super) fn recover(&self) -> io::Result<()> {
        let mut put_aside = self.left_over(&self.aside_prefix)?;
        if fs::symlink_metadata(&self.target)
            .is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
            && let Some(last) = put_aside.pop()
        {
            fs::rename(last, &self.target)?;
            sync_folder(&self.parent)?;
        }
        for folder in put_aside.into_iter().chain(self.left_over(&self.partial_prefix)?) {
            fs::remove_dir_all(folder)?;
        }
        Ok(())
    }

    /// Folders beside the output folder whose names start with `prefix`, in the
    /// order of their names. Links are not followed and not touched.
    fn left_over(&self, prefix: &OsString) -> io::Result<Vec<PathBuf>> {
        let mut found = vec![];
        for entry in fs::read_dir(&self.parent)? {
            let entry = entry?;
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(prefix.as_encoded_bytes())
                && entry.file_type()?.is_dir()
            {
                found.push(entry.path());
            }
        }
        found.sort();
        Ok(found)
    }

    /// Puts the partial folder in the place of the output folder. Returns where
    /// the old edition stands now, if there was one.
    ///
    /// With `at_once`, the two change places in one step where the system can do
    /// that, and there is no moment without an edition. Else the old one is
    /// renamed, `between` is called, and the new one is renamed; when that fails,
    /// the old one goes back.
    pub(super) fn swap(
        &self,
        at_once: bool,
        between: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<Option<PathBuf>> {
        match fs::symlink_metadata(&self.target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::rename(&self.partial, &self.target)?;
                return Ok(None);
            }
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        if at_once && exchange(&self.partial, &self.target)? {
            return Ok(Some(self.partial.clone()));
        }
        fs::rename(&self.target, &self.aside)?;
        if let Err(error) = between().and_then(|()| fs::rename(&self.partial, &self.target)) {
            fs::rename(&self.aside, &self.target)?;
            return Err(error);
        }
        Ok(Some(self.aside.clone()))
    }
}

/// Lets two paths change places in one step. False where the system or the file
/// system has no such step; then nothing has changed.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Makes sure that the names in a folder are on the disk, not only in memory.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Only on Unix can a folder be opened like a file.
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with `build/` and a partial folder, each with a file that names it.
    fn with_both() -> (tempfile::TempDir, Places) {
        let root = tempfile::tempdir().unwrap();
        let places = Places::of(&root.path().join("build")).unwrap();
        for (folder, text) in [(&places.target, "old"), (&places.partial, "new")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("edition"), text).unwrap();
        }
        (root, places)
    }

    fn edition_in(folder: &Path) -> String {
        fs::read_to_string(folder.join("edition")).unwrap()
    }

    #[test]
    fn paths_without_a_name_have_no_places() {
        for path in ["/", "..", "a/..", ""] {
            assert!(Places::of(Path::new(path)).is_none(), "{path}");
        }
        let places = Places::of(Path::new("build/")).unwrap();
        assert_eq!(places.lock, Path::new("./.build.lock"));
    }

    #[test]
    fn both_ways_of_swapping_end_alike() {
        for at_once in [true, false] {
            let (_root, places) = with_both();
            let old = places.swap(at_once, || Ok(())).unwrap().unwrap();
            assert_eq!(edition_in(&places.target), "new");
            assert_eq!(edition_in(&old), "old");
        }
    }

    #[test]
    fn first_edition_just_takes_its_place() {
        let (_root, places) = with_both();
        fs::remove_dir_all(&places.target).unwrap();
        assert_eq!(places.swap(true, || Ok(())).unwrap(), None);
        assert_eq!(edition_in(&places.target), "new");
    }

    #[test]
    fn failure_between_the_renames_brings_the_old_one_back() {
        let (_root, places) = with_both();
        let error = places.swap(false, || Err(io::Error::other("broken"))).unwrap_err();
        assert_eq!(error.to_string(), "broken");
        assert_eq!(edition_in(&places.target), "old");
        assert_eq!(edition_in(&places.partial), "new");
    }

    #[test]
    fn kill_between_the_renames_is_mended() {
        let (_root, places) = with_both();
        fs::rename(&places.target, places.parent.join(".build.old-77")).unwrap();
        places.recover().unwrap();
        assert_eq!(edition_in(&places.target), "old");
        assert!(!places.partial.exists());
    }

    #[test]
    fn left_overs_go_and_strangers_stay() {
        let (_root, places) = with_both();
        let beside = |name: &str| places.parent.join(name);
        for name in [".build.old-1", ".build.partial-2", ".builder", "build.partial-3"] {
            fs::create_dir(beside(name)).unwrap();
        }
        fs::write(beside(".build.partial-note"), "a file, not a folder").unwrap();
        places.recover().unwrap();
        let mut names: Vec<_> =
            fs::read_dir(&places.parent).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".build.partial-note", ".builder", "build", "build.partial-3"]);
        assert_eq!(edition_in(&places.target), "old");
    }
}
