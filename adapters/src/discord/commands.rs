//! The bot's commands as Discord lists them: the first word is a command, the second one below it, the arguments
//! are strings that complete themselves; and `/enishi`, which takes a sentence.

use std::collections::HashSet;

use serde_json::{Value, json};
use serenity::all::{CommandOptionType, CreateCommand, CreateCommandOption};

use super::called::{GENERIC, GENERIC_TEXT};
use crate::{Menu, MenuArgument, MenuCommand, Words, words};

/// Commands of an application.
const MOST_COMMANDS: usize = 100;
/// Commands below one, and arguments of one.
const MOST_OPTIONS: usize = 25;
/// Characters of names and descriptions in one command, everything below it included.
const MOST_CHARS: usize = 8_000;
/// Characters of a description.
const LONGEST: usize = 100;

/// What is registered. Where there is no room for all, the prominent ones go first; what is left out is still
/// understood by `/enishi`.
pub(super) fn tree(menu: &Menu) -> Value {
    let mut nouns: Vec<(&str, Vec<&MenuCommand>)> = Vec::new();
    for command in menu.commands.iter().filter(|command| command.name.split(' ').all(fits)) {
        let noun = command.name.split(' ').next().unwrap_or_default();
        match nouns.iter_mut().find(|(name, _)| *name == noun) {
            Some((_, commands)) => commands.push(command),
            None => nouns.push((noun, vec![command])),
        }
    }
    nouns.retain(|(noun, _)| *noun != GENERIC);
    if nouns.len() >= MOST_COMMANDS {
        nouns.sort_by_key(|(_, commands)| !commands.iter().any(|command| command.prominent));
        nouns.truncate(MOST_COMMANDS - 1);
    }
    let mut all = vec![json!(generic())];
    all.extend(nouns.into_iter().map(|(noun, commands)| whole(noun, commands)));
    let mut all = all.into();
    keep_apart(&mut all);
    all
}

/// Two that stand side by side may not bear one name, in any language: the later of them keeps its own alone.
fn keep_apart(side_by_side: &mut Value) {
    let all = side_by_side.as_array_mut().map(Vec::as_mut_slice).unwrap_or_default();
    let mut taken: HashSet<String> =
        all.iter().filter_map(|one| Some(one["name"].as_str()?.to_owned())).collect();
    for one in all {
        let name = one["name_localizations"]["ja"].as_str().map(str::to_owned);
        if name.is_some_and(|name| !taken.insert(name)) {
            one["name_localizations"] = json!({});
        }
        keep_apart(&mut one["options"]);
    }
}

/// One command with all below it, as much as there is room for.
fn whole(noun: &str, mut commands: Vec<&MenuCommand>) -> Value {
    if commands.len() > MOST_OPTIONS {
        commands.sort_by_key(|command| !command.prominent);
    }
    commands.truncate(MOST_OPTIONS);
    loop {
        let value = json!(noun_command(noun, &commands));
        if chars(&value) <= MOST_CHARS || commands.len() < 2 {
            return value;
        }
        commands.pop();
    }
}

fn noun_command(noun: &str, commands: &[&MenuCommand]) -> CreateCommand {
    if let [only] = commands
        && only.name == noun
    {
        let command = CreateCommand::new(noun).description(line(only.about.en));
        let command = command.description_localized("ja", line(only.about.ja)).set_options(arguments(only));
        return named(command, japanese(only).0, CreateCommand::name_localized);
    }
    let names = |say: fn(&Words) -> &str| {
        let all: Vec<_> = commands.iter().map(|command| say(&command.about)).collect();
        line(&all.join(" · "))
    };
    let mut command = CreateCommand::new(noun)
        .description(names(|about| about.en))
        .description_localized("ja", names(|about| about.ja));
    let known = commands.iter().find_map(|one| japanese(one).0);
    command = named(command, known, CreateCommand::name_localized);
    for below in commands {
        // A noun that is a command itself stands below itself.
        let verb = below.name.split_once(' ').map_or(noun, |(_, verb)| verb);
        let verb = verb.replace(' ', "-");
        let mut option = CreateCommandOption::new(CommandOptionType::SubCommand, verb, line(below.about.en))
            .description_localized("ja", line(below.about.ja));
        option = named(option, japanese(below).1, CreateCommandOption::name_localized);
        for argument in arguments(below) {
            option = option.add_sub_option(argument);
        }
        command = command.add_option(option);
    }
    command
}

/// Those that must be given come first: Discord takes them in no other order.
fn arguments(command: &MenuCommand) -> Vec<CreateCommandOption> {
    let mut arguments: Vec<_> =
        command.arguments.iter().filter(|argument| fits(&option_name(argument))).collect();
    arguments.sort_by_key(|argument| !argument.required);
    arguments.truncate(MOST_OPTIONS);
    arguments
        .into_iter()
        .map(|argument| {
            let (name, about) = (option_name(argument), argument.about);
            let option = CreateCommandOption::new(CommandOptionType::String, name, line(about.en))
                .description_localized("ja", line(about.ja))
                .required(argument.required)
                .set_autocomplete(argument.completes);
            named(option, argument.japanese.map(str::to_owned), CreateCommandOption::name_localized)
        })
        .collect()
}

/// A command's noun and verb in Japanese, as far as they are known. A noun that is a command itself is its own verb.
fn japanese(command: &MenuCommand) -> (Option<String>, Option<String>) {
    let Some(name) = &command.japanese else { return (None, None) };
    let (noun, verb) = name.split_once(' ').unwrap_or((name, name));
    (Some(noun.to_owned()), Some(verb.replace(' ', "-")))
}

/// With its Japanese name, if that may be one: it obeys the same rules.
fn named<T>(command: T, name: Option<String>, call: impl Fn(T, &'static str, String) -> T) -> T {
    match name.filter(|name| fits(name)) {
        Some(name) => call(command, "ja", name),
        None => command,
    }
}

/// Discord takes no spaces in names.
fn option_name(argument: &MenuArgument) -> String {
    argument.name.replace(' ', "-")
}

fn generic() -> CreateCommand {
    let about = words("Ask in your own words", "自由な言葉で質問");
    let text = words("What you would like to know or do", "知りたいこと、したいこと");
    CreateCommand::new(GENERIC).description(about.en).description_localized("ja", about.ja).add_option(
        CreateCommandOption::new(CommandOptionType::String, GENERIC_TEXT, text.en)
            .description_localized("ja", text.ja),
    )
}

/// May it be a name?
fn fits(name: &str) -> bool {
    (1..=32).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        && name.to_lowercase() == name
}

/// One line of a description; never empty, which would be refused.
fn line(text: &str) -> String {
    let text = crate::plain::line(text);
    match text.char_indices().nth(LONGEST - 1) {
        None if text.is_empty() => "…".to_owned(),
        Some((end, c)) if end + c.len_utf8() < text.len() => format!("{}…", &text[..end]),
        _ => text,
    }
}

/// What counts towards the limit of a command: the longest of each in any language.
fn chars(value: &Value) -> usize {
    let of = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let longest = |what: &str, told: &str| {
        let told = value[told].as_object().into_iter().flatten().map(|(_, text)| of(text));
        told.chain([of(&value[what])]).max().unwrap_or_default()
    };
    let own = longest("name", "name_localizations") + longest("description", "description_localizations");
    own + value["options"].as_array().into_iter().flatten().map(chars).sum::<usize>()
}

/// The part of a registered command that we decide, so that two can be compared: Discord adds ids, versions and
/// defaults to what it was given.
pub(super) fn gist(value: &Value) -> Value {
    match value {
        Value::Array(all) => all.iter().map(gist).collect(),
        one => json!({
            "type": one["type"].as_u64().unwrap_or(1),
            "name": one["name"],
            "description": one["description"],
            "ja": [one["name_localizations"]["ja"], one["description_localizations"]["ja"]],
            "required": one["required"] == true,
            "autocomplete": one["autocomplete"] == true,
            "options": one["options"].as_array().into_iter().flatten().map(gist).collect::<Value>(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argument(name: &'static str, required: bool, completes: bool) -> MenuArgument {
        let japanese = (name == "campaign").then_some("施策");
        MenuArgument { name, japanese, about: words("about", "説明"), required, completes }
    }

    fn command(name: &'static str, arguments: Vec<MenuArgument>) -> MenuCommand {
        let about = words("What it does", "すること");
        let prominent = name.starts_with("zz");
        MenuCommand { name, japanese: None, about, arguments, example: about, prominent }
    }

    fn called(name: &'static str, japanese: &str) -> MenuCommand {
        MenuCommand { japanese: Some(japanese.to_owned()), ..command(name, vec![]) }
    }

    #[test]
    fn names_in_japanese_obey_discords_rules_or_are_left_out() {
        let menu = Menu {
            commands: vec![
                called("help", "ヘルプ"),
                called("person show", "人 表示"),
                called("person kind add", "人 種類 追加"),
                called("person find", "人 表示"),
                called("merge", "統合"),
                called("merge undo", "統合 取り消し"),
                called("note", "help"),
                called("roi", "ROI"),
                called("tag", "タグ付け！"),
                command("log", vec![argument("campaign", true, true)]),
            ],
        };
        let tree = tree(&menu);
        let ja = |one: &Value| one["name_localizations"]["ja"].as_str().unwrap_or("-").to_owned();
        let names: Vec<_> = tree.as_array().unwrap().iter().map(ja).collect();
        // the first is /enishi; `help` is another's, capitals and marks may not be
        assert_eq!(names, ["-", "ヘルプ", "人", "統合", "-", "-", "-", "-"]);
        let below = |n: usize| tree[n]["options"].as_array().unwrap().iter().map(ja).collect::<Vec<_>>();
        assert_eq!(below(2), ["表示", "種類-追加", "-"]);
        assert_eq!(below(3), ["統合", "取り消し"]);
        assert_eq!(below(7), ["施策"]);
    }

    #[test]
    fn a_tree_of_commands() {
        let menu = Menu {
            commands: vec![
                command("help", vec![]),
                command("roi show", vec![argument("period", false, false), argument("campaign", true, true)]),
                command("roi top", vec![]),
                command("merge", vec![argument("their name", true, true)]),
                command("merge undo", vec![]),
            ],
        };
        let tree = tree(&menu);
        let names: Vec<_> =
            tree.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["enishi", "help", "roi", "merge"]);
        let roi = &tree[2]["options"][0];
        assert_eq!((roi["name"].as_str(), roi["type"].as_u64()), (Some("show"), Some(1)));
        let first = &roi["options"][0];
        assert_eq!(
            (first["name"].as_str(), &first["required"], &first["autocomplete"]),
            (Some("campaign"), &json!(true), &json!(true))
        );
        assert_eq!(first["description_localizations"]["ja"], "説明");
        let below: Vec<_> =
            tree[3]["options"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
        assert_eq!(below, ["merge", "undo"]);
        assert_eq!(tree[3]["options"][0]["options"][0]["name"], "their-name");
        assert_eq!(gist(&tree), gist(&tree.clone()));
    }

    #[test]
    fn more_than_there_is_room_for() {
        let leak = |name: String| -> &'static str { Box::leak(name.into_boxed_str()) };
        let mut commands: Vec<_> = (0..120).map(|i| command(leak(format!("noun{i}")), vec![])).collect();
        commands.push(command("zz", vec![]));
        commands.extend((0..40).map(|i| command(leak(format!("zzmany verb{i}")), vec![])));
        commands.push(command("Not a name", vec![]));
        let tree = tree(&Menu { commands });
        assert_eq!(tree.as_array().unwrap().len(), 100);
        let named = |name: &str| tree.as_array().unwrap().iter().find(|one| one["name"] == name);
        assert!(named("zz").is_some());
        assert_eq!(named("zzmany").unwrap()["options"].as_array().unwrap().len(), 25);
        let long = words(leak("長".repeat(300)), leak("長".repeat(300)));
        let wide = |i| MenuCommand {
            about: long,
            arguments: (0..25)
                .map(|j| MenuArgument { about: long, ..argument(leak(format!("a{j}")), false, false) })
                .collect(),
            ..command(leak(format!("big verb{i}")), vec![])
        };
        let tree = super::tree(&Menu { commands: (0..25).map(wide).collect() });
        assert!(chars(&tree[1]) <= MOST_CHARS);
        assert!(tree[1]["options"].as_array().unwrap().len() > 1);
    }
}
