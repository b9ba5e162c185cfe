//! Tables looked at before they are read in: what is said is what happens. Who works where, by rows and by domains.

use bot::tables::{self, Choice, OwnFields, Preview, Table, Wish};
use crm::{Role, exports, persons};

use crate::{
    tables::counts,
    world::{self, World, words},
};

async fn looked(world: &World, text: &str, choices: (Choice, Choice)) -> Preview {
    let mut tx = world.tx().await;
    let own = OwnFields::of(&mut tx).await.unwrap();
    let table = Table::open(text.as_bytes(), &Wish::default(), &own).unwrap();
    tables::look(&mut tx, &table, choices).await.unwrap()
}

/// Where each person works, by number, and what they do there.
async fn works(world: &World) -> Vec<(i64, Option<String>, Option<String>)> {
    let mut tx = world.tx().await;
    let lines = exports::persons(&mut tx, &persons::Query::default(), 0).await.unwrap();
    lines.into_iter().map(|it| (it.number, it.organization, it.title)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_stand_twice_are_said_as_they_are_taken() {
    let files = [
        ("name,email,company\nDoris Hale,front@hale.example,Hale\nVictor Stone,front@hale.example,Hale\n", 0),
        (
            "氏名,メールアドレス,電話番号\n浅野 浩,asano-ke@nifty.com,045-333-4444\n浅野 恵,asano-ke@nifty.com,045-333-4444\n",
            0,
        ),
        (
            "氏名,会社名,メールアドレス\n西条 学,みなみ,support@m.example\n東条 実,みなみ,support@m.example\n",
            0,
        ),
        (
            "first name,last name,email,company,phone\nNora,Lind,nora@lind.example,Lind AB,+46 70 123 45 67\nNORA,LIND,,Lind AB,+46701234567\n",
            1,
        ),
        (
            "first name,last name,company,email\nAstrid,Nygaard,Fjell AS,post@fjell.example\n,Tanabe,Fjell AS,post@fjell.example\n",
            0,
        ),
        ("name,email\nAnn,\nAnn,\nBo Ek,bo@x.example\nBo Ek,bo@x.example\n", 1),
        (
            "date,email,type,notes\n2026-10-01,a@x.example,call,x\n2026-10-02,a@x.example,call,y\n2026-10-01,a@x.example,call,x\n",
            1,
        ),
    ];
    for (text, repeated) in files {
        let world = world::empty().await;
        let preview = looked(&world, text, (Choice::Skip, Choice::Create)).await;
        let import = world.import(text, Choice::Skip).await;
        assert_eq!((preview.repeated, import.skipped), (repeated, repeated as i64), "{text}");
        assert_eq!(preview.rejected, import.rejected as u64, "{text}");
        for again in preview.repeats.iter().filter_map(|it| it.again.as_ref()) {
            assert!(!again.reasons.is_empty(), "{text}");
        }
    }
    // whoever shares a mailbox is shown, as a doubt
    let world = world::empty().await;
    let preview = looked(&world, files[4].0, (Choice::Skip, Choice::Create)).await;
    let said = preview.repeats[0].said(nlp::Lang::En);
    assert!(preview.doubtful == 1 && said.contains("Tanabe may stand in line 2 already"), "{said}");
    // where all are made anew nothing stands there twice
    let preview = looked(&world, files[5].0, (Choice::Create, Choice::Create)).await;
    assert_eq!((preview.repeated, world.import(files[5].0, Choice::Create).await.created), (0, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn values_that_no_two_may_have_are_seen_before() {
    let world = world::empty().await;
    for text in ["field add person badge text unique", "yes"] {
        world.ask(Role::Owner, text).await;
    }
    world.import("name,email,badge\nZed One,zed1@z.example,A1\n", Choice::Skip).await;
    let text = "name,email,badge\nZed Two,zed2@z.example,B2\nZed Three,zed3@z.example,b2\nZed Four,zed4@z.example,a1\n\
        Zed One,zed1@z.example,A1\nZed One,zed1@z.example,B2\nZed Two,zed2@z.example,B2\n";
    for choice in [Choice::Skip, Choice::Update, Choice::Create] {
        let preview = looked(&world, text, (choice, Choice::Create)).await;
        let lines: Vec<u64> = preview.rejects.iter().map(|it| it.line).collect();
        let header = preview.rejects[0].column.clone();
        let import = world.import(text, choice).await;
        assert_eq!(preview.rejected, import.rejected as u64, "{choice:?}: {lines:?}, {import:?}");
        assert_eq!((header.as_str(), preview.rejects[0].reason), ("badge", "taken"));
        world.undo_import(import.id).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_says_where_somebody_works_until_it_is_taken_back() {
    let world = world::empty().await;
    for text in ["add company Foo Corp", "org set O-1 domain=foo.example"] {
        world.ask(Role::Owner, text).await;
    }
    world.import("name,company\nAda Known,\nBo Elsewhere,Bar\n", Choice::Skip).await;
    let before = works(&world).await;
    let text = "name,email,company\nDan Foo,dan@foo.example,\nAda Known,ada@foo.example,\nBo Elsewhere,bo@foo.example,Bar\n\
        Cy Free,cy@gmail.com,\n";
    let import = world.import_as(text, Choice::Update, &Wish::default()).await;
    let at = |number: i64, all: &[(i64, Option<String>, Option<String>)]| {
        all.iter().find(|it| it.0 == number).and_then(|it| it.1.clone())
    };
    let now = works(&world).await;
    assert_eq!(at(3, &now).as_deref(), Some("Foo Corp"), "{now:?} {import:?}");
    let undone = world.undo_import(import.id).await;
    assert!(undone.kept.is_empty(), "{undone:?}");
    assert_eq!(works(&world).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_domain_is_one_organization_unless_its_names_are_two() {
    let world = world::empty().await;
    for text in ["add company Nordvale Software", "org set O-1 domain=nordvale.example"] {
        world.ask(Role::Owner, text).await;
    }
    let text = "company,name,email\nNordvale Inc.,\"O'Brien, Sean\",sean@nordvale.example\n\
        Nordvale Inc.,Ann Ray,ann@gmail.com\nZed Consulting,Zoe Zed,zoe@nordvale.example\n-,柏木 亘,kashi@w1.example\n\
        なし,大槻 梓,otsuki@w2.example\n";
    let preview = looked(&world, text, (Choice::Skip, Choice::Create)).await;
    let said: Vec<String> = preview.same.iter().map(|it| it.said(nlp::Lang::En)).collect();
    assert!(said[0].contains("Nordvale Inc. = O-1 Nordvale Software: same domain"), "{said:?}");
    assert!(said[1].contains("Zed Consulting ≟ O-1 Nordvale Software"), "{said:?}");
    let import = world.import(text, Choice::Skip).await;
    let at: Vec<Option<String>> = works(&world).await.into_iter().map(|it| it.1).collect();
    let nordvale = Some("Nordvale Software".to_owned());
    assert_eq!(at, [nordvale.clone(), nordvale, Some("Zed Consulting".to_owned()), None, None]);
    assert!(world.undo_import(import.id).await.kept.is_empty());

    // and two of them are asked about
    world.ask(Role::Owner, "add company Nordvale Inc.").await;
    let asked = words(&world.ask(Role::Owner, "org people Nordvale").await);
    assert!(asked.contains("Nordvale Software") && asked.contains("Nordvale Inc"), "{asked}");
    let one = words(&world.ask(Role::Owner, "org people \"Nordvale Inc\"").await);
    assert!(!one.contains("Nordvale Software"), "{one}");
    let rows = "company,domain\nNordvale KK,nordvale.example\nZed,nordvale.example\n";
    let preview = looked(&world, rows, (Choice::Skip, Choice::Create)).await;
    assert_eq!((preview.known, preview.doubtful, preview.organizations), (1, 1, 1));
    assert_eq!(counts(&world.import(rows, Choice::Skip).await), (1, 0, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_alone_leaves_the_department_where_it_is() {
    let world = world::empty().await;
    let title = async || works(&world).await[0].2.clone().unwrap();
    world.import("氏名,メール,部署名,役職\n大久保 修,okubo@g.example,総務部,課長\n", Choice::Skip).await;
    assert_eq!(title().await, "総務部 課長");
    let head = "氏名,メール,役職\n大久保 修,okubo@g.example,";
    let first = world.import(&format!("{head}部長代理\n"), Choice::Update).await;
    assert_eq!(title().await, "総務部 部長代理");
    let second = world.import(&format!("{head}総務部 部長\n"), Choice::Update).await;
    assert_eq!(title().await, "総務部 部長", "both in one column, as in an export");
    world.import("氏名,メール,部署名\n大久保 修,okubo@g.example,企画部\n", Choice::Update).await;
    assert_eq!(title().await, "企画部 部長");
    // what nobody wrote as a department is none
    world.ask(Role::Owner, "person set P-1 title=\"Senior Engineer\"").await;
    world.import(&format!("{head}CTO\n"), Choice::Update).await;
    assert_eq!(title().await, "CTO");
    for import in [second, first] {
        world.undo_import(import.id).await;
    }
    assert_eq!(title().await, "CTO", "what is said since stays");
}
