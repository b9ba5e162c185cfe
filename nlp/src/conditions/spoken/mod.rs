//! Conditions as people say them, written as they are typed: "Nordvale tagged champion" is `Nordvale tag:champion`,
//! 「90日以上連絡のない」 is `最終接触>90日`, "or" and 「または」 between words are `|`.

mod en;
mod ja;

/// What a search is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// People: tags, scores, owners, when they were seen last.
    People,
    /// Organizations: when somebody there was seen last, how many people are known there.
    Organizations,
    /// Deals: amounts, owners.
    Deals,
}

/// Between two of which one is enough, in Japanese.
pub(crate) const EITHER: [&str; 5] = ["、または", "または", "もしくは", "あるいは", "又は"];

/// Nobody says conditions at greater length, in characters.
const LONGEST: usize = 200;

/// The words of a search with the conditions that are said in it written out; words in which none is said stay as
/// they are. `own`: is this the name of a field of the tenant's own?
pub fn written(words: &str, about: About, own: impl Fn(&str) -> bool) -> String {
    if words.chars().nth(LONGEST).is_some() {
        return words.to_owned();
    }
    let words = en::written(words, about, &own).unwrap_or_else(|| words.to_owned());
    ja::written(&words, about, &own).unwrap_or(words)
}

/// Are these words conditions that are said, with a name beside them at most?
pub fn says(words: &str, about: About) -> bool {
    // a field is known by its shape alone: 「利用言語がRust」, "whose language is Rust"
    let written = written(words, about, |_| words.starts_with("whose "));
    // "Aozora or Nordvale", and no "tea or coffee"
    if written.contains('|') && !words.contains('|') && super::parts(&written).len() <= 7 {
        let is_name = |side: &str| {
            side.trim().chars().next().is_some_and(|first| first.is_uppercase() || !first.is_ascii())
        };
        if written.split('|').all(is_name) {
            return true;
        }
    }
    let beside =
        super::parts(&written).into_iter().filter(|part| super::condition(part, |_| true).is_none()).count();
    let is_said = written != words && beside < super::parts(&written).len() && beside <= 3;
    is_said || about == About::People && ja::is_field(words)
}

/// In quotation marks where it has blanks.
fn quoted(value: &str) -> String {
    match value.contains(' ') {
        true => format!("\"{value}\""),
        false => value.to_owned(),
    }
}

/// The lower of two amounts, with the scale and the currency of the upper where it has none: "1 to 3 million yen".
/// `None` where both may be no money at all, as in "2025 to 2026".
fn of_one_scale(least: &str, most: &str) -> Option<String> {
    let figures = |c: char| c.is_ascii_digit() || ",. ".contains(c);
    let is_bare = |amount: &str| amount.chars().all(figures);
    let digits = |amount: &str| amount.chars().filter(char::is_ascii_digit).count();
    if is_bare(most) && digits(most) < LEAST_DIGITS {
        return None;
    }
    let least = match is_bare(least) && !is_bare(most) {
        true => {
            let from = most.find(figures)?;
            let to = from + most[from..].find(|c| !figures(c)).unwrap_or(most.len() - from);
            let to = most[..to].trim_end().len();
            format!("{}{least}{}", &most[..from], &most[to..])
        }
        false => least.to_owned(),
    };
    crate::amount::read(&least).map(|_| least)
}

/// So many digits are an amount of money by themselves.
const LEAST_DIGITS: usize = 5;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_own(name: &str) -> bool {
        ["language", "言語", "利用言語"].contains(&name)
    }

    fn of(about: About, cases: &[(&str, &str)]) {
        for (said, want) in cases {
            assert_eq!(written(said, about, is_own), *want, "{said}");
        }
    }

    #[test]
    fn conditions_are_said_in_english() {
        of(
            About::People,
            &[
                ("Nordvale tagged champion", "Nordvale tag:champion"),
                ("at Nordvale tagged early adopter", "Nordvale tag:\"early adopter\""),
                ("not tagged as speaker", "-tag:speaker"),
                ("without tag speaker", "-tag:speaker"),
                ("no email", "-has:email"),
                ("with tag speaker", "tag:speaker"),
                ("rust not seen for 30 days", "rust seen>30days"),
                ("not seen in the last two weeks", "seen>2weeks"),
                ("seen in the last month and tagged vip", "seen<1month tag:vip"),
                ("not seen since March", "seen<March"),
                ("with a score over 70 without an email", "score>70 -has:email"),
                ("Nordvale people who have a score over 70", "Nordvale score>70"),
                ("with email tagged speaker", "tag:speaker has:email"),
                ("from Aozora who have no phone", "Aozora -has:phone"),
                ("without a phone number", "-has:phone"),
                ("without an email address", "-has:email"),
                ("at Acme tagged speaker score>70", "Acme score>70 tag:speaker"),
                ("tagged speaker and champion at Acme", "Acme tag:speaker tag:champion"),
                ("tagged rust and not seen for 30 days", "tag:rust seen>30days"),
                ("tagged speaker or champion", "tag:speaker|champion"),
                ("at Aozora or Nordvale", "Aozora | Nordvale"),
                ("tag:speaker or champion", "tag:speaker|champion"),
                ("tagged speaker or tagged champion", "tag:speaker|champion"),
                ("at Aozora or at Nordvale", "Aozora | Nordvale"),
                ("tagged early adopter or vip", "tag:\"early adopter\"|vip"),
                ("tagged \"proof of concept\" at Acme", "Acme tag:\"proof of concept\""),
                ("tagged vip at We Work", "We Work tag:vip"),
                ("My Nguyen", "My Nguyen"),
                // both of two kinds cannot be written, so nothing is
                ("tagged speaker or seen in the last month", "tagged speaker or seen in the last month"),
                ("Aozora or Nordvale tagged vip", "Aozora | Nordvale tag:vip"),
                ("assigned to me", "owner:me"),
                ("with score over 80 and not at Aozora", "score>80 -org:Aozora"),
                ("with contribution score over 80", "contribution>80"),
                ("my", "owner:me"),
                ("that I look after", "owner:me"),
                ("we have not talked to for 90 days", "seen>90days"),
                ("I haven't heard from in three months", "seen>3months"),
                ("quiet for two weeks at Acme", "Acme seen>2weeks"),
                ("active this month", "seen>=\"this month\""),
                ("seen since last week", "seen>=\"last week\""),
                ("whose language is Rust", "language:Rust"),
                // what is said by words alone stays so
                ("Nordvale", "Nordvale"),
                ("with love", "with love"),
                ("with a title like CTO", "with a title like CTO"),
                ("whose shoes are red", "whose shoes are red"),
                ("tagged", "tagged"),
                ("or", "or"),
                ("active in Berlin", "active in Berlin"),
                ("not seen in Berlin", "not seen in Berlin"),
                ("org:acme tag:speaker", "org:acme tag:speaker"),
                ("", ""),
            ],
        );
    }

    #[test]
    fn conditions_are_said_in_japanese() {
        of(
            About::People,
            &[
                ("タグがchampion", "タグ:champion"),
                ("青空の担当が佐藤でメールアドレスのない", "青空 -あり:メール 担当:佐藤"),
                ("タグに登壇のついた", "タグ:登壇"),
                ("タグに登壇が付いている", "タグ:登壇"),
                ("タグが「山の会」の", "タグ:山の会"),
                ("タグがない", "-あり:タグ"),
                ("青空で担当がいない", "青空 -あり:担当"),
                ("青空　タグが登壇", "青空 タグ:登壇"),
                ("90日以上連絡のない", "最終接触>90日"),
                ("90日間連絡していない", "最終接触>90日"),
                ("3か月以上やり取りがない青空", "青空 最終接触>3か月"),
                ("半年以上話していない", "最終接触>6か月"),
                ("直近30日に活動した", "最終接触<30日"),
                ("直近２週間で接触のあった", "最終接触<2週間"),
                ("私が担当の", "担当:私"),
                ("Rustのタグがついていて、スコア70以上", "スコア>=70 タグ:Rust"),
                ("スコアが80以上で青空システムズ以外", "スコア>=80 -組織:青空システムズ"),
                ("貢献スコアが80以上", "貢献スコア>=80"),
                ("自分の", "担当:自分"),
                ("スコアが70点以上で30日以上連絡のない", "最終接触>30日 スコア>=70"),
                ("今月活動のあった青空", "青空 最終接触>=今月"),
                ("私が担当している", "担当:私"),
                ("佐藤さんが担当", "担当:佐藤さん"),
                ("タグがspeakerまたはchampion", "タグ:speaker|champion"),
                ("青空またはNordvale", "青空|Nordvale"),
                ("タグがspeakerまたはタグがchampion", "タグ:speaker|champion"),
                ("タグが「山の会」または「川の会」", "タグ:山の会|川の会"),
                ("まさひでさんが担当の", "担当:まさひでさん"),
                ("青空で佐藤さんが担当の", "青空 担当:佐藤さん"),
                ("利用言語がRust", "利用言語:Rust"),
                ("青空で利用言語がRust", "青空 利用言語:Rust"),
                // what is said by words alone stays so
                ("田中という人", "田中という人"),
                ("ハッシュタグが好き", "ハッシュタグが好き"),
                ("担当に連絡", "担当に連絡"),
                ("メールありがとう", "メールありがとう"),
                ("90日の連絡", "90日の連絡"),
                ("組織:「青空、担当が佐藤」", "組織:「青空、担当が佐藤」"),
                ("組織:青空 タグ:登壇", "組織:青空 タグ:登壇"),
            ],
        );
    }

    #[test]
    fn deals_and_organizations_have_conditions_of_their_own() {
        of(
            About::Deals,
            &[
                ("over 5M", "amount>5M"),
                ("with Acme worth more than 5 million yen", "Acme amount>\"5 million yen\""),
                ("of at least 300k at Aozora", "Aozora amount>=300k"),
                ("under 100 USD owned by Claire", "amount<\"100 USD\" owner:Claire"),
                ("500万円以上", "金額>=500万円"),
                ("金額が100万円未満の青空", "青空 金額<100万円"),
                ("300万円を超える", "金額>300万円"),
                ("over 1,000,000 yen", "amount>\"1,000,000 yen\""),
                ("worth more than $1,200", "amount>$1,200"),
                ("over 1M and under 5M", "amount>1M amount<5M"),
                ("over 5M or under 1M", "over 5M or under 1M"),
                ("100万円以上500万円以下", "金額>=100万円 金額<=500万円"),
                ("between 1M and 3M", "amount>=1M amount<=3M"),
                (
                    "worth between 5 million yen and 8 million yen",
                    "amount>=\"5 million yen\" amount<=\"8 million yen\"",
                ),
                ("with Acme from 300k to 1M", "Acme amount>=300k amount<=1M"),
                ("between 1 and 3 million yen", "amount>=\"1 million yen\" amount<=\"3 million yen\""),
                ("from 100000 to 300000", "amount>=100000 amount<=300000"),
                ("from October to November", "from October to November"),
                ("from 2025 to 2026", "from 2025 to 2026"),
                ("between 5 and 9 November", "between 5 and 9 November"),
                ("100万円から300万円", "金額>=100万円 金額<=300万円"),
                ("100万〜300万円の青空", "青空 金額>=100万 金額<=300万円"),
                ("100〜300万円", "金額>=100万円 金額<=300万円"),
                ("100万円から500万円未満", "金額>=100万円 金額<500万円"),
                ("青空からの100万円から300万円", "青空から 金額>=100万円 金額<=300万円"),
                ("1月から3月", "1月から3月"),
                ("2025から2026", "2025から2026"),
                ("without an owner", "owner:none"),
                ("with no owner over 5M", "amount>5M owner:none"),
                ("担当者のいない", "担当:なし"),
                ("over", "over"),
                ("over the moon", "over the moon"),
            ],
        );
        of(
            About::Organizations,
            &[
                ("with more than 5 people", "people>5"),
                ("at least ten people not seen for 30 days", "people>=10 seen>30days"),
                ("10人以上", "人数>=10"),
                ("ドメインのない", "-あり:ドメイン"),
                ("私の", "私の"),
                ("知り合いが3人以上で90日以上連絡のない", "最終接触>90日 人数>=3"),
            ],
        );
    }

    #[test]
    fn words_are_known_by_the_conditions_that_they_say() {
        for (words, about, want) in [
            ("without an e-mail", About::People, true),
            ("with an email address", About::People, true),
            ("with a phone number at Aozora", About::People, true),
            ("who has a phone number for the venue", About::People, false),
            ("90日以上連絡のない", About::People, true),
            ("利用言語がRust", About::People, true),
            ("over 5M", About::Deals, true),
            ("whose language is Rust", About::People, true),
            ("雨が好き", About::People, false),
            ("Aozora or Nordvale", About::People, true),
            ("青空またはNordvale", About::People, true),
            ("tea or coffee", About::People, false),
            ("prefer tabs or spaces", About::People, false),
            ("my charger", About::People, false),
            ("Aozora", About::People, false),
            ("who told me on the phone yesterday that it was tagged v1", About::People, false),
        ] {
            assert_eq!(says(words, about), want, "{words}");
        }
    }

    proptest! {
        #[test]
        fn what_is_typed_stays(
            text in ".{0,40}",
            en in "(tagged |with |no |email |and |or | |x |not seen for |a week |over |5M |org:y ){0,12}",
            ja in "(タグが|のない|の|で| |x|担当に|メール|「|90日|以上|連絡|5万円|または| org:y ){0,12}",
        ) {
            for text in [text, en, ja] {
                for about in [About::People, About::Organizations, About::Deals] {
                    let typed = |text: &str| text.matches("org:y").count();
                    prop_assert_eq!(typed(&text), typed(&written(&text, about, |name| name == "x")));
                    let _ = says(&text, about);
                }
            }
        }
    }
}
