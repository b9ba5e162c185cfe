//! One layer: every piece of the text looks at all others, then thinks for itself (Devlin et al., "BERT", 2019).

use fearless_simd::{Level, dispatch, prelude::*};

use super::{
    file::{Fault, File, Sizes},
    linear::Linear,
};

/// Mean and spread made even, then stretched by what was learned.
#[derive(Debug)]
pub(super) struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
    epsilon: f32,
}

impl Norm {
    pub(super) fn read(file: &File<'_>, name: &str) -> Result<Self, Fault> {
        let Sizes { hidden, epsilon, .. } = file.sizes;
        Ok(Self {
            weight: file.floats(&format!("{name}.w"), hidden)?,
            bias: file.floats(&format!("{name}.b"), hidden)?,
            epsilon,
        })
    }

    pub(super) fn even(&self, vectors: &mut [f32]) {
        for vector in vectors.chunks_exact_mut(self.weight.len()) {
            let length = vector.len() as f32;
            let mean = vector.iter().sum::<f32>() / length;
            let spread = vector.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / length;
            let scale = 1.0 / (spread + self.epsilon).sqrt();
            for ((x, weight), bias) in vector.iter_mut().zip(&self.weight).zip(&self.bias) {
                *x = (*x - mean) * scale * weight + bias;
            }
        }
    }
}

/// The layer.
#[derive(Debug)]
pub(super) struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    looked_at: Linear,
    looked_at_norm: Norm,
    wide: Linear,
    narrow: Linear,
    norm: Norm,
    heads: usize,
}

impl Layer {
    pub(super) fn read(file: &File<'_>, n: usize) -> Result<Self, Fault> {
        let Sizes { hidden, inner, heads, .. } = file.sizes;
        let square = |name: &str| Linear::read(file, &format!("l{n}.{name}"), hidden, hidden);
        Ok(Self {
            query: square("q")?,
            key: square("k")?,
            value: square("v")?,
            looked_at: square("ao")?,
            looked_at_norm: Norm::read(file, &format!("l{n}.aln"))?,
            wide: Linear::read(file, &format!("l{n}.fi"), inner, hidden)?,
            narrow: Linear::read(file, &format!("l{n}.fo"), hidden, inner)?,
            norm: Norm::read(file, &format!("l{n}.oln"))?,
            heads,
        })
    }

    /// The pieces of one text after this layer.
    pub(super) fn pass(&self, level: Level, pieces: &mut [f32], hidden: usize) {
        let [query, key, value] = [&self.query, &self.key, &self.value].map(|table| table.of(level, pieces));
        let mut seen = vec![0.0; pieces.len()];
        dispatch!(level, simd => look(simd, [&query, &key, &value], &mut seen, hidden, self.heads));
        add(pieces, &self.looked_at.of(level, &seen));
        self.looked_at_norm.even(pieces);
        let mut wide = self.wide.of(level, pieces);
        dispatch!(level, simd => soften(simd, &mut wide));
        add(pieces, &self.narrow.of(level, &wide));
        self.norm.even(pieces);
    }
}

fn add(to: &mut [f32], what: &[f32]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += what;
    }
}

/// Attention: each piece takes from all others by how well its query fits their keys, head by head.
#[inline(always)]
fn look<S: Simd>(_: S, [query, key, value]: [&[f32]; 3], seen: &mut [f32], hidden: usize, heads: usize) {
    let width = hidden / heads;
    let scale = 1.0 / (width as f32).sqrt();
    let mut shares = vec![0.0_f32; query.len() / hidden];
    for head in 0..heads {
        let part = head * width..(head + 1) * width;
        for (query, seen) in query.chunks_exact(hidden).zip(seen.chunks_exact_mut(hidden)) {
            let query = &query[part.clone()];
            let mut most = f32::MIN;
            for (share, key) in shares.iter_mut().zip(key.chunks_exact(hidden)) {
                *share = dot(query, &key[part.clone()]) * scale;
                most = most.max(*share);
            }
            for share in &mut shares {
                *share = power(*share - most);
            }
            let sum: f32 = shares.iter().sum();
            let seen = &mut seen[part.clone()];
            for (share, value) in shares.iter().zip(value.chunks_exact(hidden)) {
                let share = share / sum;
                for (seen, value) in seen.iter_mut().zip(&value[part.clone()]) {
                    *seen += share * value;
                }
            }
        }
    }
}

/// In eight sums at once, which the machine adds side by side.
#[inline(always)]
fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (one, rest) = one.as_chunks::<8>();
    let (other, others) = other.as_chunks::<8>();
    for (a, b) in one.iter().zip(other) {
        for n in 0..8 {
            sums[n] += a[n] * b[n];
        }
    }
    sums.iter().sum::<f32>() + rest.iter().zip(others).map(|(a, b)| a * b).sum::<f32>()
}

/// GELU (Hendrycks and Gimpel, 2016): `x·(1 + erf(x/√2))/2`, where `erf` is formula 7.1.26 of Abramowitz and Stegun,
/// right to 1.5e-7.
#[inline(always)]
fn soften<S: Simd>(_: S, values: &mut [f32]) {
    for x in values {
        let y = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.327_591_1 * y);
        let sum = 0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4)));
        let erf = (1.0 - t * sum * power(-y * y)).copysign(*x);
        *x *= 0.5 * (1.0 + erf);
    }
}

/// `e` to the power of a number that is not above 0, right to 3e-7 of it: the whole part of the power of two goes into
/// the exponent, the rest through Taylor's series.
#[inline(always)]
fn power(x: f32) -> f32 {
    let twos = (x * std::f32::consts::LOG2_E).clamp(-126.0, 0.0);
    // adding and taking away 1.5·2^23 rounds
    let shifted = twos + 12_582_912.0;
    let whole = shifted - 12_582_912.0;
    let rest = (twos - whole) * std::f32::consts::LN_2;
    let series = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest / 720.0)))));
    series * f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e() {
        for n in 0..2_000_u16 {
            let x = -f32::from(n) / 50.0;
            let (ours, exact) = (power(x), x.exp());
            assert!((ours - exact).abs() <= exact * 2e-6 + 1e-37, "{x}: {ours} {exact}");
        }
        assert!(power(-1000.0) < 1e-37);
    }

    #[test]
    fn gelu_at_known_places() {
        let mut values = [0.0, 1.0, -1.0, 3.0, -10.0];
        dispatch!(Level::new(), simd => soften(simd, &mut values));
        for (value, exact) in values.into_iter().zip([0.0, 0.841_344_7, -0.158_655_3, 2.995_950_3, 0.0]) {
            assert!((value - exact).abs() < 2e-6, "{value} {exact}");
        }
    }
}
