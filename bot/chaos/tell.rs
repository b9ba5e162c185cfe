//! Says things on platforms that are listened to. What has been said is written down as promised at once: the
//! platform keeps it, and whoever listens has to fetch it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::time::{Instant, sleep, sleep_until};

use crate::{
    journal::{Event, Journal, Line, What},
    load::Stream,
};

/// How long a connection may take before somebody listens by it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until somebody listens everywhere. What is said before is not promised by every platform.
pub(crate) async fn until_heard(streams: &[Box<dyn Stream>]) -> anyhow::Result<()> {
    let began = Instant::now();
    while !streams.iter().all(|stream| stream.is_heard()) {
        anyhow::ensure!(began.elapsed() < PATIENCE, "nobody listens to a platform after {PATIENCE:?}");
        sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// Says something `rate` times a second, on all of them in turn, until told to stop.
pub(crate) async fn run(
    streams: Arc<Vec<Box<dyn Stream>>>,
    journal: Journal,
    seed: u64,
    rate: u32,
    stop: Arc<AtomicBool>,
) -> anyhow::Result<()> {
    let began = Instant::now();
    let mut said: Vec<u64> = vec![0; streams.len()];
    for n in 0_u32.. {
        sleep_until(began + Duration::from_secs(1) * n / rate.max(1)).await;
        if stop.load(Ordering::Relaxed) || streams.is_empty() {
            break;
        }
        let which = usize::try_from(n)? % streams.len();
        let (stream, nth) = (&streams[which], said[which]);
        let conversations = stream.conversations();
        let conversation = conversations[usize::try_from(nth)? % conversations.len()].clone();
        said[which] += 1;
        let tag = format!("e{seed:x}n9{n:07}");
        let message = stream.say(&conversation, &format!("{tag}: 次の打ち合わせは水曜日です"));
        let event = Event {
            tag: tag.clone(),
            platform: stream.name().to_owned(),
            door: stream.door().to_owned(),
            what: What::Message,
            conversation,
            message: Some(message),
            nth,
        };
        journal.write(&Line::Sends(event)).await?;
        journal.write(&Line::Kept { tag }).await?;
    }
    Ok(())
}
