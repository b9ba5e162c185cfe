//! A cell → a value that can be kept, or the reason why not.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use nlp::{Lang, amount, period::YEARS};
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::month_name;
use crate::say;

/// Why a row is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// No e-mail address.
    Email,
    /// No telephone number.
    Phone,
    /// No day that the calendar has.
    Date,
    /// A day that could be two: 04/05/2026.
    TwoDates,
    /// No amount of money, or less than nothing.
    Amount,
    /// No ISO 4217 code.
    Currency,
    /// None of the categories.
    Category,
    /// None of the relationships.
    Relationship,
    /// None of the kinds.
    Kind,
    /// Neither there nor absent.
    Status,
    /// None of the things that people do.
    Action,
    /// No such campaign.
    Campaign,
    /// No number.
    Number,
    /// Neither yes nor no.
    Truth,
    /// None of a field's choices.
    Choice,
    /// No web address.
    Url,
    /// No domain of an organization's own.
    Domain,
    /// Nobody is called so.
    NoPerson,
    /// Several are called so.
    Persons,
    /// Somebody else has what no two may have.
    Taken,
    /// More characters than are kept.
    TooLong,
    /// Characters that are not seen and change how others are.
    Invisible,
    /// Nothing tells who or what it is.
    Nobody,
    /// Needed and empty.
    Missing,
    /// More cells than there are columns.
    MoreCells,
    /// The database would not have it.
    Refused,
}

impl Reason {
    const ALL: [Self; 26] = [
        Self::Email,
        Self::Phone,
        Self::Date,
        Self::TwoDates,
        Self::Amount,
        Self::Currency,
        Self::Category,
        Self::Relationship,
        Self::Kind,
        Self::Status,
        Self::Action,
        Self::Campaign,
        Self::Number,
        Self::Truth,
        Self::Choice,
        Self::Url,
        Self::Domain,
        Self::NoPerson,
        Self::Persons,
        Self::Taken,
        Self::TooLong,
        Self::Invisible,
        Self::Nobody,
        Self::Missing,
        Self::MoreCells,
        Self::Refused,
    ];

    /// Its name for programs; stored.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Email => "bad_email",
            Self::Phone => "bad_phone",
            Self::Date => "bad_date",
            Self::TwoDates => "ambiguous_date",
            Self::Amount => "bad_amount",
            Self::Currency => "bad_currency",
            Self::Category => "bad_category",
            Self::Relationship => "bad_relationship",
            Self::Kind => "bad_kind",
            Self::Status => "bad_status",
            Self::Action => "bad_action",
            Self::Campaign => "no_campaign",
            Self::Number => "bad_number",
            Self::Truth => "bad_boolean",
            Self::Choice => "bad_choice",
            Self::Url => "bad_url",
            Self::Domain => "bad_domain",
            Self::NoPerson => "no_person",
            Self::Persons => "ambiguous_person",
            Self::Taken => "taken",
            Self::TooLong => "too_long",
            Self::Invisible => "invisible_characters",
            Self::Nobody => "nobody",
            Self::Missing => "missing",
            Self::MoreCells => "more_cells",
            Self::Refused => "refused",
        }
    }

    /// By its stored name.
    pub(super) fn stored(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// For people.
    pub(super) fn words(self, lang: Lang) -> String {
        match self {
            Self::Email => say!(
                lang,
                "no e-mail address; write it like taro@example.com",
                "メールアドレスとして読めません（例：taro@example.com）"
            ),
            Self::Phone => say!(
                lang,
                "no telephone number; write it like +81 90-1234-5678",
                "電話番号として読めません（例：090-1234-5678）"
            ),
            Self::Date => say!(
                lang,
                "no day that the calendar has; write it like 2026-04-05",
                "日付として読めません（例：2026-04-05）"
            ),
            Self::TwoDates => say!(
                lang,
                "this may be two days (day first, or month first); write it like 2026-04-05",
                "日と月の順番が分かりません。2026-04-05 のように書いてください"
            ),
            Self::Amount => say!(
                lang,
                "no amount of money; write it like 120000 or $1,200.50, not negative, two decimals at most",
                "金額として読めません（例：120000。負の数は不可、小数は2桁まで）"
            ),
            Self::Currency => {
                say!(lang, "no currency; write a code such as JPY", "通貨コードではありません（例：JPY）")
            }
            Self::Category => say!(
                lang,
                "no category; there are people, ads, production, venue, travel, prizes and other",
                "費目がありません。人件費・広告費・制作費・会場費・旅費・賞金・その他から選んでください"
            ),
            Self::Relationship => say!(
                lang,
                "no relationship; there are developer, customer, lead and partner",
                "関係は「開発者」「顧客」「見込み客」「パートナー」のいずれかです"
            ),
            Self::Kind => {
                say!(
                    lang,
                    "neither a company nor a community",
                    "種別は「会社」「コミュニティ」のいずれかです"
                )
            }
            Self::Status => say!(
                lang,
                "not clear whether they came; write attended, registered, absent or cancelled",
                "出欠が分かりません。「出席」「申込」「欠席」「キャンセル」のいずれかで書いてください"
            ),
            Self::Action => say!(
                lang,
                "not something I know people to do; write call, meeting, email, visit, demo, note …",
                "活動の種類が分かりません。「電話」「打ち合わせ」「メール」「訪問」「デモ」「記録」などで書いてください"
            ),
            Self::Campaign => say!(
                lang,
                "there is no such campaign; add it first, or write its code such as C-7",
                "その施策はありません。先に追加するか、C-7 のようなコードで書いてください"
            ),
            Self::Number => {
                say!(lang, "no number; write it like 12 or 3.5", "数値として読めません（例：12、3.5）")
            }
            Self::Truth => say!(lang, "neither yes nor no", "「はい」「いいえ」のいずれかです"),
            Self::Choice => say!(
                lang,
                "not among the field's choices; “field list” shows them",
                "項目の選択肢にありません。「field list」で選択肢を確認できます"
            ),
            Self::Url => say!(
                lang,
                "no web address; write it like https://example.com/page",
                "URLとして読めません（例：https://example.com/page）"
            ),
            Self::Domain => say!(
                lang,
                "no domain of its own; write it like example.com (not one where anybody can have an address)",
                "組織のドメインとして読めません（例：example.com。誰でも使えるメールのドメインは不可）"
            ),
            Self::NoPerson => say!(
                lang,
                "I know nobody of this name or code; write a code such as P-12",
                "その人は登録されていません。P-12 のようなコードで書いてください"
            ),
            Self::Persons => say!(
                lang,
                "several people are called so; write a code such as P-12",
                "同じ名前の人が複数います。P-12 のようなコードで書いてください"
            ),
            Self::Taken => say!(
                lang,
                "somebody else has this value, and no two may have it",
                "重複できない項目で、この値はすでに使われています"
            ),
            Self::TooLong => say!(lang, "too long", "長すぎます"),
            Self::Invisible => say!(
                lang,
                "it holds invisible characters that change how others are shown; type it anew",
                "表示を変える見えない文字が含まれています。入力し直してください"
            ),
            Self::Nobody => {
                say!(lang, "neither a name nor an e-mail address", "名前もメールアドレスもありません")
            }
            Self::Missing => say!(lang, "this is needed, and empty", "必須の値が空です"),
            Self::MoreCells => say!(
                lang,
                "more cells than columns; perhaps a comma needs quotation marks",
                "見出しより列が多い行です。カンマを引用符で囲む必要がないか確認してください"
            ),
            Self::Refused => {
                say!(lang, "the database would not take it", "データベースが受け付けませんでした")
            }
        }
    }
}

/// Words on one line, trimmed. Control characters and those that turn text round are refused.
pub(super) fn line(cell: &str, longest: usize) -> Result<String, Reason> {
    let text: String = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    fit(text, longest)
}

/// Words on as many lines as there are.
pub(super) fn lines(cell: &str, longest: usize) -> Result<String, Reason> {
    fit(cell.trim().to_owned(), longest)
}

fn fit(text: String, longest: usize) -> Result<String, Reason> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t') || turns(c)) {
        return Err(Reason::Invisible);
    }
    if text.chars().nth(longest).is_some() { Err(Reason::TooLong) } else { Ok(text) }
}

/// Unicode's explicit directional controls (UAX #9, section 2).
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// E-mail addresses, one or several in a cell.
pub(super) fn emails(cell: &str) -> Result<Vec<String>, Reason> {
    let mut all = Vec::new();
    for part in cell.split([',', ';', '、', '\n', ' ', '\u{3000}']).filter(|part| !part.trim().is_empty()) {
        let address: String = part.nfkc().collect::<String>().trim().to_lowercase();
        let address = address.strip_prefix("mailto:").unwrap_or(&address);
        let address = address.trim_start_matches('<').trim_end_matches('>');
        let local = address.split('@').next().unwrap_or_default();
        if !crate::commands::is_address(address)
            || address.chars().any(turns)
            || address.len() > 254
            || local.starts_with('.')
            || local.ends_with('.')
            || local.contains("..")
        {
            return Err(Reason::Email);
        }
        if !all.iter().any(|known| known == address) {
            all.push(address.to_owned());
        }
    }
    Ok(all)
}

/// Telephone numbers, as they were written.
pub(super) fn phones(cell: &str) -> Result<Vec<String>, Reason> {
    let mut all = Vec::new();
    for part in cell.split([',', ';', '、', '\n', '/']).filter(|part| !part.trim().is_empty()) {
        let number: String = part.nfkc().collect::<String>().trim().to_lowercase();
        let number = number.strip_prefix("tel:").unwrap_or(&number).trim();
        // 内線12, ext. 12: another telephone at the same number
        let number =
            ["内線", "ext", "x"].iter().fold(number, |it, word| it.split(word).next().unwrap_or(it)).trim();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let plain = number.chars().all(|c| c.is_ascii_digit() || "+-()−‐–ー. ".contains(c));
        if !plain || !(5..=20).contains(&digits) {
            return Err(Reason::Phone);
        }
        all.push(number.to_owned());
    }
    Ok(all)
}

/// What a clock on the wall says, and how far it is from UTC, where that is said.
pub(super) type Wall = (NaiveTime, Option<FixedOffset>);

/// A day, and the time of day if there is one: `2026-04-05`, `2026/4/5 10:00`, `2026年4月5日`, `令和8年4月5日`,
/// `20260405`, RFC 3339; with the year last only as `day_first` says.
pub(super) fn moment(cell: &str, day_first: Option<bool>) -> Result<(NaiveDate, Option<Wall>), Reason> {
    let text = cell.nfkc().collect::<String>();
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok((at.date_naive(), Some((at.time(), Some(*at.offset())))));
    }
    if let Some((day, time)) = month_name::day(text) {
        let day = Some(day).filter(|day| YEARS.contains(&day.year())).ok_or(Reason::Date)?;
        return Ok((day, if time.is_empty() { None } else { Some((time_of(&time)?, None)) }));
    }
    // 2026-04-05(日) 10:00: what day of the week it is the calendar knows
    let text = weekdayless(text);
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, time.trim()),
        None => match text.split_once('日') {
            Some((day, time)) => (day, time.trim()),
            None => (text.as_str(), ""),
        },
    };
    let day = date(day, day_first)?;
    if time.is_empty() { Ok((day, None)) } else { Ok((day, Some((time_of(time)?, None)))) }
}

fn weekdayless(text: &str) -> String {
    match (text.find('('), text.find(')')) {
        (Some(open), Some(close)) if open < close && close - open <= 12 => {
            format!("{} {}", text[..open].trim(), text[close + 1..].trim()).trim().to_owned()
        }
        _ => text.to_owned(),
    }
}

/// Whether a column writes the day before the month, as far as this cell tells.
pub(super) fn tells_day_first(cell: &str) -> Option<bool> {
    let text: String = cell.nfkc().collect();
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit()).take(3).filter_map(|it| it.parse().ok()).collect();
    match numbers[..] {
        [first, second, year] if year > 999 && first <= 31 && second <= 31 => {
            if first > 12 {
                Some(true)
            } else if second > 12 {
                Some(false)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// Japanese eras as dates are written in them, each with the year before its first.
const ERAS: [(&str, u32); 11] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("R", 2018),
    ("r", 2018),
    ("H", 1988),
    ("h", 1988),
    ("S", 1925),
    ("s", 1925),
];

fn date(text: &str, day_first: Option<bool>) -> Result<NaiveDate, Reason> {
    let text = text.trim().trim_end_matches('日');
    let (era, rest) = ERAS
        .into_iter()
        .find_map(|(era, before)| text.strip_prefix(era).map(|rest| (before, rest)))
        .unwrap_or((0, text));
    let rest = rest.trim_end_matches('.').replace("元年", "1年");
    if era == 0 && rest.len() == 8 && rest.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(&rest, "%Y%m%d").map_err(|_| Reason::Date);
    }
    let parts: Vec<&str> = rest.split(['-', '/', '.', '年', '月']).map(str::trim).collect();
    let numbers: Option<Vec<u32>> =
        parts.iter().map(|p| if p.len() <= 4 { p.parse().ok() } else { None }).collect();
    let Some(&[a, b, c]) = numbers.as_deref() else { return Err(Reason::Date) };
    let (year, month, day) = match (parts[0].len(), parts[2].len()) {
        _ if era > 0 => (a + era, b, c),
        (4, _) => (a, b, c),
        (_, 4) => match day_first.or_else(|| tells_day_first(text)) {
            Some(true) => (c, b, a),
            Some(false) => (c, a, b),
            // on the same number they are one day
            None if a == b => (c, a, b),
            None => return Err(Reason::TwoDates),
        },
        _ => return Err(Reason::Date),
    };
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year)).ok_or(Reason::Date)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(Reason::Date)
}

/// `10:00`, `10:00:05`, `1:30 PM`, `午後1時半` and the like.
pub(super) fn time_of(cell: &str) -> Result<NaiveTime, Reason> {
    let text = cell.nfkc().collect::<String>().to_lowercase();
    let text = text.trim();
    let (late, text) = if let Some(rest) = text.strip_prefix("午後").or_else(|| text.strip_suffix("pm")) {
        (Some(true), rest)
    } else if let Some(rest) = text.strip_prefix("午前").or_else(|| text.strip_suffix("am")) {
        (Some(false), rest)
    } else {
        (None, text)
    };
    let plain = text.trim().replace("時半", ":30").replace(['時', '分'], ":").replace('秒', "");
    let plain = plain.trim_end_matches(':');
    let mut parts =
        plain.split(':').map(|part| part.trim().split('.').next().unwrap_or_default().parse::<u32>());
    let mut next = || parts.next().transpose().map_err(|_| Reason::Date);
    let (hour, minute, second) = (next()?.ok_or(Reason::Date)?, next()?.unwrap_or(0), next()?.unwrap_or(0));
    let hour = match late {
        Some(late) if (1..=12).contains(&hour) => hour % 12 + if late { 12 } else { 0 },
        Some(_) if hour > 12 => return Err(Reason::Date),
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second).ok_or(Reason::Date)
}

/// The moment of a wall clock in a zone; the earlier of two, and after a gap the first that there is.
pub(super) fn at(day: NaiveDate, time: NaiveTime, offset: Option<FixedOffset>, zone: Tz) -> DateTime<Utc> {
    let wall = NaiveDateTime::new(day, time);
    if let Some(at) = offset.and_then(|offset| offset.from_local_datetime(&wall).single()) {
        return at.with_timezone(&Utc);
    }
    let found = zone.from_local_datetime(&wall).earliest();
    let found = found.or_else(|| zone.from_local_datetime(&(wall + chrono::TimeDelta::hours(1))).earliest());
    found.map_or_else(|| wall.and_utc(), |at| at.with_timezone(&Utc))
}

/// An amount, and the currency if one is written with it.
pub(super) fn money(cell: &str) -> Result<(Decimal, Option<String>), Reason> {
    let text: String = cell.nfkc().collect();
    let read = amount::read(text.trim()).ok_or(Reason::Amount)?;
    let value = read.value.normalize();
    if value.scale() > 2 {
        return Err(Reason::Amount);
    }
    Ok((value, read.currency.map(str::to_owned)))
}

/// An ISO 4217 code.
pub(super) fn currency(cell: &str) -> Result<String, Reason> {
    let code = cell.nfkc().collect::<String>().trim().to_uppercase();
    match code.as_str() {
        "円" | "¥" => Ok("JPY".to_owned()),
        "$" => Ok("USD".to_owned()),
        "€" => Ok("EUR".to_owned()),
        code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => Ok(code.to_owned()),
        _ => Err(Reason::Currency),
    }
}

/// The domain of an address of a page, of an e-mail address or as it is.
pub(super) fn domain(cell: &str) -> Option<String> {
    let text = cell.nfkc().collect::<String>().trim().to_lowercase();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(&text);
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or(host);
    let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.');
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    (host.contains('.') && host.len() <= 253 && host.split('.').all(is_label)).then(|| host.to_owned())
}
