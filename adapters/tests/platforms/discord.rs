//! Discord: discord.py and @discordjs/rest against the fake, PyNaCl's signatures against `verify`.

use std::process::Command;
use std::time::Duration;

use adapters::discord::Discord;
use adapters::discord::fake::{BO, Fake, HANA, HELP, TOKEN_OF_BOT};
use adapters::{Adapter, Address, Envelope, Menu, MenuArgument, MenuCommand, Settings, conformance, words};
use chrono::DateTime;
use serde_json::{Value, json};

use crate::peer;

/// A bot with discord.py: says what it sees, and answers a command.
const BOT: &str = r#"
import json, sys, traceback
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
import yarl

api, gateway, token, help_channel = sys.argv[1:]
Route.BASE = api
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
plain = DiscordWebSocket.from_client.__func__

async def from_client(cls, client, **how):
    how["compress"] = False
    return await plain(cls, client, **how)

DiscordWebSocket.from_client = classmethod(from_client)

def tell(**what):
    print(json.dumps(what, ensure_ascii=False), flush=True)

class Bot(discord.Client):
    async def on_ready(self):
        guild = self.guilds[0]
        tell(ready=self.user.name, guild=guild.name, channels=sorted(one.name for one in guild.channels),
             threads=[one.name for one in guild.threads], members=guild.member_count)
        tree = discord.app_commands.CommandTree(self)
        commands = await tree.fetch_commands()
        tell(commands=[[one.name, [option.name for option in one.options]] for one in commands])
        tell(japanese=[[one.name_localizations.get(discord.Locale.japanese), one.description_localizations.get(discord.Locale.japanese)] for one in commands])
        channel = self.get_channel(int(help_channel))
        await channel.send("ready", embed=discord.Embed(title="from discord.py"), nonce="peer-1")

    async def on_error(self, event, *args, **kwargs):
        tell(error=traceback.format_exc())
        await self.close()

    async def on_message(self, message):
        buttons = [[one.label, one.custom_id] for row in message.components for one in row.children]
        tell(message=message.content, by=message.author.display_name, direct=message.guild is None,
             embeds=[[one.author.name, one.title, one.description, [[f.name, f.value] for f in one.fields]] for one in message.embeds],
             buttons=buttons)
        if message.content == "history?":
            tell(history=[one.content async for one in message.channel.history(limit=3)])
        if message.content == "bye":
            await self.close()

    async def on_message_edit(self, before, after):
        tell(edited=after.content)

    async def on_raw_reaction_add(self, reaction):
        tell(reaction=str(reaction.emoji), by=reaction.member.display_name)

    async def on_member_remove(self, member):
        tell(left=member.display_name)

    async def on_interaction(self, interaction):
        tell(interaction=interaction.data["name"], by=interaction.user.display_name)
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(content="first")
        await interaction.followup.send("second", ephemeral=True)

Bot(intents=discord.Intents.all() & ~discord.Intents(presences=True)).run(token, log_handler=None)
"#;

fn menu() -> Menu {
    let about = words("Show the return on a campaign", "施策のROIを表示");
    let campaign =
        MenuArgument { name: "campaign", japanese: Some("施策"), about, required: true, completes: true };
    let command = |name, japanese: &str, arguments| {
        let japanese = Some(japanese.to_owned());
        MenuCommand { name, japanese, about, arguments, example: about, prominent: true }
    };
    Menu {
        commands: vec![command("help", "ヘルプ", vec![]), command("roi show", "roi 表示", vec![campaign])],
    }
}

async fn until(what: impl Fn() -> bool) {
    for _ in 0..6_000 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never happens");
}

#[tokio::test]
async fn discord_py_understands_the_fake_and_what_we_send() {
    let Some(python) = peer::python("discord-py", &["discord.py==2.7.1"]) else { return };
    let fake = Fake::start().await;
    let discord = Discord.connect(&fake.settings()).unwrap();
    discord.prepare(&menu()).await.unwrap();
    let mut command = Command::new(python);
    command.args(["-c", BOT, &fake.api_url(), &fake.gateway_url(), TOKEN_OF_BOT, HELP]);
    let bot = tokio::spawn(async move { peer::run("discord-py", command).await });
    until(|| fake.messages(HELP).iter().any(|one| one["content"] == "ready") || bot.is_finished()).await;
    // A cut connection is resumed, and so is one that was asked to come again; what was said meanwhile is told.
    for (more, text) in [(2, "cut off"), (3, "asked to come again")] {
        if more == 2 {
            fake.cut()
        } else {
            fake.reconnect()
        }
        fake.say(HELP, HANA, text);
        until(|| fake.joined().len() == more || bot.is_finished()).await;
    }
    assert!(fake.joined()[1..].iter().all(|(path, resumed)| *resumed && path.starts_with("/resume")));
    fake.say(HELP, HANA, "こんにちは");
    let hi = fake.say(HELP, HANA, "こんばん");
    fake.edit(&hi, "こんばんは");
    fake.react(HELP, &hi, BO, "👍");
    fake.member(BO, false);
    let (_, reply) = conformance::gallery("ja").into_iter().find(|(name, _)| *name == "merge").unwrap();
    for (part, payload) in Discord.render(&reply, "").iter().enumerate() {
        let to = Address { conversation: HELP.into(), thread: None, via: None, nonce: format!("n-{part}") };
        discord.send(&to, payload).await.unwrap();
    }
    let token = fake.call(HELP, HANA, "help", json!([]));
    until(|| fake.answers(&token).len() == 2 || bot.is_finished()).await;
    fake.say(HELP, HANA, "history?");
    until(|| !fake.asked(&format!("GET /channels/{HELP}/messages")).is_empty() || bot.is_finished()).await;
    fake.say(HELP, HANA, "bye");
    let printed = bot.await.unwrap();
    let told: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!printed.contains("Traceback"), "{printed}");
    let one = |name: &str| told.iter().find(|one| one.get(name).is_some()).cloned().unwrap_or_default();
    assert_eq!(
        one("ready"),
        json!({"ready": "enishi", "guild": "Acme 開発者", "channels": ["board", "help"], "threads": ["How to?"], "members": 4})
    );
    assert_eq!(one("commands")["commands"], json!([["enishi", ["text"]], ["help", []], ["roi", ["show"]]]));
    let about = "施策のROIを表示";
    let japanese = json!([[null, "自由な言葉で質問"], ["ヘルプ", about], [null, about]]);
    assert_eq!(one("japanese")["japanese"], japanese, "roi is the same in both");
    let said = |text: &str| told.iter().find(|one| one["message"] == text).cloned().unwrap_or_default();
    assert_eq!(said("ready")["embeds"][0][1], "from discord.py");
    for text in ["cut off", "asked to come again", "こんにちは"] {
        assert_eq!(said(text)["by"], "花子");
    }
    assert_eq!(
        (one("edited")["edited"].clone(), one("left")["left"].clone()),
        (json!("こんばんは"), json!("bo"))
    );
    assert_eq!(one("reaction")["reaction"], "👍");
    let ours = told.iter().find(|one| one["buttons"].as_array().is_some_and(|all| !all.is_empty())).unwrap();
    assert_eq!(ours["embeds"][0][0], "→ merge P-12 P-40");
    assert_eq!(ours["embeds"][0][1], "2人を統合しますか？");
    assert_eq!(ours["buttons"][0], json!(["統合する", "tok-merge-yes"]));
    assert_eq!(one("interaction")["interaction"], "help");
    let answers: Vec<_> =
        fake.answers(&token).iter().map(|one| (one["content"].clone(), one["flags"].clone())).collect();
    assert_eq!(answers, [(json!("first"), json!(64)), (json!("second"), json!(64))]);
    assert_eq!(one("history")["history"][0], "history?");
}

/// A key, and requests signed with it or not quite.
const SIGNER: &str = r#"
import json
from nacl.signing import SigningKey

key, other = SigningKey(bytes(range(32))), SigningKey(bytes(32))
now = 1795251600
body = json.dumps({"id": "175928847299117063", "type": 2, "token": "x", "data": {"name": "help"}}).encode()

def case(why, good, at=now, body=body, signer=key, signed=None):
    signature = signer.sign((str(at).encode() + body) if signed is None else signed).signature.hex()
    print(json.dumps({"why": why, "good": good, "at": str(at), "body": body.decode(), "signature": signature}))

print(json.dumps({"key": key.verify_key.encode().hex(), "now": now}))
case("as it should be", True)
case("a minute old", True, at=now - 60)
case("a little ahead", True, at=now + 30)
case("ping", True, body=b'{"id":"1","application_id":"2","type":1}')
case("another key", False, signer=other)
case("another body", False, signed=str(now).encode() + body + b" ")
case("another time", False, signed=str(now - 1).encode() + body)
case("no time in it", False, signed=body)
case("old", False, at=now - 301)
case("from the future", False, at=now + 301)
"#;

#[tokio::test]
async fn pynacl_signs_and_forges() {
    let Some(python) = peer::python("pynacl", &["PyNaCl==1.6.2"]) else { return };
    let mut command = Command::new(python);
    command.args(["-c", SIGNER]);
    let printed = peer::run("pynacl", command).await;
    let mut lines = printed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let head = lines.next().unwrap();
    let settings = Settings::default().with("public_key", head["key"].as_str().unwrap());
    let now = DateTime::from_timestamp(head["now"].as_i64().unwrap(), 0).unwrap();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let cases: Vec<Value> = lines.collect();
    assert_eq!(cases.len(), 10);
    for case in cases {
        let (signature, at) = (text(&case, "signature"), text(&case, "at"));
        let headers = [("X-Signature-Ed25519", signature.as_str()), ("X-Signature-Timestamp", at.as_str())];
        let envelope = Envelope::new(headers, text(&case, "body"));
        let verified = Discord.verify(&settings, envelope, now);
        assert_eq!(verified.is_ok(), case["good"] == true, "{}", case["why"]);
        if case["why"] == "ping" {
            let ack = Discord.ack(&verified.unwrap());
            assert_eq!((ack.only_answer, ack.json), (true, Some(json!({"type": 1}))));
        }
    }
}

/// discord.js's own client: a message with a file, twice; commands; an error.
const REST: &str = r#"
const { REST } = require("@discordjs/rest");
const [api, token, channel, application] = process.argv.slice(1);
const rest = new REST({ api: api.replace("/v10", ""), version: "10" }).setToken(token);
const tell = (what) => console.log(JSON.stringify(what));
(async () => {
  const body = { content: "from discord.js", nonce: "js-1", enforce_nonce: true,
    embeds: [{ title: "t", image: { url: "attachment://a.png" } }] };
  const files = [{ name: "a.png", data: Buffer.from("png") }];
  const first = await rest.post(`/channels/${channel}/messages`, { body, files });
  const second = await rest.post(`/channels/${channel}/messages`, { body, files });
  tell({ same: first.id === second.id, nonce: first.nonce, file: first.attachments[0].filename });
  const commands = await rest.put(`/applications/${application}/commands`,
    { body: [{ name: "ask", description: "Ask", options: [{ type: 3, name: "text", description: "What" }] }] });
  tell({ command: commands[0].name, id: typeof commands[0].id });
  try {
    await rest.post(`/channels/${channel}/messages`, { body: { content: "x".repeat(2001) } });
  } catch (error) {
    tell({ error: error.name, code: error.code, status: error.status });
  }
  for (let i = 0; i < 4; i++) await rest.post(`/channels/${channel}/messages`, { body: { content: `paced ${i}` } });
  tell({ done: true });
})();
"#;

#[tokio::test]
async fn discord_js_speaks_with_the_fake() {
    let Some(folder) = peer::node("discordjs-rest", &["@discordjs/rest@2.6.3"]) else { return };
    let fake = Fake::start().await;
    // Fewer than it sends: it has to wait, as our headers say.
    fake.limit(4, Duration::from_secs(1));
    let mut command = Command::new("node");
    command.current_dir(folder).args([
        "-e",
        REST,
        &fake.api_url(),
        TOKEN_OF_BOT,
        HELP,
        adapters::discord::fake::BOT,
    ]);
    let printed = peer::run("discordjs-rest", command).await;
    let told: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        told,
        [
            json!({"same": true, "nonce": "js-1", "file": "a.png"}),
            json!({"command": "ask", "id": "string"}),
            json!({"error": "DiscordAPIError[50035]", "code": 50_035, "status": 400}),
            json!({"done": true}),
        ]
    );
    assert_eq!(fake.messages(HELP).len(), 5);
}
