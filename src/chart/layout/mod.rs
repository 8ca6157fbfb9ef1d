//! The layout core that every kind of chart is built on: a scene of shapes and
//! texts, scales, axes, legends, and columns of labels.

mod canvas;
mod hatch;
mod labels;
mod legend;
mod scale;
mod scene;
mod spread;
mod write;

pub(crate) use canvas::{Canvas, GUTTER, PAD, Picture, widest};
pub(crate) use hatch::hatch;
pub(crate) use labels::Labels;
pub(crate) use legend::{Entry, Legend, dashed_inside};
pub(crate) use scale::{Scale, ticks};
pub(crate) use scene::{Anchor, Area, Shape, Stroke, Text};
pub(crate) use spread::spread;
pub(crate) use write::{class_name, write};
