//! Compound files: the file system inside an xls file.

use super::records::{u16_at, u32_at};
use super::{Diagnostic, damaged};

/// Sector numbers from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xFFFF_FFFA;

/// Streams smaller than this stand in the mini stream.
const MINI_CUTOFF: usize = 4096;

/// A compound file, within the bytes it really has.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    next: Vec<u32>,
    mini_next: Vec<u32>,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

/// A stream or folder.
struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    /// Reads the tables of the file.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Diagnostic> {
        let fault = || damaged("its table of contents is broken");
        let shift =
            u16_at(bytes, 30).filter(|&shift| shift == 9 || shift == 12).ok_or_else(fault)?;
        let mut compound = Self {
            bytes,
            sector_size: 1 << shift,
            next: vec![],
            mini_next: vec![],
            mini_stream: vec![],
            entries: vec![],
        };
        for sector in compound.table_sectors().ok_or_else(fault)? {
            let sector = compound.sector(sector);
            compound.next.extend(sector.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)));
        }
        let folder = compound.chain(u32_at(bytes, 48).ok_or_else(fault)?, usize::MAX);
        compound.entries = folder.chunks_exact(128).filter_map(Entry::read).collect();
        let root = compound.entries.first().ok_or_else(fault)?;
        compound.mini_stream = compound.chain(root.start, root.size);
        let mini_table = compound.chain(u32_at(bytes, 60).ok_or_else(fault)?, usize::MAX);
        compound.mini_next =
            mini_table.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)).collect();
        Ok(compound)
    }

    /// Whether there is a stream or folder of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The content of a stream; never more than the file holds.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        Some(if entry.size < MINI_CUTOFF {
            self.mini_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        })
    }

    /// The sectors that hold the table of sectors.
    fn table_sectors(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> =
            (0..109).filter_map(|index| u32_at(self.bytes, 76 + 4 * index)).collect();
        let mut more = u32_at(self.bytes, 68)?;
        // Each link of the chain is a sector of the file.
        for _ in 0..self.bytes.len() / self.sector_size {
            if more >= FIRST_MARK {
                break;
            }
            let sector = self.sector(more);
            let (table, link) = sector.split_at(sector.len().saturating_sub(4));
            sectors.extend(table.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)));
            more = u32_at(link, 0)?;
        }
        sectors.retain(|&sector| sector < FIRST_MARK);
        // No more sectors than the file has can be meant.
        sectors.truncate(self.bytes.len() / self.sector_size);
        Some(sectors)
    }

    /// The bytes of a sector; fewer at the end of the file.
    fn sector(&self, sector: u32) -> &'a [u8] {
        let start = (sector as usize + 1).saturating_mul(self.sector_size).min(self.bytes.len());
        let end = start.saturating_add(self.sector_size).min(self.bytes.len());
        &self.bytes[start..end]
    }

    fn chain(&self, start: u32, size: usize) -> Vec<u8> {
        let mut bytes = vec![];
        let mut sector = start;
        // A chain longer than the file runs in a circle.
        for _ in 0..=self.bytes.len() / self.sector_size {
            if sector >= FIRST_MARK || bytes.len() >= size {
                break;
            }
            bytes.extend_from_slice(self.sector(sector));
            sector = self.next.get(sector as usize).copied().unwrap_or(u32::MAX);
        }
        bytes.truncate(size);
        bytes
    }

    fn mini_chain(&self, start: u32, size: usize) -> Vec<u8> {
        let mut bytes = vec![];
        let mut sector = start;
        while sector < FIRST_MARK && bytes.len() < size {
            let at = (sector as usize).saturating_mul(64).min(self.mini_stream.len());
            let end = at.saturating_add(64).min(self.mini_stream.len());
            if at == end {
                break;
            }
            bytes.extend_from_slice(&self.mini_stream[at..end]);
            sector = self.mini_next.get(sector as usize).copied().unwrap_or(u32::MAX);
        }
        bytes.truncate(size);
        bytes
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(u16_at(bytes, 64)?).min(64).saturating_sub(2);
        let units: Vec<u16> =
            (0..length / 2).filter_map(|index| u16_at(bytes, 2 * index)).collect();
        Some(Self {
            name: String::from_utf16_lossy(&units),
            start: u32_at(bytes, 116)?,
            size: u32_at(bytes, 120)? as usize,
        })
    }
}
