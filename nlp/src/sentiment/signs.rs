//! Signs of a mood that are no words: emoji, faces, laughter, exclamation marks; and the tally of all.

use std::borrow::Cow;

use super::faces;

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
    /// Bad things that are said not to be there.
    pub(super) denied: u32,
    /// The denial is a strong one: never, not one.
    pub(super) stressed: bool,
    /// Bad things that are over.
    pub(super) over: u32,
    pub(super) wishes: u32,
    /// What was better once, or never came.
    pub(super) regrets: u32,
    pub(super) excuses: u32,
    /// Praise by denying a fault.
    pub(super) acclaims: u32,
    /// Bad words that only tell how something works.
    pub(super) told: u32,
    /// Of a text that is nothing but faces and laughter: -1 or 1.
    pub(super) alone: f32,
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
    let text = &*narrow(text);
    let mut before = '\0';
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
    tally.faces = (tally.faces + faces::value(text)).clamp(-4.0, 4.0);
    if faces::grunts(text) {
        tally.alone = -1.0;
    } else if faces::nothing_else(text) {
        tally.alone = if tally.faces == 0.0 { 1.0 } else { tally.faces.signum() };
    }
}

/// Signs of faces that are typed full width.
fn narrow(text: &str) -> Cow<'_, str> {
    const WIDE: &str = "（）；：＾＿｀＞＜＝";
    if !text.contains(|c| WIDE.contains(c)) {
        return Cow::Borrowed(text);
    }
    let narrow = |c| {
        WIDE.chars().zip("();:^_`><=".chars()).find(|(wide, _)| *wide == c).map_or(c, |(_, narrow)| narrow)
    };
    Cow::Owned(text.chars().map(narrow).collect())
}

/// What an emoji says.
pub(super) fn emoji(c: char) -> f32 {
    if !('\u{2600}'..='\u{1FAFF}').contains(&c) {
        return 0.0;
    }
    if "😀😃😄😁😆😂🤣😊😇🙂😉😌😍🥰😘😗😋😎🤩🥳👍👏🙌❤♥💕💖💗💓💙💚💛💜🎉🎊✨🌟⭐💯🔥🙏😺🤗💪🏆☺🥹👌🎂🍻✌😻🫶💐🥂"
        .contains(c)
    {
        1.5
    } else if "😞😔😟😕🙁☹😣😖😫😩🥺😢😭😤😠😡🤬😱😨😰😥😓🤮🤢😷🤒💔👎🖕💩😒🙄😬😵🤦😑💩💢😿😾👿".contains(c)
    {
        -1.5
    } else {
        0.0
    }
}
