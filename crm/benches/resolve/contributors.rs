//! Contributors to open source as they look in logs, made up: one person under several names, addresses and
//! logins, different people under one name or one address. Common names are common, as they are.

use crm::resolve::{Email, Record};

#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "John", "Michael", "David", "Chris", "Daniel", "Thomas", "Robert", "Peter", "Alexander", "Stefan", "Andreas", "Martin",
    "James", "Matthew", "Andrew", "Jan", "Paul", "Mark", "Nicolas", "Sebastian", "Jonathan", "William", "Anna", "Maria",
    "Elizabeth", "Katherine", "Jennifer", "Sarah", "Laura", "Julia", "Hiroshi", "Kenji", "Takashi", "Yuki", "Hanako", "Wei",
    "Li", "Rajesh", "Priya", "Arun", "José", "Javier", "Carlos", "Miguel", "François", "Jérôme", "Søren", "Björn", "Jürgen",
    "Zoltán", "Tomáš", "Paweł", "Sergey", "Dmitry", "Olga", "Ivan", "Ahmed", "Fatima", "Kwame", "Aoife", "Siobhán", "Giulia",
];
#[rustfmt::skip]
const FAMILY: &[&str] = &[
    "Smith", "Müller", "Johnson", "Brown", "Wang", "Kumar", "Li", "García", "Martin", "Sato", "Suzuki", "Tanaka", "Jones",
    "Schmidt", "Williams", "Silva", "Kim", "Lee", "Nguyen", "Ivanov", "Novák", "Rossi", "Hansen", "Andersson", "Miller", "Davis",
    "Wilson", "Taylor", "Anderson", "Clark", "Walker", "Young", "King", "Wright", "Baker", "Fischer", "Weber", "Wagner", "Becker",
    "Hoffmann", "Koch", "Bauer", "Richter", "Klein", "Wolf", "Neumann", "Dupont", "Bernard", "Moreau", "Lefèvre", "Kowalski",
    "Nowak", "Petrov", "Sidorov", "Popescu", "Horváth", "Nagy", "Virtanen", "Korhonen", "Nielsen", "Jensen", "Larsen", "Takahashi",
    "Watanabe", "Ito", "Yamamoto", "Nakamura", "Patel", "Sharma", "Gupta", "Singh", "Chen", "Zhang", "Liu", "Okafor", "Mensah",
    "O'Connor", "Murphy", "van der Berg", "de Vries", "Jansen",
];
const NICKS: &[&str] = &[
    "wizard", "pixel", "shadow", "turbo", "cosmic", "ninja", "fox", "raven", "zen", "nova", "quark", "mango",
    "bolt", "echo", "delta", "frost", "lynx", "orbit", "penguin", "gizmo",
];
const FREE: &[&str] =
    &["gmail.com", "gmail.com", "gmail.com", "yahoo.com", "hotmail.com", "gmx.de", "web.de", "qq.com"];
const SHORT: &[(&str, &str)] = &[
    ("Michael", "Mike"),
    ("David", "Dave"),
    ("Daniel", "Dan"),
    ("Thomas", "Tom"),
    ("Robert", "Bob"),
    ("Alexander", "Alex"),
    ("James", "Jim"),
    ("Matthew", "Matt"),
    ("Andrew", "Andy"),
    ("Nicolas", "Nick"),
    ("William", "Bill"),
    ("Katherine", "Kate"),
    ("Jonathan", "Jon"),
    ("Elizabeth", "Liz"),
    ("Jennifer", "Jen"),
    ("Sergey", "Serge"),
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// The first ones more often.
    fn common<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let at = self.below(list.len()).min(self.below(list.len()));
        list[at]
    }
}

fn plain(text: &str) -> String {
    let text = text.to_lowercase();
    let map = |c: char| match c {
        'á' | 'ä' | 'à' => 'a',
        'é' | 'è' => 'e',
        'í' => 'i',
        'ö' | 'ó' | 'ô' | 'ø' => 'o',
        'ü' => 'u',
        'š' => 's',
        'ł' => 'l',
        'ç' => 'c',
        c => c,
    };
    text.chars().map(map).filter(char::is_ascii_alphanumeric).collect()
}

/// A surname: common, or rare and made of syllables.
fn family(dice: &mut Dice) -> String {
    if dice.chance(25) {
        return dice.common(FAMILY).to_owned();
    }
    let parts = [
        "ka", "lo", "ber", "stein", "mar", "vic", "den", "ros", "hal", "gru", "tor", "win", "sel", "bran",
        "ow", "ski", "fel", "dor", "mont", "quin",
    ];
    let count = 2 + dice.below(2);
    let word: String = (0..count).map(|_| parts[dice.below(parts.len())]).collect();
    word[..1].to_uppercase() + &word[1..]
}

/// Records and whose they are.
pub(crate) fn make(seed: u64, persons: usize) -> (Vec<Record>, Vec<String>) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (mut records, mut truth) = (Vec::new(), Vec::new());
    let companies = persons / 25 + 1;
    for person in 0..persons {
        let (given, family) = (dice.common(GIVEN).to_owned(), family(&mut dice));
        let (g, f) = (plain(&given), plain(&family));
        let nick = {
            let nick = NICKS[dice.below(NICKS.len())];
            match dice.below(3) {
                0 => format!("{nick}{}", dice.below(100)),
                1 => format!("{nick}{}", NICKS[dice.below(NICKS.len())]),
                _ => format!("{}{nick}", &f[..f.len().min(3)]),
            }
        };
        let login = match dice.below(10) {
            0..=2 => format!("{}{f}", &g[..1]),
            3 => format!("{g}{f}"),
            4 => format!("{g}.{f}"),
            5 => g.clone(),
            6 => format!("{g}{}", &f[..1]),
            _ => nick,
        };
        let company = format!("company{}.example.com", dice.below(companies));
        let free = FREE[dice.below(FREE.len())];
        let tail = if dice.chance(30) { dice.below(100).to_string() } else { String::new() };
        let private = match dice.below(3) {
            0 => format!("{g}.{f}{tail}@{free}"),
            1 => format!("{}{tail}@{free}", plain(&login)),
            _ => format!("{}{f}{tail}@{free}", &g[..1]),
        };
        let work = match dice.below(3) {
            0 => format!("{g}.{f}@{company}"),
            1 => format!("{g}@{company}"),
            _ => format!("{}{f}@{company}", &g[..1]),
        };
        let full = format!("{given} {family}");
        let mut aliases: Vec<(String, String)> = Vec::new();
        let count = 1 + dice.below(3) + dice.below(3);
        for _ in 0..count {
            let email = match dice.below(20) {
                0..=7 => private.clone(),
                8..=12 => work.clone(),
                13..=14 => format!("{login}@users.noreply.github.com"),
                15 => format!("{login}@{}.local", ["macbook", "laptop", "desktop"][dice.below(3)]),
                16 => format!("{g}@{f}.org"),
                17 => {
                    ["devnull@localhost", "root@localhost", "noreply@example.com"][dice.below(3)].to_owned()
                }
                _ => format!("{login}@{company}"),
            };
            let name = match dice.below(20) {
                0..=9 => full.clone(),
                10..=12 => login.clone(),
                13 => format!("{family}, {given}"),
                14 => given.clone(),
                15 => format!("{given} {}.", &family[..1]),
                16 => {
                    let short = SHORT
                        .iter()
                        .find(|(long, _)| *long == given)
                        .map_or(given.as_str(), |(_, short)| short);
                    format!("{short} {family}")
                }
                17 => format!("{g} {f}"),
                18 => format!("{}. {family}", &g[..1].to_uppercase()),
                _ => ["unknown", "root", "user"][dice.below(3)].to_owned(),
            };
            // nobody at all: there would be no truth to find
            if (email.contains("@localhost") || email.starts_with("noreply@"))
                && matches!(name.as_str(), "unknown" | "root" | "user")
            {
                continue;
            }
            aliases.push((name, email));
        }
        aliases.sort();
        aliases.dedup();
        for (name, email) in aliases {
            records.push(Record {
                names: vec![name],
                emails: vec![Email { value: email, verified: false }],
                ..Record::default()
            });
            truth.push(person.to_string());
        }
    }
    (records, truth)
}
