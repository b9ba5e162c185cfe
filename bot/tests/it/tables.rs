//! Tables read in, taken back and written out, through the real reader and Postgres.

use bot::tables::{self, Carried, Choice, Format, Listed, Listing, OwnFields, Scene, Table, Wanted, Wish};
use crm::{
    Actor, ImportId, Role,
    imports::{self, Import, Kind, State, Why},
    organizations,
    persons::{self, Field, Found},
};

use nlp::{Lang, period::Now};

use crate::world::{self, World, noon, tokens, words};

impl World {
    pub(crate) async fn tx(&self) -> crm::TenantTx {
        self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap()
    }

    /// Imports a text to its end.
    pub(crate) async fn import(&self, text: &str, choice: Choice) -> Import {
        self.import_as(text, choice, &Wish::default()).await
    }

    pub(crate) async fn import_as(&self, text: &str, choice: Choice, wish: &Wish) -> Import {
        let mut tx = self.tx().await;
        let own = OwnFields::of(&mut tx).await.unwrap();
        let table = Table::open(text.as_bytes(), wish, &own).unwrap();
        let id = tables::begin(&mut tx, (&table, "people.csv"), (choice, Choice::Create), true, None)
            .await
            .unwrap()
            .unwrap();
        tx.commit().await.unwrap();
        self.carry(id, &table).await;
        let mut tx = self.tx().await;
        imports::id_of(&mut tx, id).await.unwrap().unwrap()
    }

    async fn carry(&self, id: ImportId, table: &Table) {
        let actor = Actor::system("importer");
        let carried =
            tables::carry(&self.app.db, (self.tenant, &actor), id, table, noon().date_naive(), |_| ()).await;
        assert_eq!(carried.unwrap(), Carried::Done);
    }

    pub(crate) async fn undo_import(&self, id: ImportId) -> imports::Undone {
        let mut tx = self.tx().await;
        let undone = imports::undo(&mut tx, id).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        undone
    }

    async fn wanted(
        &self,
        tx: &mut crm::TenantTx,
        lang: Lang,
        what: Listed,
        filter: &str,
    ) -> Result<Wanted, String> {
        let now = Now { at: noon(), zone: chrono_tz::Tz::Asia__Tokyo, fiscal_start_month: 4 };
        tables::wanted(tx, (lang, now), what, filter).await.unwrap()
    }

    pub(crate) async fn exported(&self, what: Listed, format: Format) -> String {
        let wanted = Wanted::all(what);
        let listing = Listing { wanted, format, contacts: true, excel: false, ja: true, own: Vec::new() };
        let (mut tx, mut text) = (self.tx().await, String::new());
        let listing = listing.whole(&mut tx).await.unwrap();
        let write = |part: &str| {
            text.push_str(part);
            Ok(())
        };
        listing.write(&mut tx, write).await.unwrap();
        text
    }
}

pub(crate) fn counts(import: &Import) -> (i64, i64, i64, i64) {
    (import.created, import.updated, import.skipped, import.rejected)
}

const PEOPLE: &str = "氏名,フリガナ,会社名,役職,メールアドレス,携帯電話,タグ,備考\n\
    佐藤 花子,サトウ ハナコ,株式会社青空,部長,hanako@aozora.example,090-1111-2222,\"登壇者,VIP\",展示会で会った\n\
    鈴木 次郎,,(株)青空,,jiro@aozora.example,,,\n\
    高橋 三郎,,みどり商事,,saburo@,,,\n\
    Ann Smith,,Midori,CTO,ann@midori.example,+81 90 3333 4444,,\n";

#[tokio::test(flavor = "multi_thread")]
async fn people_come_in_and_go_again() {
    let world = world::empty().await;
    let import = world.import(PEOPLE, Choice::Skip).await;
    assert_eq!((counts(&import), import.state), ((3, 0, 0, 1), State::Done));
    let card = words(&world.ask(Role::Owner, "who is 佐藤花子").await);
    for part in ["佐藤 花子", "部長", "株式会社青空", "hanako@aozora.example", "VIP"] {
        assert!(card.contains(part), "{part}: {card}");
    }
    let notes = words(&world.ask(Role::Owner, "notes on 佐藤花子").await);
    assert!(notes.contains("展示会で会った"), "{notes}");
    let mut tx = world.tx().await;
    // one company, however it is written
    let aozora = organizations::namesakes(&mut tx, "青空", None).await.unwrap();
    assert_eq!(aozora.len(), 1);
    let rejects = imports::rejects(&mut tx, import.id, 0, 10).await.unwrap();
    let told: Vec<_> = rejects
        .iter()
        .map(|it| (it.line, it.header.as_str(), it.reason.as_str(), it.cells[0].as_str()))
        .collect();
    assert_eq!(told, [(4, "メールアドレス", "bad_email", "高橋 三郎")]);
    drop(tx);
    let history = words(&world.ask(Role::Owner, "history all").await);
    let entries: Vec<&str> = history.lines().filter(|line| line.contains("system: importer")).collect();
    let [entry] = entries.as_slice() else { panic!("one entry: {history}") };
    assert!(
        entry.contains("U-1  import") && entry.contains("I-1") && entry.contains("created: – → 3"),
        "{entry}"
    );

    let undone = world.undo_import(import.id).await;
    assert_eq!((undone.removed, undone.restored, undone.kept), (5, 0, Vec::new()), "with two organizations");
    let mut tx = world.tx().await;
    assert!(
        matches!(persons::refer(&mut tx, "佐藤花子").await.unwrap(), Found::None(near) if near.is_empty())
    );
    drop(tx);
    // the same file may come in again
    assert_eq!(counts(&world.import(PEOPLE, Choice::Skip).await), (3, 0, 0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_known_is_skipped_updated_or_made_anew() {
    let world = world::empty().await;
    world.import(PEOPLE, Choice::Skip).await;
    let again = "name,email,title,company,phone,tags\n\
        花子 佐藤,HANAKO@aozora.example,本部長,あかね社,090-9999-9999,new\n\
        佐藤花子,,,,,\n\
        佐藤 花子,other@elsewhere.example,,どこか,,\n\
        New One,new@x.example,,,,\n\
        New One,new@x.example,CEO,,,\n";
    let skipped = world.import(again, Choice::Skip).await;
    assert_eq!(
        counts(&skipped),
        (2, 0, 3, 0),
        "another 佐藤 花子 with an address and a company of her own is another"
    );
    world.undo_import(skipped.id).await;

    let updated = world.import(again, Choice::Update).await;
    assert_eq!(counts(&updated), (2, 2, 0, 0), "two persons are new, one of them twice");
    let mut tx = world.tx().await;
    let hanako = persons::id_of(&mut tx, 1).await.unwrap().unwrap();
    let fields = persons::fields(&mut tx, hanako).await.unwrap();
    assert_eq!(fields[&Field::Name].as_deref(), Some("佐藤 花子"), "the order of a name is no other name");
    assert_eq!(fields[&Field::Title].as_deref(), Some("本部長"));
    assert_eq!(persons::tags(&mut tx, hanako).await.unwrap(), ["登壇者", "VIP", "new"]);
    drop(tx);

    // somebody changes one of two fields: only the other goes back
    world.ask(Role::Owner, "person set P-1 title=社長").await;
    let undone = world.undo_import(updated.id).await;
    let kept: Vec<_> = undone.kept.iter().map(|it| (it.code.to_string(), it.why.clone())).collect();
    assert_eq!(kept, [("P-1".to_owned(), Why::Field("title".to_owned()))]);
    let mut tx = world.tx().await;
    assert_eq!(persons::tags(&mut tx, hanako).await.unwrap(), ["登壇者", "VIP"]);
    assert_eq!(persons::fields(&mut tx, hanako).await.unwrap()[&Field::Title].as_deref(), Some("社長"));
    let lines = crm::exports::persons(&mut tx, &persons::Query::default(), 0).await.unwrap();
    let hanako = lines.iter().find(|it| it.number == 1).unwrap();
    assert_eq!(hanako.organization.as_deref(), Some("株式会社青空"), "she is back at her old employer's");
    assert_eq!(hanako.phones, ["09011112222"]);
    drop(tx);

    assert_eq!(world.import(again, Choice::Create).await.created, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_touched_since_stays() {
    let world = world::empty().await;
    let import = world.import(PEOPLE, Choice::Skip).await;
    world.ask(Role::Owner, "person set P-1 title=社長").await;
    world.ask(Role::Owner, "note P-2 rang twice").await;
    let undone = world.undo_import(import.id).await;
    let kept: Vec<_> = undone.kept.iter().map(|it| (it.code.to_string(), it.why.clone())).collect();
    let expected = [("P-1", Why::Changed), ("P-2", Why::Used), ("O-2", Why::Used)];
    assert_eq!(kept, expected.map(|(code, why)| (code.to_owned(), why)));
    let mut tx = world.tx().await;
    assert!(imports::undo(&mut tx, import.id).await.unwrap().is_none(), "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_and_one_that_stopped() {
    let world = world::empty().await;
    let rows: String = (0..2_500).map(|n| format!("Person Number{n},p{n}@x.example\n")).collect();
    let text = format!("name,email\n{rows}");
    let table = Table::open(text.as_bytes(), &Wish::default(), &OwnFields::default()).unwrap();
    let mut tx = world.tx().await;
    let id = tables::begin(&mut tx, (&table, "p.csv"), (Choice::Skip, Choice::Create), false, None)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    // one batch is written, then the process is gone
    let mut tx = world.tx().await;
    let import = imports::id_of(&mut tx, id).await.unwrap().unwrap();
    let known = imports::Known::load(&mut tx).await.unwrap();
    let scene = Scene::of(&mut tx, &Wish::default()).await.unwrap();
    let rows: Vec<_> = table.rows(&scene, 0).take(1_000).map(|row| row.unwrap().0).collect();
    let day = noon().date_naive();
    assert!(imports::write(&mut tx, (&import, 0), &known, &rows, &[], day).await.unwrap().is_some());
    tx.commit().await.unwrap();
    // one who has not heard of it writes nothing twice
    let mut tx = world.tx().await;
    assert!(imports::write(&mut tx, (&import, 0), &known, &rows, &[], day).await.unwrap().is_none());
    drop(tx);
    let mut tx = world.tx().await;
    let again = tables::begin(&mut tx, (&table, "p.csv"), (Choice::Create, Choice::Create), false, None)
        .await
        .unwrap();
    assert_eq!(again.unwrap(), id, "it is gone on with");
    drop(tx);
    world.carry(id, &table).await;
    let mut tx = world.tx().await;
    let done = imports::id_of(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((counts(&done), done.position, done.state), ((2_500, 0, 0, 0), 2_500, State::Done));
    let again =
        tables::begin(&mut tx, (&table, "p.csv"), (Choice::Skip, Choice::Create), false, None).await.unwrap();
    assert_eq!(again.unwrap_err().id, id, "the same file twice is refused");
    assert!(
        tables::begin(&mut tx, (&table, "p.csv"), (Choice::Skip, Choice::Create), true, None)
            .await
            .unwrap()
            .is_ok(),
        "unless asked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_the_database_refuses_takes_no_other_with_it() {
    let world = world::empty().await;
    let table = Table::open(
        b"name,email\nA One,a@x.example\nB Two,b@x.example\nC Three,c@x.example\n",
        &Wish::default(),
        &OwnFields::default(),
    );
    let table = table.unwrap();
    let mut tx = world.tx().await;
    let id = tables::begin(&mut tx, (&table, "p.csv"), (Choice::Skip, Choice::Create), false, None)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    // nobody may be called B Two here
    world.test.alter("alter table crm.persons add constraint no_b check (name <> 'B Two')").await;
    world.carry(id, &table).await;
    let mut tx = world.tx().await;
    let done = imports::id_of(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((counts(&done), done.position), ((2, 0, 0, 1), 3));
    let rejects = imports::rejects(&mut tx, id, 0, 10).await.unwrap();
    assert_eq!((rejects.len(), rejects[0].line, rejects[0].reason.as_str()), (1, 3, "refused"));
    let lines = crm::exports::persons(&mut tx, &persons::Query::default(), 0).await.unwrap();
    assert_eq!(lines.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["A One", "C Three"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn attendees_activities_costs_and_organizations() {
    let world = world::peopled().await;
    let event = "施策,氏名,メール,出欠,開催日\n\
        春のハッカソン,田中 太郎,,出席,2026-04-05\n\
        春のハッカソン,新田 新,arata@x.example,欠席,2026-04-05\n\
        春のハッカソン,取消 子,,キャンセル,2026-04-05\n";
    let attendees = world.import(event, Choice::Skip).await;
    assert_eq!(
        (attendees.kind, counts(&attendees)),
        (Kind::Attendees, (4, 0, 0, 0)),
        "two persons, two deeds"
    );
    let timeline = words(&world.ask(Role::Owner, "timeline of P-1").await);
    assert!(timeline.contains("attend"), "{timeline}");
    let roi = words(&world.ask(Role::Owner, "roi show C-1").await);
    assert!(roi.contains("attendance"), "{roi}");
    assert_eq!(
        counts(&world.import(event, Choice::Skip).await),
        (0, 0, 2, 0),
        "the same again is nothing new"
    );

    let costs = "campaign,category,amount,date,note\nC-1,venue,\"¥120,000\",2026-04-02,hall\nC-1,ads,-5,2026-04-02,\nNowhere,ads,5,2026-04-02,\n";
    let costs = world.import(costs, Choice::Skip).await;
    assert_eq!((costs.kind, counts(&costs)), (Kind::Costs, (1, 0, 0, 2)));
    let budget = words(&world.ask(Role::Owner, "budget show C-1").await);
    assert!(budget.contains("120,000"), "{budget}");

    let orgs = "会社名,別名,ドメイン,組織の種別\n青空株式会社,Aozora,https://www.aozora.example/,会社\n(株)青空,,,\nRust勉強会,,,コミュニティ\n謎,,,宇宙\n";
    let orgs = world.import(orgs, Choice::Skip).await;
    assert_eq!((orgs.kind, counts(&orgs)), (Kind::Organizations, (2, 0, 1, 1)));
    let card = words(&world.ask(Role::Owner, "org show aozora").await);
    assert!(card.contains("aozora.example"), "{card}");

    for import in [&attendees, &costs, &orgs] {
        let undone = world.undo_import(import.id).await;
        assert_eq!((undone.removed > 0, undone.kept.len()), (true, 0), "{undone:?}");
    }
    let budget = words(&world.ask(Role::Owner, "budget show C-1").await);
    assert!(!budget.contains("120,000"), "{budget}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_comes_in_again() {
    let world = world::empty().await;
    let odd = "氏名,フリガナ,会社名,役職,メールアドレス,携帯電話,タグ,関係\n\
        佐藤 花子,サトウ ハナコ,株式会社青空,部長,hanako@aozora.example,+819011112222,\"登壇者,VIP\",顧客\n\
        \"O'Brien, Maya\",,\"Acme, Inc.\",=HYPERLINK(x),maya@acme.example,,,\n\
        @handle someone,,,-1,,,,lead\n";
    assert_eq!(world.import(odd, Choice::Skip).await.created, 3);
    let csv = world.exported(Listed::Persons, Format::Csv).await;
    assert!(
        csv.contains("'=HYPERLINK(x)") && csv.contains("'@handle someone") && csv.contains("'-1"),
        "{csv}"
    );
    let other = world::empty().await;
    assert_eq!(counts(&other.import(&csv, Choice::Skip).await), (3, 0, 0, 0), "{csv}");
    let plain = |text: String| {
        let objects: Vec<serde_json::Value> = text
            .lines()
            .map(|line| {
                let mut object: serde_json::Value = serde_json::from_str(line).unwrap();
                object.as_object_mut().unwrap().remove("created_at");
                object
            })
            .collect();
        objects
    };
    let (before, after) = (
        plain(world.exported(Listed::Persons, Format::Jsonl).await),
        plain(other.exported(Listed::Persons, Format::Jsonl).await),
    );
    assert_eq!(before, after);
    let array: Vec<serde_json::Value> =
        serde_json::from_str(&world.exported(Listed::Organizations, Format::Json).await).unwrap();
    assert_eq!(array.len(), 2);
    let none: Vec<serde_json::Value> =
        serde_json::from_str(&world::empty().await.exported(Listed::Activities, Format::Json).await).unwrap();
    assert_eq!(none.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_writes_nothing_and_says_why() {
    let world = world::empty().await;
    world.import(PEOPLE, Choice::Skip).await;
    let text = "name,email,company\n佐藤 花子,hanako@aozora.example,青空\nBo New,bo@new.example,New\nBo New,bo@new.example,New\nC One,c@x.example,アクメ株式会社\nD Two,d@x.example,アクメ\nX,x@,\n";
    let table = Table::open(text.as_bytes(), &Wish::default(), &OwnFields::default()).unwrap();
    let before = world.exported(Listed::Persons, Format::Jsonl).await;
    let mut tx = world.tx().await;
    let preview = tables::look(&mut tx, &table, (Choice::Skip, Choice::Create)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        (preview.good, preview.known, preview.repeated, preview.organizations, preview.rejected),
        (5, 1, 1, 2, 1)
    );
    let alike = &preview.alike[0];
    assert_eq!((alike.line, alike.verdict.code.to_string().as_str()), (2, "P-1"));
    assert!(alike.verdict.score > 0.8, "{alike:?}");
    assert!(
        alike.verdict.reasons.iter().any(|it| matches!(it.reason, crm::merges::Reason::SameEmail { .. }))
    );
    assert_eq!(world.exported(Listed::Persons, Format::Jsonl).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn organizations_that_are_known_or_have_no_domain_of_their_own_are_said() {
    let world = world::empty().await;
    world.import("組織名,ドメイン\nアクメ株式会社,acme.example\n", Choice::Skip).await;
    let text = "組織名,ドメイン,種別\nアクメ,,会社\nAcme Inc.,acme.example,会社\n夜の勉強会,,コミュニティ\n\
        夜の勉強会,,コミュニティ\nBolt,gmail.com,会社\nColt,コルト株式会社,会社\n";
    let table = Table::open(text.as_bytes(), &Wish::default(), &OwnFields::default()).unwrap();
    let mut tx = world.tx().await;
    let preview = tables::look(&mut tx, &table, (Choice::Skip, Choice::Create)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        (preview.good, preview.known, preview.repeated, preview.organizations, preview.rejected),
        (4, 2, 1, 1, 2)
    );
    let same: Vec<String> = preview.same.iter().map(|it| it.said(nlp::Lang::En)).collect();
    assert!(same[0].contains("アクメ = O-1") && same[0].contains("same name"), "{same:?}");
    assert!(same[1].contains("Acme Inc. = O-1") && same[1].contains("same domain"), "{same:?}");
    assert!(preview.rejects.iter().all(|it| it.reason == "bad_domain"), "{:?}", preview.rejects);
    world.import(text, Choice::Skip).await;
    let shown = words(&world.ask(Role::Viewer, "org show 夜の勉強会").await);
    assert!(shown.contains("community"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_taken_back_in_the_chat() {
    let world = world::empty().await;
    let none = words(&world.ask(Role::Manager, "undo that import").await);
    assert!(none.contains("Nothing was imported that could be taken back"), "{none}");
    let how = words(&world.ask(Role::Manager, "import this CSV as leads").await);
    assert!(how.contains("by name only") && how.contains("/import"), "{how}");
    world.import(PEOPLE, Choice::Skip).await;
    let asked = world.ask(Role::Manager, "import undo I-1").await;
    assert!(words(&asked).contains("Take back **I-1**"), "{}", words(&asked));
    let done = words(&world.press(Role::Manager, &tokens(&asked)[0]).await);
    assert!(done.contains("I-1 is taken back: 5 things it made"), "{done}");
    let twice = words(&world.ask(Role::Manager, "import undo I-1").await);
    assert!(twice.contains("has been taken back already"), "{twice}");
    let list = words(&world.ask(Role::Manager, "取り込みの履歴を見せて").await);
    assert!(list.contains("I-1 |") && list.contains("取消済み"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_of_ones_own_are_written_behind_the_others() {
    let world = world::peopled().await;
    for text in ["field add person skills multi-choice Rust、Go", "field add person mentor person"] {
        world.ask(Role::Admin, text).await;
        world.ask(Role::Admin, "yes").await;
    }
    let set = words(&world.ask(Role::Member, "person set P-2 skills=Rust,Go mentor=P-1").await);
    assert!(set.contains("skills: – → Rust, Go"), "{set}");
    let csv = world.exported(Listed::Persons, Format::Csv).await;
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].ends_with(",skills,mentor"), "{csv}");
    assert!(lines[1].starts_with("P-1,") && lines[1].ends_with(",,"), "{csv}");
    assert!(lines[2].starts_with("P-2,") && lines[2].ends_with(",\"Rust, Go\",P-1"), "{csv}");
    let json = world.exported(Listed::Persons, Format::Json).await;
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(rows[1]["skills"], serde_json::json!(["Rust", "Go"]));
    assert_eq!((&rows[1]["mentor"], &rows[0]["mentor"]), (&"P-1".into(), &serde_json::Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_are_written_as_a_file() {
    let world = world::peopled().await;
    world.ask(Role::Member, "new deal 田中 太郎 2M JPY").await;
    world.ask(Role::Member, "deal set D-1 name=\"=1+1\"").await;
    world.ask(Role::Member, "new deal 田中 太郎 300k JPY").await;
    let written = async |filter: &str| {
        let (mut tx, mut text) = (world.tx().await, String::new());
        let wanted = world.wanted(&mut tx, Lang::En, Listed::Deals, filter).await.unwrap();
        let format = Format::Csv;
        let listing = Listing { wanted, format, contacts: true, excel: false, ja: false, own: Vec::new() };
        let rows = listing
            .write(&mut tx, |part| {
                text.push_str(part);
                Ok(())
            })
            .await
            .unwrap();
        (rows, text)
    };
    let (rows, text) = written("").await;
    assert_eq!(rows, 2, "{text}");
    assert!(text.starts_with("code,"), "{text}");
    assert!(text.contains("D-1,'=1+1,") && text.contains(",2000000,JPY,"), "{text}");
    for (filter, rows) in [
        ("stage:open", 2),
        ("stage:won", 0),
        ("ステージ:見込み", 2),
        ("amount>1M", 1),
        ("金額>=300k name:=1+1", 1),
        ("since:2000-01-01", 2),
        ("until:2000-01-01", 0),
        ("田中", 2),
        ("-owner:none", 2),
    ] {
        assert_eq!(written(filter).await.0, rows, "{filter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_reads_what_find_reads() {
    let world = world::peopled().await;
    world.ask(Role::Admin, "field add person レベル number").await;
    world.ask(Role::Admin, "yes").await;
    world.ask(Role::Member, "person set P-1 レベル=90").await;
    world.ask(Role::Member, "person set P-2 レベル=10").await;
    let of = async |filter: &str| {
        let mut tx = world.tx().await;
        let wanted = world.wanted(&mut tx, Lang::Ja, Listed::Persons, filter).await.unwrap();
        let Wanted::Persons(query) = &wanted else { panic!("{wanted:?}") };
        let found = persons::query(&mut tx, query, 1_000, 0).await.unwrap().0;
        let lines = crm::exports::persons(&mut tx, query, 0).await.unwrap();
        let mut numbers: Vec<i64> = found.iter().map(|it| it.number).collect();
        numbers.sort_unstable();
        assert_eq!(lines.iter().map(|it| it.number).collect::<Vec<_>>(), numbers, "{filter}");
        // a link keeps it, and reads it again
        assert_eq!(serde_json::from_value::<Wanted>(serde_json::json!(wanted)).unwrap(), wanted);
        numbers
    };
    let everybody = of("").await;
    assert!(everybody.len() > 2, "{everybody:?}");
    assert_eq!(of("レベル>80").await, [1]);
    assert_eq!(of("-レベル>80").await.len(), everybody.len() - 1);
    assert_eq!(of("レベル:*").await, [1, 2]);
    for filter in [
        "score>0",
        "stage:open",
        "スコア>80",
        "最終接触<30日",
        "seen:never",
        "has:email",
        "name:田中",
        "関係:顧客 田中",
    ] {
        of(filter).await;
    }
    for (what, wrong, there) in [
        (Listed::Persons, "shoe:42", "レベル:"),
        (Listed::Persons, "org:", "seen<30d"),
        (Listed::Persons, "score>many", "score>70"),
        (Listed::Persons, "stage:宇宙", "Proposal"),
        (Listed::Organizations, "amount>5", "kind:"),
        (Listed::Deals, "stage:宇宙", "Proposal"),
        (Listed::Deals, "stage=", "stage:"),
        (Listed::Activities, "tag:x", "action:attend"),
    ] {
        let mut tx = world.tx().await;
        let told = world.wanted(&mut tx, Lang::En, what, wrong).await.unwrap_err();
        assert!(told.contains(there), "{wrong}: {told}");
        let told = world.wanted(&mut tx, Lang::Ja, what, wrong).await.unwrap_err();
        assert!(told.contains('。') && !told.contains("There are"), "{wrong}: {told}");
    }
    let asked = words(&world.ask(Role::Manager, "export persons csv score>many").await);
    assert!(asked.contains("A score is a number"), "{asked}");
}
