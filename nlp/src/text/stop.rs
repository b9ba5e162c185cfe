//! Words that carry grammar and no subject, in both languages.
//!
//! Chat fillers ("thanks", 了解) are not here: somebody may search for them.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Is this folded word only grammar?
pub(crate) fn is_stop(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| [ENGLISH, JAPANESE].into_iter().flat_map(str::split_whitespace).collect());
    WORDS.contains(word)
}

const ENGLISH: &str = "
    a about after all also am an and any are aren't as at be because been before being but by can can't
    could did didn't do does doesn't doing don't for from had has have having he her here him his how i
    i'd i'll i'm i've if in into is isn't it it's its just let's me more most my no nor not of off on
    only or other our out over own same she should so some such than that that's the their them then
    there there's these they they're this those through to too under until up us very was wasn't we
    we'll we're we've were what what's when where which while who whom why will with won't would you
    you'll you're you've your
";

/// Particles, auxiliaries and the fragments of them that the segmenter leaves.
const JAPANESE: &str = "
    の は が を に で と も や へ か ね よ な だ た て し さ れ ず ん う い ば ら り る っ ぞ わ ない
    なく から まで より など って です ます ませ まし でし でした ました ません でしょう だっ だけ けど
    けれど ので のに ても でも とか では には とは への した して する され せる せて いる いた いて
    ある あり あっ あった なる なり なっ なった こと もの ため よう そう この その あの どの これ それ
    あれ どれ ここ そこ どこ という といった について に対して ください くだ さい たい ですか ますか
    としては として たら なら ながら および また
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar_is_told_from_subjects() {
        assert!(is_stop("the") && is_stop("your") && is_stop("から"));
        assert!(!is_stop("limit") && !is_stop("顧客") && !is_stop(""));
    }
}
