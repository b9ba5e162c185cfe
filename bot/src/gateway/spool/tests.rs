use super::*;

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("enishi-test-{}", Uuid::now_v7())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn event(body: &str) -> Spooled {
    Spooled {
        tenant: TenantId(Uuid::from_u128(1)),
        connection: ConnectionId(Uuid::from_u128(2)),
        key: b"key".to_vec(),
        body: body.into(),
    }
}

#[test]
fn what_was_put_waits_until_it_is_forgotten() {
    let folder = Folder::new();
    let spool = Spool::open(&folder.0, CAP).unwrap();
    assert!(spool.is_empty() && spool.waiting().unwrap().is_empty());
    for body in ["一", "two", ""] {
        spool.put(&event(body)).unwrap();
    }
    let waiting = spool.waiting().unwrap().pop().unwrap();
    assert_eq!(waiting.events, [event("一"), event("two"), event("")]);
    // what came while the first were stored is still there
    spool.put(&event("late")).unwrap();
    spool.forget(waiting).unwrap();
    let waiting = spool.waiting().unwrap().pop().unwrap();
    assert_eq!(waiting.events.last(), Some(&event("late")));
    spool.forget(waiting).unwrap();
    assert!(spool.is_empty());
}

#[test]
fn a_full_spool_says_so_and_keeps_what_it_has() {
    let folder = Folder::new();
    let spool = Spool::open(&folder.0, 120).unwrap();
    spool.put(&event("first")).unwrap();
    assert_eq!(spool.put(&event(&"x".repeat(100))).unwrap_err().kind(), io::ErrorKind::StorageFull);
    spool.put(&event("2")).unwrap();
    assert_eq!(spool.waiting().unwrap()[0].events, [event("first"), event("2")]);
}

#[test]
fn the_next_process_takes_over_and_leaves_out_what_a_crash_cut_short() {
    let folder = Folder::new();
    let dead = Spool::open(&folder.0, CAP).unwrap();
    dead.put(&event("kept")).unwrap();
    dead.put(&event("cut")).unwrap();
    let path = fs::read_dir(&folder.0).unwrap().next().unwrap().unwrap().path();
    drop(dead);
    let length = fs::metadata(&path).unwrap().len();
    OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 1).unwrap();
    let next = Spool::open(&folder.0, CAP).unwrap();
    let left = next.waiting().unwrap().pop().unwrap();
    assert_eq!(left.events, [event("kept")]);
    next.forget(left).unwrap();
    assert!(!path.exists() && next.waiting().unwrap().is_empty());
}

#[test]
fn a_living_process_keeps_its_own() {
    let folder = Folder::new();
    let one = Spool::open(&folder.0, CAP).unwrap();
    one.put(&event("mine")).unwrap();
    let other = Spool::open(&folder.0, CAP).unwrap();
    assert!(other.waiting().unwrap().is_empty());
}

#[test]
fn a_file_that_the_disk_has_failed_is_left_behind_whole() {
    let folder = Folder::new();
    let spool = Spool::open(&folder.0, CAP).unwrap();
    spool.put(&event("before")).unwrap();
    let path = fs::read_dir(&folder.0).unwrap().next().unwrap().unwrap().path();
    // nothing can be written any more, and half of what was tried is there
    spool.lock().file = File::open(&path).unwrap();
    assert!(spool.put(&event("never acknowledged")).is_err());
    let half = event("never acknowledged").record();
    OpenOptions::new().append(true).open(&path).unwrap().write_all(&half[..half.len() / 2]).unwrap();
    spool.put(&event("after")).unwrap();
    let mut kept = Vec::new();
    for waiting in spool.waiting().unwrap() {
        kept.extend(waiting.events.clone());
        spool.forget(waiting).unwrap();
    }
    kept.sort_by_key(|event| event.body.clone());
    assert_eq!(kept, [event("after"), event("before")]);
    assert!(spool.waiting().unwrap().is_empty());
}

#[test]
fn what_others_left_counts_against_the_cap() {
    let folder = Folder::new();
    let cap = event(&"x".repeat(100)).record().len() as u64 + 10;
    drop({
        let spool = Spool::open(&folder.0, cap).unwrap();
        spool.put(&event(&"x".repeat(100))).unwrap();
        spool
    });
    let spool = Spool::open(&folder.0, cap).unwrap();
    assert_eq!(spool.put(&event("more")).unwrap_err().kind(), io::ErrorKind::StorageFull);
    for waiting in spool.waiting().unwrap() {
        spool.forget(waiting).unwrap();
    }
    spool.put(&event("more")).unwrap();
}
