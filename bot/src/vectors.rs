//! Search by meaning, where there is a model: the vectors of messages, made behind the recording.
//!
//! A thread of its own makes them, one after the other: of what was just indexed, and of what a search came upon and
//! has none of yet. So nobody waits for a message's vector; only the question's own is made while the index is asked.
//! What is kept lies in memory, bounded, by message: it goes when the message goes, and all of it can be thrown away.

mod kept;

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use crm::TenantId;
use nlp::{
    e5::{Model, Role, Vector},
    search::Change,
};
use tokio::task::JoinHandle;
use uuid::Uuid;

use self::kept::{Kept, Key};

/// Makes vectors.
pub trait Reader: Send + Sync {
    /// The vector of a text, of unit length.
    fn vector(&self, role: Role, text: &str) -> Vector;
}

impl Reader for Model {
    fn vector(&self, role: Role, text: &str) -> Vector {
        Self::vector(self, role, text)
    }
}

/// The file of weights below a data folder.
pub const FILE: &str = "models/e5.bin";

/// Messages that wait for their vectors; of more, those that wait longest are left out until a search comes upon them.
const WAITING: usize = 2_000;
/// Messages that searches came upon and that wait.
const WANTED: usize = 200;
/// How long an answer waits for the vector of what is asked.
const PATIENCE: Duration = Duration::from_millis(15);
/// Characters of a text that are read.
const LONGEST: usize = 600;

/// The vectors, or none.
#[derive(Clone)]
pub struct Vectors(Option<Arc<Shared>>);

struct Shared {
    reader: OnceLock<Arc<dyn Reader>>,
    work: Mutex<Work>,
    rung: Condvar,
    kept: Mutex<Kept>,
    /// How long an answer waits for the vector of what is asked, once its messages are there.
    patience: Duration,
}

/// The vector of what is asked, which is being made.
pub(crate) struct Asked {
    made: JoinHandle<Vector>,
    patience: Duration,
}

impl Asked {
    /// The vector; `None` if it is not there soon, be it that the machine is busy: then words alone decide.
    pub(crate) async fn soon(self) -> Option<Vector> {
        tokio::time::timeout(self.patience, self.made).await.ok()?.ok()
    }
}

/// What the thread is to do.
#[derive(Default)]
struct Work {
    /// What searches came upon, the best of the latest first.
    wanted: VecDeque<(Key, String)>,
    /// What was indexed.
    waiting: VecDeque<(Key, String)>,
    /// Whose vector is being made.
    busy: Option<Key>,
}

impl Work {
    fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.waiting.is_empty()
    }
}

/// As much of a text as is read.
fn read(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

impl Vectors {
    /// Without a model: words alone decide.
    pub fn none() -> Self {
        Self(None)
    }

    /// With the model in a data folder, if there is one. It is read in the background; until then it is as if there
    /// were none.
    pub fn open(data: &Path) -> Self {
        let file = data.join(FILE);
        if !file.is_file() {
            return Self::none();
        }
        Self::start(PATIENCE, move || match Model::open(&file) {
            Ok(model) => Some(Arc::new(model) as Arc<dyn Reader>),
            Err(error) => {
                let fault = format!("{:#}", anyhow::Error::from(error));
                tracing::error!(fault, "the model for search by meaning cannot be read; words alone decide");
                None
            }
        })
    }

    /// With a reader that is there already, and that every answer waits for.
    pub fn with(reader: Arc<dyn Reader>) -> Self {
        let vectors = Self::start(Duration::MAX, {
            let reader = reader.clone();
            move || Some(reader)
        });
        if let Self(Some(shared)) = &vectors {
            let _ = shared.reader.set(reader);
        }
        vectors
    }

    fn start(patience: Duration, open: impl FnOnce() -> Option<Arc<dyn Reader>> + Send + 'static) -> Self {
        let shared = Arc::new(Shared {
            reader: OnceLock::new(),
            work: Mutex::default(),
            rung: Condvar::new(),
            kept: Mutex::default(),
            patience,
        });
        let weak = Arc::downgrade(&shared);
        let begun = thread::Builder::new().name("vectors".to_owned()).spawn(move || {
            let Some(reader) = open() else { return };
            if let Some(shared) = weak.upgrade() {
                let _ = shared.reader.set(reader.clone());
            }
            // gone with the last who could ask
            while let Some(shared) = weak.upgrade() {
                shared.make_one(&*reader);
            }
        });
        match begun {
            Ok(_) => Self(Some(shared)),
            Err(error) => {
                tracing::error!(%error, "no thread for search by meaning; words alone decide");
                Self::none()
            }
        }
    }

    /// Begins to make the vector of what is asked, off the threads that answer requests; `None`: there is no model.
    pub(crate) fn ask(&self, words: &str) -> Option<Asked> {
        let shared = self.0.as_ref()?;
        let reader = shared.reader.get()?.clone();
        let words = read(words);
        let made = tokio::task::spawn_blocking(move || reader.vector(Role::Query, &words));
        Some(Asked { made, patience: shared.patience })
    }

    /// How alike messages are to what is asked. Of those that have no vector yet it is not known; theirs are made next.
    pub(crate) fn likenesses(
        &self,
        tenant: TenantId,
        asked: &[f32],
        messages: &[(Uuid, &str)],
    ) -> Vec<Option<f32>> {
        let Some(shared) = &self.0 else { return vec![None; messages.len()] };
        let kept = lock(&shared.kept);
        let likenesses: Vec<Option<f32>> =
            messages.iter().map(|(id, _)| kept.likeness(&(tenant, *id), asked)).collect();
        drop(kept);
        let mut work = lock(&shared.work);
        for ((id, text), _) in messages.iter().zip(&likenesses).rev().filter(|(_, known)| known.is_none()) {
            work.wanted.retain(|(key, _)| *key != (tenant, *id));
            work.wanted.push_front(((tenant, *id), read(text)));
        }
        work.wanted.truncate(WANTED);
        drop(work);
        shared.rung.notify_all();
        likenesses
    }

    /// Follows what is indexed.
    pub(crate) fn follow(&self, changes: &[Change]) {
        let Some(shared) = &self.0 else { return };
        let gone = changes.iter().map(|change| match change {
            Change::Put(document) => (TenantId(document.tenant), document.id),
            Change::Delete { tenant, id } => (TenantId(*tenant), *id),
        });
        let gone: HashSet<Key> = gone.collect();
        let mut work = lock(&shared.work);
        let Work { wanted, waiting, .. } = &mut *work;
        for queue in [wanted, waiting] {
            queue.retain(|(key, _)| !gone.contains(key));
        }
        work.busy = work.busy.filter(|key| !gone.contains(key));
        let latest = &changes[changes.len().saturating_sub(WAITING)..];
        for change in latest {
            if let Change::Put(document) = change {
                let key = (TenantId(document.tenant), document.id);
                work.waiting.push_back((key, read(&document.text)));
            }
        }
        let over = work.waiting.len().saturating_sub(WAITING);
        work.waiting.drain(..over);
        lock(&shared.kept).forget(&gone);
        drop(work);
        shared.rung.notify_all();
    }

    /// Waits until every message that waited has its vector. For tests.
    pub fn settle(&self) {
        let Some(shared) = &self.0 else { return };
        let mut work = lock(&shared.work);
        while work.busy.is_some() || !work.is_empty() {
            work = shared.rung.wait(work).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Shared {
    /// Makes the vector of the message that waits, or waits for one for a moment.
    fn make_one(&self, reader: &dyn Reader) {
        let mut work = lock(&self.work);
        if work.is_empty() {
            self.rung.notify_all();
            drop(self.rung.wait_timeout(work, PAUSE).unwrap_or_else(PoisonError::into_inner));
            return;
        }
        let next = work.wanted.pop_front().or_else(|| work.waiting.pop_front());
        work.busy = next.as_ref().map(|(key, _)| *key);
        drop(work);
        let Some((key, text)) = next else { return };
        let vector = reader.vector(Role::Passage, &text);
        let mut work = lock(&self.work);
        // unless it changed or went meanwhile
        if work.busy.take() == Some(key) {
            lock(&self.kept).keep(key, &vector);
        }
        if work.is_empty() {
            self.rung.notify_all();
        }
    }
}

/// How long the thread waits at most before it looks whether it is still wanted.
const PAUSE: Duration = Duration::from_millis(500);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Vectors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Vectors").field(&self.0.is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts with the same first letter mean the same.
    struct FirstLetter;

    impl Reader for FirstLetter {
        fn vector(&self, _: Role, text: &str) -> Vector {
            let letter = text.chars().next().unwrap_or('?');
            (b'a'..=b'z').map(|c| if letter == char::from(c) { 1.0 } else { 0.0 }).collect()
        }
    }

    fn put(id: u128, text: &str) -> Change {
        Change::Put(nlp::search::Document {
            tenant: Uuid::nil(),
            id: Uuid::from_u128(id),
            conversation: Uuid::nil(),
            account: None,
            at: 0,
            text: text.to_owned(),
            title: None,
            thread: None,
        })
    }

    #[test]
    fn what_was_indexed_is_known_until_it_is_gone() {
        let vectors = Vectors::with(Arc::new(FirstLetter));
        let tenant = TenantId(Uuid::nil());
        let asked = FirstLetter.vector(Role::Query, "apple");
        let ask = |texts: &[(u128, &str)]| -> Vec<Option<bool>> {
            let texts: Vec<(Uuid, &str)> =
                texts.iter().map(|(id, text)| (Uuid::from_u128(*id), *text)).collect();
            let known = vectors.likenesses(tenant, &asked, &texts);
            known.into_iter().map(|known| known.map(|it| it > 0.9)).collect()
        };
        vectors.follow(&[put(1, "ant"), put(2, "bee")]);
        vectors.settle();
        // the third has never been seen: it is learned for the next who asks
        assert_eq!(ask(&[(1, "ant"), (2, "bee"), (3, "axe")]), [Some(true), Some(false), None]);
        vectors.settle();
        assert_eq!(ask(&[(3, "axe")]), [Some(true)]);
        vectors.follow(&[put(2, "arm"), Change::Delete { tenant: Uuid::nil(), id: Uuid::from_u128(1) }]);
        vectors.settle();
        assert_eq!(ask(&[(2, "arm"), (1, "ant")]), [Some(true), None]);
        // another tenant knows nothing of them
        let other = vectors.likenesses(TenantId(Uuid::from_u128(9)), &asked, &[(Uuid::from_u128(2), "arm")]);
        assert_eq!(other, [None]);
    }

    #[test]
    fn without_a_model_nothing_is_known() {
        let vectors = Vectors::open(Path::new("/nowhere"));
        assert!(vectors.ask("x").is_none());
        assert_eq!(vectors.likenesses(TenantId(Uuid::nil()), &[], &[(Uuid::nil(), "x")]), [None]);
        vectors.settle();
    }
}
