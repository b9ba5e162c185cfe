//! Words that keep a chat going and say nothing about its subject, in both languages.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::script;
use crate::text::stop;

/// Does this folded word carry a subject?
pub(super) fn is_telling(word: &str) -> bool {
    static FILLERS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| [ENGLISH, JAPANESE].into_iter().flat_map(str::split_whitespace).collect());
    let mut chars = word.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return false };
    let nothing = script::is_picture(first) || word.chars().all(char::is_numeric) || stop::is_stop(word);
    if nothing || FILLERS.contains(word) {
        return false;
    }
    // Of hiragana alone only longer words are words; the rest are endings.
    let hiragana = word.chars().all(|c| script::is_hiragana(c) || c == 'ー');
    let ending =
        || word.chars().count() < 3 || ENDINGS.split_whitespace().any(|crumb| word.starts_with(crumb));
    if first.is_ascii() { second.is_some() } else { !(hiragana && ending()) }
}

const ENGLISH: &str = "
    able actually afternoon again ago agree agreed ah almost already alright always anybody anymore
    anyone anything anyway apologies apparently around ask asked away awesome back bad basically best
    better bit btw bye came cannot case cheers clear come coming congrats cool correct couple course
    currently day days definitely different done dunno easy either else enough especially etc even ever
    every everybody everyone everything exactly excellent exist far few figure fine first folks found
    fyi gave get gets getting give given gives giving glad go goes going gone gonna good got gotcha
    great guess guys ha haha happen happened happens happy hard hear heard hello help helpful hey hi hmm
    hope hopefully huh i'd idea ideas imho imo indeed instead interested interesting keep kind kinda
    knew know known last lately later least leave left less let like likely little lol long look looked
    looking looks lot lots love made main make makes making many matter may maybe mean means mention
    mentioned might minute minutes moment morning much must myself name need needed needs never new next
    nice night nope note noted notes nothing now oh ok okay old one ones oops others otherwise ought
    part particular people perfect perhaps person place please pls plus point possible possibly pretty
    probably put question questions quick quickly quite rather ready real really reason right said saw
    say saying says second see seeing seem seems seen sense set shall similar simple simply since
    someone something sometimes somewhere soon sorry sort sound sounds specific start started still
    stuff sure take taken takes taking talk talked talking tell thank thanks thing things think thinking
    thinks tho though thought thoughts thx time times today together tomorrow tonight took totally tried
    true try trying two understand unless use used useful uses using usually wait waiting wanna want
    wanted wants way ways week weeks welcome well went whatever whether without wonder wonderful
    wondering word work worked working works worry worth would've wow wrong ya yay yeah year years yep
    yes yesterday yet yup
";

const JAPANESE: &str = "
    こんにちは こんばんは おはよう おやすみ ありがとう よろしく はじめまして お願い 願い 了解 承知
    お疲れ 疲れ 様 さん くん ちゃん はい いいえ なるほど すごい 確か たしか 本当 ほんと ほんとう 感じ 思
    思い 思う 言 言う 言い 何 何か 誰 私 僕 俺 自分 あなた 方 人 時 時間 今 今日 昨日 明日 最近 毎日 前
    後 中 上 下 一番 一緒 少し 結構 多 多い 良 良い 良く 好き 大好き 大丈夫 失礼 最後 最初 以上 場合 次
    回 年 月 日 分 円 的 等 所 事 物 気 出 出来 来 行 行き 行く 見 見て 聞 入 持 使 知 知り 笑 草 楽しい
    楽し 面白い 面白 嬉しい 羨 凄い 皆さん 皆 他 全然 普段 家 パターン メイン 感 話 お話 そちら こちら
    どちら みなさん ちょっと ちなみに やっぱり いつも とても たくさん なかなか それで ところで
    そういえば めっちゃ かなり あまり たまに そうですね わたし おいしい 美味 美味しい 食べ 食 飲 見たい
    できる もしかして すごく すみません どんな こんな そんな あんな いろいろ 色々 それぞれ だから なんか
    もちろん まあまあ まだまだ ありません おそらく 多分 絶対 今度 度 必要 可能
";

/// Beginnings of the crumbs that the segmenter makes of verb endings.
const ENDINGS: &str = "
    っ ん ゃ ょ ー ござ ざい あり くだ しま いた です ます まし ませ なり そう という みたい くらい
    ぐらい だった でしょ ですが なので けれど しれ かも なん しょ られ させ
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_tell_and_fillers_do_not() {
        for word in ["repository", "見積", "サーバ", "天気", "猫", "ラーメン", "c++", "v2"] {
            assert!(is_telling(word), "{word}");
        }
        for word in ["the", "thanks", "ありがとう", "です", "ったこ", "42", "🎉", "a", "", "了解", "なんで"]
        {
            assert!(!is_telling(word), "{word}");
        }
    }
}
