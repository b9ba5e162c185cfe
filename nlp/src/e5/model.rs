//! The whole model: from a text to its vector.

use std::path::Path;

use fearless_simd::Level;

use super::{
    Vector,
    error::Error,
    file::{Fault, File, Sizes, row, unpack},
    layer::{Layer, Norm},
    pieces::Pieces,
};

/// What a text is to the model: it was taught with these words before each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Asks, or stands beside others of its kind.
    Query,
    /// May hold what is asked for.
    Passage,
}

/// Pieces of a text that are read, some 300 words; what comes after them does not count.
const LONGEST: usize = 256;

/// A model in memory, about 90 MB. Reading it takes some 100 ms.
#[derive(Debug)]
pub struct Model {
    pieces: Pieces,
    sizes: Sizes,
    /// Rows of blocks, as in the file.
    words: Box<[u8]>,
    places: Vec<f32>,
    kind: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    level: Level,
}

impl Model {
    /// Reads a file of weights.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or [`Error::Foreign`] where it is something else. Whether it is one of [`super::KNOWN`] is
    /// the caller's business.
    pub fn open(file: &Path) -> Result<Self, Error> {
        let bytes =
            std::fs::read(file).map_err(|source| Error::Unreadable { file: file.to_owned(), source })?;
        Self::of(&bytes).map_err(|what| Error::Foreign { file: file.to_owned(), what })
    }

    fn of(bytes: &[u8]) -> Result<Self, Fault> {
        let file = File::read(bytes)?;
        let sizes = file.sizes;
        let Sizes { hidden, layers, words, places, .. } = sizes;
        let count = |rows: usize| rows.checked_mul(hidden).ok_or("a table is too long");
        Ok(Self {
            words: file.blocks("emb.word", count(words)?)?.into(),
            places: file.floats("emb.pos", count(places)?)?,
            kind: file.floats("emb.type", hidden)?,
            norm: Norm::read(&file, "emb.ln")?,
            layers: (0..layers).map(|n| Layer::read(&file, n)).collect::<Result<_, _>>()?,
            pieces: Pieces::of(file.spelling)?,
            sizes,
            level: Level::new(),
        })
    }

    /// Numbers of a vector.
    pub fn dimensions(&self) -> usize {
        self.sizes.hidden
    }

    /// The vector of a text, of unit length. Every text has one, an empty one too.
    pub fn vector(&self, role: Role, text: &str) -> Vector {
        let role = match role {
            Role::Query => "query: ",
            Role::Passage => "passage: ",
        };
        let pieces = self.pieces.cut(&format!("{role}{text}"), LONGEST.min(self.sizes.places));
        let hidden = self.sizes.hidden;
        let mut vectors = Vec::with_capacity(pieces.len() * hidden);
        let mut width = self.words.len() / self.sizes.words.max(1);
        width = width.max(1);
        for (piece, place) in pieces.iter().zip(self.places.chunks_exact(hidden)) {
            let word = row(&self.words[piece * width..][..width]).iter().flat_map(|block| {
                let (step, numbers) = unpack(block);
                numbers.map(|number| f32::from(number) * step)
            });
            vectors.extend(word.zip(place).zip(&self.kind).map(|((word, place), kind)| word + place + kind));
        }
        self.norm.even(&mut vectors);
        for layer in &self.layers {
            layer.pass(self.level, &mut vectors, hidden);
        }
        let mut mean = vec![0.0_f32; hidden];
        for vector in vectors.chunks_exact(hidden) {
            for (mean, x) in mean.iter_mut().zip(vector) {
                *mean += x;
            }
        }
        let length = mean.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        mean.iter_mut().for_each(|x| *x /= length);
        mean
    }
}
