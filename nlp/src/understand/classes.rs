//! Ways of saying the same, named once and used in phrasings as `<name>`.

/// Phrase text of a class; `None` for an unknown name.
pub(super) fn class(name: &str) -> Option<&'static str> {
    CLASSES.iter().find(|(class, _)| *class == name).map(|(_, words)| *words)
}

const CLASSES: &[(&str, &str)] = &[
    (
        "show",
        "(show [me]|pull up|bring up|give me|get [me]|display|tell me|let me see|see|view|what is|what's|what are|what was|what were|how is|how was|how's|open|check)",
    ),
    ("find", "(find [me]|search for|search|look for|look up|list|who are|show [me])"),
    (
        "見せて",
        "[を|は|って|について|が](見せて|みせて|見て|見る|見たい|教えて|おしえて|表示して|表示|出して|出す|知りたい|確認して|確認したい|確認|\
         お見せ|見せる|どう|どうなってる|どうなっている|どうだった|どう|いくら|何|なに|なん|は)",
    ),
    ("探して", "[を](探して|さがして|検索して|検索|見つけて|探す|見せて|教えて|出して|一覧|リスト)"),
    ("して", "(して|する|したい|してほしい|しといて|しておいて)"),
    ("and", "(and|&|,|with|と|および|及び|+)"),
];
