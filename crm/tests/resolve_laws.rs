//! What must hold of any records: symmetry, monotony, determinism, and that nothing comes of nothing.

use crm::resolve::{Column, Email, Handle, LIKELY, Mark, People, Reason, Record, Schema, Signal};
use proptest::prelude::*;

const NAMES: &[&str] = &[
    "佐藤花子",
    "Hanako Sato",
    "サトウ ハナコ",
    "佐藤裕子",
    "John Doe",
    "J. Doe",
    "jdoe",
    "Jane Doe",
    "Bob Smith",
    "Robert Smith",
    "zeenix",
    "Michael Byrne",
    "Micheal Byrne",
    "unknown",
];
const EMAILS: &[&str] = &[
    "john@corp.example",
    "jdoe@corp.example",
    "jdoe@gmail.com",
    "info@corp.example",
    "devnull@localhost",
    "hanako.sato@gmail.com",
    "1+jdoe@users.noreply.github.com",
];

fn schema() -> Schema {
    let column = |name: &str, place| Column { name: name.to_owned(), place };
    Schema { columns: vec![column("street", true), column("born", false)] }
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let some = |list: &'static [&'static str]| proptest::option::of(proptest::sample::select(list));
    let field = proptest::option::of("[ab]{2} [cd]{4}");
    let born = proptest::option::of("19[0-9]{2}0[1-9]");
    let record = (some(NAMES), some(EMAILS), some(&["jdoe", "zeenix", "hsato"]), field, born);
    let record = record.prop_map(|(name, email, handle, street, born)| Record {
        names: name.map(str::to_owned).into_iter().collect(),
        emails: email.map(|value| Email { value: value.to_owned(), verified: false }).into_iter().collect(),
        handles: handle
            .map(|value| Handle { value: value.to_owned(), ..Handle::default() })
            .into_iter()
            .collect(),
        fields: vec![street, born],
        ..Record::default()
    });
    proptest::collection::vec(record, 2..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_pair_has_no_order(records in records()) {
        let people = People::new(&records, schema());
        for a in 0..records.len() {
            for b in 0..a {
                let (p, q) = (people.probability(a, b), people.probability(b, a));
                prop_assert!((p - q).abs() < 1e-9, "{p} {q}");
                prop_assert!((0.0..=1.0).contains(&p));
            }
        }
    }

    #[test]
    fn the_same_records_give_the_same_answer(records in records()) {
        let answer = || {
            let people = People::new(&records, schema());
            let pairs = people.pairs(LIKELY);
            let groups = people.groups(&pairs, &[]);
            (pairs, groups)
        };
        prop_assert_eq!(answer(), answer());
    }

    /// Two more records, with and without a further sign for their being one.
    #[test]
    fn a_sign_for_it_never_lowers(records in records(), a in 0_usize..14, b in 0_usize..14) {
        let (a, b) = (&records[a % records.len()], &records[b % records.len()]);
        let mut people = People::new(&records, schema());
        let plain = (people.add(a), people.add(b));
        let with = |record: &Record, add: &dyn Fn(&mut Record)| {
            let mut record = record.clone();
            add(&mut record);
            record
        };
        let adds: [&dyn Fn(&mut Record); 4] = [
            &|r| r.emails.push(Email { value: "one.and.only@corp.example".to_owned(), verified: false }),
            &|r| r.emails.push(Email { value: "proved@corp.example".to_owned(), verified: true }),
            &|r| r.phones.push("090-1234-5678".to_owned()),
            &|r| r.marks.push((Mark::Link, "https://me.example".to_owned())),
        ];
        for add in adds {
            let more = (people.add(&with(a, add)), people.add(&with(b, add)));
            let (before, after) = (people.probability(plain.0, plain.1), people.probability(more.0, more.1));
            prop_assert!(after >= before - 1e-9, "{before} {after} {a:?} {b:?}");
        }
    }

    /// A reading that contradicts, another account at one place: never more likely for it.
    #[test]
    fn a_sign_against_it_never_raises(records in records(), a in 0_usize..14, b in 0_usize..14) {
        let (a, b) = (&records[a % records.len()], &records[b % records.len()]);
        let mut people = People::new(&records, schema());
        let plain = (people.add(a), people.add(b));
        let at = |record: &Record, login: &str| {
            let mut record = record.clone();
            let handle = Handle {
                value: login.to_owned(),
                place: "slack w".to_owned(),
                provider: "slack".to_owned(),
                ..Handle::default()
            };
            record.handles.push(handle);
            record
        };
        let more = (people.add(&at(a, "quetzal")), people.add(&at(b, "marmoset")));
        let (before, after) = (people.probability(plain.0, plain.1), people.probability(more.0, more.1));
        prop_assert!(after <= before + 1e-9, "{before} {after} {a:?} {b:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Who proved two accounts in one place is two, whatever else they have in common, and 0 stays 0.
    #[test]
    fn proved_to_be_two_is_two(records in records(), a in 0_usize..14, b in 0_usize..14) {
        let (a, b) = (&records[a % records.len()], &records[b % records.len()]);
        let mut people = People::new(&records, schema());
        let at = |record: &Record, id: &str, more: bool| {
            let mut record = record.clone();
            let handle = Handle {
                id: id.to_owned(),
                place: "slack w".to_owned(),
                provider: "slack".to_owned(),
                verified: true,
                ..Handle::default()
            };
            record.handles.push(handle);
            if more {
                record.emails.push(Email { value: "one.and.only@corp.example".to_owned(), verified: true });
                record.marks.push((Mark::Link, "https://me.example".to_owned()));
            }
            record
        };
        for more in [false, true] {
            let two = (people.add(&at(a, "U1", more)), people.add(&at(b, "U2", more)));
            prop_assert_eq!(people.probability(two.0, two.1), 0.0);
            let pairs = people.around(&[two.0, two.1], LIKELY);
            let held = people.consistent(pairs, |_, _| false);
            prop_assert!(held.iter().all(|pair| (pair.a, pair.b) != two));
        }
    }

    /// A record put in the place of another is as if it had been there, and one taken away is like nobody.
    #[test]
    fn puts_and_takes(records in records(), at in 0_usize..14, with in 0_usize..14) {
        let (at, with) = (at % records.len(), with % records.len());
        let mut people = People::new(&records, schema());
        let added = people.add(&records[with]);
        people.put(at, &records[with]);
        for other in (0..records.len()).filter(|other| *other != at) {
            let (p, q) = (people.probability(at, other), people.probability(added, other));
            prop_assert!((p - q).abs() < 1e-12);
        }
        people.take(at);
        prop_assert!(people.alike(at, 0.0).iter().all(|pair| pair.probability == 0.0));
        prop_assert!(people.alike(added, 0.01).iter().all(|pair| pair.a != at && pair.b != at));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// What stands before the `@` of an address that both have says nothing that the address does not.
    #[test]
    fn a_name_found_in_an_equal_address_counts_nothing(records in records(), a in 0_usize..14, b in 0_usize..14) {
        let (mut a, mut b) = (records[a % records.len()].clone(), records[b % records.len()].clone());
        let address = Email { value: "sakuya.endo@corp.example".to_owned(), verified: false };
        a.emails.push(address.clone());
        b.emails.push(address);
        let mut people = People::new(&records, schema());
        let plain = (people.add(&a), people.add(&b));
        let before = people.probability(plain.0, plain.1);
        for named in [0, 1, 2] {
            let (mut a, mut b) = (a.clone(), b.clone());
            if named != 1 {
                a.names.push("sakuya.endo".to_owned());
            }
            if named != 0 {
                b.names.push("sakuya.endo".to_owned());
            }
            let more = (people.add(&a), people.add(&b));
            let (after, why) = people.explain(more.0, more.1);
            prop_assert!(after <= before + 1e-9, "{before} {after} {a:?} {b:?}");
            let said = |it: &Signal| format!("{:?}", it.reason).contains("sakuya.endo\"");
            prop_assert!(!why.iter().any(said), "{why:?}");
        }
    }
}

/// Somebody with an account in one workspace where everybody has one.
fn colleague(name: &str, email: &str, id: &str) -> Record {
    let handle = Handle {
        id: id.to_owned(),
        place: "lineworks midori".to_owned(),
        provider: "lineworks".to_owned(),
        verified: true,
        ..Handle::default()
    };
    Record { handles: vec![handle], organizations: vec!["みどり物流".to_owned()], ..row(name, email) }
}

#[test]
fn namesakes_with_two_addresses_in_one_house_are_two() {
    const NAMES: [&str; 12] = [
        "佐藤 花子",
        "鈴木 一郎",
        "高橋 健一",
        "田中 直美",
        "伊藤 修",
        "渡辺 愛",
        "山本 亮",
        "中村 翔",
        "小林 結衣",
        "加藤 大輔",
        "吉田 美咲",
        "山田 太郎",
    ];
    let others = NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| colleague(name, &format!("member{at}@midori.example"), &format!("w{at}")));
    let mut records: Vec<Record> = others.collect();
    records.push(colleague("島田 健太", "kenta.shimada@midori.example", "x1"));
    records.push(colleague("島田 健太", "kenta.shimada2@midori.example", "x2"));
    let (a, b) = (records.len() - 2, records.len() - 1);
    let people = People::new(&records, Schema::default());
    let (likely, why) = people.explain(a, b);
    assert!(likely < LIKELY, "{likely} {why:?}");
    assert!(why.iter().any(|it| matches!(it.reason, Reason::OtherAddress { .. })), "{why:?}");
    // one account: he has two addresses
    records[b].handles = records[a].handles.clone();
    let one = People::new(&records, Schema::default());
    assert!(one.probability(a, b) > LIKELY, "{:?}", one.explain(a, b));
}

#[test]
fn an_equal_address_is_said_once() {
    let mut records: Vec<Record> =
        (0..30).map(|at| row(&format!("Person Number{at}"), &format!("p{at}@corp.example"))).collect();
    records.push(row("Sakuya Endoh", "sakuya.endo@midori.example"));
    records.push(row("遠藤 朔也", "sakuya.endo@midori.example"));
    records.push(Record { names: Vec::new(), ..row("", "sakuya.endo@midori.example") });
    let people = People::new(&records, Schema::default());
    let why = people.explain(30, 31).1;
    assert!(why.iter().any(|it| matches!(it.reason, Reason::SameReading { .. })), "{why:?}");
    for (a, b) in [(30, 31), (30, 32), (31, 32)] {
        let why = people.explain(a, b).1;
        let made = |reason: &Reason| {
            matches!(
                reason,
                Reason::SameName { .. }
                    | Reason::SameLogin { .. }
                    | Reason::LoginOfName { .. }
                    | Reason::NameForm { .. }
            )
        };
        assert!(why.iter().all(|it| !made(&it.reason)), "{a} {b}: {why:?}");
    }
}

fn row(name: &str, email: &str) -> Record {
    Record {
        names: vec![name.to_owned()],
        emails: vec![Email { value: email.to_owned(), verified: false }],
        ..Record::default()
    }
}

#[test]
fn nothing_comes_of_nothing() {
    let records = [
        row("Ada Byron", "info@corp.example"),
        row("Kenji Mori", "info@corp.example"),
        row("unknown", "devnull@localhost"),
        row("root", "devnull@localhost"),
        Record::default(),
        Record::default(),
    ];
    let people = People::new(&records, Schema::default());
    for a in 0..records.len() {
        for b in 0..a {
            assert_eq!(people.probability(a, b), 0.0, "{a} {b}");
        }
    }
    assert!(people.pairs(0.01).is_empty());
}

#[test]
fn people_with_one_address_or_many() {
    let rows = [
        row("John Doe", "john@corp.example"),
        row("jdoe", "jdoe@users.noreply.github.com"),
        row("John Doe", "jdoe@gmail.com"),
        row("佐藤花子", "h.sato@e.example"),
        row("Hanako Sato", "h.sato@e.example"),
        row("佐藤花子", "hana@gmail.com"),
        row("Peter Black", "desk@corp.example"),
        row("Ann White", "desk@corp.example"),
        row("Bob Green", "desk@corp.example"),
    ];
    let mut people = People::new(&rows, Schema::default());
    let groups = people.groups(&people.pairs(LIKELY), &[]);
    assert_eq!(groups, [0, 0, 0, 3, 3, 3, 6, 7, 8]);
    // said to be two
    let groups = people.groups(&people.pairs(LIKELY), &[(3, 4)]);
    assert_ne!(groups[3], groups[4]);
    // somebody new
    let new = people.add(&row("Doe, John", "john@corp.example"));
    let found = people.alike(new, LIKELY);
    assert_eq!((found[0].a, found[0].b), (0, new));
}
