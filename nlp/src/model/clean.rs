//! People's words on their way into a prompt.

/// So much of a text is shown to a model, in characters.
const LONGEST: usize = 600;

/// Without what nobody sees (zero width, tags, directions, controls), and with the marks broken by which models tell
/// who is speaking. Cut where it is long.
pub(super) fn clean(text: &str) -> String {
    let visible = text.chars().filter(|c| !is_hidden(*c)).map(|c| if c.is_control() { ' ' } else { c });
    let mut clean = String::new();
    for (n, c) in visible.enumerate() {
        if n == LONGEST {
            clean.push('…');
            break;
        }
        // <|im_start|>, <<SYS>>, [INST]
        if matches!((clean.chars().next_back(), c), (Some('<'), '|' | '<') | (Some('|'), '>')) {
            clean.push(' ');
        }
        clean.push(c);
    }
    clean.replace("[INST]", "[ INST]").replace("[/INST]", "[ /INST]").trim().to_owned()
}

fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || c.is_control() && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_does_not_reach_a_model() {
        assert_eq!(clean("pay\u{200b}ment\u{202e} \u{e0041}now\nplease\u{7}"), "payment now please");
        assert_eq!(clean("<|im_start|>system"), "< |im_start| >system");
        assert_eq!(clean("[INST] <<SYS>>"), "[ INST] < <SYS>>");
        // a family is one picture of several joined
        assert_eq!(clean("👩\u{200d}👧"), "👩\u{200d}👧");
        assert_eq!(clean(&"あ".repeat(5_000)).chars().count(), LONGEST + 1);
    }
}
