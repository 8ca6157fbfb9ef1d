//! Tells when files of a project change.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::diagnostics::{Diagnostic, Place};
use crate::manifest::{FILE_NAME, Manifest};
use crate::project::{DEEPEST, is_passing};

/// Saving comes as several events: quiet of this length says that it is over.
const QUIET: Duration = Duration::from_millis(5);

/// Whoever saves without end is not waited for longer than this.
const LONGEST: Duration = Duration::from_millis(150);

/// How often files are looked at that nobody tells of: behind links, on other machines,
/// in a folder that took the place of another.
const LOOK: Duration = Duration::from_secs(1);

/// A watch on the folders of a project.
pub(super) struct Watcher {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Folders that are to be watched with all that is in them, relative to the root.
    folders: BTreeSet<String>,
    /// Files beside the manifest that are to be watched.
    files: BTreeSet<String>,
    /// What was there when it was read last.
    seen: Stamps,
    /// Whether something has changed that nobody was told of yet.
    news: bool,
}

impl Watcher {
    /// A watch on a project whose manifest is not known yet.
    pub(super) fn new(root: &Path) -> Result<Self, Diagnostic> {
        let (sender, events) = channel();
        let failed = |error: notify::Error| {
            Diagnostic::error("watch-failed", format!("failed to watch the files ({error})"))
                .at(Place::File(root.display().to_string()))
        };
        let mut watcher = notify::recommended_watcher(sender).map_err(failed)?;
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(failed)?;
        let mut watcher = Self {
            root: root.to_path_buf(),
            watcher,
            events,
            folders: ["templates", "inputs", "fonts"].map(String::from).into(),
            files: BTreeSet::from([FILE_NAME.to_string()]),
            seen: Stamps::default(),
            news: false,
        };
        watcher.renew();
        Ok(watcher)
    }

    /// The files are read now: only what changes from now on is news.
    pub(super) fn read(&mut self) {
        self.seen = self.stamps();
    }

    /// Watches the folders that the manifest names.
    pub(super) fn follow(&mut self, manifest: &Manifest) {
        let folders = manifest.all_folders().into_iter().map(String::from).collect();
        self.files = manifest.files_beside().cloned().chain([FILE_NAME.to_string()]).collect();
        if folders != self.folders {
            for folder in &self.folders {
                let _ = self.watcher.unwatch(&self.root.join(folder));
            }
            self.folders = folders;
            self.renew();
            self.seen = self.stamps();
        }
    }

    /// Watches all folders anew: one that was replaced by another of its name is
    /// not the one that was watched. A folder that is not there is watched when it comes.
    fn renew(&mut self) {
        for folder in &self.folders {
            let path = self.root.join(folder);
            let _ = self.watcher.unwatch(&path);
            let _ = self.watcher.watch(&path, RecursiveMode::Recursive);
        }
    }

    /// Waits until something has changed and the change is over.
    pub(super) fn wait(&mut self) {
        while !self.news {
            match self.events.recv_timeout(LOOK) {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout) => self.look(),
                // Nobody tells of anything any more.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(LOOK);
                    self.look();
                }
            }
        }
        self.settle();
        self.news = false;
    }

    /// Looks itself whether something has changed.
    fn look(&mut self) {
        if self.stamps() == self.seen {
            return;
        }
        self.news = true;
        // The root may be another folder of its name.
        let _ = self.watcher.unwatch(&self.root);
        let _ = self.watcher.watch(&self.root, RecursiveMode::NonRecursive);
        self.renew();
    }

    fn stamps(&self) -> Stamps {
        let mut stamps = Stamps::default();
        for path in self.folders.iter().chain(&self.files) {
            stamp(&self.root.join(path), 0, &mut stamps);
        }
        stamps
    }

    /// Waits for a change until a moment; whether there was one.
    pub(super) fn wait_until(&mut self, until: Instant) -> bool {
        while !self.news {
            let left = until.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
            }
        }
        self.settle();
        std::mem::take(&mut self.news)
    }

    /// Whether something has changed since the last wait.
    pub(super) fn has_news(&mut self) -> bool {
        while let Ok(event) = self.events.try_recv() {
            self.take(event);
        }
        self.news
    }

    fn settle(&mut self) {
        let until = Instant::now() + LONGEST;
        while Instant::now() < until {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => self.take(event),
                Err(_) => break,
            }
        }
    }

    fn take(&mut self, event: notify::Result<Event>) {
        // An error may have cost events: everything is looked at again.
        let Ok(event) = event else {
            self.news = true;
            return;
        };
        let reading = matches!(event.kind, EventKind::Access(_))
            || matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
        if reading && !event.need_rescan() {
            return;
        }
        let renewed = self.folders.iter().any(|folder| {
            let folder = self.root.join(folder);
            event.paths.iter().any(|path| folder.starts_with(path))
        });
        if renewed && !matches!(event.kind, EventKind::Modify(ModifyKind::Data(_))) {
            self.renew();
            self.news = true;
        }
        self.news |= event.need_rescan() || event.paths.iter().any(|path| self.matters(path));
    }

    fn matters(&self, path: &Path) -> bool {
        let Ok(inner) = path.strip_prefix(&self.root) else { return false };
        let name = inner.file_name().and_then(|name| name.to_str()).unwrap_or("");
        if is_passing(name) {
            return false;
        }
        let is_beside = self.files.iter().any(|file| inner == Path::new(file));
        is_beside || self.folders.iter().any(|folder| inner.starts_with(folder))
    }
}

/// Files with their sizes and the times of their last change.
type Stamps = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Looks at a file, or at all in a folder, as deep as a project is read.
fn stamp(path: &Path, depth: usize, stamps: &mut Stamps) {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    let Ok(metadata) = std::fs::metadata(path) else { return };
    if is_passing(name) || depth > DEEPEST {
        return;
    }
    if !metadata.is_dir() {
        stamps.insert(path.to_path_buf(), (metadata.len(), metadata.modified().ok()));
        return;
    }
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        stamp(&entry.path(), depth + 1, stamps);
    }
}
