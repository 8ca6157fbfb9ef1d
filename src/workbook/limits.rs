//! What a workbook may cost: caps that a survey never reaches and a hostile
//! file does.

/// The caps of one reading.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// Bytes of the file itself.
    pub(super) file_bytes: usize,
    /// Bytes of all parts of a package together, unpacked. The zip reader
    /// refuses to unpack more than an entry declares, so that the declared
    /// sizes can be believed.
    pub(super) package_bytes: u64,
    /// Bytes of one XML part between two tags. An XML reader holds a text in
    /// memory as a whole; a cell's text is at most 32,767 characters.
    pub(super) run_bytes: usize,
    /// Cells of all sheets together that hold something.
    pub(super) cells: usize,
    /// Cells of the rectangles round the cells of all sheets together, where a
    /// reader allocates them (xls only).
    pub(super) box_cells: u64,
    /// Characters of the text in one cell.
    pub(super) text_characters: usize,
    /// Cells of a ready-made table.
    pub(super) block_cells: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            package_bytes: 2 << 30,
            run_bytes: 8 << 20,
            cells: 30_000_000,
            box_cells: 10_000_000,
            text_characters: 100_000,
            block_cells: 100_000,
        }
    }
}

/// The last row of a sheet, zero-based: Excel's own limit.
pub(super) const LAST_ROW: u32 = 1_048_575;

/// The last column of a sheet, zero-based: Excel's own limit.
pub(super) const LAST_COLUMN: u32 = 16_383;
