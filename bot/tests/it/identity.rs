//! Who is who: suggestions that stand, merging many or by itself, what counts as evidence, how accounts are linked.

use axum::http::StatusCode;
use bot::{gateway::matching, registry::Registry};
use crm::{
    Actor, PersonId, Role,
    accounts::{self, NewAccount},
    audit, connections,
    identifiers::{self, IdentifierKind, NewIdentifier},
    persons::{self, NewPerson},
};
use nlp::understand::{SURE, Understood};

use crate::{
    page::{Browser, text},
    world::{self, World, tokens, words},
};

impl World {
    pub(super) async fn told(&self, role: Role, text: &str) -> String {
        words(&self.ask(role, text).await)
    }

    /// Adds persons and gives back their ids.
    pub(super) async fn named(&self, names: &[&str]) -> Vec<PersonId> {
        let new = |name: &&str| NewPerson {
            name: (*name).to_owned(),
            relationship: "developer".to_owned(),
            ..NewPerson::default()
        };
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let ids = persons::add(&mut tx, &names.iter().map(new).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
        ids
    }

    async fn address(&self, persons: &[PersonId], address: &str, verified: bool) {
        let new = |person: &PersonId| NewIdentifier {
            person: *person,
            kind: IdentifierKind::Email,
            value: address.to_owned(),
            verified,
        };
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        identifiers::add(&mut tx, &persons.iter().map(new).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(super) async fn handle(&self, person: PersonId, provider: &str, workspace: &str, handle: &str) {
        let new = NewAccount {
            person: Some(person),
            provider: provider.to_owned(),
            workspace: workspace.to_owned(),
            external_id: handle.to_owned(),
            handle: Some(handle.to_owned()),
            ..NewAccount::default()
        };
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        accounts::add(&mut tx, &[new]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A round of the worker.
    async fn matched(&self) {
        matching::work_off(&self.app, self.tenant).await.unwrap();
    }
}

#[test]
fn it_is_said_in_many_ways() {
    let registry = Registry::new().unwrap();
    for (said, command, arguments) in [
        ("accept all above 0.95", "merge bulk", "min=0.95"),
        ("merge all suggestions over 90%", "merge bulk", "min=0.9"),
        ("0.95以上を一括統合", "merge bulk", "min=0.95"),
        ("９５％以上の候補をまとめて統合して", "merge bulk", "min=0.95"),
        ("merge bulk --min 0.95", "merge bulk", "min=0.95"),
        ("merge undo M-31 --dry-run", "merge check", "merge=M-31"),
        ("what would undoing M-31 change?", "merge check", "merge=M-31"),
        ("統合M-31を取り消すとどうなる？", "merge check", "merge=M-31"),
        ("turn off automatic merging", "merge automatic", "state=off"),
        ("自動統合をオンにして", "merge automatic", "state=on"),
        ("自動統合の設定を見せて", "merge automatic", ""),
        ("mark github:dependabot as bot", "account ignore", "account=github:dependabot;as=bot"),
        ("mark P-300 as bot", "account ignore", "as=bot;person=P-300"),
        ("P-300は共有アカウントです", "account ignore", "as=shared;person=P-300"),
        ("account ignore slack:U1 --as shared", "account ignore", "account=slack:U1;as=shared"),
        ("slack:helpdeskは共有アカウントです", "account ignore", "account=slack:helpdesk;as=shared"),
        ("github:taro is a shared account", "account ignore", "account=github:taro;as=shared"),
        ("P-300 is not a bot", "account notice", "person=P-300"),
        ("github:taro is not a bot", "account notice", "account=github:taro"),
        ("never match info@acme.co.jp", "identifier exclude", "value=info@acme.co.jp"),
        ("info@acme.co.jpは名寄せに使わない", "identifier exclude", "value=info@acme.co.jp"),
        ("exclude @acme.co.jp from matching", "identifier exclude", "value=@acme.co.jp"),
        ("info@acme.co.jpの除外を解除して", "identifier allow", "value=info@acme.co.jp"),
        ("excluded identifiers", "identifier list", ""),
        ("merge P-12 P-40 title=P-40", "merge", "from=P-40;into=P-12;keep=title=P-40"),
        ("merge P-12 P-40 --keep title=P-40", "merge", "from=P-40;into=P-12;keep=title=P-40"),
        (
            "merge P-12 and P-40, keep the title of P-40",
            "merge",
            "field=title;from=P-40;into=P-12;whose=P-40",
        ),
        ("P-12とP-40を統合して、役職はP-40を残して", "merge", "field=title;from=P-40;into=P-12;whose=P-40"),
        ("merge P-12 P-40 P-41", "merge", "from=P-40;into=P-12;third=P-41"),
        ("P-12とP-40とP-41を統合して", "merge", "from=P-40;into=P-12;third=P-41"),
    ] {
        match registry.grammar().understand(said) {
            Understood::Call { command: found, arguments: values, confidence, .. } => {
                let values: Vec<String> = values.iter().map(|(k, v)| format!("{k}={v}")).collect();
                assert_eq!((found, values.join(";").as_str()), (command, arguments), "{said}");
                assert!(confidence >= SURE, "{said}");
            }
            other => panic!("{said}: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_fields_stay_is_chosen() {
    let world = world::peopled().await;
    let preview = world.told(Role::Manager, "merge P-1 and P-2, keep the romaji of P-2").await;
    assert!(preview.contains("Taro Tanaka → Hanako Tanaka"), "{preview}");
    assert!(!preview.contains("Taro Tanaka stays") && preview.contains("stays, not"), "{preview}");
    world.told(Role::Manager, "yes").await;
    let card = world.told(Role::Viewer, "P-1").await;
    assert!(card.contains("Hanako Tanaka") && card.contains("P-1 田中 太郎"), "{card}");
    world.told(Role::Manager, "undo").await;
    world.told(Role::Manager, "yes").await;
    assert!(world.told(Role::Viewer, "P-1").await.contains("Taro Tanaka"));
    world.told(Role::Manager, "P-1とP-2を統合して、名前はP-2を残して").await;
    world.told(Role::Manager, "はい").await;
    // found by either name, and by the old code
    for said in ["P-1", "P-2", "who is 田中 花子", "who is 田中 太郎"] {
        let card = world.told(Role::Viewer, said).await;
        assert!(card.contains("P-1 田中 花子"), "{said}: {card}");
    }
    world.told(Role::Member, "note on P-2: likes tea").await;
    assert!(world.told(Role::Viewer, "notes of P-1").await.contains("likes tea"));
    for (said, wanted) in [
        ("merge P-1 P-3 title=P-9", "neither of the two"),
        ("merge P-1 P-3 shoe=P-1", "I keep no field"),
        ("merge P-1 P-3 organization=P-3", "nothing to choose"),
    ] {
        let reply = world.told(Role::Manager, said).await;
        assert!(reply.contains(wanted), "{said}: {reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_become_one_and_come_apart_one_by_one() {
    let world = world::empty().await;
    world.named(&["Ada Byron", "Ada B", "A. Byron"]).await;
    for said in ["person set P-1 title=CTO", "person set P-3 title=CEO relationship=customer"] {
        world.told(Role::Manager, said).await;
    }
    let asked = world.told(Role::Manager, "merge P-1, P-2 and P-3").await;
    assert!(asked.contains("**3 persons** one? **P-1** stays"), "{asked}");
    // what differs is shown person by person, and whose stays can be said
    for part in [
        "P-1 Ada Byron  ←  P-3",
        "Field | P-1 | P-2 | P-3",
        "Title | CTO ✓ | – | CEO",
        "Relationship | developer ✓ | developer | customer",
        "say “merge P-1 P-2 P-3 ",
    ] {
        assert!(asked.contains(part), "{part}: {asked}");
    }
    world.told(Role::Manager, "no").await;
    let chosen = world.told(Role::Manager, "merge P-1 P-2 P-3 title=P-3 name=P-2").await;
    assert!(chosen.contains("Title | CTO | – | CEO ✓") && chosen.contains("| Ada B ✓ |"), "{chosen}");
    world.told(Role::Manager, "no").await;
    world.told(Role::Manager, "merge P-1, P-2 and P-3").await;
    world.told(Role::Manager, "yes").await;
    assert!(world.told(Role::Viewer, "P-3").await.contains("P-1 Ada Byron"));
    let foreseen = world.told(Role::Member, "merge undo M-1 --dry-run").await;
    assert!(foreseen.contains("Nothing is changed") && foreseen.contains("all goes back"), "{foreseen}");
    assert!(world.told(Role::Viewer, "P-2").await.contains("P-1 Ada Byron"));
    world.told(Role::Manager, "undo merge M-1").await;
    world.told(Role::Manager, "yes").await;
    assert!(world.told(Role::Viewer, "P-2").await.contains("P-2 Ada B"));
    assert!(world.told(Role::Viewer, "P-3").await.contains("P-1 Ada Byron"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_four_each_field_is_anybodys() {
    let world = world::empty().await;
    world.named(&["Ada Byron", "Ada B", "A. Byron", "Ada King"]).await;
    for said in ["person set P-2 title=CTO", "person set P-3 title=CEO", "person set P-4 kana=エイダ"] {
        world.told(Role::Manager, said).await;
    }
    let asked = world.told(Role::Manager, "merge P-1 P-2 P-3 P-4 title=P-3 name=P-4").await;
    assert!(asked.contains("**4 persons**") && asked.contains("Title | – | CTO | CEO ✓ | –"), "{asked}");
    world.told(Role::Manager, "yes").await;
    let card = world.told(Role::Viewer, "P-2").await;
    for part in ["P-1 Ada King", "CEO", "エイダ"] {
        assert!(card.contains(part), "{part}: {card}");
    }
    // pointed at, in Japanese
    let world = world::empty().await;
    world.named(&["青木 学", "青木 まなぶ", "青木 マナブ"]).await;
    world.told(Role::Manager, "person find 青木").await;
    let asked = world.told(Role::Manager, "これらを統合して").await;
    assert!(asked.contains("**3人** を1人に統合しますか") && asked.contains("名前 | 青木 学 ✓"), "{asked}");
}

const NAMES: &str = "Ada Bo Cy Dan Eve Fay Gus Hal Ivy Jo Kim Lou Max Ned Oz Pam Quinn Ray Sue Ted Uma Vic Wes Xena \
    Yuri Zoe Abel Bruno Clara Dmitri Elsa Freya Gita Hiro Igor Jasper Klaus Lena Mirek Nadia Olaf Petra Rosa Sven \
    Tomas Ursula Viola Wanda Yvonne Zelda";

#[tokio::test(flavor = "multi_thread")]
async fn of_many_pairs_the_rest_is_shown_before_the_yes() {
    let world = world::empty().await;
    let p = world.named(&NAMES.split(' ').collect::<Vec<_>>()).await;
    for (i, pair) in p.chunks(2).enumerate() {
        world.address(pair, &format!("{i}@acme.example"), false).await;
    }
    let asked = world.told(Role::Admin, "merge bulk --min 0.8").await;
    assert!(
        asked.contains("**25 pairs**") && asked.contains("1–20 of 25") && asked.contains("“more”"),
        "{asked}"
    );
    let rest = world.told(Role::Admin, "more").await;
    assert!(
        rest.contains("**25 pairs**") && rest.contains("21–25 of 25") && !rest.contains("“more”"),
        "{rest}"
    );
    let pairs = |text: &str| text.matches("acme.example").count();
    assert!(pairs(&rest) > 0 && pairs(&rest) < pairs(&asked), "{rest}");
    let done = world.told(Role::Admin, "yes").await;
    assert!(done.contains("25 merges"), "{done}");
}

#[tokio::test(flavor = "multi_thread")]
async fn organizations_are_not_merged_and_shown_by_any_name() {
    let world = world::empty().await;
    for said in ["org add Acme", "org add Acme Japan", "org set O-1 alias=アクメ,Zenith KK"] {
        world.told(Role::Manager, said).await;
    }
    for said in ["merge O-1 and O-2", "O-1とO-2を統合して", "merge Acme and Acme Japan"] {
        let told = world.told(Role::Manager, said).await;
        assert!(
            told.contains("Only people can be merged") || told.contains("統合できるのは人だけ"),
            "{said}: {told}"
        );
        assert!(told.contains("O-1") && told.contains("O-2"), "{said}: {told}");
    }
    let told = world.told(Role::Viewer, "org show アクメ").await;
    assert!(told.contains("O-1") && told.contains("Acme"), "{told}");
    // a guess at the card of what bears that name is none; at another it is offered
    let told = world.told(Role::Viewer, "show アクメ").await;
    assert!(told.contains("O-1") && !told.contains("Did you mean"), "{told}");
    let told = world.told(Role::Viewer, "show アクネ").await;
    assert!(!told.contains("O-1"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_merged_at_once_but_for_the_doubtful() {
    let world = world::empty().await;
    let p = world.named(&["Ada", "Bo", "Cy", "Dan", "Eve", "Fay"]).await;
    for (i, pair) in p.chunks(2).enumerate() {
        world.address(pair, &format!("{i}@acme.example"), false).await;
    }
    let slack = world.slack.id.to_string();
    world.handle(p[4], "slack", &slack, "eve").await;
    world.handle(p[5], "slack", &slack, "fay").await;
    let refused = world.told(Role::Manager, "accept all above 0.8").await;
    assert!(refused.contains("may not do this"), "{refused}");
    let none = world.told(Role::Admin, "merge bulk --min 0.9999").await;
    assert!(none.contains("No pair is 99 % likely"), "{none}");
    let asked = world.ask(Role::Admin, "80%以上の候補をまとめて統合して").await;
    let shown = words(&asked);
    assert!(shown.contains("**2組**") && shown.contains("除いたもの（1組）"), "{shown}");
    assert!(shown.contains("P-5 Eve  ?  P-6 Fay") && shown.contains("別々のアカウント"), "{shown}");
    // rejected while the question stood
    world.told(Role::Manager, "P-3とP-4は別人").await;
    let done = words(&world.press(Role::Admin, &tokens(&asked)[0]).await);
    assert!(done.contains("1組を統合しました") && done.contains("P-3 Cy  ?  P-4 Dan"), "{done}");
    assert!(world.told(Role::Viewer, "P-2").await.contains("P-1 Ada"));
    assert!(world.told(Role::Viewer, "P-4").await.contains("P-4 Dan"));
    let bad = world.told(Role::Admin, "merge bulk --min 7").await;
    assert!(bad.contains("no likelihood"), "{bad}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_certain_is_merged_by_itself_once() {
    let world = world::empty().await;
    let p = world.named(&["Ada", "Bo"]).await;
    world.address(&p, "one@acme.example", true).await;
    world.matched().await;
    let history = world.told(Role::Member, "merge history").await;
    assert!(history.contains("M-1 | P-1 Ada | P-2 Bo") && history.contains("| by itself |"), "{history}");
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let noted = audit::last_on(&mut tx, "M-1").await.unwrap().unwrap();
    assert_eq!((noted.actor.as_str(), noted.user_id), ("system: matching", None));
    assert_eq!(noted.after.unwrap()["reasons"][0]["reason"]["SameEmail"]["value"], "one@acme.example");
    drop(tx);
    world.told(Role::Manager, "undo merge M-1").await;
    world.told(Role::Manager, "yes").await;
    world.matched().await;
    world.matched().await;
    assert!(world.told(Role::Viewer, "P-2").await.contains("P-2 Bo"));
    assert!(world.told(Role::Member, "duplicates").await.contains("P-1 Ada  =  P-2 Bo"));
    // switched off, a certain pair is a suggestion as any other
    let off = world.told(Role::Admin, "turn off automatic merging").await;
    assert!(off.contains("is **off**"), "{off}");
    assert!(world.told(Role::Admin, "自動統合の設定を見せて").await.contains("**オフ**"));
    let q = world.named(&["Cy", "Dan"]).await;
    world.address(&q, "two@acme.example", true).await;
    world.matched().await;
    assert!(world.told(Role::Member, "duplicates").await.contains("P-3 Cy  =  P-4 Dan"));
    world.told(Role::Admin, "undo").await;
    world.matched().await;
    assert!(world.told(Role::Viewer, "P-4").await.contains("P-3 Cy"));
    let refused = world.told(Role::Manager, "自動統合をオフにして").await;
    assert!(!refused.contains("オフ** にしました"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_supports_no_suggestion() {
    let world = world::empty().await;
    let p = world.named(&["Ada", "Bo"]).await;
    world.address(&p, "desk@acme.example", false).await;
    let list = world.told(Role::Member, "duplicates").await;
    assert!(list.contains("P-1 Ada  =  P-2 Bo"), "{list}");
    assert!(world.told(Role::Member, "excluded identifiers").await.contains("No value is left out"));
    let done = world.told(Role::Admin, "never match Desk@acme.example").await;
    assert!(done.contains("2 people have it"), "{done}");
    assert!(world.told(Role::Member, "duplicates").await.contains("no pair"));
    let listed = world.told(Role::Member, "除外した識別子の一覧").await;
    assert!(listed.contains("desk@acme.example | 2 | admin"), "{listed}");
    let again = world.told(Role::Admin, "never match desk@acme.example").await;
    assert!(again.contains("already"), "{again}");
    world.told(Role::Admin, "undo").await;
    assert!(world.told(Role::Member, "duplicates").await.contains("P-1 Ada"));
    let none = world.told(Role::Admin, "desk@acme.exampleの除外を解除して").await;
    assert!(none.contains("除外されていません"), "{none}");
    let half = world.told(Role::Admin, "desk@は名寄せに使わない").await;
    assert!(half.contains("最後まで書いてください"), "{half}");
    let domain = world.told(Role::Admin, "never match acme.example").await;
    assert!(domain.contains("**@acme.example**") || domain.contains("acme.example"), "{domain}");
    assert!(world.told(Role::Member, "excluded identifiers").await.contains("acme.example | "), "{domain}");
    world.told(Role::Admin, "undo").await;
    // an account that is nobody's in particular
    world.handle(p[0], "github", "", "acmebuild").await;
    let q = world.named(&["Cy"]).await;
    world.handle(q[0], "x", "", "AcmeBuild").await;
    assert!(world.told(Role::Member, "duplicates of P-3").await.contains("P-1 Ada  =  P-3 Cy"));
    let done = world.told(Role::Member, "mark x:AcmeBuild as shared").await;
    assert!(done.contains("is marked as shared"), "{done}");
    assert!(world.told(Role::Member, "duplicates of P-3").await.contains("no pair"));
    assert!(world.told(Role::Viewer, "accounts of P-3").await.contains("ignored: shared"));
    world.told(Role::Member, "undo").await;
    assert!(world.told(Role::Member, "duplicates of P-3").await.contains("P-3 Cy"));
    let none = world.told(Role::Member, "x:AcmeBuild is not a bot").await;
    assert!(none.contains("is not ignored"), "{none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_come_in_pages_and_are_explained() {
    let world = world::empty().await;
    let names: Vec<String> = (0..12).flat_map(|i| [format!("Ada B{i}x"), format!("ADA B{i}X")]).collect();
    world.named(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let first = world.told(Role::Member, "duplicates").await;
    assert!(first.contains("1–10 of 12") && first.contains("P-19") && !first.contains("P-21"), "{first}");
    let which = world.told(Role::Member, "なぜ同一人物？").await;
    assert!(which.contains("どの組み合わせですか") && which.contains("P-1 Ada"), "{which}");
    world.told(Role::Member, "duplicates").await;
    let rest = world.told(Role::Member, "more").await;
    assert!(rest.contains("11–12 of 12") && rest.contains("P-21") && !rest.contains("P-19"), "{rest}");
    let why = world.told(Role::Member, "1").await;
    assert!(why.contains("P-21") && why.contains("times likelier in one person"), "{why}");
    world.told(Role::Member, "duplicates").await;
    let why = world.told(Role::Member, "explain 2").await;
    assert!(why.contains("times likelier in one person"), "{why}");
    let none = world.told(Role::Member, "explain 99").await;
    assert!(none.contains("no pair in line 99"), "{none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_an_account_is_linked_is_seen() {
    let world = world::empty().await;
    let p = world.named(&["Ada"]).await;
    let slack = world.slack.id.to_string();
    world.handle(p[0], "slack", &slack, "ada").await;
    world.handle(p[0], "github", "", "ada").await;
    world.handle(p[0], "console", &world.origin.connection.id.to_string(), "ada").await;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    connections::heard(&mut tx, world.slack.id).await.unwrap();
    tx.commit().await.unwrap();
    let list = world.told(Role::Viewer, "accounts of P-1").await;
    assert!(list.contains("⚫ github:ada") && list.contains("🟢 console:ada"), "{list}");
    // no adapter of this process speaks Slack
    assert!(list.contains("⚫ slack:ada") && list.contains("linked and active"), "{list}");
    let card = world.told(Role::Viewer, "P-1").await;
    assert!(card.contains("⚫\u{a0}GitHub ada"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_person_shows_who_may_be_the_same() {
    let mut browser = Browser::open_in(world::empty().await, Role::Manager).await;
    let p = browser.world.named(&["Ada <b>", "Bo", "Cy"]).await;
    browser.world.address(&p[..2], "one@acme.example", false).await;
    browser.world.matched().await;
    let page = text(browser.get("/p/P-2").await).await;
    assert!(page.contains("Possibly the same person") && page.contains("/p/P-2/same/P-1"), "{page}");
    assert!(page.contains("same e-mail one@acme.example") && !page.contains("Ada <b>"), "{page}");
    assert!(!text(browser.get("/p/P-3").await).await.contains("Possibly the same"));
    let compared = text(browser.get("/p/P-2/same/P-1").await).await;
    assert!(
        compared.contains("What a merge would do") && compared.contains("P-2/same/P-1/merge"),
        "{compared}"
    );
    assert!(!compared.contains("Nothing has been changed yet"), "{compared}");
    // a form of another page, and one who may not merge
    let path = "/p/P-2/same/P-1/merge";
    assert_eq!(browser.form(path, "csrf=00").await.status(), StatusCode::FORBIDDEN);
    let done = text(browser.form(path, &format!("csrf={}", browser.csrf)).await).await;
    assert!(done.contains("M-1"), "{done}");
    let mut tx = browser.world.app.db.begin(browser.world.tenant, Actor::system("test")).await.unwrap();
    let now = crm::merges::survivors(&mut tx, &p[..2]).await.unwrap();
    assert_eq!(now[&p[0]], now[&p[1]], "they are one");
    drop(tx);
    browser.sign_in(Role::Viewer).await;
    assert!(!text(browser.get("/p/P-2").await).await.contains("Possibly the same"));
    assert_eq!(browser.get("/p/P-2/same/P-3").await.status(), StatusCode::NOT_FOUND);
    let refused =
        text(browser.form("/p/P-2/same/P-3/different", &format!("csrf={}", browser.csrf)).await).await;
    assert!(refused.contains("may not do this"), "{refused}");
    assert_eq!(browser.get("/p/P-2/same/O-3").await.status(), StatusCode::NOT_FOUND);
}
