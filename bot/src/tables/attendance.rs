//! Who came to an event, as lists of attendees say it.

use crm::imports::ActivityRow;

use super::{
    field::Field,
    row::{Cells, NOON, Read, campaign, when},
    scene::Scene,
    value::{self, Reason},
};

/// What somebody's line in a list of attendees says they did; `None`: they cancelled.
pub(super) fn attendance(
    cells: &Cells<'_>,
    day_first: Option<bool>,
    scene: &Scene,
) -> Read<Option<ActivityRow>> {
    if cells.get(Field::Cancelled).is_some_and(is_cancelled) {
        return Ok(None);
    }
    let action = match cells.read(Field::Status, status)? {
        Some(Came::Cancelled) => return Ok(None),
        Some(Came::Absent | Came::Registered) => "signup",
        Some(Came::Yes) | None => "attend",
    };
    // an event need not be a campaign of ours
    let campaign = campaign(cells, scene).ok().flatten();
    let event = if campaign.is_none() { cells.text(Field::Campaign)? } else { None };
    let at = match when(cells, day_first, scene)? {
        Some(at) => at,
        None => match campaign.and_then(|campaign| scene.first_day(campaign)) {
            Some(day) => value::at(day, NOON, None, scene.zone),
            None => return Err((Some(Field::Date), Reason::Missing)),
        },
    };
    let text = cells.text(Field::Text)?.or(event);
    Ok(Some(ActivityRow { action: action.to_owned(), text, at, campaign }))
}

/// Did they come?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Yes,
    Registered,
    Absent,
    Cancelled,
}

/// Does a column of when, or whether, somebody cancelled say that they did? Most write the time.
fn is_cancelled(cell: &str) -> bool {
    !matches!(
        crm::fold(cell).as_str(),
        "no" | "n"
            | "false"
            | "0"
            | "×"
            | "✕"
            | "無"
            | "いいえ"
            | "未"
            | "未キャンセル"
            | "していない"
            | "キャンセルなし"
            | "not cancelled"
            | "not canceled"
            | "not yet"
            | "none yet"
    )
}

/// Of several columns, as for the seat and for the door, the one that says most against it counts.
fn status(cell: &str) -> Result<Came, Reason> {
    const SAID: &[(Came, &[&str])] = &[
        (
            Came::Cancelled,
            &[
                "cancelled",
                "canceled",
                "cancel",
                "deleted",
                "refunded",
                "キャンセル",
                "取消",
                "取り消し",
                "辞退",
            ],
        ),
        (
            Came::Absent,
            &[
                "absent",
                "no show",
                "noshow",
                "not attended",
                "no",
                "false",
                "0",
                "n",
                "欠席",
                "不参加",
                "未来場",
                "未出席",
                "×",
                "x",
                "✕",
            ],
        ),
        (
            Came::Registered,
            &[
                "registered",
                "signed up",
                "rsvp",
                "waitlist",
                "waitlisted",
                "wait listed",
                "waiting list",
                "on waitlist",
                "on the waiting list",
                "waiting",
                "pending",
                "approved",
                "confirmed",
                "attending",
                "going",
                "申込",
                "申込済",
                "申し込み",
                "申し込み済み",
                "登録",
                "登録済み",
                "参加予定",
                "補欠",
                "キャンセル待ち",
                "補欠・キャンセル待ち",
                "繰り上げ待ち",
                "抽選待ち",
                "受付前",
                "未受付",
                "承認済み",
            ],
        ),
        (
            Came::Yes,
            &[
                "attended",
                "attend",
                "present",
                "checked in",
                "checkedin",
                "check in",
                "yes",
                "true",
                "1",
                "y",
                "出席",
                "参加",
                "参加済み",
                "参加済",
                "来場",
                "来場済み",
                "受付済み",
                "受付済",
                "○",
                "〇",
                "o",
                "✓",
                "✔",
            ],
        ),
    ];
    let said: Vec<String> = cell.lines().map(crm::fold).filter(|it| !it.is_empty()).collect();
    let meant = |word: &String| SAID.iter().position(|(_, all)| all.iter().any(|it| crm::fold(it) == *word));
    let places: Option<Vec<usize>> = said.iter().map(meant).collect();
    let place = places.and_then(|places| places.into_iter().min()).ok_or(Reason::Status)?;
    Ok(SAID[place].0)
}
