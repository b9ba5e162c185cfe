//! `person show`: everything about a person on one card.

use adapters::{Chart, ChartKind, Item, Series};
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    notes::Object,
    organizations,
    persons::{self, Found, Page},
    scores,
    tasks::About,
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop, accounts::standing::Links,
    deals::block::deals_line, fields::own, notes::list::notes_block, scores::person::scores_line,
    sentiment::line::mood_line, tasks::block::tasks_block,
};
use crate::{
    say,
    words::{actions, count, date, day_and_time, excerpt, message_path, span, words},
};

/// The command.
pub(crate) struct PersonShow;

static SPEC: Spec = Spec {
    name: "person show",
    about: words("Everything about a person on one card", "人の情報をまとめて表示します"),
    arguments: &[Argument {
        name: "person",
        kind: SlotKind::Person,
        required: true,
        about: words(
            "P-12, @handle, an e-mail address or a name",
            "P-12、@ハンドル、メールアドレス、または名前",
        ),
    }],
    phrases: Phrases {
        en: &[
            "who is {person}",
            "who's {person}",
            "<show> person {person}",
            "[<show> [about]|tell me about] {person:sure}",
            "{person:code}",
            "[<show>] [the] (profile|card|details) (of|for) {person}",
            "[<show>] {person}'s (profile|card|details)",
            "[<show>] {person:sure} (profile|card|details|info)",
            "person {person:code}",
            "[<show>] [the] (phone|phone number|telephone|telephone number|e-mail address|email address|contact details|contact data) (of|for) {person}",
            "[<show>] {person:sure}'s (phone|phone number|telephone number|e-mail address|email address|contact details)",
        ],
        ja: &[
            "{person}(は|って)(誰|だれ|どんな人|どなた)",
            "{person}の(情報|プロフィール|詳細|カード)[<見せて>]",
            "{person}について[<見せて>]",
            "{person}の(電話|電話番号|携帯番号|連絡先|メールアドレス)[<見せて>]",
            "{person:code}の(役職|所属|会社|組織|メール|よみ|読み|ローマ字|関係|誕生日)は[(何|なに|どこ|誰|だれ|いつ)[ですか]]",
            "{person:sure}<見せて>",
            "{person:sure}[ ](詳細|情報|プロフィール)",
            "(人物|連絡先|人)[ ]{person:sure}[の(情報|詳細)][<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["who is @yuzu_dev", "person show P-12"],
        ja: &["田中さんの情報", "@yuzu_devは誰？"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for PersonShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        // "show Acme KK": what bears exactly this name is no person
        if let Some(words) = call.arguments.get("person")
            && let Found::None(_) = persons::refer(&mut ctx.tx, words).await?
            && let [organization] = organizations::namesakes(&mut ctx.tx, words, None).await?.as_slice()
        {
            let code = organization.code().to_string();
            return Err(Stop::Instead(Call::new("org show", [("organization", code)])));
        }
        let person = ctx.person(call, "person").await?;
        let card = persons::card(&mut ctx.tx, person.id).await?;
        let latest = persons::timeline(&mut ctx.tx, person.id, Page { limit: 3, ..Page::default() }).await?;
        let scores = scores::explain(&mut ctx.tx, person.id, ctx.now.at).await?;
        let mood = mood_line(ctx, person.id).await?;
        let reading: Vec<&str> =
            [&card.kana, &card.romaji].into_iter().flatten().map(String::as_str).collect();
        let list = |words: Vec<String>| words.join(lang.pick(", ", "、"));
        let links = Links::load(ctx).await?;
        // each begins with its sign: no comma between them
        let accounts: Vec<String> = card
            .accounts
            .iter()
            .map(|a| {
                let who = a.handle.as_deref().or(a.email.as_deref()).or(a.name.as_deref()).unwrap_or("–");
                let proved = if a.verified { " ✓" } else { "" };
                let sign = links.of(&a.provider, &a.workspace).sign();
                format!("{sign}\u{a0}{} {who}{proved}", actions::platform(&a.provider, lang))
            })
            .collect();
        let present = card.employments.iter().filter(|e| e.ended_on.is_none()).count();
        let work = card
            .employments
            .iter()
            .map(|e| {
                // of one who works at one place, the title has a line of its own
                let told = card.person.title.is_some() && e.ended_on.is_none() && present == 1;
                let title = e.title.as_deref().filter(|_| !told);
                let title = title.map(|title| format!(" · {title}")).unwrap_or_default();
                let since = e
                    .started_on
                    .map(|start| date(lang, start))
                    .map(|start| say!(lang, " (since {start})", "（{start}から）"))
                    .filter(|_| e.ended_on.is_none())
                    .unwrap_or_default();
                let until = match (e.started_on, e.ended_on) {
                    (Some(start), Some(end)) => {
                        let span = span(lang, start, end);
                        say!(lang, " ({span})", "（{span}）")
                    }
                    (None, Some(end)) => {
                        let end = date(lang, end);
                        say!(lang, " (until {end})", "（{end}まで）")
                    }
                    _ => String::new(),
                };
                let code = Code::new(CodeKind::Organization, e.number);
                format!("{code} {}{title}{since}{until}", e.organization)
            })
            .collect();
        let absorbed: Vec<String> =
            card.absorbed.iter().map(|n| Code::new(CodeKind::Person, *n).to_string()).collect();
        let mut reply = ctx.reply().heading(format!("{} {}", person.code(), card.person.name)).fields([
            (say!(lang, "Reading", "読み"), reading.join(" / ")),
            (say!(lang, "Relationship", "関係"), actions::relationship(&card.relationship, lang).to_owned()),
            (say!(lang, "Works at", "所属"), list(work)),
            (say!(lang, "Title", "役職"), card.person.title.clone().unwrap_or_default()),
            (say!(lang, "E-mail", "メール"), card.email.clone().unwrap_or_default()),
            (say!(lang, "Telephone", "電話番号"), list(card.phones.clone())),
            (say!(lang, "Tags", "タグ"), list(card.tags.clone())),
            (say!(lang, "Looked after by", "担当"), card.owner.clone().unwrap_or_default()),
            (say!(lang, "Accounts", "アカウント"), accounts.join("  ")),
            (
                say!(lang, "Seen", "活動期間"),
                card.seen.map_or(String::new(), |(first, last)| {
                    let day = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).date_naive();
                    span(lang, day(first), day(last))
                }),
            ),
            (say!(lang, "Score", "スコア"), scores_line(lang, &scores)),
            (say!(lang, "Mood", "感情"), mood),
            (say!(lang, "Merged from", "統合元"), list(absorbed)),
        ]);
        reply = reply.fields(own::lines(ctx, person.id.into()).await?);
        reply = deals_line(ctx, reply, None, Some(person.id)).await?;
        if card.actions.len() > 1 {
            reply = reply.chart(Chart {
                title: say!(lang, "What they did", "行動の内訳"),
                kind: ChartKind::Bars,
                unit: String::new(),
                labels: card
                    .actions
                    .iter()
                    .map(|(action, _)| actions::action(action, lang).to_owned())
                    .collect(),
                series: vec![Series {
                    name: String::new(),
                    values: card.actions.iter().map(|(_, n)| *n as f64).collect(),
                }],
            });
        } else if let [(action, n)] = card.actions.as_slice() {
            reply = reply.fields([(actions::action(action, lang).to_owned(), count(*n))]);
        }
        let reply = tasks_block(ctx, reply, About::Person(person.id)).await?;
        let reply = notes_block(ctx, reply, Object::Person(person.id), person.code()).await?;
        if latest.is_empty() {
            return Ok(reply.text(say!(lang, "Nothing recorded yet.", "まだ記録がありません。")).into());
        }
        let items = latest
            .iter()
            .map(|entry| {
                let what = entry.text.as_deref().map_or_else(
                    || actions::action_once(&entry.action, lang).to_owned(),
                    |text| excerpt(text, 120),
                );
                let place = entry.conversation.as_deref().or(entry.campaign.as_deref()).unwrap_or_default();
                Item::new(what)
                    .detail(
                        format!("{}  {place}", day_and_time(lang, entry.occurred_at, zone))
                            .trim_end()
                            .to_owned(),
                    )
                    .link(entry.code().to_string(), message_path(entry.code()))
            })
            .collect();
        Ok(reply.list(items).into())
    }
}
