//! How somebody says it: a few keep it short, a few are always cheerful, a few never write a capital.
//! Small marks only; the meaning stays what the scene says.

use super::dice::Dice;
use super::slots::Lang;

/// The habits of people, by their place in the list of humans. Half have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    Plain,
    /// Ends with an exclamation mark.
    Cheerful,
    /// No full stop, no capital letter at the start.
    Brief,
    /// A face or a sign at the end, now and then.
    Smiling,
    /// Trails off, in Japanese.
    Mellow,
}

/// The text as this human would write it.
pub(super) fn voiced(dice: &mut Dice, human: usize, lang: Lang, text: String) -> String {
    use Habit::{Brief, Cheerful, Mellow, Plain, Smiling};
    let habit = [Plain, Cheerful, Plain, Brief, Plain, Smiling, Plain, Mellow, Plain, Brief][human * 7 % 10];
    // Code, lists and links stay as they are.
    let stop = if lang == Lang::En { '.' } else { '。' };
    if habit == Plain || text.contains(['\n', '{']) || text.ends_with('`') || dice.chance(30) {
        return text;
    }
    let ended = text.ends_with(stop) && !text.ends_with("..");
    let bare = text.strip_suffix(stop).unwrap_or(&text);
    match (habit, lang) {
        (Cheerful, Lang::En) if ended => format!("{bare}!"),
        (Cheerful, Lang::Ja) if ended => format!("{bare}！"),
        (Brief, Lang::En) if ended => small(bare),
        (Brief, Lang::En) => small(&text),
        (Brief, Lang::Ja) if ended => bare.to_owned(),
        (Smiling, Lang::En) if !text.ends_with(':') => {
            format!("{text} {}", dice.pick(&[":)", "🙂", "🙏", "😊"]))
        }
        (Smiling, Lang::Ja) if !text.ends_with('w') => {
            format!("{text}{}", dice.pick(&["😊", "🙏", "✨", "(^^)", "🙇", "♪"]))
        }
        (Mellow, Lang::Ja) if ended => format!("{bare}〜"),
        _ => text,
    }
}

/// The first letter small, where it is no name and no `I`.
fn small(text: &str) -> String {
    const OPENERS: [&str; 24] = [
        "The", "That", "Is", "Does", "We", "Our", "Yes", "Same", "What", "Which", "How", "Can", "It",
        "Found", "Switched", "Perfect", "Great", "Good", "Thanks", "Thank", "There", "Great,", "Yes,",
        "Works",
    ];
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    if OPENERS.contains(&first) {
        format!("{} {rest}", first.to_lowercase()).trim_end().to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_never_touched_and_most_habits_show() {
        let mut dice = Dice::new(1, "test");
        let code = "```rust\nlet x = 1;\n```.";
        let mut seen = std::collections::BTreeSet::new();
        for human in 0..200 {
            assert_eq!(voiced(&mut dice, human, Lang::En, code.to_owned()), code);
            seen.insert(voiced(&mut dice, human, Lang::Ja, "直りました。".to_owned()));
            seen.insert(voiced(&mut dice, human, Lang::En, "That was it.".to_owned()));
        }
        assert!(
            seen.contains("直りました！") && seen.contains("直りました") && seen.contains("that was it"),
            "{seen:?}"
        );
    }
}
