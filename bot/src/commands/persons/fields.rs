//! The fields of a person that people may set: their names in both languages, and what may stand in them.

use crm::persons::Field;
use nlp::{Lang, understand::Choices};

use crate::commands::Stop;
use crate::{
    say,
    words::{Words, actions, words},
};

/// A field that `person set` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Settable {
    /// A column of the person.
    Of(Field),
    /// Where they work.
    Organization,
    /// At which numbers they can be called.
    Phone,
}

/// That a field is to be emptied.
pub(super) const EMPTY: Choices = &[(
    "empty",
    &[
        "clear",
        "erase",
        "blank",
        "nothing",
        "none",
        "空",
        "空欄",
        "空白",
        "なし",
        "無し",
        "未設定",
        "消して",
        "消す",
        "クリア",
        "クリアして",
        "削除",
        "削除して",
    ],
)];

/// Canonical names, each with what people say for it. The last are asked for often and not kept.
pub(crate) const NAMES: Choices = &[
    ("name", &["full name", "display name", "名前", "氏名", "姓名", "表示名", "なまえ"]),
    (
        "kana",
        &[
            "reading",
            "furigana",
            "よみ",
            "読み",
            "読み方",
            "よみがな",
            "読み仮名",
            "ふりがな",
            "フリガナ",
            "カナ",
            "かな",
        ],
    ),
    ("romaji", &["latin name", "romaji name", "ローマ字", "ローマ字名", "英字", "英語名"]),
    ("title", &["job title", "job", "position", "役職", "肩書き", "肩書", "職種", "ポジション", "タイトル"]),
    (
        "email",
        &[
            "e-mail",
            "mail",
            "email address",
            "e-mail address",
            "メール",
            "メールアドレス",
            "メアド",
            "アドレス",
            "eメール",
        ],
    ),
    ("relationship", &["relation", "kind", "関係", "関係性", "区分", "種別"]),
    (
        "organization",
        &["organisation", "org", "company", "employer", "所属", "所属先", "会社", "組織", "勤務先", "勤め先"],
    ),
    (
        "phone",
        &[
            "phones",
            "phone number",
            "phone numbers",
            "telephone",
            "tel",
            "mobile",
            "電話",
            "電話番号",
            "携帯",
            "携帯電話",
            "携帯番号",
        ],
    ),
    ("other", &["city", "居住地", "部署"]),
];

impl Settable {
    const ALL: [Self; 8] = [
        Self::Of(Field::Name),
        Self::Of(Field::Kana),
        Self::Of(Field::Romaji),
        Self::Of(Field::Title),
        Self::Of(Field::Email),
        Self::Of(Field::Relationship),
        Self::Organization,
        Self::Phone,
    ];

    /// By its canonical name, or by what people call it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let folded = name.trim().to_lowercase();
        let (canonical, _) =
            NAMES.iter().find(|(word, said)| *word == folded || said.contains(&folded.as_str()))?;
        Self::ALL.into_iter().find(|field| field.as_str() == *canonical)
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Of(field) => field.as_str(),
            Self::Organization => "organization",
            Self::Phone => "phone",
        }
    }

    /// As a card calls it.
    pub(crate) fn label(self) -> Words {
        match self {
            Self::Of(Field::Name) => words("Name", "名前"),
            Self::Of(Field::Kana) => words("Reading", "よみ"),
            Self::Of(Field::Romaji) => words("Latin name", "ローマ字"),
            Self::Of(Field::Title) => words("Title", "役職"),
            Self::Of(Field::Email) => words("E-mail", "メール"),
            Self::Of(Field::Relationship) => words("Relationship", "関係"),
            Self::Organization => words("Organization", "所属"),
            Self::Phone => words("Phone", "電話"),
        }
    }
}

/// Refuses a field that there is not, with those that there are; `more`: the tenant's own.
pub(crate) fn unknown(lang: Lang, name: &str, more: &[String]) -> Stop {
    let more: String = more.iter().map(|own| format!("{}{own}", lang.pick(", ", "・"))).collect();
    let name = match (name, lang) {
        ("other", Lang::En) => "such field".to_owned(),
        ("other", Lang::Ja) => "その項目".to_owned(),
        (_, Lang::En) => format!("field “{name}”"),
        (_, Lang::Ja) => format!("「{name}」という項目"),
    };
    Stop::Refused(say!(
        lang,
        "I keep no {name} of a person. There are: name, kana, romaji, title, email, relationship, organization, phone{more}. Anything else fits in a note: “note on P-12: …”.",
        "{name}はありません。設定できるのは、名前・よみ・ローマ字・役職・メール・関係・所属・電話{more}です。それ以外は「P-12にメモ：…」のようにメモで残せます。"
    ))
}

/// A value made fit for its field; `None` where nothing stands.
pub(crate) fn read(lang: Lang, field: Field, value: &str) -> Result<Option<String>, Stop> {
    let value: String = value.chars().filter(|c| !c.is_control()).collect();
    let value = value.trim();
    let label = Settable::Of(field).label().of(lang);
    if value.is_empty() {
        return if field.may_be_empty() {
            Ok(None)
        } else {
            Err(Stop::Refused(say!(
                lang,
                "{label} cannot be empty. Say what it should be.",
                "{label}は空にできません。設定する内容を指定してください。"
            )))
        };
    }
    if value.chars().nth(LONGEST).is_some() {
        return Err(Stop::Refused(say!(
            lang,
            "That is too long for {label}: {LONGEST} characters at most.",
            "{label}に設定できるのは{LONGEST}文字までです。"
        )));
    }
    match field {
        Field::Email if !is_address(value) => Err(Stop::Refused(say!(
            lang,
            "“{value}” is no e-mail address. Write it like taro@example.com.",
            "「{value}」はメールアドレスとして読めません。taro@example.com のように書いてください。"
        ))),
        Field::Relationship => match relationship(value) {
            Some(known) => Ok(Some(known.to_owned())),
            None => Err(Stop::Refused(say!(
                lang,
                "A person is a developer, a customer, a lead or a partner; “{value}” is none of them.",
                "関係は「開発者」「顧客」「見込み客」「パートナー」のいずれかです（「{value}」は設定できません）。"
            ))),
        },
        Field::Name | Field::Kana | Field::Romaji | Field::Title | Field::Email => Ok(Some(value.to_owned())),
    }
}

/// In characters.
const LONGEST: usize = 120;

/// Does a value ask what stands there, as of 「P-12の誕生日はいつ？」?
pub(crate) fn asks(value: &str) -> bool {
    const WORDS: [&str; 10] = ["何", "なに", "なん", "いつ", "どこ", "誰", "だれ", "いくつ", "どれ", "what"];
    WORDS.contains(&value.trim_end_matches(['?', '？', 'か', 'で', 'す']))
}

/// Can mail be sent there? Whether it arrives nobody knows.
pub(crate) fn is_address(text: &str) -> bool {
    let plain = text
        .chars()
        .all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | '"'));
    plain
        && text.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && !host.contains('@')
                && host.split('.').count() > 1
                && host.split('.').all(|label| !label.is_empty())
        })
}

/// How we stand with somebody, by what people call it.
pub(crate) const RELATIONSHIPS: Choices = &[
    ("developer", &["dev", "開発者", "デベロッパー", "エンジニア"]),
    ("customer", &["client", "顧客", "お客様", "お客さん", "クライアント", "カスタマー"]),
    ("lead", &["prospect", "見込み客", "見込み", "リード"]),
    ("partner", &["パートナー", "協力会社", "提携先"]),
];

fn relationship(word: &str) -> Option<&'static str> {
    let folded = word.trim().to_lowercase();
    RELATIONSHIPS
        .iter()
        .find(|(known, said)| *known == folded || said.contains(&folded.as_str()))
        .map(|(known, _)| *known)
}

/// A value as a reader sees it.
pub(crate) fn shown(lang: Lang, field: Settable, value: Option<&str>) -> String {
    match (field, value) {
        (_, None | Some("")) => "–".to_owned(),
        (Settable::Of(Field::Relationship), Some(value)) => actions::relationship(value, lang).to_owned(),
        (_, Some(value)) => value.to_owned(),
    }
}

/// A value after `=`, in quotes where it would not stand as one without.
pub(crate) fn quoted(value: &str) -> String {
    if !value.contains([' ', '\u{3000}', ',', '、', '=', '＝', '"', '「', '」']) {
        return value.to_owned();
    }
    if value.contains('"') { format!("「{value}」") } else { format!("\"{value}\"") }
}

#[cfg(test)]
mod tests {
    use nlp::understand::fields;

    use super::*;

    #[test]
    fn fields_by_what_people_call_them() {
        for (said, want) in [
            ("title", Some("title")),
            ("役職", Some("title")),
            ("Title", Some("title")),
            ("読み", Some("kana")),
            ("カナ", Some("kana")),
            ("会社", Some("organization")),
            ("住所", None),
            ("shoe size", None),
        ] {
            assert_eq!(Settable::named(said).map(Settable::as_str), want, "{said}");
        }
    }

    #[test]
    fn quoted_values_are_read_as_they_were() {
        for value in ["CTO", "VP, Sales", "Chief of Staff", "a=b", "R&D “lead”", "the \"boss\"", "部長、兼務"]
        {
            let read = fields(&format!("title={}", quoted(value))).unwrap();
            assert_eq!(read, [("title".to_owned(), value.to_owned())]);
        }
    }

    #[test]
    fn addresses() {
        for good in ["a@b.example", "taro.tanaka+x@mail.example.co.jp", "花子@例え.jp"] {
            assert!(is_address(good), "{good}");
        }
        for bad in
            ["", "a", "a@b", "@b.example", "a@b..example", "a b@c.example", "<a@b.example>", "a@b@c.example"]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
