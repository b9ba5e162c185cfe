//! Whole files, read.

use crm::imports::{Kind, PersonRow, What};
use nlp::Lang;
use proptest::prelude::*;

use super::{Field, OwnFields, Problem, Rejected, Scene, Table, Wish};

fn open(text: &str) -> Result<Table, Problem> {
    Table::open(text.as_bytes(), &Wish::default(), &OwnFields::default())
}

fn people(text: &str) -> Vec<Result<PersonRow, (u64, String, &'static str)>> {
    let (table, scene) = (open(text).unwrap(), Scene::bare());
    let person = |row: Result<(crm::imports::Row, Vec<String>), Rejected>| match row {
        Ok((row, _)) => match row.what {
            What::Person(person) | What::Activity { person, .. } => Ok(person),
            other => panic!("no person: {other:?}"),
        },
        Err(rejected) => Err((rejected.line, rejected.column, rejected.reason)),
    };
    table.rows(&scene, 0).map(person).collect()
}

const CARDS: &str = "\
名刺データ一覧\r
出力日時,2026/11/20 10:00\r
出力者,佐藤\r
件数,2\r
※個人情報のため取り扱いに注意してください\r
会社名,部署名,役職,姓,名,姓（フリガナ）,名（フリガナ）,e-mail,郵便番号,住所,TEL会社,携帯電話,URL,名刺交換日\r
株式会社青空,開発部,部長,佐藤,花子,サトウ,ハナコ,Hanako@Aozora.example,100-0001,東京都,03-0000-0000,090-1234-5678,https://www.aozora.example/ja,2026/11/01\r
みどり商事,,,鈴木,一郎,,,,,,,,,\r
";

#[test]
fn a_business_card_app() {
    let table = open(CARDS).unwrap();
    assert_eq!((table.kind, table.preamble, table.total, table.delimiter), (Kind::Persons, 5, 2, ','));
    let rows = people(CARDS);
    let hanako = rows[0].clone().unwrap();
    assert_eq!(hanako.name, "佐藤 花子");
    assert_eq!(hanako.kana.as_deref(), Some("サトウ ハナコ"));
    assert_eq!(hanako.whole_title().as_deref(), Some("開発部 部長"));
    assert_eq!(hanako.emails, ["hanako@aozora.example"]);
    assert_eq!(hanako.phones, ["090-1234-5678"], "the company's own number is nobody's");
    assert_eq!(hanako.domain.as_deref(), Some("aozora.example"));
    assert_eq!(rows[1].clone().unwrap().organization.as_deref(), Some("みどり商事"));
}

#[test]
fn duplicated_headers_and_cells_of_several_lines() {
    let text = "氏名,メール,メール,役職,役職,備考\n\"田中\n太郎様\",a@x.example,b@x.example,,部長,\"一行目\n二行目\"\n";
    let taro = people(text).remove(0).unwrap();
    assert_eq!((taro.name.as_str(), taro.emails.len()), ("田中 太郎", 2));
    assert_eq!((taro.title.as_deref(), taro.note.as_deref()), (Some("部長"), Some("一行目\n二行目")));
    assert_eq!(open(text).unwrap().columns[2].header, "メール (2)");
}

#[test]
fn files_that_are_no_tables() {
    for (text, code) in [
        ("", "csv_header"),
        (" \n\n", "csv_header"),
        ("name,email\n", "csv_header"),
        ("田中,a@x.example,営業\n", "csv_header"),
        ("郵便番号,住所\n100,東京\n", "csv_header"),
        ("name,tenant_id\nA B,1\n", "forbidden_column"),
        ("ID,name\n1,A B\n", "forbidden_column"),
        ("name,Role\nA B,owner\n", "forbidden_column"),
        ("name\n\"A B\n", "csv_syntax"),
        ("name\nA\0B\n", "csv_encoding"),
        ("PK\u{3}\u{4}", "csv_syntax"),
    ] {
        let problem = open(text).unwrap_err();
        assert_eq!(problem.code(), code, "{text:?}");
        for lang in [Lang::En, Lang::Ja] {
            assert!(!problem.words(lang).is_empty());
        }
    }
    let asked = |kind| {
        Table::open(
            b"name,email\nA B,a@x.example\n",
            &Wish { kind: Some(kind), ..Wish::default() },
            &OwnFields::default(),
        )
    };
    assert_eq!(asked(Kind::Costs).unwrap_err(), Problem::Missing(Kind::Costs));
    assert_eq!(asked(Kind::Activities).unwrap_err(), Problem::Missing(Kind::Activities));
    assert!(asked(Kind::Persons).is_ok());
}

#[test]
fn columns_are_mapped_as_said() {
    let wish = |said: &str| Wish::default().mapped(said);
    let none = OwnFields::default();
    let shoe = Table::open("名前,謎\n田中,42\n".as_bytes(), &wish("謎=shoe").unwrap(), &none);
    assert_eq!(shoe.unwrap_err(), Problem::NoField("shoe".to_owned(), Vec::new()));
    let said = wish("謎=email").unwrap().mapped("id＝-").unwrap();
    let table = Table::open("id,名前,謎\n7,田中 太郎,a@x.example\n".as_bytes(), &said, &none).unwrap();
    assert_eq!(
        table.columns.iter().map(|it| it.field).collect::<Vec<_>>(),
        [None, Some(Field::Name), Some(Field::Email)]
    );
    let missing = Table::open(b"name\nA B\n", &wish("nowhere=email").unwrap(), &none);
    assert!(matches!(missing, Err(Problem::NoColumn(..))));
}

#[test]
fn rows_that_cannot_be_kept_are_named_by_line_and_column() {
    let text = "氏名,メール,電話,役職,関係\n\
                A B,a@,,,\n\
                A B,,12,,\n\
                A B,,,\"\u{202e}boss\",\n\
                A B,,,,enemy\n\
                ,,090-1234-5678,,\n\
                A B,,,,,extra\n\
                \u{7}A B,,,,\n\
                A B,=1+1,,,\n\
                A B,ok@x.example,'+81 90 1234 5678,=HYPERLINK(x),\n";
    let long = format!("{text}{},,,,\n", "x".repeat(121));
    let rows = people(&long);
    let wrong: Vec<_> = rows.iter().filter_map(|row| row.clone().err()).collect();
    let expected = [
        (2, "メール", "bad_email"),
        (3, "電話", "bad_phone"),
        (4, "役職", "invisible_characters"),
        (5, "関係", "bad_relationship"),
        (6, "", "nobody"),
        (7, "", "more_cells"),
        (8, "氏名", "invisible_characters"),
        (9, "メール", "bad_email"),
        (11, "氏名", "too_long"),
    ];
    let expected: Vec<_> =
        expected.iter().map(|(line, column, reason)| (*line, (*column).to_owned(), *reason)).collect();
    assert_eq!(wrong, expected);
    let good = rows[8].clone().unwrap();
    assert_eq!(good.phones, ["+81 90 1234 5678"], "the apostrophe before a sign is a spreadsheet's");
    assert_eq!(good.title.as_deref(), Some("=HYPERLINK(x)"), "kept as it is");
}

#[test]
fn dates_as_people_write_them() {
    let read = |text: &str, day_first| {
        super::value::moment(text, day_first)
            .map(|(day, time)| {
                format!("{day}{}", time.map(|(time, _)| format!(" {time}")).unwrap_or_default())
            })
            .map_err(|reason| reason.code())
    };
    for (text, day) in [
        ("2026-04-05", Ok("2026-04-05")),
        ("2026/4/5 10:00", Ok("2026-04-05 10:00:00")),
        ("2026年4月5日", Ok("2026-04-05")),
        ("２０２６年４月５日（日） 10:30", Ok("2026-04-05 10:30:00")),
        ("令和8年4月5日", Ok("2026-04-05")),
        ("昭和60年4月1日", Ok("1985-04-01")),
        ("S60.4.1", Ok("1985-04-01")),
        ("R8.4.5", Ok("2026-04-05")),
        ("20260405", Ok("2026-04-05")),
        ("2026-04-05T01:00:00+09:00", Ok("2026-04-05 01:00:00")),
        ("4/25/2026 1:30 PM", Ok("2026-04-25 13:30:00")),
        ("25.4.2026", Ok("2026-04-25")),
        ("04/05/2026", Err("ambiguous_date")),
        ("2025-02-30", Err("bad_date")),
        ("2026-04-05 32:00", Err("bad_date")),
        ("0000-01-01", Err("bad_date")),
        ("99999-01-01", Err("bad_date")),
        ("tomorrow", Err("bad_date")),
    ] {
        assert_eq!(read(text, None), day.map(str::to_owned), "{text}");
    }
    assert_eq!(read("04/05/2026", Some(true)).unwrap(), "2026-05-04");
    assert_eq!(read("04/05/2026", Some(false)).unwrap(), "2026-04-05");
    // one date of the column tells of all
    let text = "email,date,action\na@x.example,04/05/2026,call\nb@x.example,13/05/2026,meeting\n";
    let (table, scene) = (open(text).unwrap(), Scene::bare());
    assert_eq!(table.kind, Kind::Activities);
    let What::Activity { did: Some(did), .. } = table.rows(&scene, 0).next().unwrap().unwrap().0.what else {
        panic!()
    };
    assert_eq!(did.at.to_rfc3339(), "2026-05-04T03:00:00+00:00", "noon in Tokyo");
}

#[test]
fn who_came() {
    let text = "イベント名,氏名,メール,参加ステータス,出欠ステータス,開催日\n\
                勉強会,佐藤 花子,a@x.example,参加,出席,2026-04-05\n\
                勉強会,鈴木 一郎,b@x.example,参加,欠席,2026-04-05\n\
                勉強会,高橋 次郎,c@x.example,キャンセル,,2026-04-05\n\
                勉強会,田中 三郎,d@x.example,多分,,2026-04-05\n";
    let (table, scene) = (open(text).unwrap(), Scene::bare());
    assert_eq!(table.kind, Kind::Attendees);
    let did: Vec<_> = table
        .rows(&scene, 0)
        .map(|row| match row {
            Ok((row, _)) => match row.what {
                What::Activity { did, .. } => did.map_or("nothing".to_owned(), |did| did.action),
                other => panic!("{other:?}"),
            },
            Err(rejected) => rejected.reason.to_owned(),
        })
        .collect();
    assert_eq!(did, ["attend", "signup", "nothing", "bad_status"]);
}

/// What each row of a table says was done.
fn deeds(text: &str) -> Vec<String> {
    let (table, scene) = (open(text).unwrap(), Scene::bare());
    let did = |row: Result<(crm::imports::Row, Vec<String>), Rejected>| match row.map(|(row, _)| row.what) {
        Ok(What::Activity { did, .. }) => did.map_or("nothing".to_owned(), |it| it.action),
        Ok(other) => panic!("{other:?}"),
        Err(rejected) => rejected.reason.to_owned(),
    };
    table.rows(&scene, 0).map(did).collect()
}

#[test]
fn who_cancelled_did_not_come_and_who_waits_signed_up() {
    let doorkeeper = "Name,Name (kana),Email,Attended,Registered at,Date,Canceled at\n\
        鈴木 一郎,スズキ イチロウ,ichiro@x.example,No,2026-10-12 10:11:12 +0900,2026-11-20,\n\
        Tim Lee,,tim@x.example,,2026-10-13 10:11:12 +0900,2026-11-20,2026-10-15 08:00:00 +0900\n\
        Ann Ray,,ann@x.example,Yes,2026-10-13 10:11:12 +0900,2026-11-20,-\n\
        Wait Er,,wait@x.example,Waiting list,2026-10-13 10:11:12 +0900,2026-11-20,no\n";
    assert_eq!(deeds(doorkeeper), ["signup", "nothing", "attend", "signup"]);
    assert_eq!(people(doorkeeper)[0].clone().unwrap().kana.as_deref(), Some("スズキ イチロウ"));
    let japanese = "氏名,メール,出欠,開催日,キャンセル日時\n\
        佐藤 花子,a@x.example,,2026-11-20,2026/11/01 10:00\n新人 花,b@x.example,キャンセル待ち,2026-11-20,\n\
        新田 新,c@x.example,補欠,2026-11-20,\n";
    assert_eq!(deeds(japanese), ["nothing", "signup", "signup"]);
}

#[test]
fn a_column_of_the_sort_of_a_deed_is_what_was_done() {
    let rows = "2026-10-01,a@x.example,call,About prices\n2026-10-02,b@x.example,meeting,Demo\n";
    assert_eq!(deeds(&format!("date,email,type,subject\n{rows}")), ["call", "meeting"]);
    let text = format!("Date,Email,Type,Notes\n{rows}");
    assert_eq!(deeds(&text), ["call", "meeting"]);
    let (table, scene) = (open(&text).unwrap(), Scene::bare());
    let What::Activity { person, did: Some(did) } = table.rows(&scene, 0).next().unwrap().unwrap().0.what
    else {
        panic!()
    };
    assert_eq!((did.text.as_deref(), person.note), (Some("About prices"), None));
    // of people it says something else
    let people = "Date,Email,Type,Notes\n2026-10-01,a@x.example,Customer,rang\n";
    assert_eq!(open(people).unwrap().kind, Kind::Persons);
}

#[test]
fn what_says_that_nothing_is_there_is_nothing() {
    let text =
        "氏名,会社名,電話,役職,備考\n柏木 亘,-,-,―,なし\n滝 廉,なし,N/A,n/a,ー\n大槻 梓,個人,,none,個人\n";
    for row in people(text) {
        let row = row.unwrap();
        assert_eq!((&row.organization, &row.title, row.phones.len()), (&None, &None, 0), "{row:?}");
        assert_eq!(row.note.is_some(), row.name == "大槻 梓");
    }
}

#[test]
fn a_backslash_before_an_amount_was_a_yen_sign() {
    let text = "施策,日付,費目,金額,メモ\n春のハッカソン,2026/10/05,会場費,\"\\88,000\",C:\\1\n";
    for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP] {
        let bytes = encoding.encode(text).0.into_owned();
        let table = Table::open(&bytes, &Wish::default(), &OwnFields::default()).unwrap();
        assert_eq!(table.first(1)[0][3..], ["¥88,000", "C:\\1"], "{:?}", table.encoding);
        assert_eq!(super::value::money(&table.first(1)[0][3]).unwrap().1.as_deref(), Some("JPY"));
    }
    assert_eq!(open(text).unwrap().first(1)[0][3], "\\88,000", "in UTF-8 it is one");
}

#[test]
fn addresses_are_enough_for_a_header_of_unknown_words() {
    let text = "Nachname;Vorname;E-Mail;Firma;Telefon\nWinter;Ute;ute@winter.example;Winter KG;+49 30 555\n";
    let table = open(text).unwrap();
    assert_eq!(table.columns.iter().filter(|it| it.field.is_some()).count(), 1);
    assert_eq!(people(text)[0].clone().unwrap().emails, ["ute@winter.example"]);
    for lang in [Lang::En, Lang::Ja] {
        let hint = super::made_known(&table, lang).unwrap();
        assert!(hint.contains("--map \"Nachname=name\""), "{hint}");
    }
    assert!(matches!(open("Nachname;Vorname;Firma;Telefon;Phone\na;b;c;d;e\n"), Err(Problem::NoHeader(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(table) = Table::open(&bytes, &Wish::default(), &OwnFields::default()) {
            let scene = Scene::bare();
            prop_assert_eq!(table.rows(&scene, 0).count() as u64, table.total);
        }
    }

    #[test]
    fn no_cells_make_it_panic(
        rows in prop::collection::vec(prop::collection::vec("[\\PC\"\n,=/0-9@.:年月日-]{0,14}", 7), 1..12),
        header in prop::sample::select(vec![
            "氏名,メール,電話,日付,施策,活動の種類,関係", "name,email,status,date,time,text,tags",
            "campaign,category,amount,currency,date,note,x", "会社名,別名,ドメイン,組織の種別,メモ,タグ,x",
        ]),
    ) {
        let body: String = rows.iter().map(|row| super::Cells::to_csv(row.as_slice())).collect();
        let mut scene = Scene::bare();
        scene.day = chrono::NaiveDate::from_ymd_opt(2026, 4, 5);
        for kind in Kind::ALL.map(Some).into_iter().chain([None]) {
            let wish = Wish { kind, campaign: Some(crm::CampaignId::new()), day: scene.day, ..Wish::default() };
            if let Ok(table) = Table::open(format!("{header}\n{body}").as_bytes(), &wish, &OwnFields::default()) {
                for row in table.rows(&scene, 0) {
                    if let Err(rejected) = row {
                        prop_assert!(!super::reason(rejected.reason, Lang::Ja).is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_written_reads_back(cells in prop::collection::vec("[ -~\n\tあ亜'=+@-]{1,12}", 2..5)) {
        let line = super::Cells::to_csv(cells.as_slice());
        let text = format!("{}\r\n{line}", (0..cells.len()).map(|at| format!("c{at}")).collect::<Vec<_>>().join(","));
        let records: Vec<_> = super::records::Records::new(&text, ',').collect::<Result<_, _>>().unwrap();
        let read: Vec<String> = records[1].cells.iter().map(|cell| super::write::unescaped(cell).to_owned()).collect();
        // a lone CR and CRLF come back as LF
        prop_assert_eq!(read, cells);
    }
}
