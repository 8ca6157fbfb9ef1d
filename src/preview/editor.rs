//! Links that open the author's editor.

use std::path::Path;

/// How an editor is told which file to open, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    template: String,
}

impl Default for Editor {
    fn default() -> Self {
        Self { template: "vscode://file{path}:{line}:{column}".into() }
    }
}

impl Editor {
    /// An editor by the address that opens a file, with `{path}`, `{line}` and
    /// `{column}` in it. `None` without `{path}`, and for an address that a browser
    /// would run rather than open.
    pub fn new(template: &str) -> Option<Self> {
        let scheme = template.split_once(':').map_or("", |(scheme, _)| scheme);
        let plain = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let runs = ["javascript", "data", "vbscript"].contains(&&*scheme.to_lowercase());
        (plain && !runs && template.contains("{path}"))
            .then(|| Self { template: template.to_string() })
    }

    /// The address that opens `path` of the project at this place, both from 1.
    pub(super) fn link(&self, root: &Path, path: &str, line: usize, column: usize) -> String {
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
        self.template
            .replace("{path}", &path)
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
        let link = Editor::new("idea://open?file={path}&line={line}").unwrap();
        assert_eq!(link.link(Path::new("/p"), "x.typ", 2, 1), "idea://open?file=/p/x.typ&line=2");
    }

    #[test]
    fn an_address_that_a_browser_would_run_is_refused() {
        for template in ["javascript:alert({path})", "data:{path}", "{path}", "vscode://file"] {
            assert_eq!(Editor::new(template), None, "{template}");
        }
    }
}
