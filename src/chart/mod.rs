//! Charts: data in, SVG out, over one layout core.
