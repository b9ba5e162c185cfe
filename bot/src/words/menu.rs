//! What commands and their arguments are called in Japanese where a platform shows names in the reader's language.
//!
//! Typed commands are in English words; these are for menus. Two commands of one noun, and two arguments of one
//! command, are never called alike.

/// First words of commands.
const NOUNS: &[(&str, &str)] = &[
    ("account", "アカウント"),
    ("activity", "活動"),
    ("audit", "監査"),
    ("budget", "予算"),
    ("campaign", "施策"),
    ("deal", "商談"),
    ("decisions", "決定事項"),
    ("examples", "例文"),
    ("export", "書き出し"),
    ("feedback", "管理者へ連絡"),
    ("field", "独自項目"),
    ("forget", "記録停止"),
    ("help", "ヘルプ"),
    ("history", "変更履歴"),
    ("identifier", "名寄せ材料"),
    ("import", "取り込み"),
    ("influencers", "話題の中心"),
    ("inquiries", "問い合わせ一覧"),
    ("inquiry", "問い合わせ"),
    ("link", "連携"),
    ("log", "やり取り"),
    ("merge", "統合"),
    ("more", "続き"),
    ("note", "メモ"),
    ("org", "組織"),
    ("person", "人"),
    ("pipeline", "パイプライン"),
    ("questions", "質問"),
    ("record", "記録再開"),
    ("resource", "公開物"),
    ("roi", "roi"),
    ("room", "ルーム"),
    ("score", "スコア"),
    ("search", "検索"),
    ("send", "送信"),
    ("sentiment", "雰囲気"),
    ("set", "設定"),
    ("stages", "ステージ"),
    ("status", "状態"),
    ("summary", "要約"),
    ("tag", "タグ"),
    ("task", "タスク"),
    ("top", "上位"),
    ("topics", "話題"),
    ("undo", "取り消し"),
    ("unlink", "連携解除"),
    ("usage", "ai利用量"),
    ("value", "成果単価"),
    ("whoami", "自分の情報"),
];

/// The words after them.
const VERBS: &[(&str, &str)] = &[
    ("accept", "承認"),
    ("add", "追加"),
    ("allow", "許可"),
    ("attach", "紐づけ"),
    ("automatic", "自動"),
    ("budget", "予算"),
    ("bulk", "一括"),
    ("calls", "呼び出し"),
    ("check", "確認"),
    ("clear", "解除"),
    ("close", "終了"),
    ("compare", "比較"),
    ("delete", "削除"),
    ("detach", "切り離し"),
    ("done", "完了"),
    ("exclude", "除外"),
    ("explain", "理由"),
    ("find", "検索"),
    ("history", "履歴"),
    ("ignore", "対象外"),
    ("kind", "種類"),
    ("lang", "言語"),
    ("list", "一覧"),
    ("me", "自分"),
    ("move", "異動"),
    ("leave", "退職"),
    ("notice", "対象に戻す"),
    ("open", "未回答"),
    ("owner", "担当"),
    ("people", "人"),
    ("reconsider", "再検討"),
    ("record", "記録"),
    ("reject", "別人"),
    ("remove", "取り外し"),
    ("reopen", "再開"),
    ("restore", "復元"),
    ("score", "スコア"),
    ("set", "変更"),
    ("show", "表示"),
    ("snooze", "延期"),
    ("stage", "ステージ"),
    ("start", "開始"),
    ("suggest", "候補"),
    ("tag", "タグ"),
    ("this", "これを記録"),
    ("timeline", "行動履歴"),
    ("top", "順位"),
    ("tz", "タイムゾーン"),
    ("undo", "取り消し"),
    ("weight", "重み"),
    ("weights", "重み一覧"),
    ("wrong", "訂正"),
];

/// Arguments, of all commands or of one.
const ARGUMENTS: &[(&str, &str)] = &[
    ("access", "公開範囲"),
    ("account", "アカウント"),
    ("action", "行動"),
    ("activity", "活動"),
    ("after", "後ろ"),
    ("again", "重複を許す"),
    ("alias", "別名"),
    ("amount", "金額"),
    ("as", "扱い"),
    ("at", "日時"),
    ("by", "基準"),
    ("task snooze: by", "延長"),
    ("campaign", "施策"),
    ("campaign close: on", "終了日"),
    ("category", "費目"),
    ("change", "変更"),
    ("changes", "変更内容"),
    ("close", "受注予定"),
    ("code", "コード"),
    ("compare", "比較"),
    ("conditions", "条件"),
    ("contacts", "連絡先"),
    ("count", "件数"),
    ("date", "日付"),
    ("deal", "商談"),
    ("details", "詳細"),
    ("rule", "条件"),
    ("domain", "ドメイン"),
    ("dry-run", "確認のみ"),
    ("due", "期限"),
    ("email", "メール"),
    ("empty", "空にする項目"),
    ("end", "終了日"),
    ("field", "項目"),
    ("fields", "項目と値"),
    ("fifth", "5件目"),
    ("filter", "絞り込み"),
    ("first", "1件目"),
    ("for", "担当"),
    ("format", "形式"),
    ("fourth", "4件目"),
    ("from", "統合元"),
    ("goal", "目的"),
    ("import", "取り込み"),
    ("into", "統合先"),
    ("kana", "読み"),
    ("keep", "残す値"),
    ("kind", "種類"),
    ("label", "判定"),
    ("lang", "言語"),
    ("length", "長さ"),
    ("line", "予算の行"),
    ("lines", "タグの行"),
    ("measure", "指標"),
    ("merge", "統合"),
    ("merge: third", "3人目"),
    ("merge explain: line", "候補の番号"),
    ("message", "発言"),
    ("min", "下限"),
    ("name", "名前"),
    ("named", "種類の名前"),
    ("nobody", "担当なし"),
    ("not", "違う判定"),
    ("note", "メモ"),
    ("object", "対象"),
    ("on", "対象"),
    ("order", "並び順"),
    ("organization", "組織"),
    ("other", "他の言語"),
    ("ours", "対象の行動"),
    ("outcome", "結果"),
    ("own", "独自の項目"),
    ("owner", "担当"),
    ("page", "ページ"),
    ("pair", "組"),
    ("pairs", "複数の組"),
    ("past", "過去も"),
    ("period", "期間"),
    ("person", "人"),
    ("platform", "プラットフォーム"),
    ("reason", "理由"),
    ("relationship", "関係"),
    ("remove", "削除"),
    ("resource", "公開物"),
    ("room", "ルーム"),
    ("second", "2件目"),
    ("person tag: second", "もう1人"),
    ("since", "時期"),
    ("until", "終了時期"),
    ("stage", "ステージ"),
    ("start", "開始日"),
    ("state", "オンオフ"),
    ("summary: for", "読む人"),
    ("tags", "タグ"),
    ("task", "タスク"),
    ("text", "内容"),
    ("third", "3件目"),
    ("thread", "スレッド"),
    ("title", "タイトル"),
    ("topic", "話題"),
    ("type", "型"),
    ("unit", "単位"),
    ("url", "アドレス"),
    ("user", "担当者"),
    ("value", "値"),
    ("via", "経由"),
    ("weight", "重み"),
    ("what", "内容"),
    ("when", "日時"),
    ("which", "範囲"),
    ("who", "変更者"),
    ("whose", "対象者"),
    ("with", "比較対象"),
    ("without", "外すタグ"),
    ("words", "言葉"),
    ("zone", "タイムゾーン"),
];

fn of(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(en, _)| *en == word).map(|(_, ja)| *ja)
}

/// A command's name in Japanese, a word for each word: `人 表示`.
pub(crate) fn command(name: &str) -> Option<String> {
    let mut words = name.split(' ');
    let noun = of(NOUNS, words.next()?)?;
    let all: Option<Vec<&str>> = [Some(noun)].into_iter().chain(words.map(|word| of(VERBS, word))).collect();
    Some(all?.join(" "))
}

/// What an argument of a command is called in Japanese.
pub(crate) fn argument(command: &str, name: &str) -> Option<&'static str> {
    of(ARGUMENTS, &format!("{command}: {name}")).or_else(|| of(ARGUMENTS, name))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::commands::ALL;

    #[test]
    fn everything_has_a_name_in_japanese_and_none_stands_for_two() {
        let mut commands = HashSet::new();
        for spec in ALL.iter().map(|command| command.spec()) {
            let name = super::command(spec.name).unwrap_or_else(|| panic!("{} has none", spec.name));
            assert!(commands.insert(name.clone()), "{name} stands for two commands");
            let mut arguments = HashSet::new();
            for argument in spec.arguments {
                let of = format!("{}: {}", spec.name, argument.name);
                let name =
                    super::argument(spec.name, argument.name).unwrap_or_else(|| panic!("{of} has none"));
                assert!(arguments.insert(name), "{of}: {name} stands for two arguments");
            }
        }
    }

    #[test]
    fn no_word_is_there_that_nobody_uses() {
        let specs: Vec<_> = ALL.iter().map(|command| command.spec()).collect();
        let nouns: HashSet<_> = specs.iter().filter_map(|spec| spec.name.split(' ').next()).collect();
        let verbs: HashSet<_> = specs.iter().flat_map(|spec| spec.name.split(' ').skip(1)).collect();
        let arguments: HashSet<_> = specs
            .iter()
            .flat_map(|spec| spec.arguments.iter().map(|it| (spec.name, it.name)))
            .flat_map(|(command, name)| [name.to_owned(), format!("{command}: {name}")])
            .collect();
        for (noun, _) in super::NOUNS {
            assert!(nouns.contains(noun), "{noun}");
        }
        for (verb, _) in super::VERBS {
            assert!(verbs.contains(verb), "{verb}");
        }
        for (argument, _) in super::ARGUMENTS {
            assert!(arguments.contains(*argument), "{argument}");
        }
    }
}
