//! How a colour looks to the colour-blind.

use super::Colour;

/// A kind of colour blindness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deficiency {
    /// No red cones.
    Protanopia,
    /// No green cones: the most common by far.
    Deuteranopia,
    /// No blue cones: rare.
    Tritanopia,
}

impl Deficiency {
    /// All three kinds.
    pub const ALL: [Self; 3] = [Self::Deuteranopia, Self::Protanopia, Self::Tritanopia];

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Protanopia => "protanopia",
            Self::Deuteranopia => "deuteranopia",
            Self::Tritanopia => "tritanopia",
        }
    }
}

/// The colour as somebody with the deficiency sees it.
///
/// Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
/// physiologically-based model for simulation of color vision deficiency",
/// IEEE Transactions on Visualization and Computer Graphics 15 (2009), the
/// matrices for severity 1.0, applied to linear light.
pub fn simulate(colour: Colour, deficiency: Deficiency) -> Colour {
    let matrix = match deficiency {
        Deficiency::Protanopia => [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        Deficiency::Deuteranopia => [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
        Deficiency::Tritanopia => [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    };
    let [red, green, blue] = colour.linear();
    Colour::from_linear(matrix.map(|row| row[0] * red + row[1] * green + row[2] * blue))
}

#[cfg(test)]
mod tests {
    use super::super::{Lab, difference};
    use super::*;

    #[test]
    fn greys_stay_and_red_and_green_meet() {
        for deficiency in Deficiency::ALL {
            for value in [0, 90, 180, 255] {
                let grey = Colour::new(value, value, value);
                let seen = simulate(grey, deficiency);
                assert!(difference(Lab::from(grey), Lab::from(seen)) < 0.5, "{seen}");
            }
        }
        let apart = |one: Colour, two: Colour| difference(one.into(), two.into());
        let (red, green) = (Colour::new(0xc0, 0x55, 0x30), Colour::new(0x7a, 0x80, 0x20));
        let seen = |colour| simulate(colour, Deficiency::Deuteranopia);
        assert!(apart(seen(red), seen(green)) < apart(red, green) / 2.0);
    }
}
