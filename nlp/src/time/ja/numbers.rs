//! Numbers in figures or kanji.

use super::Read;

/// A whole number up to six digits: 12, 十二, 二〇二六, 百二十.
pub(super) fn whole(text: &str) -> Read<'_, u32> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return (digits <= 6).then(|| Some((text[..digits].parse().ok()?, &text[digits..])))?;
    }
    let end = text.find(|c| !("〇零一二三四五六七八九十百千".contains(c))).unwrap_or(text.len());
    let (said, rest) = text.split_at(end);
    (!said.is_empty() && said.chars().count() <= 7).then_some(())?;
    let digit =
        |c: char| "〇一二三四五六七八九".chars().position(|known| known == c || (c == '零' && known == '〇'));
    if said.chars().all(|c| digit(c).is_some()) {
        let n = said.chars().filter_map(digit).fold(0_usize, |n, digit| n * 10 + digit);
        return Some((u32::try_from(n).ok()?, rest));
    }
    let (mut sum, mut digits) = (0_u32, None);
    for c in said.chars() {
        match (c, digit(c)) {
            (_, Some(n)) => digits = Some(u32::try_from(n).ok()?),
            ('十', _) => sum += 10 * digits.take().unwrap_or(1),
            ('百', _) => sum += 100 * digits.take().unwrap_or(1),
            ('千', _) => sum += 1_000 * digits.take().unwrap_or(1),
            _ => return None,
        }
    }
    Some((sum + digits.unwrap_or(0), rest))
}

/// The same, or 数 for a few.
pub(super) fn count(text: &str) -> Read<'_, u32> {
    match text.strip_prefix('数') {
        Some(rest) => Some((3, rest)),
        None => whole(text),
    }
}
