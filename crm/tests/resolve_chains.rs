//! Lists in which a third would make one of two people.

use crm::resolve::{LIKELY, People, Record, Schema};

fn groups(names: &[(&str, &str)]) -> Vec<usize> {
    let record = |(name, house): &(&str, &str)| Record {
        names: vec![(*name).to_owned()],
        organizations: vec![(*house).to_owned()],
        ..Record::default()
    };
    let records: Vec<Record> = names.iter().map(record).collect();
    let people = People::new(&records, Schema::default());
    people.groups(&people.pairs(LIKELY), &[])
}

#[test]
fn of_two_names_read_alike_a_third_in_kana_is_one() {
    let house = "青空株式会社";
    let found = groups(&[("小林優子", house), ("小林裕子", house), ("コバヤシユウコ", house)]);
    assert_ne!(found[0], found[1], "{found:?}");
    assert!(found[2] == found[0] || found[2] == found[1], "{found:?}");
}

#[test]
fn colleagues_read_alike_are_two() {
    let found = groups(&[("小林優子", "青空株式会社"), ("小林裕子", "青空株式会社")]);
    assert_ne!(found[0], found[1]);
}
