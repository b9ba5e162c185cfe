//! `/duplicates`: pairs that may be one person, of everybody or with one person, as `merge suggest` lists them. Each
//! leads to the page where it is decided.

use axum::{
    extract::{Query, State},
    response::Response,
};
use crm::{
    TenantTx,
    access::{Right, may},
    merges::{Suggestion, standing},
    persons::{self, Person},
};
use nlp::Lang;

use super::{
    Web,
    error::WebError,
    reader::{Area, Reader},
    records::{self, Found, Line, List, PAGE, Wanted},
};
use crate::{
    commands::merge_reason,
    say,
    words::{count, likelihood, words},
};

static LIST: List = List {
    area: Area::People,
    path: "/duplicates",
    title: words("Duplicates", "名寄せ候補"),
    field: words("One person: P-12, a name, @handle", "人（P-12、名前、@ハンドル）"),
    hint: words(
        "The likeliest first. Open a pair to see what speaks for it, and to decide.",
        "可能性の高い順です。開くと理由を確認し、統合するか別人とするかを決められます。",
    ),
    empty: words("No pair looks like one person", "同一人物と思われる組み合わせはありません"),
    fill: words("duplicates to review", "名寄せ候補を見せて"),
    file: None,
};

/// The list.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    if !may(&reader.session.user.actor(), Right::ReviewDuplicates) {
        return reader.nothing_here();
    }
    let (lang, q) = (reader.lang, wanted.words());
    let mut tx = reader.begin(&web).await?;
    let (about, choices) = match q.is_empty() {
        true => (None, Vec::new()),
        false => match persons::refer(&mut tx, &q).await? {
            persons::Found::One(person) => (Some(person), Vec::new()),
            persons::Found::Many(several) | persons::Found::None(several) => (None, several),
        },
    };
    let found = match (&about, q.is_empty()) {
        (None, false) => Found {
            note: Some(match choices.is_empty() {
                true => say!(lang, "I found nobody called “{q}”.", "「{q}」という人は見つかりませんでした。"),
                false => say!(lang, "Who is meant by “{q}”?", "「{q}」はどの人ですか？"),
            }),
            choices: choices.iter().map(|person| (named(person), person.code().to_string())).collect(),
            ..Found::default()
        },
        _ => pairs(&mut tx, about.as_ref(), wanted.before(), lang).await?,
    };
    tx.commit().await?;
    records::page(&reader, &LIST, &wanted, found)
}

async fn pairs(
    tx: &mut TenantTx,
    about: Option<&Person>,
    before: i64,
    lang: Lang,
) -> Result<Found, WebError> {
    let person = about.map(|person| person.id);
    let whole = standing::catch_up(tx).await?;
    let open = standing::open(tx, person, 0.0, before, PAGE).await?;
    let total = standing::count(tx, person, 0.0).await?;
    let n = count(total);
    Ok(Found {
        lines: open.iter().map(|pair| line(pair, lang)).collect(),
        total: match total {
            1 => (1, say!(lang, "1 pair", "1組")),
            _ => (total, say!(lang, "{n} pairs", "{n}組")),
        },
        note: (!whole).then(|| {
            say!(
                lang,
                "Many people were added or changed just now and are still being compared; look again in a minute.",
                "追加・変更された人が多いため、まだ照合中です。1分ほどしてからもう一度ご覧ください。"
            )
        }),
        choices: Vec::new(),
    })
}

fn line(pair: &Suggestion, lang: Lang) -> Line {
    Line {
        path: format!("/p/{}/same/{}", pair.a.code(), pair.b.code()),
        name: format!("{} = {}", named(&pair.a), named(&pair.b)),
        aside: likelihood(lang, pair.score),
        facts: pair.reasons.iter().map(|it| merge_reason(&it.reason, lang)).collect(),
    }
}

fn named(person: &Person) -> String {
    let organization = person.organization.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    format!("{} {}{organization}", person.code(), person.name)
}
