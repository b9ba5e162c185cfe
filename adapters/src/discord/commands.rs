//! The bot's commands as Discord lists them: the first word is a command, the second one below it, the arguments
//! are strings that complete themselves; and `/enishi`, which takes a sentence.

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
    all.into()
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
        return command.description_localized("ja", line(only.about.ja)).set_options(arguments(only));
    }
    let names = |say: fn(&Words) -> &str| {
        let all: Vec<_> = commands.iter().map(|command| say(&command.about)).collect();
        line(&all.join(" · "))
    };
    let mut command = CreateCommand::new(noun)
        .description(names(|about| about.en))
        .description_localized("ja", names(|about| about.ja));
    for below in commands {
        // A noun that is a command itself stands below itself.
        let verb = below.name.split_once(' ').map_or(noun, |(_, verb)| verb);
        let verb = verb.replace(' ', "-");
        let mut option = CreateCommandOption::new(CommandOptionType::SubCommand, verb, line(below.about.en))
            .description_localized("ja", line(below.about.ja));
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
            CreateCommandOption::new(
                CommandOptionType::String,
                option_name(argument),
                line(argument.about.en),
            )
            .description_localized("ja", line(argument.about.ja))
            .required(argument.required)
            .set_autocomplete(argument.completes)
        })
        .collect()
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
    let told = value["description_localizations"].as_object().into_iter().flatten().map(|(_, text)| of(text));
    let own = of(&value["name"]) + told.chain([of(&value["description"])]).max().unwrap_or_default();
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
            "ja": one["description_localizations"]["ja"],
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
        MenuArgument { name, about: words("about", "説明"), required, completes }
    }

    fn command(name: &'static str, arguments: Vec<MenuArgument>) -> MenuCommand {
        let about = words("What it does", "すること");
        MenuCommand { name, about, arguments, example: about, prominent: name.starts_with("zz") }
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
