//! What is wrong with a file as a whole.

use nlp::Lang;

use super::{field::Field, kind};
use crate::say;
use crm::imports::Kind;

/// Why a file is not read at all. Nothing of it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nothing is in it.
    Empty,
    /// A header, and nothing under it.
    NoRows,
    /// No line names columns that are known. The first line, as far as it goes.
    NoHeader(String),
    /// What is needed for rows of this kind is not there.
    Missing(Kind),
    /// `--map` names a column that is not there; those that are.
    NoColumn(String, Vec<String>),
    /// `--map` names a field that there is not; those of the tenant's own that there are.
    NoField(String, Vec<String>),
    /// Columns by which somebody might try to write what is not theirs to write.
    Forbidden(Vec<String>),
    /// Bytes that are no text, in this line.
    NotText(u64),
    /// Mostly UTF-8, and not in this line.
    Mixed(u64),
    /// A quotation mark that is opened in this line and never closed.
    Unclosed(u64),
    /// A cell that is longer than any cell is, in this line.
    LongCell(u64),
    /// More columns than any table has, in this line.
    ManyColumns(u64),
    /// More bytes than are read.
    TooLarge(u64),
    /// A zip, or a workbook, which is one.
    Archive,
}

impl Problem {
    /// Its name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty | Self::NoRows | Self::NoHeader(_) | Self::Missing(_) => "csv_header",
            Self::NoColumn(..) | Self::NoField(..) => "csv_header",
            Self::Forbidden(_) => "forbidden_column",
            Self::NotText(_) | Self::Mixed(_) => "csv_encoding",
            Self::Unclosed(_) | Self::LongCell(_) | Self::ManyColumns(_) | Self::Archive => "csv_syntax",
            Self::TooLarge(_) => "too_large",
        }
    }

    /// May the tenant's own fields be what is missing?
    pub(crate) fn depends_on_fields(&self) -> bool {
        matches!(self, Self::NoHeader(_) | Self::NoField(..) | Self::Missing(_) | Self::Forbidden(_))
    }

    /// For people: what is wrong, and what to do.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Empty => say!(
                lang,
                "The file is empty. Export it again and look into it before importing.",
                "ファイルが空です。もう一度エクスポートし、中身を確認してから取り込んでください。"
            ),
            Self::NoRows => say!(
                lang,
                "The file has a header and no rows under it. Export it again with the rows.",
                "見出し行だけで、データの行がありません。データを含めてエクスポートし直してください。"
            ),
            Self::NoHeader(first) => say!(
                lang,
                "I know too few of the file's column names to tell which line is the header. The first line is: {first}. Put a line above the rows such as “name,email,company”, or say what a column is: --map \"COLUMN=email\".",
                "知っている列名が足りず、見出し行が分かりません。1行目：{first}。「氏名,メールアドレス,会社名」のような見出し行を付けるか、--map \"列名=email\" で列の意味を指定してください。"
            ),
            Self::Missing(kind) => {
                let (what, needs) = (kind::label(*kind).of(lang), needs(*kind, lang));
                say!(
                    lang,
                    "For {what} the file needs {needs}. Name the columns so, or say which they are: --map \"COLUMN=FIELD\".",
                    "{what}の取り込みには{needs}が必要です。列名を直すか、--map \"列名=項目\" で指定してください。"
                )
            }
            Self::NoColumn(said, there) => {
                let there = there.join(", ");
                say!(
                    lang,
                    "There is no column “{said}”. There are: {there}.",
                    "「{said}」という列はありません。ある列：{there}"
                )
            }
            Self::NoField(said, own) => {
                let ours = Field::ALL.iter().map(|field| field.key());
                let all: Vec<&str> = ours.chain(own.iter().map(String::as_str)).collect();
                let all = all.join(", ");
                say!(
                    lang,
                    "“{said}” is no field. There are: {all}; “-” leaves a column out.",
                    "「{said}」という項目はありません。指定できるもの：{all}（「-」で読み飛ばし）"
                )
            }
            Self::Forbidden(columns) => {
                let (first, all) = (columns.first().map_or("id", String::as_str), columns.join(", "));
                say!(
                    lang,
                    "These columns cannot be imported: {all}. Remove them, or leave them out: --map \"{first}=-\".",
                    "次の列は取り込めません：{all}。列を削除するか、--map \"{first}=-\" で読み飛ばしてください。"
                )
            }
            Self::NotText(line) => say!(
                lang,
                "Line {line} is no text in any encoding I know (UTF-8, UTF-16, Shift_JIS, EUC-JP). Save the file as “CSV UTF-8” and try again.",
                "{line}行目を文字として読めません（UTF-8・UTF-16・Shift_JIS・EUC-JPのいずれでもありません）。「CSV UTF-8」で保存し直してください。"
            ),
            Self::Mixed(line) => say!(
                lang,
                "The file is UTF-8, but line {line} is not: two encodings were mixed. Save it as “CSV UTF-8” and look at that line.",
                "UTF-8のファイルですが、{line}行目だけ文字コードが異なります。「CSV UTF-8」で保存し直し、その行を確認してください。"
            ),
            Self::Unclosed(line) => say!(
                lang,
                "A quotation mark is opened in line {line} and never closed. Close it, or export the file again.",
                "{line}行目の引用符（\"）が閉じられていません。閉じるか、エクスポートし直してください。"
            ),
            Self::LongCell(line) => say!(
                lang,
                "A cell in line {line} has more than 100,000 characters; perhaps a quotation mark is missing. Look at that line.",
                "{line}行目に10万文字を超えるセルがあります。引用符が抜けていないか確認してください。"
            ),
            Self::ManyColumns(line) => say!(
                lang,
                "Line {line} has more than 1,000 columns. This is no table of people or things; look at that line.",
                "{line}行目に1,000を超える列があります。取り込める表ではありません。その行を確認してください。"
            ),
            Self::TooLarge(most) => {
                let most = most / (1024 * 1024);
                say!(
                    lang,
                    "The file is too large: {most} MB at most. Split it; what is there already is not added twice.",
                    "ファイルが大きすぎます（{most}MBまで）。分割して取り込んでください。重複は追加されません。"
                )
            }
            Self::Archive => say!(
                lang,
                "This is a workbook or a zip, not CSV. In the spreadsheet choose “Save as… CSV UTF-8” and import that.",
                "これはブックまたはzipで、CSVではありません。表計算ソフトで「CSV UTF-8」として保存し、それを取り込んでください。"
            ),
        }
    }
}

fn needs(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Persons => lang.pick("a name or an e-mail address", "名前またはメールアドレスの列"),
        Kind::Organizations => lang.pick("the organization's name", "会社名の列"),
        Kind::Activities => lang
            .pick("who (a name or an e-mail address) and a date", "人（名前またはメールアドレス）と日付の列"),
        Kind::Attendees => lang.pick(
            "a name or an e-mail address, and the event's date (a column, or --on DATE)",
            "名前またはメールアドレスの列と、開催日（列、または --on 日付）",
        ),
        Kind::Costs => lang.pick(
            "an amount, and the campaign (a column, or --campaign)",
            "金額の列と、施策（列、または --campaign）",
        ),
    }
}
