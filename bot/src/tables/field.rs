//! What a column can mean, and the headers under which other programs write it.

use std::{collections::HashMap, sync::LazyLock};

use crate::words::{Words, words};
use serde::{Deserialize, Serialize};

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A whole name.
    Name,
    /// The family's.
    FamilyName,
    /// One's own.
    GivenName,
    /// Reading of the whole name.
    Kana,
    /// Reading of the family name.
    FamilyKana,
    /// Reading of the given name.
    GivenKana,
    /// The whole name in Latin letters.
    Romaji,
    /// What one is called where no name is given.
    Nickname,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Where one works; what an organization is called.
    Organization,
    /// An organization's name in another language.
    OtherName,
    /// Which part of it.
    Department,
    /// What one does.
    Title,
    /// E-mail or web domain, or an address of a page there.
    Domain,
    /// Company or community.
    OrganizationKind,
    /// Free words.
    Tags,
    /// Developer, customer, lead, partner.
    Relationship,
    /// Words kept as a note.
    Note,
    /// A day, or a day with a time.
    Date,
    /// A time of day.
    Time,
    /// What somebody did.
    Action,
    /// In words.
    Text,
    /// A campaign: its name or code.
    Campaign,
    /// Did they come?
    Status,
    /// When they said that they would not.
    Cancelled,
    /// What money was spent on.
    Category,
    /// How much.
    Amount,
    /// Of which money.
    Currency,
}

/// Field, its name after `--map`, for people, and headers in whatever spelling.
type Known = (Field, &'static str, Words, &'static [&'static str]);

#[rustfmt::skip]
const KNOWN: &[Known] = &[
    (Field::Name, "name", words("name", "氏名"), &[
        "full name", "display name", "person", "contact", "contact name", "attendee", "attendee name", "participant",
        "member", "who", "氏名", "名前", "お名前", "ご氏名", "姓名", "フルネーム", "表示名", "担当者名", "担当者", "参加者名", "参加者",
        "申込者名", "連絡先名", "人", "登録者名"]),
    (Field::FamilyName, "family_name", words("family name", "姓"), &[
        "last name", "surname", "lastname", "姓", "苗字", "名字", "氏", "お名前(姓)", "氏名(姓)", "名前(姓)", "姓(漢字)"]),
    (Field::GivenName, "given_name", words("given name", "名"), &[
        "first name", "forename", "firstname", "名", "お名前(名)", "氏名(名)", "名前(名)", "名(漢字)", "下の名前"]),
    (Field::Kana, "kana", words("reading", "フリガナ"), &[
        "furigana", "reading", "phonetic name", "フリガナ", "氏名フリガナ", "氏名カナ", "カナ", "カナ氏名", "お名前カナ", "読み", "よみ",
        "読み仮名", "よみがな", "ヨミガナ", "name kana", "kana name", "name in kana", "name katakana", "name furigana", "full name kana",
        "name reading", "attendee name kana", "氏名よみ", "氏名よみがな", "お名前よみ", "お名前よみがな", "姓名カナ", "姓名フリガナ",
        "参加者名カナ", "参加者名フリガナ", "担当者名カナ", "担当者名フリガナ", "名前フリガナ", "名前カナ", "氏名(カナ)", "氏名(フリガナ)", "お名前(フリガナ)"]),
    (Field::FamilyKana, "family_kana", words("family name, reading", "セイ"), &[
        "last name kana", "family name kana", "surname kana", "kana last name", "last name furigana", "family name reading", "phonetic last name", "last name phonetic", "セイ", "姓カナ", "姓フリガナ", "姓よみ",
        "姓(カナ)", "姓(フリガナ)", "フリガナ(姓)", "カナ姓"]),
    (Field::GivenKana, "given_kana", words("given name, reading", "メイ"), &[
        "first name kana", "given name kana", "kana first name", "first name furigana", "given name reading", "phonetic first name", "first name phonetic", "メイ", "名カナ", "名フリガナ",
        "名よみ", "名(カナ)", "名(フリガナ)", "フリガナ(名)", "カナ名"]),
    (Field::Romaji, "romaji", words("Latin name", "ローマ字"), &[
        "latin name", "name in english", "english name", "ローマ字", "ローマ字氏名", "氏名ローマ字", "英字", "英語名", "英字氏名"]),
    (Field::Nickname, "nickname", words("nickname", "ニックネーム"), &[
        "handle", "user name", "username", "screen name", "ニックネーム", "ユーザー名", "ハンドルネーム", "ユーザ名"]),
    (Field::Email, "email", words("e-mail", "メール"), &[
        "mail", "e-mail address", "email address", "e-mail 1 - value", "e-mail 2 - value", "email 1", "email 2", "work email",
        "primary email", "secondary email", "contact email", "attendee email", "メール", "メールアドレス", "メアド", "Eメール",
        "Eメールアドレス", "電子メール", "e-mailアドレス", "メールアドレス1", "メールアドレス2", "会社メールアドレス", "連絡先メールアドレス", "PCメール"]),
    (Field::Phone, "phone", words("phone", "電話"), &[
        "phone number", "telephone", "tel", "mobile", "mobile phone", "mobile number", "cell", "cell phone", "mobile phone number",
        "phone 1 - value", "phone 2 - value", "direct phone", "電話", "電話番号", "携帯", "携帯電話", "携帯電話番号", "携帯番号", "直通電話",
        "TEL直通", "直通", "連絡先電話番号", "お電話番号"]),
    (Field::Organization, "organization", words("organization", "会社・組織"), &[
        "organisation", "company", "company name", "account name", "account", "employer", "organization name", "org",
        "organization 1 - name", "affiliation", "associated company", "会社", "会社名", "勤務先", "所属", "所属先", "企業名", "企業", "組織",
        "組織名", "団体名", "会社・団体名", "法人名", "取引先名", "取引先", "御社名", "貴社名", "所属組織", "所属会社", "会社名・団体名"]),
    (Field::OtherName, "other_name", words("other name", "別名"), &[
        "other name", "alias", "name in another language", "別名", "英語社名", "英文社名", "会社名(英語)", "英語表記"]),
    (Field::Department, "department", words("department", "部署"), &[
        "division", "section", "organization 1 - department", "部署", "部署名", "部門", "所属部署", "部課名"]),
    (Field::Title, "title", words("job title", "役職"), &[
        "job title", "position", "job", "job role", "organization 1 - title", "organization title", "役職", "役職名", "肩書", "肩書き", "職種",
        "職位", "ポジション"]),
    (Field::Domain, "domain", words("domain or web site", "ドメイン・URL"), &[
        "website", "web site", "url", "company domain name", "web", "homepage", "site", "company url", "ドメイン", "ホームページ",
        "ウェブサイト", "会社URL", "HP", "サイト", "サイトURL"]),
    (Field::OrganizationKind, "organization_kind", words("kind of organization", "組織の種別"), &[
        "organization kind", "organization type", "company type", "組織種別", "会社種別", "団体種別"]),
    (Field::Tags, "tags", words("tags", "タグ"), &[
        "tag", "labels", "label", "group membership", "タグ", "ラベル", "グループ", "キーワード"]),
    (Field::Relationship, "relationship", words("relationship", "関係"), &[
        "relation", "関係", "関係性"]),
    (Field::Note, "note", words("note", "メモ"), &[
        "notes", "memo", "comment", "comments", "description", "remarks", "メモ", "備考", "コメント", "ノート", "特記事項", "補足"]),
    (Field::Date, "date", words("date", "日付"), &[
        "day", "datetime", "date time", "timestamp", "occurred at", "at", "when", "event date", "activity date", "spent on", "paid on",
        "日付", "日時", "年月日", "開催日", "開催日時", "活動日", "発生日", "実施日", "支出日", "支払日", "計上日", "参加日", "イベント日", "利用日"]),
    (Field::Time, "time", words("time", "時刻"), &["start time", "時刻", "時間", "開始時刻", "開始時間"]),
    (Field::Action, "action", words("action", "活動の種類"), &[
        "what was done",
        "activity", "activity type", "event type", "interaction", "活動", "活動種別", "アクション", "行動", "種別", "活動の種類", "対応種別"]),
    (Field::Text, "text", words("text", "内容"), &[
        "in words",
        "details", "detail", "subject", "body", "message", "content", "summary", "内容", "本文", "件名", "詳細", "概要", "摘要"]),
    (Field::Campaign, "campaign", words("campaign", "施策"), &[
        "campaign name", "event", "event name", "program", "施策", "施策名", "キャンペーン", "キャンペーン名", "イベント", "イベント名",
        "セミナー名", "プログラム名"]),
    (Field::Status, "status", words("attendance", "出欠"), &[
        "attendance", "attended", "attendee status", "check in", "checked in", "registration status", "participation status",
        "出欠", "参加", "出席", "参加ステータス", "出欠ステータス", "出席状況", "参加状況", "来場", "チェックイン", "受付状況", "ステータス"]),
    (Field::Cancelled, "cancelled", words("cancelled", "キャンセル"), &[
        "canceled", "cancelled at", "canceled at", "cancelled on", "canceled on", "cancellation date", "date cancelled",
        "date canceled", "cancellation", "キャンセル日時", "キャンセル日", "取消日時", "取消日", "辞退日", "辞退日時", "キャンセル"]),
    (Field::Category, "category", words("category", "費目"), &[
        "cost category", "expense type", "expense category", "cost type", "費目", "カテゴリ", "カテゴリー", "勘定科目", "科目", "経費区分"]),
    (Field::Amount, "amount", words("amount", "金額"), &[
        "cost", "price", "total", "sum", "spent", "金額", "費用", "コスト", "合計", "合計金額", "支出額", "税込金額"]),
    (Field::Currency, "currency", words("currency", "通貨"), &["currency code", "通貨", "通貨コード"]),
];

static BY_HEADER: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    let forms = |(field, key, label, said): &'static Known| {
        let all = said.iter().copied().chain([*key, label.en, label.ja]);
        all.map(|header| (folded(header), *field)).collect::<Vec<_>>()
    };
    KNOWN.iter().flat_map(forms).collect()
});

impl Field {
    /// Every field, in the order in which they are shown.
    pub const ALL: [Self; 29] = {
        let mut all = [Self::Name; 29];
        let mut i = 0;
        while i < KNOWN.len() {
            all[i] = KNOWN[i].0;
            i += 1;
        }
        all
    };

    fn known(self) -> &'static Known {
        KNOWN.iter().find(|known| known.0 == self).unwrap_or(&KNOWN[0])
    }

    /// Its name after `--map`.
    pub fn key(self) -> &'static str {
        self.known().1
    }

    /// For people.
    pub fn label(self) -> Words {
        self.known().2
    }

    /// What is called so, in a header or after `--map`.
    pub fn named(header: &str) -> Option<Self> {
        BY_HEADER.get(&folded(header)).copied()
    }

    /// Several columns of it are all kept; of any other the first that is filled.
    pub fn is_many(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Tags | Self::Note | Self::Status)
    }
}

/// A header as it is compared: letters and digits, folded, without what says that a form wants it.
pub(super) fn folded(header: &str) -> String {
    let folded = crm::fold(header);
    let folded = ["必須", "任意", "required", "optional"].iter().fold(folded, |header, word| {
        header.replace(&format!("({word})"), "").replace(&format!("[{word}]"), "")
    });
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_other_programs() {
        for (header, field) in [
            ("姓", Field::FamilyName),
            ("名", Field::GivenName),
            ("氏名（必須）", Field::Name),
            ("ﾌﾘｶﾞﾅ", Field::Kana),
            ("フリガナ（姓）", Field::FamilyKana),
            ("Name (kana)", Field::Kana),
            ("Kana name", Field::Kana),
            ("氏名（ふりがな）", Field::Kana),
            ("Canceled at", Field::Cancelled),
            ("キャンセル日時", Field::Cancelled),
            ("会社名", Field::Organization),
            ("部署名", Field::Department),
            ("役職", Field::Title),
            ("メールアドレス", Field::Email),
            ("e-mail", Field::Email),
            ("E-mail 1 - Value", Field::Email),
            ("携帯電話", Field::Phone),
            ("First Name", Field::GivenName),
            ("LAST_NAME", Field::FamilyName),
            ("Account Name", Field::Organization),
            ("Attendee Status", Field::Status),
            ("費目", Field::Category),
        ] {
            assert_eq!(Field::named(header), Some(field), "{header}");
        }
        for header in ["", "郵便番号", "TEL会社", "Fax", "Record ID", "shoe size"] {
            assert_eq!(Field::named(header), None, "{header}");
        }
    }

    #[test]
    fn each_header_means_one_field_and_each_field_is_listed() {
        let mut seen: HashMap<String, Field> = HashMap::new();
        for (field, key, label, said) in KNOWN {
            for header in said.iter().chain([key, &label.en, &label.ja]) {
                let before = seen.insert(folded(header), *field);
                assert!(before.is_none_or(|before| before == *field), "{header}: {before:?} and {field:?}");
            }
        }
        assert_eq!(Field::ALL.len(), KNOWN.len());
        assert!(Field::ALL.iter().all(|field| Field::named(field.key()) == Some(*field)));
    }
}
