//! Zip packages: opened within limits, read part by part.

use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_xml::Reader as XmlReader;
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::content::{Format, broken_package, protected, unknown_package};
use super::limits::Limits;
use super::{Diagnostic, damaged, unreadable};

/// A package whose declared sizes are within the limits.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: Limits,
    /// Tags that may still be read from all parts together: several sheets may
    /// name the same part.
    tags_left: Arc<AtomicU64>,
}

/// What a part holds: some may be far longer than others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// The cells of a sheet.
    Cells,
    /// The texts of all sheets.
    Texts,
    /// Styles, names, relationships.
    Other,
}

/// One part as it is unpacked.
pub(super) type Part<'p, 'a> = ZipFile<'p, Cursor<&'a [u8]>>;

/// An XML reader over one part.
pub(super) type PartReader<'p, 'a> = XmlReader<BufReader<Guard<Part<'p, 'a>>>>;

impl<'a> Package<'a> {
    /// Opens a package and sums what its parts would take unpacked.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Diagnostic> {
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken_package(&error))?;
        let size = (0..archive.len())
            .filter_map(|index| archive.by_index_raw(index).ok().map(|part| part.size()))
            .fold(0_u64, u64::saturating_add);
        if size > limits.package_bytes {
            return Err(Diagnostic::error(
                "workbook-too-large",
                format!(
                    "the workbook would take {} MB unpacked; at most {} MB are read",
                    size >> 20,
                    limits.package_bytes >> 20
                ),
            )
            .hint("keep only the sheets with answers, codebook and tables"));
        }
        let tags_left = Arc::new(AtomicU64::new(4 * limits.cell_tags));
        Ok(Self { archive, limits: limits.clone(), tags_left })
    }

    /// Whether there is a part of this name; upper and lower case are the same.
    pub(super) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// The size of a part, unpacked. Zero if it is not there.
    pub(super) fn size(&mut self, name: &str) -> u64 {
        self.index(name)
            .and_then(|index| self.archive.by_index_raw(index).ok())
            .map_or(0, |part| part.size())
    }

    /// A part as it is unpacked, or `None` if there is none of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part<'_, 'a>>, Diagnostic> {
        let Some(index) = self.index(name) else { return Ok(None) };
        match self.archive.by_index(index) {
            Ok(part) => Ok(Some(part)),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => Err(protected()),
            Err(error) => Err(broken_package(&error)),
        }
    }

    /// An XML reader over a part, or `None` if there is none of this name.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<PartReader<'_, 'a>>, Diagnostic> {
        Ok(self.guarded(name, self.limits.other_tags)?.map(xml_reader))
    }

    /// An XML reader over a part with cells, which may be far longer than others.
    pub(super) fn cells(&mut self, name: &str) -> Result<Option<PartReader<'_, 'a>>, Diagnostic> {
        Ok(self.guarded(name, self.limits.cell_tags)?.map(xml_reader))
    }

    /// Reads a part to its end without keeping it, so that what the guard refuses
    /// is refused before a reader that keeps it.
    pub(super) fn vet(&mut self, name: &str, kind: PartKind) -> Result<(), Diagnostic> {
        let tags = match kind {
            PartKind::Cells => self.limits.cell_tags,
            PartKind::Texts => self.limits.cell_tags / 3,
            PartKind::Other => self.limits.other_tags,
        };
        let Some(mut part) = self.guarded(name, tags)? else { return Ok(()) };
        loop {
            let count = part.fill_buf().map_err(unreadable)?.len();
            if count == 0 {
                return Ok(());
            }
            part.consume(count);
        }
    }

    fn guarded(
        &mut self,
        name: &str,
        tags: u64,
    ) -> Result<Option<BufReader<Guard<Part<'_, 'a>>>>, Diagnostic> {
        let run_limit = self.limits.run_bytes;
        let all_tags = self.tags_left.clone();
        Ok(self.part(name)?.map(|inner| {
            let guard = Guard { inner, run: 0, run_limit, tags, all_tags };
            BufReader::with_capacity(1 << 16, guard)
        }))
    }

    /// The first bytes of a part, or `None` if there is none of this name.
    fn start(&mut self, name: &str, length: u64) -> Result<Option<Vec<u8>>, Diagnostic> {
        let Some(part) = self.part(name)? else { return Ok(None) };
        let mut bytes = vec![];
        part.take(length).read_to_end(&mut bytes).map_err(unreadable)?;
        Ok(Some(bytes))
    }

    /// The package with the `dimension` element taken out of these parts, or
    /// `None` if there are none.
    pub(super) fn without_sizes(&mut self, parts: &[&str]) -> Result<Option<Vec<u8>>, Diagnostic> {
        if parts.is_empty() {
            return Ok(None);
        }
        let mut writer = ZipWriter::new(Cursor::new(vec![]));
        let changed: Vec<usize> = parts.iter().filter_map(|part| self.index(part)).collect();
        for index in 0..self.archive.len() {
            if !changed.contains(&index) {
                let part = self.archive.by_index_raw(index).map_err(|it| broken_package(&it))?;
                writer.raw_copy_file(part).map_err(|it| broken_package(&it))?;
                continue;
            }
            let mut part = self.archive.by_index(index).map_err(|it| broken_package(&it))?;
            let name = String::from_utf8_lossy(part.name_raw()).into_owned();
            if part.size() > REPAIRED {
                return Err(damaged("the size of a sheet is written in a way that is not known"));
            }
            let mut text = String::new();
            part.read_to_string(&mut text).map_err(unreadable)?;
            let options =
                SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            writer.start_file(name, options).map_err(|it| broken_package(&it))?;
            writer.write_all(without_size(&text).as_bytes()).map_err(unreadable)?;
        }
        let written = writer.finish().map_err(|error| broken_package(&error))?;
        Ok(Some(written.into_inner()))
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name).or_else(|| {
            let same = |other: &[u8]| {
                other.len() == name.len()
                    && other.iter().zip(name.bytes()).all(|(&one, two)| {
                        // Some programs write `xl\workbook.xml`.
                        let one = if one == b'\\' { b'/' } else { one };
                        one.eq_ignore_ascii_case(&two)
                    })
            };
            let found = self.archive.file_names_raw().find(|other| same(other))?;
            self.archive.index_for_name_raw(found)
        })
    }
}

/// A part that is repaired is held in memory, and is at most so long.
const REPAIRED: u64 = 256 << 20;

/// The text of a sheet part without its `dimension` element.
fn without_size(text: &str) -> String {
    let element = text.find("dimension ").and_then(|at| {
        let start = text[..at].rfind('<')?;
        let end = at + text[at..].find('>')? + 1;
        (text.as_bytes()[end - 2] == b'/').then_some(start..end)
    });
    match element {
        Some(element) => [&text[..element.start], &text[element.end..]].concat(),
        None => text.to_string(),
    }
}

/// Which kind of workbook a zip package holds.
pub(super) fn recognise(bytes: &[u8], limits: &Limits) -> Result<Format, Diagnostic> {
    let mut package = Package::open(bytes, limits)?;
    if let Some(mimetype) = package.start("mimetype", 100)? {
        let mimetype = String::from_utf8_lossy(&mimetype);
        if mimetype.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
            return Ok(Format::Ods);
        }
        return Err(unknown_package());
    }
    if package.has("xl/workbook.bin") {
        Ok(Format::Xlsb)
    } else if package.has("_rels/.rels") {
        Ok(Format::Xlsx)
    } else {
        Err(unknown_package())
    }
}

fn xml_reader<R: BufRead>(part: R) -> XmlReader<R> {
    let mut reader = XmlReader::from_reader(part);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    config.expand_empty_elements = true;
    reader
}

/// What a [`Guard`] refuses, which comes through the reader that it stands before.
pub(super) const REFUSALS: [&str; 2] = [
    "a text in it is far longer than a cell can hold",
    "it has far more elements than a survey can need",
];

/// Passes bytes of XML on, and stops when too many come without a tag among
/// them, or too many tags.
pub(super) struct Guard<R> {
    inner: R,
    /// Bytes since the last tag.
    run: usize,
    run_limit: usize,
    /// Tags that may still come from this part.
    tags: u64,
    /// Tags that may still come from all parts.
    all_tags: Arc<AtomicU64>,
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let bytes = &buffer[..count];
        match bytes.iter().rposition(|&byte| byte == b'<') {
            Some(last) => self.run = count - last,
            None => self.run += count,
        }
        if self.run > self.run_limit {
            return Err(io::Error::other(REFUSALS[0]));
        }
        let tags = bytes.iter().filter(|&&byte| byte == b'<').count() as u64;
        let all_left = self.all_tags.load(Ordering::Relaxed).checked_sub(tags);
        let (Some(left), Some(all_left)) = (self.tags.checked_sub(tags), all_left) else {
            return Err(io::Error::other(REFUSALS[1]));
        };
        self.tags = left;
        self.all_tags.store(all_left, Ordering::Relaxed);
        Ok(count)
    }
}
