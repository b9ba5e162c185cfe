//! What stands between cells.

use super::records::Records;

/// Records looked at.
const LOOKED_AT: usize = 40;

/// Comma, tab, semicolon or bar: the one that cuts most records into the same number of cells, and more than one.
pub(super) fn delimiter(text: &str) -> char {
    let fit = |delimiter: char| {
        let mut widths = std::collections::BTreeMap::<usize, usize>::new();
        for record in Records::new(text, delimiter).take(LOOKED_AT).map_while(Result::ok) {
            if !record.is_blank() {
                *widths.entry(record.cells.len()).or_default() += 1;
            }
        }
        // lines before the header are short: what comes after outnumbers them, or is wider
        widths.into_iter().filter(|(width, _)| *width > 1).map(|(width, times)| (times, width)).max()
    };
    [',', '\t', ';', '|']
        .into_iter()
        .map(|delimiter| (fit(delimiter), delimiter))
        // of equals the first
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map_or(',', |(_, delimiter)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::delimiter;

    #[test]
    fn each_is_found() {
        assert_eq!(delimiter("name,email\nA,a@x.example\n"), ',');
        assert_eq!(delimiter("name\temail\nTanaka, Taro\ta@x.example\nSato, H\tb@x.example\n"), '\t');
        assert_eq!(delimiter("name;amount\nA;1,5\nB;2,5\nC;3\n"), ';');
        assert_eq!(delimiter("export of 2026, all\n\nname;email;org\nA;a@x.example;X\n"), ';');
        assert_eq!(delimiter("name|email\nTanaka, Taro|a@x.example\nB|b@x.example\n"), '|');
        assert_eq!(delimiter("name,tags\nA,x|y|z\nB,x|y|z\n"), ',');
        assert_eq!(delimiter("name\nA\n"), ',');
        assert_eq!(delimiter(""), ',');
    }
}
