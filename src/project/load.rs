//! Reading the project folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Outcome, Place, TextFile, conclude, io_cause};
use crate::manifest::{self, FILE_NAME};

use super::Project;

/// The largest file that is read. A workbook of this size has some ten million cells.
const LARGEST_FILE: u64 = 512 << 20;

/// How deep folders may be nested.
pub const DEEPEST: usize = 16;

/// Reads the manifest of the project in `root`, and all files in the folders of
/// templates, inputs and whatever the manifest names.
pub fn load(root: &Path) -> Outcome<Project> {
    let mut project = open(root)?;
    let faults = std::mem::take(&mut project.faults);
    conclude(project, faults)
}

/// [`load`], but a project whose manifest has faults comes with them: other faults
/// can be looked for in it. Fails when there is too little to look at.
pub fn open(root: &Path) -> Result<Project, Vec<Diagnostic>> {
    let manifest_path = root.join(FILE_NAME);
    let bytes = fs::read(&manifest_path).map_err(|error| {
        vec![if error.kind() == std::io::ErrorKind::NotFound {
            Diagnostic::error("missing-manifest", format!("there is no `{FILE_NAME}` here"))
                .at(Place::File(root.display().to_string()))
                .hint("run in the folder of the project, or name it with `--project DIR`")
        } else {
            unreadable(FILE_NAME, &error)
        }]
    })?;
    let text = String::from_utf8(bytes.clone()).map_err(|error| {
        vec![super::not_utf8(FILE_NAME, &bytes, error.utf8_error().valid_up_to())]
    })?;
    let manifest_file = Arc::new(TextFile { path: FILE_NAME.into(), text });
    let (manifest, mut faults) = manifest::parse(&manifest_file);
    let Some(manifest) = manifest else { return Err(faults) };

    let mut files = BTreeMap::from([(FILE_NAME.to_string(), Arc::from(bytes))]);
    let of_manifest = faults.len();
    for folder in manifest.all_folders() {
        read_folder(root, folder, 0, &mut files, &mut faults);
    }
    for file in manifest.files_beside() {
        read_into(root, file, &mut files, &mut faults);
    }
    if faults.len() > of_manifest {
        return Err(faults);
    }
    Ok(Project { manifest, manifest_file, files, faults })
}

/// Reads the files of a folder and of the folders in it. A folder that is not
/// there has no files: whoever needs one of them says so.
fn read_folder(
    root: &Path,
    folder: &str,
    depth: usize,
    files: &mut BTreeMap<String, Arc<[u8]>>,
    faults: &mut Vec<Diagnostic>,
) {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => return faults.push(unreadable(folder, &error)),
    };
    let mut names = vec![];
    for entry in entries {
        match entry {
            Ok(entry) => names.push(entry.file_name()),
            Err(error) => faults.push(unreadable(folder, &error)),
        }
    }
    names.sort();
    for name in names {
        let Some(name) = name.to_str() else {
            faults.push(
                Diagnostic::error("invalid-name", "a file name is not UTF-8")
                    .at(Place::File(format!("{folder}/{}", name.to_string_lossy())))
                    .hint("give the file another name"),
            );
            continue;
        };
        if is_passing(name) {
            continue;
        }
        let path = format!("{folder}/{name}");
        if !root.join(&path).is_dir() {
            read_into(root, &path, files, faults);
        } else if depth < DEEPEST {
            read_folder(root, &path, depth + 1, files, faults);
        } else {
            faults.push(
                Diagnostic::error(
                    "unreadable",
                    format!("`{path}` lies more than {DEEPEST} folders deep"),
                )
                .at(Place::File(path))
                .hint("move it further up"),
            );
        }
    }
}

/// Reads a file of the project, if there is one.
fn read_into(
    root: &Path,
    path: &str,
    files: &mut BTreeMap<String, Arc<[u8]>>,
    faults: &mut Vec<Diagnostic>,
) {
    let place = root.join(path);
    let read = fs::metadata(&place).and_then(|metadata| match metadata.len() {
        // Pipes and devices have no end.
        _ if !metadata.is_file() => Ok(None),
        size if size > LARGEST_FILE => Ok(Some(Err(too_large(path, size)))),
        _ => Ok(Some(Ok(fs::read(&place)?))),
    });
    match read {
        Ok(Some(Ok(bytes))) => drop(files.insert(path.to_string(), bytes.into())),
        Ok(Some(Err(fault))) => faults.push(fault),
        Ok(None) => {}
        // A program that saves makes files and takes them away again.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => faults.push(unreadable(path, &error)),
    }
}

/// Whether a name is that of a lock file or a backup, as editors and Excel make
/// them: nobody's input.
pub fn is_passing(name: &str) -> bool {
    name.starts_with(['.', '~']) || name.ends_with('~') || name.ends_with(".tmp")
}

/// Reads a file that stands in no project.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let name = path.display().to_string();
    let size = fs::metadata(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            Diagnostic::error("missing-file", format!("there is no file `{name}`"))
                .hint("write the path from the folder in which you run the command")
        } else {
            unreadable(&name, &error)
        }
    })?;
    if size.len() > LARGEST_FILE {
        return Err(too_large(&name, size.len()));
    }
    fs::read(path).map_err(|error| unreadable(&name, &error))
}

fn too_large(path: &str, size: u64) -> Diagnostic {
    Diagnostic::error(
        "too-large",
        format!("`{path}` is {} MB, and the most is {} MB", size >> 20, LARGEST_FILE >> 20),
    )
    .at(Place::File(path.to_string()))
    .hint("keep in the project only what the publication needs")
}

fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", format!("failed to read `{path}` ({})", io_cause(error)))
        .at(Place::File(path.to_string()))
        .hint("look whether you may read it, whether another program holds it, and where it leads if it is a link")
}
