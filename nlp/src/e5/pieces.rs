//! A text cut into the pieces that the model knows: the cut whose pieces are likeliest together (Kudo, "Subword
//! Regularization", 2018), found by Viterbi's algorithm.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::file::{Fault, Spelling};

/// Stands for a blank, and before the first word.
const BLANK: char = '\u{2581}';

/// The pieces that are known.
#[derive(Debug)]
pub(super) struct Pieces {
    begin: usize,
    end: usize,
    unknown: usize,
    /// Score of a character that is in no piece.
    unknown_score: f32,
    /// Bytes of the longest piece.
    longest: usize,
    /// By a number for the piece's letters.
    known: HashMap<u64, (u32, f32), BuildHasherDefault<AsItIs>>,
    folding: HashMap<char, String>,
}

/// Hashes a hash: itself.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = number(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Where the best cut up to a place came from.
#[derive(Clone, Copy)]
struct Best {
    score: f32,
    piece: usize,
    from: usize,
}

impl Pieces {
    pub(super) fn of(spelling: Spelling<'_>) -> Result<Self, Fault> {
        let Spelling { begin, end, unknown, pieces, scores, folding } = spelling;
        let mut known = HashMap::with_capacity_and_hasher(pieces.len(), BuildHasherDefault::default());
        let mut longest = 1;
        for (id, (piece, score)) in (0_u32..).zip(pieces.iter().zip(&scores)) {
            longest = longest.max(piece.len());
            if piece.is_empty() || id as usize == unknown {
                continue;
            }
            // no two pieces of the known files share a number
            if known.insert(number(piece), (id, *score)).is_some() {
                return Err("two pieces are the same");
            }
        }
        let least = scores.iter().copied().fold(f32::MAX, f32::min);
        Ok(Self { begin, end, unknown, unknown_score: least - 10.0, longest, known, folding })
    }

    /// The numbers of a text's pieces between the marks of begin and end, at most `most` of them in all.
    pub(super) fn cut(&self, text: &str, most: usize) -> Vec<usize> {
        let folded = self.folded(text);
        let mut ends: Vec<usize> = folded.char_indices().map(|(at, _)| at).skip(1).collect();
        ends.push(folded.len());
        let places = |n: usize| if n == 0 { 0 } else { ends[n - 1] };
        let nothing = Best { score: f32::MIN, piece: self.unknown, from: 0 };
        let mut best = vec![nothing; ends.len() + 1];
        best[0].score = 0.0;
        for from in 0..ends.len() {
            let (begin, so_far) = (places(from), best[from].score);
            let mut reach = |to: usize, piece: usize, score: f32| {
                if so_far + score > best[to].score {
                    best[to] = Best { score: so_far + score, piece, from };
                }
            };
            for to in from + 1..=ends.len() {
                let letters = &folded.as_bytes()[begin..places(to)];
                if letters.len() > self.longest {
                    break;
                }
                if let Some((id, score)) = self.known.get(&number(letters)) {
                    reach(to, *id as usize, *score);
                }
            }
            reach(from + 1, self.unknown, self.unknown_score);
        }
        let mut cut = vec![self.end];
        let mut at = ends.len();
        while at > 0 {
            cut.push(best[at].piece);
            at = best[at].from;
        }
        cut.push(self.begin);
        cut.reverse();
        if cut.len() > most {
            cut.truncate(most.saturating_sub(1));
            cut.push(self.end);
        }
        cut
    }

    /// The characters as the model knows them, blanks marked.
    fn folded(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len() + 3);
        folded.push(BLANK);
        let mut blank = false;
        let mut buffer = [0; 4];
        for c in text.chars() {
            let into = self.folding.get(&c).map_or_else(|| &*c.encode_utf8(&mut buffer), String::as_str);
            for c in into.chars() {
                if c != ' ' {
                    folded.push(c);
                } else if !blank && folded.len() > BLANK.len_utf8() {
                    folded.push(BLANK);
                }
                blank = c == ' ';
            }
        }
        folded
    }
}

/// FNV-1a, 64 bits.
fn number(letters: &[u8]) -> u64 {
    letters.iter().fold(0xcbf2_9ce4_8422_2325, |hash, letter| {
        (hash ^ u64::from(*letter)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> Pieces {
        let letters = ["<s>", "</s>", "<unk>", "▁", "a", "b", "ab", "▁ab", "c"];
        let spelling = Spelling {
            begin: 0,
            end: 1,
            unknown: 2,
            pieces: letters.iter().map(|piece| piece.as_bytes()).collect(),
            scores: vec![0.0, 0.0, 0.0, -3.0, -4.0, -4.0, -5.0, -6.0, -4.0],
            folding: [('Ａ', "a".to_owned()), ('\u{200b}', String::new())].into(),
        };
        Pieces::of(spelling).unwrap()
    }

    #[test]
    fn the_likeliest_cut_is_taken() {
        let pieces = pieces();
        for (text, cut) in [
            ("ab", vec![0, 7, 1]),
            ("Ａb\u{200b}c", vec![0, 7, 8, 1]),
            ("c  ab", vec![0, 3, 8, 7, 1]),
            ("xa", vec![0, 3, 2, 4, 1]),
            ("", vec![0, 3, 1]),
        ] {
            assert_eq!(pieces.cut(text, 9), cut, "{text}");
        }
        assert_eq!(pieces.cut("cccccc", 4), [0, 3, 8, 1]);
    }
}
