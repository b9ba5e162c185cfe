//! Handles that are nearly equal: `taro`, `Taro_`, `taro2`.

/// Two such handles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Near {
    /// The handles as written.
    pub(super) values: [String; 2],
    /// They differ by a digit, which is less alike than a `_` or the case.
    pub(super) by_digit: bool,
    /// Provider and workspace, where both are in one.
    pub(super) place: Option<String>,
}

impl Near {
    /// Of two handles with one stem, each with its place; `None` when they are equal on two providers, which
    /// is more than near.
    pub(super) fn between((a, a_place): (&str, &str), (b, b_place): (&str, &str)) -> Option<Self> {
        let place = (a_place == b_place).then(|| a_place.to_owned());
        let (x, y) = (a.to_lowercase(), b.to_lowercase());
        if a == b || x == y && place.is_none() {
            return None;
        }
        let bare = |handle: &str| handle.trim_end_matches(['_', '-']).to_owned();
        Some(Self { values: [a.to_owned(), b.to_owned()], by_digit: bare(&x) != bare(&y), place })
    }
}

#[cfg(test)]
mod tests {
    use super::Near;

    #[test]
    fn equal_but_for_a_tail() {
        let near = |a: &str, b: &str, one_place: bool| {
            let other = if one_place { "slack 1" } else { "github " };
            Near::between((a, "slack 1"), (b, other)).map(|near| (near.by_digit, near.place.is_some()))
        };
        assert_eq!(near("helix84", "helix84_", true), Some((false, true)));
        assert_eq!(near("Helix84", "helix84", true), Some((false, true)));
        assert_eq!(near("helix", "helix2", false), Some((true, false)));
        assert_eq!(near("Helix84", "helix84", false), None);
        assert_eq!(near("helix", "helix", true), None);
    }
}
