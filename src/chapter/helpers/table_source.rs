//! The generated source of a table: a call of the theme's `survey-table`.

use crate::escape::typst_string;

/// A table in generated source. Cells are Typst markup.
#[derive(Default)]
pub(in crate::chapter) struct TableSource {
    /// Name, such as `tab-u01`.
    pub(in crate::chapter) name: String,
    /// Caption as markup.
    pub(in crate::chapter) caption: String,
    /// Note as markup; may be empty.
    pub(in crate::chapter) note: String,
    /// `column` or `page`.
    pub(in crate::chapter) width: String,
    /// `true` for a column that is aligned to the right.
    pub(in crate::chapter) right: Vec<bool>,
    /// Header rows: cells with the number of columns that they span.
    pub(in crate::chapter) header: Vec<Vec<(String, usize)>>,
    /// Rows: kind and cells.
    pub(in crate::chapter) rows: Vec<(&'static str, Vec<String>)>,
}

impl TableSource {
    /// The call that prints the table.
    pub(in crate::chapter) fn write(&self) -> String {
        let mut source = String::from("\n#survey-table(\n");
        source.push_str(&format!("  name: {},\n", typst_string(&self.name)));
        source.push_str(&format!("  caption: [{}],\n", self.caption));
        source.push_str(&format!("  note: [{}],\n", self.note));
        source.push_str(&format!("  width: {},\n", typst_string(&self.width)));
        let alignments: String =
            self.right.iter().map(|&right| if right { "right, " } else { "left, " }).collect();
        source.push_str(&format!("  alignments: ({alignments}),\n  header: (\n"));
        for row in &self.header {
            source.push_str("    (cells: (");
            for (body, span) in row {
                source.push_str(&format!("(body: [{body}], colspan: {span}), "));
            }
            source.push_str(")),\n");
        }
        source.push_str("  ),\n  rows: (\n");
        for (kind, cells) in &self.rows {
            source.push_str(&format!("    (kind: {}, cells: (", typst_string(kind)));
            for cell in cells {
                source.push_str(&format!("[{cell}], "));
            }
            source.push_str(")),\n");
        }
        source.push_str("  ),\n)\n");
        source
    }
}
