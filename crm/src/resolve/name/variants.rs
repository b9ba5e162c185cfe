//! Variant forms of Han characters in names, as one. For comparing only: nobody's name is rewritten.

/// Groups of characters that people write for one another; the first stands for all.
#[rustfmt::skip]
const GROUPS: &[&str] = &[
    "斉斎齋齊斊", "辺邊邉", "高髙", "崎﨑嵜碕", "沢澤", "浜濱濵", "広廣", "桜櫻", "島嶋嶌", "国國", "恵惠", "吉𠮷",
    "徳德", "瀬瀨", "槙槇", "桑桒", "柳栁", "富冨", "淵渕渊", "竜龍", "滝瀧", "真眞", "寿壽", "学學", "会會", "円圓",
    "渋澁澀", "蔵藏", "条條", "栄榮", "黒黑", "静靜", "鉄鐵", "関關", "実實", "応應", "与與", "万萬", "豊豐", "増增",
    "清淸", "青靑", "園薗", "桧檜", "薮藪籔", "曽曾", "祢禰", "鴎鷗", "館舘", "峰峯", "岳嶽", "穂穗", "弥彌", "聡聰",
    "総總", "芸藝", "仏佛", "気氣", "寛寬", "緒緖", "奥奧", "勲勳", "当當", "塩鹽", "剣劍劔", "呉吳", "晋晉", "歩步",
    "将將", "荘莊", "亀龜", "児兒", "来來", "団團", "数數", "発發", "証證", "頼賴", "遥遙", "禄祿", "黄黃", "横橫",
    "戸戶", "内內", "浅淺", "郷鄕鄉", "喜㐂", "野埜", "昇曻", "鶏鷄", "茎莖", "巌巖", "桐㭴", "葛𦹀", 
    "堀𡌛", "鍋鍋", "薩薩", "楽樂", "経經", "継繼", "鶴靏靍", "倉仺", "籠篭",
    "蛍螢", "覚覺", "観觀", "誉譽", "賛贊", "亘亙", "凜凛",
    "壌壤", "嬢孃", "尭堯", "杉杦", "毎每", "涼凉", "灯燈", "珍珎", "瑶瑤", "県縣",
    "砺礪", "稲稻", "穣穰", "繭繭", "芦蘆", "薫薰", "蒋蔣", "藤籐", "転轉", "鎮鎭", "面靣", "駒馰",
];

/// The form that stands for all variants of a character; itself where it has none.
pub(crate) fn canonical(c: char) -> char {
    if !matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}') {
        return c;
    }
    table().get(&c).copied().unwrap_or(c)
}

fn table() -> &'static std::collections::HashMap<char, char> {
    static TABLE: std::sync::OnceLock<std::collections::HashMap<char, char>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let variants = |group: &&'static str| {
            let mut chars = group.chars();
            chars.next().into_iter().flat_map(move |first| chars.clone().map(move |c| (c, first)))
        };
        GROUPS.iter().flat_map(variants).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canonical_form_has_no_further_form() {
        for group in GROUPS {
            let first = group.chars().next().unwrap();
            assert!(group.chars().all(|c| canonical(c) == first), "{group}");
        }
        assert_eq!(canonical('邉'), '辺');
    }
}
