//! What is known of servers, channels and threads: their names, and who may read them. Messages say neither.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::connection::Discourse;
use crate::export::field;

/// The permission to see a channel.
const VIEW: u64 = 1 << 10;

/// Everything that was told so far; what is told later counts.
#[derive(Debug, Default)]
pub(super) struct Places {
    guilds: HashMap<String, Guild>,
    channels: HashMap<String, Known>,
    /// The role that Discord makes for each bot, and whose it is.
    bots: HashMap<String, String>,
}

#[derive(Debug, Default)]
struct Guild {
    name: Option<String>,
    /// Everybody sees what no channel hides.
    open: bool,
}

#[derive(Debug, Clone, Default)]
struct Known {
    name: Option<String>,
    kind: Value,
    parent: Option<String>,
    private: bool,
}

impl Places {
    /// Learns from an event of the gateway, whatever it is.
    pub(super) fn learn(&mut self, t: &str, d: &Value) {
        match t {
            "GUILD_CREATE" | "GUILD_UPDATE" => {
                let Some(id) = field::id(&d["id"]) else { return };
                if let Some(roles) = d["roles"].as_array() {
                    for role in roles {
                        if let (Some(id), Some(bot)) =
                            (field::id(&role["id"]), field::id(&role["tags"]["bot_id"]))
                        {
                            self.bots.insert(id, bot);
                        }
                    }
                    let everyone = roles.iter().find(|role| role["id"] == id.as_str());
                    let open = everyone.is_none_or(|role| bits(&role["permissions"]) & (VIEW | 8) > 0);
                    let name = field::word(&d["name"]).map(str::to_owned);
                    self.guilds.insert(id.clone(), Guild { name, open });
                }
                for channel in ["channels", "threads"].iter().filter_map(|list| d[*list].as_array()).flatten()
                {
                    self.channel(channel, Some(&id));
                }
            }
            "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "THREAD_CREATE" | "THREAD_UPDATE" => self.channel(d, None),
            "THREAD_LIST_SYNC" => {
                let guild = field::id(&d["guild_id"]);
                d["threads"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .for_each(|one| self.channel(one, guild.as_deref()));
            }
            "CHANNEL_DELETE" | "THREAD_DELETE" => {
                field::id(&d["id"]).map(|id| self.channels.remove(&id));
            }
            _ => {}
        }
    }

    /// Learns a channel that was asked for.
    pub(super) fn seen(&mut self, channel: &Value) {
        if channel["type"].is_u64() {
            self.channel(channel, None);
        }
    }

    fn channel(&mut self, d: &Value, guild: Option<&str>) {
        let Some(id) = field::id(&d["id"]) else { return };
        let guild = guild.map(str::to_owned).or_else(|| field::id(&d["guild_id"])).unwrap_or_default();
        let parent =
            matches!(d["type"].as_u64(), Some(10..=12)).then(|| field::id(&d["parent_id"])).flatten();
        let everyone = d["permission_overwrites"]
            .as_array()
            .and_then(|all| all.iter().find(|one| one["id"] == guild.as_str()));
        let private = match everyone {
            Some(rule) if bits(&rule["deny"]) & VIEW > 0 => true,
            Some(rule) if bits(&rule["allow"]) & VIEW > 0 => false,
            _ => self.guilds.get(&guild).is_some_and(|guild| !guild.open),
        };
        let name = field::word(&d["name"]).map(str::to_owned);
        self.channels.insert(id, Known { name, kind: d["type"].clone(), parent, private });
    }

    /// As it stands in a stored frame; `None` where it or its parent was never told.
    fn known(&self, channel: &str) -> Option<Value> {
        let known = self.channels.get(channel)?;
        let mut value = json!({"name": known.name, "type": known.kind, "private": known.private});
        if let Some(parent) = &known.parent {
            let parent = self.channels.get(parent)?;
            value["parent"] = parent.name.clone().into();
            value["private"] = (parent.private || known.private).into();
        }
        Some(value)
    }

    /// The names of the channels that a text speaks of (`<#20>`), by their ids; and the bots behind the roles that
    /// it calls (`<@&30>`): whoever means a bot often picks its role.
    fn mentioned(&self, text: &str) -> Map<String, Value> {
        let ids = |mark| text.split(mark).skip(1).filter_map(|rest: &str| Some(rest.split_once('>')?.0));
        // A thread may be called anything: its name must not become a mark itself.
        let plain = |name: &str| format!("#{}", name.replace(['<', '>'], ""));
        let channels = ids("<#").filter_map(|id| Some((id, plain(self.channels.get(id)?.name.as_deref()?))));
        let bots = ids("<@&").filter_map(|id| Some((id, format!("<@{}>", self.bots.get(id)?))));
        let marked = |mark: &str, (id, shown): (&str, String)| (format!("{mark}{id}>"), shown.into());
        channels.map(|one| marked("<#", one)).chain(bots.map(|one| marked("<@&", one))).collect()
    }

    /// What people call it.
    pub(super) fn name(&self, id: &str) -> Option<String> {
        if let Some(guild) = self.guilds.get(id) {
            return guild.name.clone();
        }
        let known = self.known(id)?;
        let name = known["name"].as_str()?;
        Some(known["parent"].as_str().map_or_else(|| name.to_owned(), |parent| format!("{parent} / {name}")))
    }
}

/// Permissions are numbers, written as text because they are long.
fn bits(value: &Value) -> u64 {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// What is to be stored beside an event: its channel, or its server where it has none. Asked for when nobody has
/// told it: after a resumed session nothing is told again. Without an answer it stays unknown.
pub(super) async fn about(discord: &Discourse, t: &str, d: &Value) -> Value {
    let mut channel = place(discord, t, d).await;
    let mentioned =
        discord.places.lock().ok().map(|places| places.mentioned(d["content"].as_str().unwrap_or("")));
    if let Some(mentioned) = mentioned.filter(|mentioned| !mentioned.is_empty()) {
        channel["mentioned"] = mentioned.into();
    }
    channel
}

async fn place(discord: &Discourse, t: &str, d: &Value) -> Value {
    let known = |id: &str| discord.places.lock().ok().and_then(|places| places.known(id));
    let Some(guild) = field::id(&d["guild_id"]) else { return Value::Null };
    // A thread is told of in its parent.
    let id = if t == "THREAD_CREATE" { &d["parent_id"] } else { &d["channel_id"] };
    let Some(id) = field::id(id) else {
        let name = discord.places.lock().ok().and_then(|places| places.name(&guild));
        return name.map_or(Value::Null, |name| json!({"name": name}));
    };
    if let Some(channel) = known(&id) {
        return channel;
    }
    let mut next = Some(id.clone());
    while let Some(id) = next.filter(|id| super::send::id(id).is_ok()) {
        let Ok(channel) = discord.api.get("GET /channels", &id, format!("/channels/{id}")).await else {
            break;
        };
        if let Ok(mut places) = discord.places.lock() {
            places.seen(&channel);
        }
        let thread = matches!(channel["type"].as_u64(), Some(10..=12));
        next = field::id(&channel["parent_id"]).filter(|parent| thread && known(parent).is_none());
    }
    known(&id).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_who_may_read() {
        let mut places = Places::default();
        places.learn("GUILD_CREATE", &json!({"id": "1", "name": "Acme",
            "roles": [{"id": "1", "permissions": "1024"}, {"id": "2", "tags": {"bot_id": "100"}}],
            "channels": [
                {"id": "20", "type": 0, "name": "help", "parent_id": "19", "permission_overwrites": []},
                {"id": "21", "type": 0, "name": "board", "permission_overwrites": [{"id": "1", "type": 0, "deny": "1024", "allow": "0"}]}],
            "threads": [{"id": "30", "type": 11, "name": "How?", "parent_id": "20"},
                {"id": "31", "type": 11, "name": "Pay", "parent_id": "21"}]}));
        let private = |id: &str| places.known(id).unwrap()["private"] == true;
        assert_eq!((places.name("1").as_deref(), places.name("20").as_deref()), (Some("Acme"), Some("help")));
        assert_eq!(places.name("30").as_deref(), Some("help / How?"));
        assert_eq!(["20", "21", "30", "31"].map(private), [false, true, false, true]);
        places.learn("CHANNEL_UPDATE", &json!({"id": "20", "guild_id": "1", "type": 0, "name": "support"}));
        assert_eq!(places.name("30").as_deref(), Some("support / How?"));
        let mentioned = places.mentioned("in <#20> or <#99>, <#x");
        assert_eq!(Value::from(mentioned), json!({"<#20>": "#support"}));
        places
            .learn("THREAD_UPDATE", &json!({"id": "32", "type": 11, "parent_id": "20", "name": "<@100> go"}));
        assert_eq!(Value::from(places.mentioned("<#32>")), json!({"<#32>": "#@100 go"}));
        assert_eq!(Value::from(places.mentioned("<@&2> <@&3>")), json!({"<@&2>": "<@100>"}));
        places.learn("THREAD_DELETE", &json!({"id": "30"}));
        assert_eq!(places.name("30"), None);
        places.learn(
            "GUILD_CREATE",
            &json!({"id": "2", "roles": [{"id": "2", "permissions": "0"}],
            "channels": [{"id": "40", "type": 0, "name": "secret"}, {"id": "41", "type": 0, "name": "lobby",
                "permission_overwrites": [{"id": "2", "allow": "1024", "deny": "0"}]}]}),
        );
        assert_eq!(
            ["40", "41"].map(|id| places.known(id).unwrap()["private"].clone()),
            [json!(true), json!(false)]
        );
    }
}
