//! A table of weights times vectors: `y = W·x + b`, where most of the time goes.
//!
//! The weights stay as small as they come (a byte each, with a step for every 32), in strips of 16 rows. A strip is
//! spread out to floats once and then meets all vectors, four at a time; whichever instructions the machine has are used.

use fearless_simd::{Level, dispatch, f32x8, prelude::*};

use super::file::{BLOCK, Fault, File, row, unpack};

/// Rows of a strip.
const STRIP: usize = 16;
/// Columns of a strip that are spread out at once: they stay in the nearest cache.
const SPREAD: usize = 384;
/// Vectors that a strip meets at once.
const AT_ONCE: usize = 4;

/// The table.
#[derive(Debug)]
pub(super) struct Linear {
    columns: usize,
    rows: usize,
    /// Strip by strip, in it column by column.
    weights: Vec<i8>,
    /// Strip by strip, in it block by block.
    steps: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Reads `{name}.w` and `{name}.b`.
    pub(super) fn read(file: &File<'_>, name: &str, rows: usize, columns: usize) -> Result<Self, Fault> {
        let count = rows.checked_mul(columns).ok_or("a table is too long")?;
        let blocks = row(file.blocks(&format!("{name}.w"), count)?);
        let bias = file.floats(&format!("{name}.b"), rows)?;
        if !rows.is_multiple_of(STRIP) {
            return Err("its sizes are none of ours");
        }
        let across = columns / BLOCK;
        let mut weights = vec![0; count];
        let mut steps = vec![0.0; rows * across];
        for (place, block) in blocks.iter().enumerate() {
            let (row, part) = (place / across, place % across);
            let (strip, lane) = (row / STRIP, row % STRIP);
            let (step, numbers) = unpack(block);
            steps[(strip * across + part) * STRIP + lane] = step;
            for (n, number) in numbers.into_iter().enumerate() {
                weights[(strip * columns + part * BLOCK + n) * STRIP + lane] = number;
            }
        }
        Ok(Self { columns, rows, weights, steps, bias })
    }

    /// The products with vectors that lie one after the other.
    pub(super) fn of(&self, level: Level, vectors: &[f32]) -> Vec<f32> {
        let mut products = vec![0.0; vectors.len() / self.columns * self.rows];
        dispatch!(level, simd => self.multiply(simd, vectors, &mut products));
        products
    }

    #[inline(always)]
    fn multiply<S: Simd>(&self, simd: S, vectors: &[f32], products: &mut [f32]) {
        let mut spread = [0.0_f32; SPREAD * STRIP];
        let strips = self.weights.chunks_exact(self.columns * STRIP);
        let steps = self.steps.chunks_exact(self.columns / BLOCK * STRIP);
        for (strip, (weights, steps)) in strips.zip(steps).enumerate() {
            let bias = &self.bias[strip * STRIP..][..STRIP];
            for product in products.chunks_exact_mut(self.rows) {
                product[strip * STRIP..][..STRIP].copy_from_slice(bias);
            }
            let pieces = weights.chunks(SPREAD * STRIP).zip(steps.chunks(SPREAD / BLOCK * STRIP));
            for (piece, (weights, steps)) in pieces.enumerate() {
                let spread = &mut spread[..weights.len()];
                let blocks = weights.chunks_exact(BLOCK * STRIP).zip(steps.chunks_exact(STRIP));
                for (out, (block, steps)) in spread.chunks_exact_mut(BLOCK * STRIP).zip(blocks) {
                    for (out, weights) in out.chunks_exact_mut(STRIP).zip(block.chunks_exact(STRIP)) {
                        for ((out, weight), step) in out.iter_mut().zip(weights).zip(steps) {
                            *out = f32::from(*weight) * step;
                        }
                    }
                }
                let from = piece * SPREAD;
                let length = spread.len() / STRIP;
                let mut n = 0;
                let of = |n: usize| &vectors[n * self.columns + from..][..length];
                let all = vectors.len() / self.columns;
                while n + AT_ONCE <= all {
                    let four = [of(n), of(n + 1), of(n + 2), of(n + 3)];
                    let sums = sums(simd, spread, four);
                    self.add(products, n, strip, &sums);
                    n += AT_ONCE;
                }
                match all - n {
                    1 => self.add(products, n, strip, &sums(simd, spread, [of(n)])),
                    2 => self.add(products, n, strip, &sums(simd, spread, [of(n), of(n + 1)])),
                    3 => self.add(products, n, strip, &sums(simd, spread, [of(n), of(n + 1), of(n + 2)])),
                    _ => {}
                }
            }
        }
    }

    #[inline(always)]
    fn add(&self, products: &mut [f32], first: usize, strip: usize, sums: &[[f32; STRIP]]) {
        for (n, sums) in (first..).zip(sums) {
            let product = &mut products[n * self.rows + strip * STRIP..][..STRIP];
            for (product, sum) in product.iter_mut().zip(sums) {
                *product += sum;
            }
        }
    }
}

/// A spread-out strip times a few vectors.
#[inline(always)]
fn sums<S: Simd, const N: usize>(simd: S, strip: &[f32], vectors: [&[f32]; N]) -> [[f32; STRIP]; N] {
    let length = strip.len() / STRIP;
    let vectors = vectors.map(|vector| &vector[..length]);
    let mut sums = [[f32x8::splat(simd, 0.0); 2]; N];
    for (column, weights) in strip.chunks_exact(STRIP).enumerate() {
        let weights = [f32x8::from_slice(simd, &weights[..8]), f32x8::from_slice(simd, &weights[8..])];
        for (sums, vector) in sums.iter_mut().zip(&vectors) {
            let value = f32x8::splat(simd, vector[column]);
            sums[0] = weights[0].mul_add(value, sums[0]);
            sums[1] = weights[1].mul_add(value, sums[1]);
        }
    }
    sums.map(|[low, high]| {
        let mut sum = [0.0; STRIP];
        low.store_slice(&mut sum[..8]);
        high.store_slice(&mut sum[8..]);
        sum
    })
}
