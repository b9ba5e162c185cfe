//! What an administrator of LINE WORKS downloads under Monitoring.

use super::errors::says;
use super::*;
use crate::ConversationKind;

const HEAD: &str = "\u{feff}\"日時\",\"送信者\",\"受信者\",\"トークルームID\",\"トーク\"\r\n";

fn line(at: &str, who: &str, text: &str) -> String {
    let text = text.replace('"', "\"\"");
    format!("\"{at}\",\"{who}({who}@example.com)\",\"次郎(jiro@example.com)\",\"21228435\",\"{text}\"\r\n")
}

#[test]
fn a_day_of_a_domain() {
    let scratch = Scratch::new();
    let rows = line("2023-01-06 16:28:45", "太郎", "こんにちは。\r\n\"見積\"の件です")
        + &line("2023-01-06 16:29:00", "花子", "(写真) image_20230106.png")
        + &line("いつか", "花子", "?");
    let path = scratch.file("log.csv", format!("{HEAD}{rows}"));
    let read = all(open(&path));
    assert_eq!(read.origin(), ("lineworks", None));
    assert_eq!(read.said(), ["太郎: こんにちは。\r\n\"見積\"の件です", "花子 (file) image_20230106.png"]);
    assert_eq!(read.skipped, [(SkipReason::NoTime, "log.csv:5".to_owned())]);
    assert_eq!(read.problems, []);
    assert_eq!(read.events[0].conversation.kind, ConversationKind::Direct);
    assert_eq!(all(open(&path)), read, "the same again");
    let english = "Date,Sender,Receiver,Channel ID,Message\n2023-01-06 16:28:45,A (a@example.com),,7,hi\n";
    let read = all(open(&scratch.file("en.csv", english)));
    assert_eq!(read.said(), ["A: hi"]);
    assert_eq!(all(open(&scratch.file("head.csv", HEAD))), Read::default());
}

#[test]
fn a_download_that_broke_off_says_so() {
    let scratch = Scratch::new();
    let rows = line("2023-01-06 16:28:45", "太郎", "one");
    let broken = format!("{HEAD}{rows}downloadLogs error: Internal Server Error\r\n");
    let read = all(open(&scratch.file("log.csv", broken)));
    assert_eq!(read.said(), ["太郎: one"]);
    says(&read.problems[0], "log.csv ends with an error of LINE WORKS in line 3 (Internal Server Error)");
    let bare = all(open(&scratch.file("log.csv", format!("{HEAD}{rows}downloadLogs error"))));
    says(&bare.problems[0], "in line 3: what stands before it was read");
    // Somebody who writes these words in a message breaks nothing.
    let said = all(open(
        &scratch
            .file("log.csv", HEAD.to_owned() + &line("2023-01-06 16:28:45", "太郎", "downloadLogs error")),
    ));
    assert_eq!((said.said().len(), said.problems.len()), (1, 0));
}

#[test]
fn another_table_is_refused() {
    let scratch = Scratch::new();
    says(&refusal(&scratch.file("people.csv", "name,email\na,b\n")), "people.csv is no export we can read");
}

/// Somebody else's writer of CSV: what Python writes is read as it was said.
#[test]
fn python_writes_it() {
    let scratch = Scratch::new();
    let path = scratch.0.join("python.csv");
    let program = r#"
import csv, sys
said = ['a,b', '"quoted"', 'line\nend', 'cr\r\nlf', '日本語、「引用」', "'single'", ' lead and trail ', '""', '=1+1', '👩‍👩‍👧‍👦']
with open(sys.argv[1], 'w', newline='', encoding='utf-8-sig') as f:
    w = csv.writer(f, quoting=int(sys.argv[2]))
    w.writerow(['Date', 'Sender', 'Receiver', 'Channel ID', 'Message'])
    for text in said:
        w.writerow(['2023-01-06 16:28:45', 'A(a@example.com)', 'B(b@example.com)', 7, text])
"#;
    for quoting in ["0", "1", "2"] {
        let ran =
            std::process::Command::new("python3").args(["-c", program]).arg(&path).arg(quoting).output();
        let Ok(output) = ran else { return println!("skipped: no python3") };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = all(open(&path)).said();
        let expected = [
            "a,b",
            "\"quoted\"",
            "line\nend",
            "cr\r\nlf",
            "日本語、「引用」",
            "'single'",
            " lead and trail ",
            "\"\"",
            "=1+1",
            "👩‍👩‍👧‍👦",
        ];
        assert_eq!(said, expected.map(|text| format!("A: {text}")));
    }
}
