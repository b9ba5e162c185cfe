//! `enishi connection add`.

use std::fs;

use adapters::{Adapter, Setting, SettingKind};
use anyhow::Context as _;
use clap::Args;
use crm::connections::Values;
use nlp::Lang;

use super::{Answer, Asked, At, given, test::look_at};
use crate::{
    doors::cli::findings,
    installed::{self, Filled, fill},
    say,
    words::actions,
};

/// Connect a platform
#[derive(Debug, Args)]
pub(super) struct Add {
    /// Which; `enishi connection add help` says which there are
    platform: String,

    /// What to call the connection; without it, as the platform is called
    name: Option<String>,

    /// A setting: name=value, or name=@file; again for each
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl Add {
    pub(super) async fn answer(&self, at: &At<'_>, asked: &mut (dyn Asked + Send)) -> anyhow::Result<Answer> {
        let lang = at.desk.lang;
        let all = installed::platforms(at.desk.adapters).iter().map(|it| it.platform()).collect::<Vec<_>>();
        let all = all.join(lang.pick(", ", "、"));
        if self.platform == "help" {
            return Ok(say!(lang, "There is: {all}", "接続できるもの：{all}").into());
        }
        let Some(adapter) = installed::platform(at.desk.adapters, &self.platform.to_lowercase()) else {
            let word = &self.platform;
            anyhow::bail!(say!(
                lang,
                "“{word}” is no platform that can be connected; there is: {all}",
                "「{word}」というプラットフォームには接続できません。接続できるもの：{all}"
            ));
        };
        let platform = actions::platform(adapter.platform(), lang);
        let name = self.name.as_deref().unwrap_or(platform);
        let mut values = given(&self.set, lang)?;
        let filled = complete(&**adapter, &Default::default(), &mut values, lang, asked)?;
        let mut tx = at.begin().await?;
        let made = installed::add(&mut tx, &**adapter, name, &filled).await?;
        let made =
            made.map_err(|refused| anyhow::anyhow!(refused.sentence(lang, adapter.platform(), name)))?;
        tx.commit().await?;
        let hook = installed::hook(&at.desk.site, at.tenant, &made);
        let found = findings::lines(&look_at(at, &made).await?, lang);
        let next = next(at, &**adapter, &filled, &made.name, &hook);
        Ok(say!(lang, "{next}\nAs it is now:\n{found}", "{next}\n現在の状態：\n{found}").into())
    }
}

/// Says what is still to be done on the platform.
fn next(at: &At<'_>, adapter: &dyn Adapter, filled: &Filled, name: &str, hook: &str) -> String {
    let (lang, slug) = (at.desk.lang, &at.slug);
    let platform = actions::platform(adapter.platform(), lang);
    let mut lines = vec![say!(lang, "Saved: {platform} · {name}.", "保存しました：{platform} · {name}")];
    if filled.connection.listens() {
        lines.push(say!(
            lang,
            "It needs no address: a running `enishi serve` begins to receive by it within seconds.",
            "呼び出し先の設定は不要です。実行中の `enishi serve` が数秒以内に受信を始めます。"
        ));
    } else {
        lines.push(if filled.connection.tells_address() {
            say!(
                lang,
                "A running `enishi serve` tells {platform} this address by itself:\n  {hook}",
                "実行中の `enishi serve` が、次のアドレスを{platform}に自動で登録します：\n  {hook}"
            )
        } else {
            say!(
            lang,
            "Set this address in the platform's console, as the one that it calls:\n  {hook}",
            "プラットフォームの管理画面で、次のアドレスを呼び出し先（Webhook / Callback URL）に設定してください：\n  {hook}"
            )
        });
        if !hook.starts_with("https://") {
            lines.push(say!(
                lang,
                "Platforms call https only: start the server with --url https://… and use that address.",
                "プラットフォームはhttpsのみを呼び出します。--url https://… を付けてサーバーを起動し、そのアドレスをお使いください。"
            ));
        }
    }
    let arguments = format!("{} --connection \"{name}\" --tenant {slug}", adapter.platform());
    if adapter.manifest(&crate::commands::menu(), hook).is_some() {
        lines.push(say!(
            lang,
            "What to paste there so that it knows the commands: enishi manifest {arguments}",
            "管理画面に貼り付ける定義（コマンドを含む）： enishi manifest {arguments}"
        ));
    }
    lines.push(say!(
        lang,
        "Then try it again: enishi connection test \"{name}\" --tenant {slug}",
        "確認： enishi connection test \"{name}\" --tenant {slug}"
    ));
    lines.join("\n")
}

/// Asks for what was not said, and again for what does not fit, where somebody is there to be asked.
pub(super) fn complete(
    adapter: &dyn Adapter,
    kept: &(Values, Values),
    values: &mut Values,
    lang: Lang,
    asked: &mut (dyn Asked + Send),
) -> anyhow::Result<Filled> {
    let settings = adapter.settings();
    let known = |name: &str, values: &Values| {
        values.contains_key(name) || kept.0.contains_key(name) || kept.1.contains_key(name)
    };
    if asked.is_there() && fill(adapter, kept, values).is_err() {
        for setting in settings {
            if !known(setting.name, values) {
                ask(adapter, setting, values, lang, asked)?;
            }
        }
    }
    loop {
        match fill(adapter, kept, values) {
            Ok(filled) => return Ok(filled),
            Err(wrong) => {
                let sentence = wrong.sentence(lang, settings);
                let again = settings.iter().find(|it| Some(it.name) == wrong.setting());
                match again.filter(|_| asked.is_there()) {
                    Some(setting) => {
                        asked.tell(&sentence);
                        ask(adapter, setting, values, lang, asked)?;
                    }
                    None => anyhow::bail!(sentence),
                }
            }
        }
    }
}

/// Asks for one setting; nothing said leaves it out.
fn ask(
    adapter: &dyn Adapter,
    setting: &Setting,
    values: &mut Values,
    lang: Lang,
    asked: &mut (dyn Asked + Send),
) -> anyhow::Result<()> {
    let (label, help) = (setting.label.of(lang.tag()), setting.help.of(lang.tag()));
    let needed = adapter.needed_for(setting.name);
    let needed = needed.map_or_else(String::new, |words| format!(" – {}", words.of(lang.tag())));
    asked.tell(&format!("\n{label} (`{}`){needed}\n  {help}", setting.name));
    let given_up = || lang.pick("given up; nothing was changed", "中止しました。何も変更していません");
    let mut line = |question: &str, secret| asked.ask(question, secret).with_context(given_up);
    let optional = if setting.required { "" } else { lang.pick(" (Enter: none)", "（Enterで省略）") };
    let value = match setting.kind {
        SettingKind::Text => line(&format!("{optional}›"), false)?,
        SettingKind::Secret => line(
            &say!(lang, "not shown while you type{optional} ›", "入力内容は表示されません{optional} ›"),
            true,
        )?,
        SettingKind::SecretLines => {
            let file =
                line(&say!(lang, "the file it is in{optional} ›", "ファイルのパス{optional} ›"), false)?;
            match file.trim() {
                "" => String::new(),
                file => fs::read_to_string(file).with_context(|| {
                    say!(lang, "cannot read the file {file}", "ファイル {file} を読み込めません")
                })?,
            }
        }
        SettingKind::Choice(choices) => {
            let listed: Vec<String> = (1..)
                .zip(choices)
                .map(|(n, (choice, words))| format!("{n} {choice}: {}", words.of(lang.tag())))
                .collect();
            let first = lang.pick(" (Enter: 1)", "（Enterで1）");
            let said = line(&format!("  {}\n{first} ›", listed.join("\n  ")), false)?;
            let nth = said.trim().parse::<usize>().ok().and_then(|n| choices.get(n.checked_sub(1)?));
            nth.map_or_else(|| said.trim().to_owned(), |(choice, _)| (*choice).to_owned())
        }
    };
    values.insert(setting.name.to_owned(), value);
    Ok(())
}
