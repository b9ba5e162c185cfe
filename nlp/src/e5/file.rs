//! The file of weights: a header, the pieces of words with their scores, how characters are folded, then named tables
//! of numbers, each in 32-bit floats or in blocks of 4 bits. All numbers are little-endian.
//!
//! Every length in it is checked, so no file can make us read beyond its end.

use std::collections::HashMap;

/// What is wrong with a file.
pub(super) type Fault = &'static str;

/// Numbers in one block of 4 bits.
pub(super) const BLOCK: usize = 32;
/// Bytes of a block: the step as a 16-bit float, then two numbers a byte.
const BLOCK_BYTES: usize = 2 + BLOCK / 2;

/// The sizes of the model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// Numbers of a vector.
    pub(super) hidden: usize,
    pub(super) layers: usize,
    pub(super) heads: usize,
    /// Numbers between the halves of a layer.
    pub(super) inner: usize,
    pub(super) words: usize,
    /// Pieces that a text can have.
    pub(super) places: usize,
    pub(super) epsilon: f32,
}

/// The pieces as they stand in the file.
pub(super) struct Spelling<'a> {
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) unknown: usize,
    pub(super) pieces: Vec<&'a [u8]>,
    pub(super) scores: Vec<f32>,
    /// Character → what stands for it.
    pub(super) folding: HashMap<char, String>,
}

/// A file taken apart.
pub(super) struct File<'a> {
    pub(super) sizes: Sizes,
    pub(super) spelling: Spelling<'a>,
    bytes: &'a [u8],
    /// Name → where it begins.
    tables: HashMap<&'a [u8], usize>,
}

impl<'a> File<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        let mut at = Cursor { bytes, at: 0 };
        if at.take(4)? != b"E5S1" {
            return Err("it begins otherwise");
        }
        at.count()?;
        let [hidden, layers, heads, inner, words, places, _kinds] = at.counts()?;
        let epsilon = at.float()?;
        let block = at.count()?;
        let sizes = Sizes { hidden, layers, heads, inner, words, places, epsilon };
        let fits = block == BLOCK
            && heads > 0
            && hidden.is_multiple_of(heads)
            && hidden.is_multiple_of(BLOCK)
            && inner.is_multiple_of(BLOCK)
            && (3..=8192).contains(&places)
            && hidden <= 4096
            && inner <= 16_384
            && layers <= 64;
        if !fits {
            return Err("its sizes are none of ours");
        }
        let spelling = Spelling::read(&mut at, words)?;
        let mut tables = HashMap::new();
        for _ in 0..at.count()? {
            let name = at.take(2)?;
            let name = at.take(usize::from(u16::from_le_bytes([name[0], name[1]])))?;
            at.take(1 + 4)?;
            let begin = at.long()?;
            at.take(8)?;
            tables.insert(name, begin);
        }
        Ok(Self { sizes, spelling, bytes, tables })
    }

    /// A table of so many floats.
    pub(super) fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, Fault> {
        let bytes = self.table(name, count.checked_mul(4).ok_or("a table is too long")?)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect())
    }

    /// A table of so many numbers in blocks, as it stands there.
    pub(super) fn blocks(&self, name: &str, count: usize) -> Result<&'a [u8], Fault> {
        self.table(name, (count / BLOCK).checked_mul(BLOCK_BYTES).ok_or("a table is too long")?)
    }

    fn table(&self, name: &str, length: usize) -> Result<&'a [u8], Fault> {
        let begin = *self.tables.get(name.as_bytes()).ok_or("a table is missing")?;
        let end = begin.checked_add(length).ok_or("a table is too long")?;
        self.bytes.get(begin..end).ok_or("it is cut off")
    }
}

impl<'a> Spelling<'a> {
    fn read(at: &mut Cursor<'a>, words: usize) -> Result<Self, Fault> {
        let [count, begin, end, _pad, unknown] = at.counts()?;
        if count > words || [begin, end, unknown].iter().any(|id| *id >= words) {
            return Err("it has more pieces than words");
        }
        let letters = at.long()?;
        let offsets: Vec<usize> =
            at.take((count + 1) * 4)?.as_chunks::<4>().0.iter().map(|four| length(*four)).collect();
        let scores: Vec<f32> =
            at.take(count * 4)?.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        let letters = at.take(letters)?;
        let pieces = offsets.windows(2).map(|two| letters.get(two[0]..two[1]).ok_or("a piece is cut off"));
        let pieces = pieces.collect::<Result<Vec<_>, _>>()?;
        let folded = at.count()?;
        let folds = at.count()?;
        let mut folds = Cursor { bytes: at.take(folds)?, at: 0 };
        let mut folding = HashMap::new();
        for _ in 0..folded {
            let from = folds.character()?;
            let n = folds.take(1)?[0];
            let into = (0..n).map(|_| folds.character()).collect::<Result<Vec<_>, _>>()?;
            if let Some(from) = from {
                folding.insert(from, into.into_iter().flatten().collect());
            }
        }
        Ok(Self { begin, end, unknown, pieces, scores, folding })
    }
}

/// A block's step and its 32 numbers; each of them times the step is what it stands for.
pub(super) fn unpack(block: &[u8; BLOCK_BYTES]) -> (f32, [i8; BLOCK]) {
    let mut numbers = [0; BLOCK];
    for (place, byte) in block[2..].iter().enumerate() {
        // 0 to 15, meaning -8 to 7
        numbers[place] = (byte & 15).cast_signed() - 8;
        numbers[place + BLOCK / 2] = (byte >> 4).cast_signed() - 8;
    }
    (half(u16::from_le_bytes([block[0], block[1]])), numbers)
}

/// The blocks of a row.
pub(super) fn row(bytes: &[u8]) -> &[[u8; BLOCK_BYTES]] {
    bytes.as_chunks::<BLOCK_BYTES>().0
}

/// A 16-bit float (IEEE 754 binary16).
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let fraction = f32::from(bits & 0x3ff);
    match i32::from((bits >> 10) & 0x1f) {
        0 => sign * fraction * (-24.0_f32).exp2(),
        31 => f32::NAN,
        exponent => sign * (1024.0 + fraction) * 2.0_f32.powi(exponent - 25),
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let end = self.at.checked_add(length).ok_or("it is cut off")?;
        let taken = self.bytes.get(self.at..end).ok_or("it is cut off")?;
        self.at = end;
        Ok(taken)
    }

    fn four(&mut self) -> Result<[u8; 4], Fault> {
        self.take(4)?.try_into().map_err(|_| "it is cut off")
    }

    fn count(&mut self) -> Result<usize, Fault> {
        Ok(length(self.four()?))
    }

    fn counts<const N: usize>(&mut self) -> Result<[usize; N], Fault> {
        let mut counts = [0; N];
        for count in &mut counts {
            *count = self.count()?;
        }
        Ok(counts)
    }

    fn long(&mut self) -> Result<usize, Fault> {
        let bytes: [u8; 8] = self.take(8)?.try_into().map_err(|_| "it is cut off")?;
        usize::try_from(u64::from_le_bytes(bytes)).map_err(|_| "a length is too long")
    }

    fn float(&mut self) -> Result<f32, Fault> {
        Ok(f32::from_le_bytes(self.four()?))
    }

    /// `None`: a number that is no character.
    fn character(&mut self) -> Result<Option<char>, Fault> {
        Ok(char::from_u32(u32::from_le_bytes(self.four()?)))
    }
}

fn length(four: [u8; 4]) -> usize {
    u32::from_le_bytes(four) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_floats() {
        for (bits, value) in [(0x3c00, 1.0), (0xc000, -2.0), (0x0001, 2.0_f32.powi(-24)), (0x7bff, 65504.0)] {
            assert!((half(bits) - value).abs() < 1e-9, "{bits:x}");
        }
    }

    #[test]
    fn blocks_hold_two_numbers_a_byte() {
        let mut block = [0; BLOCK_BYTES];
        (block[0], block[1]) = (0, 0x3c);
        block[2] = 0xf0;
        let (step, numbers) = unpack(&block);
        assert_eq!((step, numbers[0], numbers[16], numbers[1]), (1.0, -8, 7, -8));
    }

    proptest::proptest! {
        #[test]
        fn no_file_makes_us_read_beyond_it(bytes in proptest::collection::vec(0_u8.., 0..400)) {
            let _ = File::read(&[b"E5S1".as_slice(), &bytes].concat());
        }
    }
}
