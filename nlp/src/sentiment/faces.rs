//! Faces made of signs: `:)`, `orz`, `(*^^*)`, `(´;ω;`)`.

/// What the faces of a text say, added up.
pub(super) fn value(text: &str) -> f32 {
    FACES.iter().filter(|(face, _)| shows(text, face)).map(|(_, value)| value).sum()
}

/// In bytes: a text that is longer says something.
const LONGEST: usize = 200;

/// Is the text nothing but faces, emoji and laughter?
pub(super) fn nothing_else(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let mut seen = false;
    let left = without_brackets(text, &mut seen);
    for piece in left.split_whitespace() {
        let face = FACES.iter().any(|(face, _)| piece.trim_matches(['.', '!']) == *face);
        if face || laughs(piece) {
            seen = true;
        } else if piece.chars().any(|c| c.is_alphanumeric() && !LIMBS.contains(c)) {
            return false;
        } else {
            seen |= FACES.iter().any(|(face, _)| shows(piece, face))
                || piece.chars().any(|c| super::signs::emoji(c) != 0.0);
        }
    }
    seen
}

/// Is the text nothing but a grunt: は？
pub(super) fn grunts(text: &str) -> bool {
    let word = text.trim().trim_end_matches(['?', '？', '…', '。', '!', '！']);
    word.len() < text.trim().len() && ["は", "はあ", "はぁ", "なにこれ", "何これ"].contains(&word)
}

/// "haha", "lol", www, 草生える.
fn laughs(piece: &str) -> bool {
    let piece = piece.to_lowercase();
    let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
    // それは草www
    let piece =
        Some(piece.trim_end_matches(['w', 'ｗ'])).filter(|word| LAUGHS.contains(word)).unwrap_or(piece);
    let only = |letters: &str| piece.chars().count() > 1 && piece.chars().all(|c| letters.contains(c));
    LAUGHS.contains(&piece)
        || only("wｗ")
        || only("草笑")
        || only("ha")
        || only("he")
        || only("笑w")
        || only("草w")
}

const LAUGHS: &[&str] = &[
    "lol",
    "lolol",
    "lmao",
    "rofl",
    "xd",
    "草",
    "笑",
    "草生える",
    "草生えた",
    "草生え",
    "草不可避",
    "大草原",
    "ワロタ",
    "わろた",
    "ワロス",
    "爆笑",
    "それは草",
    "草すぎる",
    "さすがに草",
    "これは草",
    "ウケる",
    "うける",
];

/// Arms of faces.
const LIMBS: &str = "ヽヾノﾉ٩و۶oOmシツ๑";

/// The text without faces in brackets, and whether there were any.
fn without_brackets(text: &str, seen: &mut bool) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let face = rest[open..]
            .char_indices()
            .take(14)
            .find(|(_, c)| *c == ')')
            .map(|(close, _)| &rest[open..=open + close]);
        match face {
            // "(2)", "(see below)" are none
            Some(face) if shows_any(face) || laughs(face) => {
                *seen = true;
                left.push_str(&rest[..open]);
                rest = &rest[open + face.len()..];
            }
            _ => {
                left.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    left.push_str(rest);
    left
}

fn shows_any(text: &str) -> bool {
    FACES.iter().any(|(face, _)| shows(text, face))
}

/// Does a face stand in the text? Letters of it are no part of a word: "HTTP", "ID: 5", "10:D2" hold none.
fn shows(text: &str, face: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (first, last) = (face.chars().next(), face.chars().next_back());
    text.match_indices(face).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + face.len()..].chars().next();
        let path = face.ends_with('/') && (letter(before) || after == Some('/'));
        // for(;;)
        let doubled = matches!(first, Some(':' | ';')) && before == first;
        !(doubled || letter(first) && letter(before) || letter(last) && letter(after) || path)
    })
}

const FACES: &[(&str, f32)] = &[
    (":tada:", 2.0),
    (":heart:", 2.0),
    (":+1:", 1.2),
    (":thumbsup:", 1.2),
    (":clap:", 1.5),
    (":cry:", -1.5),
    (":sob:", -1.5),
    (":rage:", -2.5),
    (":-1:", -1.2),
    ("┻━┻", -2.0),
    ("(ﾟ∀ﾟ)", 2.0),
    ("(゜∀゜)", 2.0),
    (":)", 1.5),
    (":-)", 1.5),
    (":D", 2.0),
    (":-D", 2.0),
    (":d", 2.0),
    (":')", 1.5),
    (";)", 1.0),
    (";-)", 1.0),
    ("=)", 1.5),
    ("=D", 1.5),
    (":P", 0.7),
    (":3", 1.0),
    ("xD", 1.5),
    ("XD", 1.5),
    ("<3", 2.0),
    ("^^", 1.5),
    ("^_^", 1.5),
    ("^-^", 1.5),
    ("^o^", 1.5),
    ("^O^", 1.5),
    ("^▽^", 1.5),
    ("^ω^", 1.5),
    ("^∀^", 1.5),
    ("(*^", 1.0),
    ("(≧", 1.5),
    ("´▽", 1.5),
    ("´∀", 1.5),
    ("´ω", 1.0),
    ("・∀・", 1.5),
    ("˘ω˘", 1.0),
    ("^∇^", 1.5),
    ("´∇", 1.5),
    ("≧∇", 1.5),
    ("ᐛ", 1.5),
    ("ᴗ", 1.5),
    ("ヽ(", 1.0),
    ("\\(^", 1.5),
    ("(笑)", 1.0),
    (":(", -2.0),
    (":-(", -2.0),
    (":'(", -2.0),
    ("=(", -1.5),
    (":/", -0.7),
    (":-/", -1.0),
    ("D:", -1.5),
    ("T_T", -1.5),
    ("t_t", -1.5),
    ("T-T", -1.5),
    ("T^T", -1.5),
    ("TT", -0.5),
    ("TДT", -1.5),
    ("ToT", -1.5),
    (";_;", -1.5),
    ("；∀；", -3.0),
    (";∀;", -3.0),
    ("-_-;", -1.5),
    (";ω;", -1.5),
    (";д;", -1.5),
    (";Д;", -1.5),
    ("Д`", -1.5),
    ("´・ω・", -1.5),
    (">_<", -1.5),
    ("-_-", -1.0),
    ("`皿", -1.5),
    ("(#゚", -1.5),
    ("orz", -1.5),
    ("OTL", -1.5),
    ("|○", -1.5),
    ("|◯", -1.5),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_alone_and_beside_words() {
        for face in ["(*^^*)", ":)", "(´;ω;`)", "orz", "www", "草生える", "😭😭😭", "haha :D", "\\(^o^)/"]
        {
            assert!(nothing_else(face), "{face}");
        }
        for text in ["", "...", "ok :)", "雨 orz", "(2)", "?!", "草むしり"] {
            assert!(!nothing_else(text), "{text}");
        }
        for text in ["HTTP", "ID: 5", "(Tuesday)", "for(;;)", "(#12)", "C:/tmp", "a://b"] {
            assert_eq!(value(text), 0.0, "{text}");
        }
    }
}
