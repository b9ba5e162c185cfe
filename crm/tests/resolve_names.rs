//! Japanese names in all their spellings: which two are ways to write one name. The pairs in
//! `names_aside.tsv` were written before anything was fitted, and nothing is fitted to them.

use crm::resolve::names_agree;

/// Precision, recall and F1 over a list, and what was judged wrongly.
fn judge(list: &str) -> (f64, Vec<String>) {
    let (mut right, mut found, mut there) = (0.0, 0.0, 0.0);
    let mut wrong = Vec::new();
    for line in list.lines() {
        let [truth, a, b] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (one, agree) = (truth == "same", names_agree(a, b));
        assert_eq!(agree, names_agree(b, a), "symmetric: {line}");
        there += f64::from(u8::from(one));
        found += f64::from(u8::from(agree));
        right += f64::from(u8::from(one && agree));
        if one != agree {
            wrong.push(line.to_owned());
        }
    }
    let (precision, recall): (f64, f64) = (right / found, right / there);
    (2.0 * precision * recall / (precision + recall), wrong)
}

#[test]
fn names_in_all_spellings() {
    let (f1, wrong) = judge(include_str!("resolve/names.tsv"));
    assert!(f1 >= 0.95, "F1 {f1:.3}: {wrong:#?}");
}

#[test]
fn names_that_nothing_was_fitted_to() {
    let (f1, wrong) = judge(include_str!("resolve/names_aside.tsv"));
    assert!(f1 >= 0.95, "F1 {f1:.3}: {wrong:#?}");
}
