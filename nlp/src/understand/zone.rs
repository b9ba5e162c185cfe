//! Time zones as people name them: `Asia/Tokyo`, "Tokyo", 日本時間, JST.

use chrono_tz::{TZ_VARIANTS, Tz};
use unicode_normalization::UnicodeNormalization;

/// Reads an IANA name, the city at the end of one, a well-known city or the letters of a zone; `None` for
/// anything else. Letters that name several zones mean the best known: CST is Chicago's.
pub fn zone(words: &str) -> Option<Tz> {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    if folded.chars().nth(LONGEST).is_some() {
        return None;
    }
    let name = folded.trim();
    let name = [" standard time", " time", "標準時", "時間", "時刻"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name)
        .trim();
    if let Some((_, zone)) = KNOWN.iter().find(|(known, _)| *known == name) {
        return Some(*zone);
    }
    let spelled = name.replace(' ', "_");
    let same = |zone: &&Tz| zone.name().eq_ignore_ascii_case(&spelled);
    let city =
        |zone: &&Tz| zone.name().split_once('/').is_some_and(|(_, city)| city.eq_ignore_ascii_case(&spelled));
    let found = TZ_VARIANTS.iter().find(same).filter(|_| spelled.contains('/'));
    found.or_else(|| TZ_VARIANTS.iter().find(city)).copied()
}

/// In characters.
const LONGEST: usize = 40;

const KNOWN: &[(&str, Tz)] = &[
    ("utc", Tz::UTC),
    ("gmt", Tz::UTC),
    ("協定世界", Tz::UTC),
    ("jst", Tz::Asia__Tokyo),
    ("japan", Tz::Asia__Tokyo),
    ("japanese", Tz::Asia__Tokyo),
    ("日本", Tz::Asia__Tokyo),
    ("東京", Tz::Asia__Tokyo),
    ("大阪", Tz::Asia__Tokyo),
    ("osaka", Tz::Asia__Tokyo),
    ("kyoto", Tz::Asia__Tokyo),
    ("fukuoka", Tz::Asia__Tokyo),
    ("kst", Tz::Asia__Seoul),
    ("korea", Tz::Asia__Seoul),
    ("韓国", Tz::Asia__Seoul),
    ("ソウル", Tz::Asia__Seoul),
    ("china", Tz::Asia__Shanghai),
    ("beijing", Tz::Asia__Shanghai),
    ("中国", Tz::Asia__Shanghai),
    ("上海", Tz::Asia__Shanghai),
    ("北京", Tz::Asia__Shanghai),
    ("台北", Tz::Asia__Taipei),
    ("台湾", Tz::Asia__Taipei),
    ("taiwan", Tz::Asia__Taipei),
    ("香港", Tz::Asia__Hong_Kong),
    ("シンガポール", Tz::Asia__Singapore),
    ("singapore", Tz::Asia__Singapore),
    ("バンコク", Tz::Asia__Bangkok),
    ("ist", Tz::Asia__Kolkata),
    ("india", Tz::Asia__Kolkata),
    ("インド", Tz::Asia__Kolkata),
    ("mumbai", Tz::Asia__Kolkata),
    ("delhi", Tz::Asia__Kolkata),
    ("bangalore", Tz::Asia__Kolkata),
    ("シドニー", Tz::Australia__Sydney),
    ("aest", Tz::Australia__Sydney),
    ("uk", Tz::Europe__London),
    ("bst", Tz::Europe__London),
    ("イギリス", Tz::Europe__London),
    ("ロンドン", Tz::Europe__London),
    ("cet", Tz::Europe__Paris),
    ("cest", Tz::Europe__Paris),
    ("パリ", Tz::Europe__Paris),
    ("フランス", Tz::Europe__Paris),
    ("ベルリン", Tz::Europe__Berlin),
    ("munich", Tz::Europe__Berlin),
    ("germany", Tz::Europe__Berlin),
    ("ドイツ", Tz::Europe__Berlin),
    ("barcelona", Tz::Europe__Madrid),
    ("est", Tz::America__New_York),
    ("edt", Tz::America__New_York),
    ("et", Tz::America__New_York),
    ("eastern", Tz::America__New_York),
    ("nyc", Tz::America__New_York),
    ("boston", Tz::America__New_York),
    ("ニューヨーク", Tz::America__New_York),
    ("cst", Tz::America__Chicago),
    ("cdt", Tz::America__Chicago),
    ("central", Tz::America__Chicago),
    ("austin", Tz::America__Chicago),
    ("シカゴ", Tz::America__Chicago),
    ("mst", Tz::America__Denver),
    ("pst", Tz::America__Los_Angeles),
    ("pdt", Tz::America__Los_Angeles),
    ("pt", Tz::America__Los_Angeles),
    ("pacific", Tz::America__Los_Angeles),
    ("san francisco", Tz::America__Los_Angeles),
    ("sf", Tz::America__Los_Angeles),
    ("la", Tz::America__Los_Angeles),
    ("seattle", Tz::America__Los_Angeles),
    ("california", Tz::America__Los_Angeles),
    ("ロサンゼルス", Tz::America__Los_Angeles),
    ("サンフランシスコ", Tz::America__Los_Angeles),
    ("シアトル", Tz::America__Los_Angeles),
    ("ハワイ", Tz::Pacific__Honolulu),
    ("hawaii", Tz::Pacific__Honolulu),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_by_name_city_and_letters() {
        for (words, want) in [
            ("Asia/Tokyo", Some(Tz::Asia__Tokyo)),
            ("asia/tokyo", Some(Tz::Asia__Tokyo)),
            ("Tokyo", Some(Tz::Asia__Tokyo)),
            ("JST", Some(Tz::Asia__Tokyo)),
            ("東京", Some(Tz::Asia__Tokyo)),
            ("日本時間", Some(Tz::Asia__Tokyo)),
            ("東京時間", Some(Tz::Asia__Tokyo)),
            ("New York", Some(Tz::America__New_York)),
            ("london time", Some(Tz::Europe__London)),
            ("UTC", Some(Tz::UTC)),
            ("ＵＴＣ", Some(Tz::UTC)),
            ("San Francisco", Some(Tz::America__Los_Angeles)),
            ("", None),
            ("moon", None),
            ("rust", None),
            ("時間", None),
        ] {
            assert_eq!(zone(words), want, "{words}");
        }
        assert_eq!(zone(&"a".repeat(100_000)), None);
    }
}
