//! What headings mean, in English and Japanese.

use super::name::fold_name;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Whole names, or `Name <address>`.
    Name,
    /// Given names.
    Given,
    /// Surnames.
    Surname,
    /// Readings of whole names.
    Kana,
    /// Readings of given names.
    GivenKana,
    /// Readings of surnames.
    SurnameKana,
    /// E-mail addresses.
    Email,
    /// Logins; `provider` where the heading names one.
    Handle {
        /// Where; empty: not said.
        provider: String,
    },
    /// Where the handle of the row is from.
    Provider,
    /// Employers.
    Organization,
    /// Phone numbers.
    Phone,
    /// Pages of people's own.
    Link,
    /// Compared as it is.
    Field {
        /// Part of where somebody lives.
        place: bool,
    },
    /// Tells rows apart, not people.
    Row,
    /// Holds nothing.
    Empty,
}

#[rustfmt::skip]
const KNOWN: &[(&[&str], Meaning)] = &[
    (&["name", "fullname", "displayname", "realname", "personname", "authorname", "committername", "author", "person",
       "contact", "contactname", "customername", "username(full)", "氏名", "名前", "お名前", "姓名", "表示名", "担当者名", "顧客名"], Meaning::Name),
    (&["given", "givenname", "givennames", "firstname", "first", "fname", "forename", "名"], Meaning::Given),
    (&["surname", "lastname", "last", "lname", "familyname", "family", "sn", "姓", "苗字", "名字"], Meaning::Surname),
    (&["kana", "namekana", "furigana", "yomi", "yomigana", "reading", "ふりがな", "かな", "よみ", "読み", "氏名かな", "名前かな",
       "氏名ふりがな", "よみがな", "読み仮名"], Meaning::Kana),
    (&["givenkana", "firstnamekana", "givennamekana", "めい", "名かな", "名ふりがな", "めいかな"], Meaning::GivenKana),
    (&["surnamekana", "lastnamekana", "familynamekana", "せい", "姓かな", "姓ふりがな"], Meaning::SurnameKana),
    (&["provider", "platform", "service", "さーびす", "ぷろばいだ", "ぷろばいだー"], Meaning::Provider),
    (&["organization", "organisation", "org", "company", "companyname", "employer", "affiliation", "institution", "会社", "会社名",
       "所属", "所属先", "組織", "組織名", "勤務先", "法人名", "企業名", "団体名"], Meaning::Organization),
    (&["phone", "phonenumber", "tel", "telephone", "mobile", "mobilephone", "cell", "cellphone", "電話", "電話番号", "携帯", "携帯電話",
       "携帯番号", "連絡先電話"], Meaning::Phone),
    (&["url", "website", "homepage", "blog", "profileurl", "web", "ほーむぺーじ", "さいと"], Meaning::Link),
    (&["address", "address1", "address2", "street", "streetname", "streetnumber", "streetaddress", "suburb", "city", "town", "postcode",
       "postalcode", "zip", "zipcode", "state", "province", "prefecture", "county", "country", "region", "住所", "住所1", "住所2", "郵便番号",
       "都道府県", "市区町村", "番地", "国", "建物名"], Meaning::Field { place: true }),
];

/// Words for a login in headings.
#[rustfmt::skip]
const HANDLES: &[&str] = &[
    "handle", "login", "username", "user", "userlogin", "account", "accountname", "nick", "nickname", "screenname", "loginname", "userid",
    "gitlogin", "ゆーざー名", "ゆーざー", "あかうんと", "はんどる", "にっくねーむ", "ろぐいん",
];

/// Platforms whose names head columns of handles.
#[rustfmt::skip]
const PROVIDERS: &[&str] = &["github", "gitlab", "bitbucket", "twitter", "x", "slack", "discord", "telegram", "mastodon", "line", "irc"];

fn plain(heading: &str) -> String {
    fold_name(heading).chars().filter(|c| c.is_alphanumeric() || *c == 'ー').collect()
}

/// What a heading says; `None` where it is not known.
pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    let plain = plain(heading);
    if let Some((_, meaning)) = KNOWN.iter().find(|(words, _)| words.contains(&plain.as_str())) {
        return Some(meaning.clone());
    }
    if plain.contains("mail") || plain.contains("めーる") || plain.contains("めあど") {
        return Some(Meaning::Email);
    }
    if HANDLES.contains(&plain.as_str()) {
        return Some(Meaning::Handle { provider: String::new() });
    }
    let bare = ["handle", "login", "username", "id", "account", "user"]
        .iter()
        .find_map(|end| plain.strip_suffix(end));
    let provider = PROVIDERS.iter().find(|provider| plain == **provider || bare == Some(**provider));
    provider.map(|provider| Meaning::Handle { provider: (*provider).to_owned() })
}

/// Is the heading one that programs write where nobody gave one?
pub(super) fn says_nothing(heading: &str) -> bool {
    let plain = plain(heading);
    let bare = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    plain.chars().count() <= 2 && !matches!(plain.as_str(), "id" | "no" | "nr")
        || matches!(bare, "" | "column" | "col" | "field" | "unnamed" | "c" | "f" | "v" | "列")
}

/// Is a first row one of people rather than of headings?
pub(super) fn is_data(first: &[String]) -> bool {
    let looks = |cell: &String| {
        let cell = cell.trim();
        cell.contains('@') && cell.contains('.')
            || !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit())
            || is_telephone(cell)
            || cell.starts_with("http://")
            || cell.starts_with("https://")
    };
    first.iter().all(|cell| meaning(cell).is_none()) && first.iter().any(looks)
}

/// 06-7777-1234, +44 20 7946 0000.
fn is_telephone(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits >= 9 && cell.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_both_languages() {
        for (heading, expected) in [
            ("Full Name", Meaning::Name),
            ("given_name", Meaning::Given),
            ("フリガナ", Meaning::Kana),
            ("セイ", Meaning::SurnameKana),
            ("Author E-Mail", Meaning::Email),
            ("メールアドレス", Meaning::Email),
            ("GitHub login", Meaning::Handle { provider: "github".to_owned() }),
            ("ユーザー名", Meaning::Handle { provider: String::new() }),
            ("address_1", Meaning::Field { place: true }),
        ] {
            assert_eq!(meaning(heading), Some(expected), "{heading}");
        }
        assert_eq!(meaning("soc_sec_id"), None);
        assert!(says_nothing("Unnamed: 0") && !says_nothing("suburb"));
    }
}
