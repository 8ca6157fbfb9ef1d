//! One writer at a time: a lock file beside the output folder.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(20);

/// A lock held by this process until it is dropped. The system gives it up when
/// the process ends in whatever way, so a killed build leaves none behind.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Never read: the lock lasts as long as the file is open.
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting for another writer for as long as `patience`.
    /// `None` when the other still has it by then.
    pub(super) fn take(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        let start = Instant::now();
        loop {
            let file = File::options().create(true).write(true).truncate(false).open(path)?;
            match file.try_lock() {
                Ok(()) if is_at(&file, path) => {
                    return Ok(Some(Self { path: path.into(), _file: file }));
                }
                // The other writer finished and took its file away in between.
                Ok(()) => continue,
                Err(TryLockError::WouldBlock) => {}
                // A file system without locks: better unguarded than not at all.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Some(Self { path: path.into(), _file: file }));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
            if start.elapsed() >= patience {
                return Ok(None);
            }
            std::thread::sleep(PAUSE);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Taken away while still held, so that nobody else's file is removed. A
        // file that stays behind does no harm.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Whether the open file is still the one that stands at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(found)) => (open.dev(), open.ino()) == (found.dev(), found.ino()),
        _ => false,
    }
}

/// Elsewhere a file that is open cannot be replaced by another of its name.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_writer_waits_and_then_gives_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".build.lock");
        let first = Lock::take(&path, Duration::ZERO).unwrap().unwrap();
        assert!(Lock::take(&path, Duration::from_millis(50)).unwrap().is_none());
        drop(first);
        assert!(!path.exists());
        assert!(Lock::take(&path, Duration::ZERO).unwrap().is_some());
    }

    #[test]
    fn only_one_of_many_holds_it() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".build.lock");
        let inside = AtomicUsize::new(0);
        let turns = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    let lock = Lock::take(&path, Duration::from_secs(60)).unwrap().unwrap();
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                    std::thread::sleep(Duration::from_millis(3));
                    inside.fetch_sub(1, Ordering::SeqCst);
                    turns.fetch_add(1, Ordering::SeqCst);
                    drop(lock);
                });
            }
        });
        assert_eq!(turns.into_inner(), 6);
    }
}
