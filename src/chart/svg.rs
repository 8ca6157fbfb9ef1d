//! Writing SVG: elements that close themselves, escaped text, and one place
//! for the form of numbers.

use std::fmt::Write;

/// Writes one SVG document into a string.
#[derive(Default)]
pub(crate) struct SvgWriter {
    buffer: String,
}

impl SvgWriter {
    pub(crate) fn finish(self) -> String {
        self.buffer
    }

    /// Opens an element; the returned guard takes attributes and closes it.
    pub(crate) fn element(&mut self, name: &'static str) -> Element<'_> {
        self.buffer.push('<');
        self.buffer.push_str(name);
        Element { writer: self, name, open: true }
    }

    fn number(&mut self, value: f64) {
        // Hundredths of a point: a quarter of a hair at 2400 dots per inch.
        let hundredths = (value * 100.0).round() as i64;
        if hundredths < 0 {
            self.buffer.push('-');
        }
        let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        let _ = write!(self.buffer, "{whole}");
        match rest {
            0 => {}
            tenths if tenths % 10 == 0 => {
                let _ = write!(self.buffer, ".{}", tenths / 10);
            }
            hundredths => {
                let _ = write!(self.buffer, ".{hundredths:02}");
            }
        }
    }

    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.buffer.push_str("&amp;"),
                '<' => self.buffer.push_str("&lt;"),
                '>' => self.buffer.push_str("&gt;"),
                '"' => self.buffer.push_str("&quot;"),
                other => self.buffer.push(other),
            }
        }
    }
}

/// An element that is being written.
pub(crate) struct Element<'a> {
    writer: &'a mut SvgWriter,
    name: &'static str,
    /// Whether attributes can still be added.
    open: bool,
}

impl Element<'_> {
    /// Adds an attribute with a text.
    pub(crate) fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        self.start(name);
        self.writer.escaped(value);
        self.writer.buffer.push('"');
        self
    }

    /// Adds an attribute with a number.
    pub(crate) fn number(&mut self, name: &str, value: f64) -> &mut Self {
        self.start(name);
        self.writer.number(value);
        self.writer.buffer.push('"');
        self
    }

    /// Adds an attribute whose parts are written one by one: letters and numbers.
    pub(crate) fn parts(&mut self, name: &str, parts: impl IntoIterator<Item = Part>) -> &mut Self {
        self.start(name);
        let mut after_number = false;
        for part in parts {
            match part {
                Part::Letter(letter) => {
                    self.writer.buffer.push(letter);
                    after_number = false;
                }
                Part::Number(value) => {
                    if after_number {
                        self.writer.buffer.push(' ');
                    }
                    self.writer.number(value);
                    after_number = true;
                }
            }
        }
        self.writer.buffer.push('"');
        self
    }

    /// Adds escaped text.
    pub(crate) fn text(&mut self, text: &str) {
        self.close_tag();
        self.writer.escaped(text);
    }

    /// Adds an element inside.
    pub(crate) fn child(&mut self, name: &'static str) -> Element<'_> {
        self.close_tag();
        self.writer.element(name)
    }

    fn start(&mut self, name: &str) {
        let _ = write!(self.writer.buffer, " {name}=\"");
    }

    fn close_tag(&mut self) {
        if self.open {
            self.writer.buffer.push('>');
            self.open = false;
        }
    }
}

impl Drop for Element<'_> {
    fn drop(&mut self) {
        if self.open {
            self.writer.buffer.push_str("/>");
        } else {
            let _ = write!(self.writer.buffer, "</{}>", self.name);
        }
    }
}

/// A part of path data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part {
    /// A command.
    Letter(char),
    /// A coordinate.
    Number(f64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers_in_one_form() {
        let written = |value| {
            let mut writer = SvgWriter::default();
            writer.number(value);
            writer.finish()
        };
        let cases =
            [(0.0, "0"), (-0.001, "0"), (12.0, "12"), (-1.5, "-1.5"), (0.05, "0.05"), (1.999, "2")];
        for (value, expected) in cases {
            assert_eq!(written(value), expected);
        }
    }

    #[test]
    fn closes_elements_and_escapes() {
        let mut writer = SvgWriter::default();
        {
            let mut group = writer.element("g");
            group.attribute("class", "a\"b").number("x", 1.0);
            group
                .child("path")
                .parts("d", [Part::Letter('M'), Part::Number(1.0), Part::Number(-2.5)]);
            group.child("text").text("R&D <5%");
        }
        assert_eq!(
            writer.finish(),
            "<g class=\"a&quot;b\" x=\"1\"><path d=\"M1 -2.5\"/><text>R&amp;D &lt;5%</text></g>"
        );
    }
}
