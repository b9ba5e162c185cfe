//! `export`: what is known as a file, behind a link that is good once and not for long.

use adapters::Reply;
use async_trait::async_trait;
use crm::{
    access::{self, Right},
    audit::Change,
    exports::{self, LINK_MINUTES},
    tenants,
};
use nlp::{
    Lang,
    understand::{Choices, SlotKind},
};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
};
use crate::{
    say,
    tables::{self, Format, Listed, Listing, Wanted},
    words::{Words, words},
};

/// The command.
pub(crate) struct Export;

/// What can be exported, with what people say for it.
const OBJECTS: Choices = &[
    (
        "persons",
        &[
            "people",
            "person",
            "contacts",
            "developers",
            "customers",
            "leads",
            "人",
            "人物",
            "連絡先",
            "顧客",
            "名簿",
            "開発者",
            "全員",
        ],
    ),
    (
        "organizations",
        &[
            "organization",
            "organisations",
            "orgs",
            "companies",
            "company",
            "communities",
            "組織",
            "会社",
            "企業",
            "団体",
        ],
    ),
    ("activities", &["activity", "actions", "events", "活動", "行動履歴", "アクティビティ"]),
    ("deals", &["deal", "opportunities", "pipeline", "商談", "案件", "パイプライン"]),
];

const FORMATS: Choices = &[
    ("csv", &["excel", "spreadsheet", "table", "エクセル", "表"]),
    ("json", &[]),
    ("jsonl", &["json lines", "ndjson"]),
];

const CONTACTS: Choices = &[(
    "contacts",
    &[
        "with contacts",
        "with contact data",
        "with emails",
        "with e-mails",
        "with addresses",
        "with e-mail addresses",
        "連絡先つき",
        "連絡先付き",
        "連絡先込み",
        "メールつき",
        "メール付き",
        "メールアドレスつき",
        "メールアドレス付き",
    ],
)];

static SPEC: Spec = Spec {
    name: "export",
    about: words(
        "People, organizations, activities or deals as a file (CSV or JSON)",
        "人・組織・活動・商談をファイル（CSV・JSON）に書き出します",
    ),
    arguments: &[
        Argument {
            name: "object",
            kind: SlotKind::Choice(OBJECTS),
            required: true,
            about: words("people, organizations, activities or deals", "人、組織、活動、または商談"),
        },
        Argument {
            name: "format",
            kind: SlotKind::Choice(FORMATS),
            required: false,
            about: words("CSV, unless said: json, jsonl", "形式。省略するとCSV（json、jsonl も可）"),
        },
        Argument {
            name: "contacts",
            kind: SlotKind::Choice(CONTACTS),
            required: false,
            about: words(
                "“with contacts”: with e-mail addresses and telephone numbers (administrators)",
                "「連絡先つき」でメールと電話番号を含める（管理者）",
            ),
        },
        Argument {
            name: "filter",
            kind: SlotKind::Query,
            required: false,
            about: words(
                "conditions as find reads them: org:aozora score>80 -tag:speaker …",
                "検索と同じ条件。組織:青空 スコア>80 -タグ:登壇者 など",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "(export|download) [all|the|our|my] {object} [{contacts}] [(as|to|in|into) [a] {format}] [file] [{contacts}] [where {filter}]",
            "(save|write|dump) [all|the|our] {object} (as|to|into) [a] {format} [file] [{contacts}]",
            "(give|send) me [a|the] {format} of [all|the|our] {object} [{contacts}]",
        ],
        ja: &[
            "[すべての|全部の|全ての]{object}[のデータ|の一覧|のリスト][を][{contacts}[で|の]][{format}[で|に|形式で|として|ファイルで]](出力|書き出し|書き出して|書き出す|エクスポート|ダウンロード)[<して>|したい|お願い|ください]",
            "{contacts}[で|の]{object}[の一覧|のリスト][を][{format}[で|に|形式で]](出力|書き出し|書き出して|エクスポート|ダウンロード)[<して>|したい|お願い]",
        ],
    },
    examples: Phrases {
        en: &["export people as CSV", "export organizations as json"],
        ja: &["人をCSVで出力", "組織をJSONで書き出して"],
    },
    right: Right::ExportTables,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for Export {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn for_good(&self) -> Words {
        words("A link that was not used dies by itself.", "使われなかったリンクは自動的に無効になります。")
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let listing = meant(ctx, call).await?;
        let what = listing.what().label().of(lang);
        let with = match listing.contacts {
            true => {
                say!(lang, "with e-mail addresses and telephone numbers", "メールアドレス・電話番号を含む")
            }
            false => {
                say!(lang, "without e-mail addresses and telephone numbers", "メールアドレス・電話番号なし")
            }
        };
        if listing.page(&mut ctx.tx, 0).await?.is_none() {
            return Err(Stop::Refused(say!(
                lang,
                "Nothing to export: no {what} fit this.",
                "書き出す内容がありません（条件に当てはまる{what}は0件です）。"
            )));
        }
        let format = listing.format.extension().to_uppercase();
        let filter =
            call.arguments.get("filter").map(|said| format_apart(said).0.to_owned()).unwrap_or_default();
        let reply = ctx.reply().text(say!(
            lang,
            "Export **{what}** as {format}, {with}? You get a link that is good once, for {LINK_MINUTES} minutes.",
            "**{what}** を{format}で書き出しますか？（{with}）1回限り・{LINK_MINUTES}分間有効なリンクをお送りします。"
        ));
        let reply = reply.fields([(say!(lang, "Conditions", "条件"), filter)]);
        Ok(Preview { reply, pinned: Call { ours: true, ..call.clone() } })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let listing = meant(ctx, call).await?;
        let Some(token) = exports::link(&mut ctx.tx, &json!(listing)).await? else {
            return Err(Stop::Refused(say!(
                lang,
                "Only a member of staff can have an export.",
                "書き出しはスタッフのみ行えます。"
            )));
        };
        let slug = tenants::slug(&mut ctx.tx).await?;
        let name = listing.file_name(ctx.now.today());
        let mut reply: Reply = ctx.reply().text(say!(
            lang,
            "Here it is: open the link within {LINK_MINUTES} minutes; it works once.",
            "こちらのリンクから{LINK_MINUTES}分以内にダウンロードしてください（1回限り有効です）。"
        ));
        reply.blocks.push(adapters::Block::File {
            name,
            media_type: listing.format.media_type().split(';').next().unwrap_or_default().to_owned(),
            path: format!("/export/{slug}/{token}"),
        });
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            after: Some(json!({
                "what": listing.what(), "contacts": listing.contacts,
                "filter": call.arguments.get("filter"),
            })),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<Listing> {
    let lang = ctx.lang;
    let said = ctx.required(call, "object")?.to_owned();
    let Some(what) = Listed::ALL.into_iter().find(|it| it.as_str() == said) else {
        return Err(Stop::Refused(say!(
            lang,
            "“{said}” cannot be exported. There are: people, organizations, activities and deals.",
            "「{said}」は書き出せません。人・組織・活動・商談から選んでください。"
        )));
    };
    let contacts = call.arguments.contains_key("contacts");
    if contacts && !access::may(ctx.tx.actor(), Right::ExportContacts) {
        let role = access::least(Right::ExportContacts);
        let role = role.map_or("–", |role| lang.pick(role.words().0, role.words().1));
        return Err(Stop::Refused(say!(
            lang,
            "E-mail addresses and telephone numbers are exported by the role {role} or above. Say “export {said}” without them.",
            "メールアドレスと電話番号の書き出しには{role}以上の権限が必要です。連絡先なしで「export {said}」とお申し付けください。"
        )));
    }
    // a link in a room is everybody's
    if ctx.here.is_some() {
        return Err(Stop::Refused(say!(
            lang,
            "An export is for you alone, and others read along here. Say it to me directly.",
            "書き出しのリンクはご本人だけのものです。私との1対1のトークで、もう一度お申し付けください。"
        )));
    }
    if ctx.app.site.is_empty() && !ctx.signed_in {
        return Err(Stop::Refused(say!(
            lang,
            "Files are fetched from the page, and I do not know its address. On the command line: enishi export {said}.",
            "ファイルはWeb画面からお渡ししますが、そのアドレスが設定されていません。コマンドラインでは enishi export {said} を使えます。"
        )));
    }
    // "people at Aozora as CSV"
    let said = call.arguments.get("filter").map(|words| format_apart(words));
    let (filter, format) = said.map_or((None, None), |(words, format)| (Some(words), format));
    let wanted = match filter.filter(|words| !words.is_empty()) {
        Some(words) => {
            // quotation marks around all of it keep it together, as in a shell
            let inner = words.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
            let words = inner.filter(|it| !it.contains('"')).unwrap_or(words);
            tables::wanted(&mut ctx.tx, (lang, ctx.now), what, words).await?.map_err(Stop::Refused)?
        }
        None => Wanted::all(what),
    };
    let format = match call.arguments.get("format").map(String::as_str).or(format) {
        Some("json") => Format::Json,
        Some("jsonl") => Format::Jsonl,
        _ => Format::Csv,
    };
    // whoever asks in a chat opens it in a spreadsheet
    let excel = format == Format::Csv;
    let listing = Listing { wanted, format, contacts, excel, ja: lang == Lang::Ja, own: Vec::new() };
    Ok(listing.whole(&mut ctx.tx).await?)
}

/// Conditions, and the format that is named at their end.
fn format_apart(words: &str) -> (&str, Option<&'static str>) {
    const ENDS: [(&str, &str); 9] = [
        (" as csv", "csv"),
        (" as json", "json"),
        (" as jsonl", "jsonl"),
        (" to csv", "csv"),
        (" to json", "json"),
        (" in csv", "csv"),
        (" in json", "json"),
        ("をCSVで", "csv"),
        ("をJSONで", "json"),
    ];
    let lower = words.to_ascii_lowercase();
    ENDS.iter()
        .find(|(end, _)| lower.ends_with(&end.to_ascii_lowercase()))
        .map_or((words, None), |(end, format)| (words[..words.len() - end.len()].trim(), Some(*format)))
}

#[cfg(test)]
mod tests {
    use super::format_apart;

    #[test]
    fn a_format_at_the_end_is_no_condition() {
        assert_eq!(format_apart("org:aozora as CSV"), ("org:aozora", Some("csv")));
        assert_eq!(format_apart("青空をJSONで"), ("青空", Some("json")));
        assert_eq!(format_apart("tag:speaker"), ("tag:speaker", None));
    }
}
