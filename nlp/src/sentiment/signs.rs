//! Signs of a mood that are no words: emoji, faces, laughter, exclamation marks; and the tally of all.

/// What was found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) positive: f32,
    pub(super) negative: f32,
    pub(super) best: f32,
    pub(super) worst: f32,
    pub(super) last: f32,
    pub(super) positives: u32,
    pub(super) negatives: u32,
    pub(super) negations: u32,
    pub(super) sarcasm: bool,
    /// Faces and emoji, added up.
    pub(super) faces: f32,
    pub(super) laughs: u32,
    pub(super) exclamations: u32,
    pub(super) questions: u32,
}

impl Tally {
    pub(super) fn add(&mut self, value: f32) {
        if value > 0.0 {
            self.positive += value;
            self.best = self.best.max(value);
            self.positives += 1;
        } else {
            self.negative -= value;
            self.worst = self.worst.max(-value);
            self.negatives += 1;
        }
        self.last = value;
    }
}

/// Adds the signs of a text.
pub(super) fn weigh(text: &str, tally: &mut Tally) {
    let mut before = ' ';
    let mut run = 0;
    for c in text.chars() {
        match c {
            '!' | '！' => tally.exclamations += 1,
            '?' | '？' => tally.questions += 1,
            '草' | '笑' => tally.laughs += 1,
            'w' | 'ｗ' | 'W' => {
                run = if before == c { run + 1 } else { 1 };
                // a w behind Japanese, or several: laughter
                tally.laughs += u32::from(run == 3 || run == 1 && !before.is_ascii() && before != 'ｗ');
            }
            _ if !c.is_ascii() => tally.faces += emoji(c),
            _ => {}
        }
        before = c;
    }
    for (face, value) in FACES {
        if text.contains(face) {
            tally.faces += value;
        }
    }
    tally.faces = tally.faces.clamp(-4.0, 4.0);
}

fn emoji(c: char) -> f32 {
    if !('\u{2600}'..='\u{1FAFF}').contains(&c) {
        return 0.0;
    }
    if "😀😃😄😁😆😂🤣😊😇🙂😉😌😍🥰😘😗😋😎🤩🥳👍👏🙌❤♥💕💖💗💓💙💚💛💜🎉🎊✨🌟⭐💯🔥🙏😺🤗💪🏆☺🥹👌🎂🍻✌"
        .contains(c)
    {
        1.5
    } else if "😞😔😟😕🙁☹😣😖😫😩🥺😢😭😤😠😡🤬😱😨😰😥😓🤮🤢😷🤒💔👎🖕💩😒🙄😬😵🤦😑".contains(c)
    {
        -1.5
    } else {
        0.0
    }
}

const FACES: &[(&str, f32)] = &[
    (":)", 1.5),
    (":-)", 1.5),
    (":D", 2.0),
    (":-D", 2.0),
    (":d", 2.0),
    (";)", 1.0),
    (";-)", 1.0),
    ("=)", 1.5),
    ("<3", 2.0),
    ("^^", 1.5),
    ("^_^", 1.5),
    ("(^", 1.0),
    ("(*^", 1.0),
    ("(≧", 1.5),
    ("(´▽", 1.5),
    ("(・∀", 1.5),
    ("ヽ(", 1.0),
    ("\\(^", 1.5),
    (":(", -2.0),
    (":-(", -2.0),
    (":'(", -2.0),
    (":/", -0.7),
    (":-/", -1.0),
    ("D:", -1.0),
    ("T_T", -1.5),
    ("t_t", -1.5),
    ("TT", -0.5),
    ("(´;", -1.5),
    ("(;", -1.0),
    ("(T", -1.5),
    ("(>_<", -1.0),
    ("orz", -1.5),
    ("ToT", -1.5),
    ("(´・ω・", -0.7),
    ("(#", -0.7),
];
