//! Chance that gives the same values on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of chance with a fixed seed.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// A source that gives the same values for the same seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from 0 up to (not with) 1, evenly spread.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number with mean 0 and standard deviation 1, nearly normal.
    ///
    /// The sum of twelve even numbers less six: no logarithm or cosine is needed,
    /// so that no platform rounds it differently.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// True with the given probability.
    pub(crate) fn with(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A whole number from `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: u32, most: u32) -> u32 {
        let width = f64::from(most - least + 1);
        least + ((self.uniform() * width) as u32).min(most - least)
    }

    /// One of the options, each as likely as its weight says. Weights below zero count as zero.
    ///
    /// # Panics
    /// Without options.
    pub(crate) fn pick<T: Copy>(&mut self, options: &[(T, f64)]) -> T {
        let total: f64 = options.iter().map(|(_, weight)| weight.max(0.0)).sum();
        let mut rest = self.uniform() * total;
        for (option, weight) in options {
            rest -= weight.max(0.0);
            if rest < 0.0 {
                return *option;
            }
        }
        options[options.len() - 1].0
    }
}
