//! How long it takes until a new account has its suggestions: among 100,000 others by default, on a real Postgres.
//!
//! ```text
//! cargo bench -p crm --bench standing -- [accounts, 100000 without] [rounds, 50 without]
//! ```
//!
//! Made-up people in made-up numbers: a name out of two lists whose words are as uneven as people's names are, one in
//! six with a second account under the same login, address or name. Measured are: everybody compared at once, as after
//! a start; one new account, from its commit to its suggestion; five thousand that come at once, a round each five hundred.

#![expect(clippy::unwrap_used, reason = "a program for measuring")]

use std::time::{Duration, Instant};

use crm::{
    Actor, Db, TenantId,
    accounts::{self, NewAccount},
    merges::{
        self,
        standing::{self, Waiting},
    },
    persons::{self, NewPerson},
    testing,
};

/// The same numbers every time (Steele, Lea & Flood 2014: SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// Uneven: the first words of a list are said far more often than the last.
    fn uneven(&mut self, n: u64) -> u64 {
        let x = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((n as f64).powf(x) - 1.0) as u64
    }
}

const SYLLABLES: [&str; 40] = [
    "ka", "ki", "ku", "ke", "ko", "sa", "shi", "su", "se", "so", "ta", "chi", "tsu", "te", "to", "na", "ni",
    "nu", "ne", "no", "ha", "hi", "fu", "he", "ho", "ma", "mi", "mu", "me", "mo", "ya", "yu", "yo", "ra",
    "ri", "ru", "re", "ro", "wa", "o",
];

fn word(seed: u64) -> String {
    let mut dice = Dice(seed);
    (0..2 + dice.below(2)).map(|_| SYLLABLES[dice.below(40) as usize]).collect()
}

/// Somebody: a name, a login, an address.
struct Human {
    given: String,
    family: String,
    login: String,
}

impl Human {
    fn new(n: u64, dice: &mut Dice) -> Self {
        let (given, family) = (word(1_000_000 + dice.uneven(3_000)), word(dice.uneven(12_000)));
        let login = match dice.below(3) {
            0 => format!("{family}{}", dice.below(90) + 10),
            1 => format!("{}{family}{}", &given[..1], n % 7),
            _ => format!("{}{}", word(2_000_000 + n), word(3_000_000 + n)),
        };
        Self { given, family, login }
    }

    /// The `which`th account of it, and the person that is made for it.
    fn account(&self, which: u64, n: u64) -> (NewPerson, NewAccount) {
        let (given, family) = (&self.given, &self.family);
        let (name, provider) = match which {
            0 => (format!("{given} {family}"), "slack"),
            1 => (format!("{} {}", family.to_uppercase(), given), "github"),
            _ => (self.login.clone(), "discord"),
        };
        let email = match n % 3 {
            0 => Some(format!("{}@company{}.example", self.login, n % 900)),
            _ if which == 2 => Some(format!("{}@mail.example", self.login)),
            _ => None,
        };
        let person = NewPerson {
            name: name.clone(),
            email: email.clone(),
            relationship: "developer".to_owned(),
            ..NewPerson::default()
        };
        let account = NewAccount {
            provider: provider.to_owned(),
            external_id: format!("U{which}{n}"),
            handle: Some(if which == 0 { format!("{given}.{family}") } else { self.login.clone() }),
            name: Some(name),
            email,
            ..NewAccount::default()
        };
        (person, account)
    }
}

#[tokio::main]
async fn main() {
    let mut given = std::env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let (all, rounds) = (given.next().unwrap_or(100_000), given.next().unwrap_or(50));
    let test = testing::database().await;
    let tenant = test.tenant("acme").await;
    let mut dice = Dice(7);
    let mut humans = Vec::new();
    let mut made = Vec::new();
    while (made.len() as u64) < all {
        let n = humans.len() as u64;
        let human = Human::new(n, &mut dice);
        made.push(human.account(0, n));
        if dice.below(6) == 0 {
            made.push(human.account(1 + dice.below(2), n));
        }
        humans.push(human);
    }
    let began = Instant::now();
    add(&test.db, tenant, made).await;
    println!("{all} accounts of {} people written in {:.1} s", humans.len(), began.elapsed().as_secs_f64());

    let began = Instant::now();
    let mut tx = test.db.begin(tenant, Actor::system("bench")).await.unwrap();
    let alone = merges::suggest(&mut tx, None, 200_000).await.unwrap().len();
    drop(tx);
    println!("found, not stored: {:.1} s ({alone})", began.elapsed().as_secs_f64());

    let began = Instant::now();
    work(&test.db, tenant).await;
    let (found, likely) = found(&test.db, tenant).await;
    println!(
        "everybody compared and stored: {:.1} s, {found} suggestions ({likely} from 90 % on), {} MB at most",
        began.elapsed().as_secs_f64(),
        peak()
    );

    let mut times = Vec::new();
    for round in 0..rounds {
        let human = &humans[(round * 977) as usize % humans.len()];
        add(&test.db, tenant, vec![human.account(2, 10_000_000 + round)]).await;
        let began = Instant::now();
        work(&test.db, tenant).await;
        times.push(began.elapsed());
    }
    report("one new account", times);

    let many = (0..5_000).map(|n| Human::new(20_000_000 + n, &mut dice).account(0, 20_000_000 + n)).collect();
    add(&test.db, tenant, many).await;
    report("five thousand, by rounds", work(&test.db, tenant).await);
    println!("{} MB at most", peak());
}

async fn add(db: &Db, tenant: TenantId, made: Vec<(NewPerson, NewAccount)>) {
    for page in made.chunks(1_000) {
        let mut tx = db.begin_bulk(tenant, Actor::system("bench")).await.unwrap();
        let new: Vec<NewPerson> = page.iter().map(|(person, _)| person.clone()).collect();
        let ids = persons::add(&mut tx, &new).await.unwrap();
        let accounts: Vec<NewAccount> = page
            .iter()
            .zip(ids)
            .map(|((_, account), person)| NewAccount { person: Some(person), ..account.clone() })
            .collect();
        accounts::add(&mut tx, &accounts).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// What the worker does until nobody waits; how long each round took.
async fn work(db: &Db, tenant: TenantId) -> Vec<Duration> {
    let mut times = Vec::new();
    loop {
        let began = Instant::now();
        let mut tx = db.begin_bulk(tenant, Actor::system("bench")).await.unwrap();
        if standing::waiting(&mut tx).await.unwrap() == Waiting::Nobody {
            return times;
        }
        standing::compare(&mut tx).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        times.push(began.elapsed());
    }
}

async fn found(db: &Db, tenant: TenantId) -> (i64, i64) {
    let mut tx = db.begin(tenant, Actor::system("bench")).await.unwrap();
    (
        standing::count(&mut tx, None, 0.0).await.unwrap(),
        standing::count(&mut tx, None, standing::CERTAIN).await.unwrap(),
    )
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64();
    println!("{what}: p50 {:.2} s, p95 {:.2} s, most {:.2} s ({})", at(50), at(95), at(100), times.len());
}

/// Highest resident memory of the process so far, MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}
