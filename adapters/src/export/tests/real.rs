//! Real exports, where they stand beside the project.

use std::collections::HashSet;

use super::*;

/// Reads one; `None`, with a word on why, where it is absent.
fn real(name: &str) -> Option<Read> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")).join(name);
    if !path.exists() {
        println!("skipped: {} is not here", path.display());
        return None;
    }
    Some(all(open(&path)))
}

fn count<'a>(of: impl Iterator<Item = &'a str>) -> usize {
    of.collect::<HashSet<_>>().len()
}

#[test]
fn a_slack_workspace() {
    let Some(read) = real("duraspace-slack-export.zip") else { return };
    assert_eq!((read.events.len(), read.skipped.len(), read.problems.len()), (20_427, 0, 0));
    assert_eq!(count(read.events.iter().map(|event| event.sender.external_id.as_str())), 97);
    assert_eq!(count(read.events.iter().map(|event| event.conversation.external_id.as_str())), 1);
    assert_eq!(count(read.events.iter().filter_map(|event| event.message_id.as_deref())), 20_427);
    assert!(read.events.is_sorted_by_key(|event| event.at));
}

#[test]
fn a_telegram_account() {
    let Some(read) = real("realpersonachat-telegram-result.json") else { return };
    assert_eq!((read.events.len(), read.skipped.len(), read.problems.len()), (8_859, 0, 0));
    assert_eq!(count(read.events.iter().map(|event| event.conversation.external_id.as_str())), 294);
    let ids = read.events.iter().map(|event| (&event.conversation.external_id, &event.message_id));
    assert_eq!(ids.collect::<HashSet<_>>().len(), 8_859);
}
