//! Tells when files of a project change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::diagnostics::{Diagnostic, Place};
use crate::manifest::{FILE_NAME, Manifest};
use crate::project::is_passing;

/// Saving comes as several events: quiet of this length says that it is over.
const QUIET: Duration = Duration::from_millis(5);

/// Whoever saves without end is not waited for longer than this.
const LONGEST: Duration = Duration::from_millis(150);

/// A watch on the folders of a project.
pub(super) struct Watcher {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Folders that are to be watched with all that is in them, relative to the root.
    folders: BTreeSet<String>,
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
        let folders = ["templates", "inputs", "fonts"].map(String::from).into();
        let mut watcher = Self { root: root.to_path_buf(), watcher, events, folders, news: false };
        watcher.renew();
        Ok(watcher)
    }

    /// Watches the folders that the manifest names.
    pub(super) fn follow(&mut self, manifest: &Manifest) {
        let mut folders = BTreeSet::from(["templates", "inputs"].map(String::from));
        folders.insert(manifest.theme.fonts.get_ref().clone());
        let workbook = manifest.workbook.file.get_ref().rsplit_once('/');
        folders.extend(workbook.map(|(folder, _)| folder.to_string()));
        if folders != self.folders {
            for folder in &self.folders {
                let _ = self.watcher.unwatch(&self.root.join(folder));
            }
            self.folders = folders;
            self.renew();
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
            match self.events.recv() {
                Ok(event) => self.take(event),
                // The watcher is gone: nothing will ever change again.
                Err(_) => std::thread::park(),
            }
        }
        self.settle();
        self.news = false;
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
        inner == Path::new(FILE_NAME) || self.folders.iter().any(|folder| inner.starts_with(folder))
    }
}
