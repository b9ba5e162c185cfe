//! A position with a check sum: the file that the engine keeps it in has none of its own.

/// A position as it is kept in a commit.
pub(super) fn sealed(position: &str) -> String {
    format!("{}:{position}", seal(position))
}

/// The position in a sealed one; `None` if it has been altered.
pub(super) fn unsealed(sealed: &str) -> Option<&str> {
    sealed.split_once(':').filter(|(sum, position)| *sum == seal(position)).map(|(_, position)| position)
}

/// The check sum of a text in hexadecimal.
pub(super) fn seal(text: &str) -> String {
    format!("{:016x}", sum(text.as_bytes()))
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo; <http://www.isthe.com/chongo/tech/comp/fnv/>).
pub(super) fn sum(bytes: &[u8]) -> u64 {
    let step = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_tells_an_altered_position() {
        let kept = sealed("a:42");
        assert_eq!(unsealed(&kept), Some("a:42"));
        assert_eq!(unsealed(&kept.replace("42", "43")), None);
        assert_eq!(unsealed("nonsense"), None);
    }
}
