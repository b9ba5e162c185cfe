//! What commands are about, for help and examples: the first word of a name says which group it is in.

use super::Spec;
use crate::words::{Words, words};

/// Commands about the same things.
pub(super) struct Group {
    /// What they are about.
    pub(super) title: Words,
    /// First words of their names.
    nouns: &'static [&'static str],
}

impl Group {
    /// Is this command one of the group?
    pub(super) fn has(&self, spec: &Spec) -> bool {
        self.nouns.contains(&noun(spec))
    }
}

/// The first word of a command's name.
pub(super) fn noun(spec: &Spec) -> &'static str {
    spec.name.split(' ').next().unwrap_or(spec.name)
}

/// Every group, in the order in which help shows them. A test sees to it that each command is in one.
pub(super) const GROUPS: &[Group] = &[
    Group { title: words("People", "人"), nouns: &["person", "tag", "send", "top", "score", "field"] },
    Group { title: words("Organizations", "組織"), nouns: &["org"] },
    Group {
        title: words("Who is who", "アカウントと名寄せ"), nouns: &["account", "merge", "identifier"]
    },
    Group { title: words("Deals", "商談"), nouns: &["deal", "pipeline", "stages"] },
    Group { title: words("Tasks and reminders", "タスクとリマインド"), nouns: &["task"] },
    Group { title: words("Notes and activities", "メモと活動"), nouns: &["log", "note", "activity"] },
    Group {
        title: words("Search and what was said", "検索と会話の分析"),
        nouns: &[
            "search",
            "summary",
            "decisions",
            "questions",
            "topics",
            "influencers",
            "sentiment",
            "inquiries",
            "inquiry",
            "more",
        ],
    },
    Group {
        title: words("Campaigns and ROI", "施策とROI"),
        nouns: &["campaign", "resource", "budget", "roi", "value"],
    },
    Group { title: words("Import and export", "取り込みと書き出し"), nouns: &["import", "export"] },
    Group { title: words("Rooms and recording", "ルームと記録"), nouns: &["room", "forget", "record"] },
    Group {
        title: words("Me and this bot", "自分とボット"),
        nouns: &[
            "help", "examples", "whoami", "link", "unlink", "set", "status", "usage", "history", "audit",
            "undo", "feedback",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::GROUPS;
    use crate::commands::ALL;

    #[test]
    fn each_command_is_in_one_group() {
        for command in ALL {
            let spec = command.spec();
            assert_eq!(GROUPS.iter().filter(|group| group.has(spec)).count(), 1, "{}", spec.name);
        }
    }
}
