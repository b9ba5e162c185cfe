//! The file that the asker has just sent, where they say “import”: remembered when it came, and read.

use std::sync::Arc;

use adapters::{FetchError, SentFile};
use crm::{ConnectionId, conversations, shown};
use nlp::Lang;

use crate::commands::{Context, Outcome, Stop};
use crate::{
    gateway::Sent,
    installed::reason,
    say,
    tables::{OwnFields, Table, Wish},
    words::actions::platform,
};

/// A file counts as just sent for so many minutes.
const MINUTES: i32 = 60;

/// What a platform hands out.
pub(super) enum Last {
    /// No files: our own page, the command line, or a platform that gives their names only.
    Nothing,
    /// Files, and the asker has sent none here lately.
    Unsent,
    /// This one.
    File(ConnectionId, SentFile),
}

/// The last file that the asker sent in this conversation.
pub(super) async fn last(ctx: &mut Context<'_>) -> Outcome<Last> {
    // only a request of a platform can be begun again
    if ctx.signed_in || ctx.heard.is_none() {
        return Ok(Last::Nothing);
    }
    let app = ctx.app;
    let here = conversations::by_id(&mut ctx.tx, ctx.asked.conversation).await?;
    let hands_out = here
        .is_some_and(|here| app.adapter(&here.platform).is_ok_and(|adapter| adapter.capabilities().files));
    if !hands_out {
        return Ok(Last::Nothing);
    }
    let Some(sent) = shown::sent_lately(&mut ctx.tx, ctx.asked, MINUTES).await? else {
        return Ok(Last::Unsent);
    };
    let Sent { connection, mut files } = serde_json::from_value(sent)?;
    if files.is_empty() {
        return Ok(Last::Unsent);
    }
    // of several, the first that looks like a table
    let at = files.iter().position(|file| is_table(&file.name)).unwrap_or(0);
    Ok(Last::File(connection, files.swap_remove(at)))
}

fn is_table(name: &str) -> bool {
    let name = name.to_lowercase();
    [".csv", ".tsv", ".txt"].iter().any(|end| name.ends_with(end))
}

/// What is in it.
pub(super) async fn fetched(
    ctx: &mut Context<'_>,
    connection: ConnectionId,
    file: &SentFile,
) -> Outcome<Arc<[u8]>> {
    let lang = ctx.lang;
    if file.size.is_some_and(|size| size > adapters::LARGEST_FILE as u64) {
        return Err(Stop::Refused(too_large(lang, &file.name)));
    }
    let error = match ctx.fetched(connection, &file.reference)? {
        Ok(bytes) => return Ok(bytes),
        Err(error) => error,
    };
    let name = &file.name;
    let by = crm::connections::by_id(&mut ctx.tx, connection).await?;
    let by = by.as_ref().map_or("–", |it| platform(&it.platform, lang));
    Err(Stop::Refused(match error {
        FetchError::TooLarge => too_large(lang, name),
        FetchError::NotAllowed(why) => say!(
            lang,
            "{by} does not let me read files yet ({why}). Ask an administrator to give the app that permission and to install it again; or upload {name} on the page (/import).",
            "{by} でファイルを読む権限がまだありません（{why}）。管理者にアプリへの権限追加と再インストールを依頼するか、Web画面（/import）から {name} を取り込んでください。"
        ),
        error => {
            let why = match error {
                FetchError::Elsewhere => {
                    say!(lang, "{error}", "ファイルがプラットフォームの外にあります")
                }
                error => reason(lang, &error.to_string()),
            };
            say!(
                lang,
                "I could not fetch {name} from {by}: {why}. Send it once more, or upload it on the page (/import). Nothing was changed.",
                "{by} から {name} を取得できませんでした（{why}）。もう一度送るか、Web画面（/import）から取り込んでください。何も変更していません。"
            )
        }
    }))
}

fn too_large(lang: Lang, name: &str) -> String {
    let most = adapters::LARGEST_FILE / (1024 * 1024);
    say!(
        lang,
        "{name} is too large for a chat: {most} MB at most. Upload it on the page (/import), or use the command line: enishi import.",
        "{name} はチャットで取り込むには大きすぎます（{most}MBまで）。Web画面（/import）か、コマンドラインの enishi import をお使いください。"
    )
}

/// It as a table; a sentence says what is wrong with it.
pub(super) async fn opened(ctx: &mut Context<'_>, content: Arc<[u8]>, wish: Wish) -> Outcome<Table> {
    let own = OwnFields::of(&mut ctx.tx).await?;
    let opened = tokio::task::spawn_blocking(move || Table::open(&content, &wish, &own)).await?;
    opened.map_err(|problem| Stop::Refused(problem.words(ctx.lang)))
}
