//! Links that open the author's editor, and the table `[preview]` that names it.

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

/// What the preview shows with.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PreviewTable {
    /// The editor that links open: `vscode`, `vscodium`, `cursor`, `zed`, `idea`,
    /// `textmate`, or an address with `{file}`, `{line}` and `{column}` in it.
    #[schemars(with = "Option<String>")]
    pub editor: Option<Spanned<String>>,
}

/// How an editor is told which file to open, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    address: String,
}

/// Editors by name, each with the address that opens a file. The first is meant when
/// none is named.
const EDITORS: [(&str, &str); 6] = [
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("vscodium", "vscodium://file{file}:{line}:{column}"),
    ("cursor", "cursor://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
    ("idea", "idea://open?file={file}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{file}&line={line}&column={column}"),
];

impl Default for Editor {
    fn default() -> Self {
        Self { address: EDITORS[0].1.into() }
    }
}

impl Editor {
    /// The names of editors that are known.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EDITORS.into_iter().map(|(name, _)| name)
    }

    /// An editor by its name, or by the address that opens a file, with `{file}`,
    /// `{line}` and `{column}` in it. `None` for another name, for an address without
    /// `{file}`, and for one that a browser would run rather than open.
    pub fn new(text: &str) -> Option<Self> {
        if let Some((_, address)) = EDITORS.iter().find(|(name, _)| *name == text) {
            return Some(Self { address: address.to_string() });
        }
        let (scheme, _) = text.split_once(':')?;
        let plain = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let runs = ["javascript", "data", "vbscript"].contains(&&*scheme.to_lowercase());
        (plain && !runs && text.contains("{file}")).then(|| Self { address: text.to_string() })
    }

    /// The address that opens `path` of the project at this place, both from 1.
    pub fn link(&self, root: &Path, path: &str, line: usize, column: usize) -> String {
        let mut absolute = root.join(path).to_string_lossy().replace('\\', "/");
        if !absolute.starts_with('/') {
            absolute.insert(0, '/');
        }
        let path: String = absolute
            .bytes()
            .map(|byte| match byte {
                b'/' | b'-' | b'_' | b'.' | b'~' | b':' => char::from(byte).to_string(),
                _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect();
        self.address
            .replace("{file}", &path)
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_data_in_the_address() {
        let link = Editor::default().link(Path::new("/een map"), "a#b%c.hbs", 3, 7);
        assert_eq!(link, "vscode://file/een%20map/a%23b%25c.hbs:3:7");
        let link = Editor::new("zed").unwrap();
        assert_eq!(link.link(Path::new("/p"), "x.typ", 2, 1), "zed://file/p/x.typ:2:1");
        let link = Editor::new("idea://open?file={file}&line={line}").unwrap();
        assert_eq!(link.link(Path::new("/p"), "x.typ", 2, 1), "idea://open?file=/p/x.typ&line=2");
    }

    #[test]
    fn an_address_that_a_browser_would_run_is_refused() {
        for template in
            ["javascript:alert({file})", "data:{file}", "{file}", "vscode://file", "emacs"]
        {
            assert_eq!(Editor::new(template), None, "{template}");
        }
    }
}
