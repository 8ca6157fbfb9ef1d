//! How different two colours look: CIE Lab and the CIEDE2000 formula.

use super::Colour;

/// A colour in CIE 1976 L*a*b* under D65, the white of sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lab {
    /// L*: 0 is black, 100 is white.
    pub lightness: f64,
    /// a*: green to red.
    pub a: f64,
    /// b*: blue to yellow.
    pub b: f64,
}

/// The white point D65 for the 2° observer.
const WHITE: [f64; 3] = [0.950_47, 1.0, 1.088_83];
/// Where the cube root of CIE Lab gives way to a line: (6/29)³.
const EDGE: f64 = 216.0 / 24389.0;

impl From<Colour> for Lab {
    fn from(colour: Colour) -> Self {
        let [red, green, blue] = colour.linear();
        let xyz = [
            0.412_456_4 * red + 0.357_576_1 * green + 0.180_437_5 * blue,
            0.212_672_9 * red + 0.715_152_2 * green + 0.072_175_0 * blue,
            0.019_333_9 * red + 0.119_192_0 * green + 0.950_304_1 * blue,
        ];
        let root = |value: f64| {
            if value > EDGE { libm::cbrt(value) } else { (value * 24389.0 / 27.0 + 16.0) / 116.0 }
        };
        let [x, y, z] = [0, 1, 2].map(|axis| root(xyz[axis] / WHITE[axis]));
        Self { lightness: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
    }
}

impl From<Lab> for Colour {
    fn from(lab: Lab) -> Self {
        let y = (lab.lightness + 16.0) / 116.0;
        let cube = |root: f64| {
            let cubed = root * root * root;
            if cubed > EDGE { cubed } else { (116.0 * root - 16.0) * 27.0 / 24389.0 }
        };
        let [x, y, z] = [y + lab.a / 500.0, y, y - lab.b / 200.0].map(cube);
        let [x, y, z] = [x * WHITE[0], y * WHITE[1], z * WHITE[2]];
        Colour::from_linear([
            3.240_454_2 * x - 1.537_138_5 * y - 0.498_531_4 * z,
            -0.969_266_0 * x + 1.876_010_8 * y + 0.041_556_0 * z,
            0.055_643_4 * x - 0.204_025_9 * y + 1.057_225_2 * z,
        ])
    }
}

/// The CIEDE2000 colour difference: about 1 is just noticeable side by side,
/// above 10 is seen at a glance.
///
/// Formula: G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 color-difference
/// formula", Color Research & Application 30 (2005), with all weights 1.
pub fn difference(one: Lab, two: Lab) -> f64 {
    let chroma = |lab: Lab| libm::hypot(lab.a, lab.b);
    let mean_chroma = (chroma(one) + chroma(two)) / 2.0;
    let seventh = |value: f64| libm::pow(value, 7.0);
    let pull = |chroma: f64| (seventh(chroma) / (seventh(chroma) + 6_103_515_625.0)).sqrt();
    let stretch = 1.5 - 0.5 * pull(mean_chroma);
    let (a1, a2) = (one.a * stretch, two.a * stretch);
    let (c1, c2) = (libm::hypot(a1, one.b), libm::hypot(a2, two.b));
    let angle = |a: f64, b: f64| {
        if a.abs() + b.abs() < 1e-12 {
            return 0.0;
        }
        let degrees = libm::atan2(b, a).to_degrees();
        if degrees < 0.0 { degrees + 360.0 } else { degrees }
    };
    let (h1, h2) = (angle(a1, one.b), angle(a2, two.b));
    let grey = c1 * c2 < 1e-12;

    let delta_lightness = two.lightness - one.lightness;
    let delta_chroma = c2 - c1;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let delta_hue = 2.0 * (c1 * c2).sqrt() * libm::sin((turn / 2.0).to_radians());

    let lightness = (one.lightness + two.lightness) / 2.0;
    let chroma = (c1 + c2) / 2.0;
    let hue = if grey {
        h1 + h2
    } else if (h1 - h2).abs() <= 180.0 {
        (h1 + h2) / 2.0
    } else if h1 + h2 < 360.0 {
        (h1 + h2 + 360.0) / 2.0
    } else {
        (h1 + h2 - 360.0) / 2.0
    };
    let cosine = |degrees: f64| libm::cos(degrees.to_radians());
    let tint =
        1.0 - 0.17 * cosine(hue - 30.0) + 0.24 * cosine(2.0 * hue) + 0.32 * cosine(3.0 * hue + 6.0)
            - 0.20 * cosine(4.0 * hue - 63.0);
    let from_fifty = (lightness - 50.0) * (lightness - 50.0);
    let scale_lightness = 1.0 + 0.015 * from_fifty / (20.0 + from_fifty).sqrt();
    let scale_chroma = 1.0 + 0.045 * chroma;
    let scale_hue = 1.0 + 0.015 * chroma * tint;
    let offset = (hue - 275.0) / 25.0;
    let rotation =
        -libm::sin((60.0 * libm::exp(-offset * offset)).to_radians()) * 2.0 * pull(chroma);
    let (l, c, h) =
        (delta_lightness / scale_lightness, delta_chroma / scale_chroma, delta_hue / scale_hue);
    (l * l + c * c + h * h + rotation * c * h).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs from the test data published with the formula.
    #[test]
    fn agrees_with_the_published_pairs() {
        for (one, two, expected) in [
            ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
            ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
            ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
            ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
            ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
            ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
            ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
            ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
            ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
            ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
        ] {
            let lab = |(lightness, a, b)| Lab { lightness, a, b };
            let actual = difference(lab(one), lab(two));
            assert!((actual - expected).abs() < 5e-5, "{one:?} {two:?}: {actual}");
            assert!((difference(lab(two), lab(one)) - expected).abs() < 5e-5);
        }
    }
}
