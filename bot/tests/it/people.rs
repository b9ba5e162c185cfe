//! People written about, put away and brought back; whose account it is; who is who.

mod owners;
mod suggestions;
mod trash;

use bot::registry::Registry;
use crm::{
    Actor, PersonId, Role,
    accounts::{self, NewAccount},
    organizations::{self, NewOrganization},
    persons::{self, Found, NewPerson},
};
use nlp::understand::{SURE, Understood};

use crate::world::{self, World, tokens, words};

impl World {
    async fn said(&self, role: Role, text: &str) -> String {
        words(&self.ask(role, text).await)
    }

    /// Everything known of a person, as one text.
    async fn known(&self, code: &str) -> String {
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        match persons::refer(&mut tx, code).await.unwrap() {
            Found::One(person) => {
                let owner = persons::owner(&mut tx, person.id).await.unwrap();
                format!("{:?} {owner:?}", persons::card(&mut tx, person.id).await.unwrap())
            }
            other => format!("{other:?}"),
        }
    }

    async fn id(&self, number: i64) -> PersonId {
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        persons::id_of(&mut tx, number).await.unwrap().unwrap()
    }

    async fn account(&self, person: i64, provider: &str, handle: &str) {
        let person = self.id(person).await;
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let new = NewAccount {
            person: Some(person),
            provider: provider.to_owned(),
            workspace: if provider == "slack" { self.slack.id.to_string() } else { String::new() },
            external_id: format!("id-{handle}"),
            handle: Some(handle.to_owned()),
            ..NewAccount::default()
        };
        accounts::add(&mut tx, &[new]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn organization(&self, name: &str) {
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let new = NewOrganization { name: name.to_owned(), kind: "company".to_owned(), ..Default::default() };
        organizations::add(&mut tx, &[new]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn people(&self, names: &[&str]) {
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let new = |name: &&str| NewPerson {
            name: (*name).to_owned(),
            relationship: "developer".to_owned(),
            ..NewPerson::default()
        };
        persons::add(&mut tx, &names.iter().map(new).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What is asked changes something, and taking it back leaves the person as before.
    async fn there_and_back(&self, role: Role, code: &str, said: &str, expected: &str) {
        let before = self.known(code).await;
        let done = self.said(role, said).await;
        assert!(done.contains(expected), "{said}: {done}");
        assert_ne!(self.known(code).await, before, "{said}");
        let undone = self.said(role, "undo").await;
        assert_eq!(self.known(code).await, before, "{said}: {undone}");
    }
}

#[test]
fn people_say_it_in_their_own_words() {
    let registry = Registry::new().unwrap();
    let mut wrong = Vec::new();
    for (said, command, arguments) in [
        ("add person Taro Tanaka", "person add", "name=Taro Tanaka"),
        // what stands after a comma is told apart when it is added
        (
            "person add Taro Tanaka --organization Aozora --kana たなか",
            "person add",
            "kana=たなか;name=Taro Tanaka;organization=Aozora",
        ),
        ("add person Taro Tanaka, Acme", "person add", "name=Taro Tanaka;organization=Acme"),
        (
            "create a new contact: Kaito Aramaki at Northpeak Labs",
            "person add",
            "name=Kaito Aramaki;organization=Northpeak Labs",
        ),
        (
            "add Jun Hattori, jun@kumoha.example, Kumoha Systems",
            "person add",
            "email=jun@kumoha.example;name=Jun Hattori;organization=Kumoha Systems",
        ),
        ("田中太郎をAcmeで登録", "person add", "name=田中太郎;organization=Acme"),
        ("新しい人を追加：三枝美咲、青葉データ", "person add", "name=三枝美咲;organization=青葉データ"),
        ("set P-14 title=CTO", "person set", "fields=title=CTO;person=P-14"),
        (
            "person set P-14 title=\"Chief of Staff\" org=Acme",
            "person set",
            "fields=title=\"Chief of Staff\" org=Acme;person=P-14",
        ),
        ("P-14's title is CTO", "person set", "field=title;person=P-14;value=CTO"),
        ("set P-14 title to CTO", "person set", "field=title;person=P-14;value=CTO"),
        (
            "please change Lars Ekholm's job title to VP of Sales",
            "person set",
            "field=title;person=Lars Ekholm;value=VP of Sales",
        ),
        ("P-14の役職をCTOに", "person set", "field=title;person=P-14;value=CTO"),
        ("P-14の役職を部長に変更してください", "person set", "field=title;person=P-14;value=部長"),
        (
            "水沢さんのメールを reina@tsukimi.example に更新してください",
            "person set",
            "field=email;person=水沢さん;value=reina@tsukimi.example",
        ),
        ("P-14の所属を空に", "person set", "empty=empty;field=organization;person=P-14"),
        ("clear P-14's title", "person set", "empty=empty;field=title;person=P-14"),
        ("tag P-22 speaker", "person tag", "person=P-22;tags=speaker"),
        ("tag P-22 +speaker -beginner", "person tag", "person=P-22;tags=+speaker -beginner"),
        ("remove the tag lead from p-22", "person tag", "person=p-22;without=lead"),
        ("P-22に登壇者タグをつけて", "person tag", "person=P-22;tags=登壇者"),
        ("東雲さんにタグ「常連」を追加", "person tag", "person=東雲さん;tags=「常連」"),
        ("assign P-9 to me", "person owner", "person=P-9;user=me"),
        ("make Ines the owner of P-9", "person owner", "person=P-9;user=Ines"),
        ("P-9の担当を私にして", "person owner", "person=P-9;user=私"),
        ("水沢さんの担当者を柚木に変更", "person owner", "person=水沢さん;user=柚木"),
        ("unassign P-9", "person owner", "nobody=nobody;person=P-9"),
        ("delete P-77", "person delete", "person=P-77"),
        ("P-77を削除", "person delete", "person=P-77"),
        ("restore P-77", "person restore", "person=P-77"),
        ("P-77を復元してください", "person restore", "person=P-77"),
        ("which accounts does P-19 have?", "account list", "person=P-19"),
        ("柚木さんのアカウントを全部見せて", "account list", "person=柚木さん"),
        ("attach github:ekholm to P-19", "account attach", "account=github:ekholm;person=P-19"),
        (
            "link slack:U07ABCD to Priya Nandakumar",
            "account attach",
            "account=slack:U07ABCD;person=Priya Nandakumar",
        ),
        ("github:taroをP-12に紐づけて", "account attach", "account=github:taro;person=P-12"),
        ("detach github:ekholm", "account detach", "account=github:ekholm"),
        (
            "slack:U55XYZを三枝さんから外してください",
            "account detach",
            "account=slack:U55XYZ;person=三枝さん",
        ),
        ("why are P-12 and P-40 the same person?", "merge explain", "from=P-40;into=P-12"),
        ("なんでP-12とP-40が同一人物なの？", "merge explain", "from=P-40;into=P-12"),
        ("2番の理由は？", "merge explain", "into=2番"),
        ("accept 2", "merge accept", "pair=2"),
        ("2番を統合して", "merge accept", "pair=2番"),
        // two persons, or two pairs: the last list tells
        ("1番と3番を統合して", "merge", "from=3番;into=1番"),
        ("accept 1 and 3", "merge accept", "pair=1 and 3"),
        ("候補１を承認", "merge accept", "pair=1"),
        ("2番は同一人物", "merge accept", "pair=2番"),
        ("reject 3, they differ", "merge reject", "pair=3"),
        ("3番は別人です", "merge reject", "pair=3番"),
        ("P-12 and P-40 are different people", "merge reject", "from=P-40;into=P-12"),
        ("P-12とP-40は別人", "merge reject", "from=P-40;into=P-12"),
        ("5番は統合しないで", "merge reject", "pair=5番"),
        ("reconsider P-12 and P-40", "merge reconsider", "pairs=P-12 and P-40"),
        ("merge history", "merge history", ""),
        ("show the merge history for P-12", "merge history", "person=P-12"),
        ("P-12の統合履歴を見せて", "merge history", "person=P-12"),
        ("merge P-12 and P-40", "merge", "from=P-40;into=P-12"),
        ("P-12とP-40を統合して", "merge", "from=P-40;into=P-12"),
        ("undo merge M-31", "merge undo", "merge=M-31"),
        ("名寄せ候補", "merge suggest", ""),
        ("duplicates", "merge suggest", ""),
    ] {
        let read = match registry.grammar().understand(said) {
            Understood::Call { command, arguments, .. } => {
                let list: Vec<String> = arguments.iter().map(|(k, v)| format!("{k}={v}")).collect();
                format!("{command} {}", list.join(";"))
            }
            other => format!("{other:?}"),
        };
        if read != format!("{command} {arguments}") {
            wrong.push(format!("{said}\n    {read}"));
        }
    }
    for spec in bot::commands::ALL.iter().map(|command| command.spec()) {
        if !["person ", "account ", "merge"].iter().any(|noun| spec.name.starts_with(noun)) {
            continue;
        }
        for example in spec.examples.en.iter().chain(spec.examples.ja) {
            match registry.grammar().understand(example) {
                Understood::Call { command, confidence, .. }
                    if command == spec.name && confidence >= SURE => {}
                other => wrong.push(format!("{}: {example}\n    {other:?}", spec.name)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn talk_changes_nobody() {
    let registry = Registry::new().unwrap();
    let ours = [
        "person add",
        "person set",
        "person tag",
        "person owner",
        "person delete",
        "person restore",
        "account attach",
        "account detach",
        "merge accept",
        "merge reject",
        "merge reconsider",
    ];
    let mut wrong = Vec::new();
    for said in [
        "I merged the PR into main",
        "can someone merge my branch?",
        "tag me in the PR",
        "tag release v1.2",
        "tag the new version please",
        "assign the ticket to me",
        "add developer docs to the site",
        "add a customer support page",
        "add @taro to the channel",
        "delete the old branch",
        "remove the flag from the config",
        "link to the docs please",
        "accept the invitation",
        "reject the PR",
        "set the timeout to 30",
        "change the title of the slide to Intro",
        "the title of the talk is Rust in Anger",
        "restore the backup",
        "ブランチ削除しておきました",
        "タグ打ってリリースしました",
        "イベントを登録して",
        "会議室を予約して",
        "担当者不在のため明日折り返します",
        "この画面の担当って柚木さんでしたっけ",
        "明日の会議を10時に変更して",
        "資料のタイトルを変更した",
        "別人かと思った",
        "それは別人です",
        "ログを削除して",
    ] {
        // what is less sure is asked about first
        if let Understood::Call { command, arguments, confidence, .. } = registry.grammar().understand(said)
            && ours.contains(&command)
            && confidence >= SURE
        {
            wrong.push(format!("{said}: {command} {arguments:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new() {
    let world = world::peopled().await;
    world.organization("Aozora Systems").await;
    let added = world.said(Role::Member, "add person Mei Chou, mei@chou.example, Aozora Systems").await;
    assert!(added.contains("Added **P-") && added.contains(" Mei Chou**"), "{added}");
    assert!(added.contains("O-1 Aozora Systems") && added.contains("mei@chou.example"), "{added}");
    // the address finds them, and is noted when somebody else comes with it
    let found = world.said(Role::Viewer, "who is mei@chou.example").await;
    assert!(found.contains("Mei Chou") && found.contains("Aozora Systems"), "{found}");
    let again = world.said(Role::Member, "add person M. Chou, mei@chou.example").await;
    assert!(again.contains("Known already") && again.contains("Mei Chou"), "{again}");
    let named = world.said(Role::Member, "田中 太郎という人を登録して").await;
    assert!(named.contains("すでに登録されています") && named.contains("P-1 田中 太郎"), "{named}");
    // undone it is gone, and cannot be undone twice
    let undone = world.said(Role::Member, "undo").await;
    assert!(undone.contains("ゴミ箱") || undone.contains("in the trash"), "{undone}");
    let nobody = world.said(Role::Viewer, "person find 田中 太郎").await;
    assert_eq!(nobody.matches("田中 太郎").count(), 1, "{nobody}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_made_by_mistake() {
    let world = world::peopled().await;
    world.organization("Aozora Systems").await;
    for (said, wanted) in [
        ("add person Mei Chou at Nowhere Labs", "I know no organization “Nowhere Labs”"),
        ("add person Mei Chou at Nowhere Labs", "Add the organization Nowhere Labs"),
        ("add person Mei Chou at Aozora Sistems", "Aozora Systems"),
        ("add person P-1", "is no name"),
        ("add person Mei Chou, mei@chou", "organization"),
        ("person add Mei --email github:mei", "no e-mail address"),
        ("person add", "needs one thing more"),
        ("三枝美咲を虚無研究所で登録", "組織"),
    ] {
        let reply = world.said(Role::Member, said).await;
        assert!(reply.contains(wanted), "{said}: {reply}");
    }
    let found = world.said(Role::Viewer, "person find Mei").await;
    assert!(found.contains("I found nobody"), "{found}");
    for role in [Role::Guest, Role::Viewer] {
        let refused = world.said(role, "add person Mei Chou").await;
        assert!(refused.contains("may not do this") || refused.contains("not linked"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_there_and_back() {
    let world = world::peopled().await;
    for name in ["Aozora Systems", "Kumoha"] {
        world.organization(name).await;
    }
    for (said, expected) in [
        ("set P-1 title=CTO", "Title: – → CTO"),
        ("P-1の役職をCTOに", "役職: – → CTO"),
        ("person set P-1 名前=田中次郎 カナ=タナカジロウ 関係=顧客", "開発者 → 顧客"),
        ("P-1's email is taro@tanaka.example", "E-mail: – → taro@tanaka.example"),
        ("set P-1 title=\"VP, Sales\" kana=", "VP, Sales"),
        ("P-1の所属をAozora Systemsに変更して", "所属: – → Aozora Systems"),
    ] {
        world.there_and_back(Role::Member, "P-1", said, expected).await;
    }
    // with odd values in place, and after other fields changed
    world.said(Role::Member, "set P-1 title=「the \"boss\", a=b」 organization=Aozora").await;
    world.there_and_back(Role::Member, "P-1", "set P-1 title=CTO organization=Kumoha", "Kumoha").await;
    let first = world.said(Role::Member, "set P-1 title=CTO").await;
    let code = first.split('`').nth(1).unwrap().to_owned();
    world.said(Role::Member, "P-1の関係をパートナーに").await;
    let undone = world.said(Role::Admin, &format!("undo {code}")).await;
    assert!(undone.contains("CTO → the \"boss\", a=b"), "{undone}");
    assert!(world.known("P-1").await.contains("partner"));
    let twice = world.said(Role::Admin, &format!("undo {code}")).await;
    assert!(twice.contains("taken back already"), "{twice}");
    // the new name finds them, the old one does not
    world.said(Role::Member, "P-1の名前を高橋 太郎に").await;
    let found = world.said(Role::Viewer, "who is 高橋太郎").await;
    assert!(found.contains("P-1 高橋 太郎"), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_does_not_overwrite_what_came_later() {
    let world = world::peopled().await;
    let first = world.said(Role::Member, "set P-1 title=CTO").await;
    let code = first.split('`').nth(1).unwrap().to_owned();
    world.said(Role::Member, "set P-1 title=CEO").await;
    let refused = world.said(Role::Member, &format!("undo {code}")).await;
    assert!(refused.contains("changed again since and now says “CEO”"), "{refused}");
    // and does not hit whom the person has become part of
    let second = world.said(Role::Member, "set P-2 title=Editor").await;
    let code = second.split('`').nth(1).unwrap().to_owned();
    world.said(Role::Manager, "merge P-1 and P-2").await;
    world.said(Role::Manager, "yes").await;
    let refused = world.said(Role::Member, &format!("undo {code}")).await;
    assert!(refused.contains("P-2 is part of P-1 by now"), "{refused}");
    // nor does a former employer stand beside a later one
    for name in ["Aozora Systems", "Kumoha"] {
        world.organization(name).await;
    }
    world.said(Role::Member, "set P-3 organization=Aozora").await;
    let left = world.said(Role::Member, "P-3の所属を空に").await;
    let code = left.split('`').nth(1).unwrap().to_owned();
    world.said(Role::Member, "set P-3 organization=Kumoha").await;
    let refused = world.said(Role::Member, &format!("undo {code}")).await;
    assert!(refused.contains("changed again since and now says “Kumoha”"), "{refused}");
    let card = world.said(Role::Viewer, "P-3").await;
    assert!(card.contains("Kumoha") && !card.contains("P-3 鈴木 一郎 · Aozora"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_given_on_is_not_taken_back() {
    let world = world::peopled().await;
    world.account(1, "github", "taro").await;
    let first = world.said(Role::Member, "attach github:taro to P-2").await;
    let code = first.split('`').nth(1).unwrap().to_owned();
    world.said(Role::Member, "attach github:taro to P-3").await;
    world.said(Role::Member, "attach github:taro to P-2").await;
    let refused = world.said(Role::Member, &format!("undo {code}")).await;
    assert!(refused.contains("stays where it is"), "{refused}");
    assert!(world.said(Role::Viewer, "accounts of P-2").await.contains("github:taro"));
    // the last first, then it can be
    for _ in 0..2 {
        world.said(Role::Member, "undo").await;
    }
    // but to nobody who is in the trash
    world.said(Role::Manager, "delete P-1").await;
    world.said(Role::Manager, "yes").await;
    let refused = world.said(Role::Member, &format!("undo {code}")).await;
    assert!(refused.contains("stays where it is"), "{refused}");
    world.said(Role::Manager, "restore P-1").await;
    let back = world.said(Role::Member, &format!("undo {code}")).await;
    assert!(back.contains("P-1 田中 太郎**’s again"), "{back}");
    // who was made for an account stays with what was written of them since
    for written in ["tag {} speaker", "set {} title=CTO"] {
        world.said(Role::Manager, "detach github:taro").await;
        let made = world.said(Role::Manager, "yes").await;
        let code = made.split('`').nth(1).unwrap().to_owned();
        let whose = made.split(": **").nth(1).unwrap().split(' ').next().unwrap();
        let done = world.said(Role::Member, &written.replace("{}", whose)).await;
        assert!(done.contains(whose), "{done}");
        let mut undone = world.said(Role::Manager, &format!("undo {code}")).await;
        if undone.contains("Nothing has been changed yet") {
            undone = world.said(Role::Manager, "yes").await;
        }
        assert!(undone.contains(&format!("{whose} stays: there is more to them")), "{undone}");
        let card = world.said(Role::Viewer, whose).await;
        assert!(card.contains("speaker") || card.contains("CTO"), "{card}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_cannot_be() {
    let world = world::peopled().await;
    for (said, wanted) in [
        ("set P-1 city=Malmö", "I keep no field “city”"),
        ("P-1の誕生日を5月3日に", "「誕生日」という項目はありません"),
        ("set P-1 email=nobody", "no e-mail address"),
        ("set P-1 name=", "cannot be empty"),
        ("set P-1 relationship=enemy", "none of them"),
        ("set P-1 title=a title=b", "stands there twice"),
        ("set P-1 organization=Nowhere", "I know no organization"),
        ("set P-1 kana=", "changed"),
        ("set P-1 kana=", "says already"),
        ("person set P-1", "needs one thing more"),
        ("set P-99 title=CTO", "I found no person"),
    ] {
        let reply = world.said(Role::Member, said).await;
        assert!(reply.to_lowercase().contains(&wanted.to_lowercase()), "{said}: {reply}");
    }
    let refused = world.said(Role::Viewer, "set P-1 title=CTO").await;
    assert!(refused.contains("may not do this"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_there_and_back() {
    let world = world::peopled().await;
    world.there_and_back(Role::Member, "P-1", "tag P-1 +a +b +c", "Added: a, b, c").await;
    world.said(Role::Member, "tag P-1 +a +b +c").await;
    world.there_and_back(Role::Member, "P-1", "P-1からbタグを外して", "外したタグ: b").await;
    world.there_and_back(Role::Member, "P-1", "tag P-1 +登壇者 -a", "Taken away: a").await;
    let nothing = world.said(Role::Member, "tag P-1 A").await;
    assert!(nothing.contains("tagged like that already"), "{nothing}");
    assert!(world.said(Role::Viewer, "P-1").await.contains("Tags: a, b, c"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_after_whom() {
    let world = world::peopled().await;
    world.there_and_back(Role::Member, "P-1", "assign P-1 to me", "looked after by member").await;
    world.said(Role::Member, "P-1の担当を私に").await;
    assert!(world.said(Role::Viewer, "P-1").await.contains("Looked after by: member"));
    world.there_and_back(Role::Member, "P-1", "make admin the owner of P-1", "looked after by admin").await;
    world.there_and_back(Role::Member, "P-1", "P-1の担当をなしに", "担当者を外しました").await;
    world.said(Role::Member, "assign P-1 to me").await;
    world.there_and_back(Role::Member, "P-1", "P-1の担当を外して", "担当者を外しました").await;
    world.said(Role::Manager, "assign P-1 to owner").await;
    let refused = world.said(Role::Member, "assign P-1 to me").await;
    assert!(refused.contains("looked after by owner") && refused.contains("manager or above"), "{refused}");
    world.there_and_back(Role::Manager, "P-1", "assign P-1 to me", "looked after by manager").await;
    let unknown = world.said(Role::Manager, "assign P-1 to @nosuchuser").await;
    assert!(unknown.contains("Did you mean"), "{unknown}");
    let same = world.said(Role::Manager, "assign P-1 to owner").await;
    assert!(same.contains("already"), "{same}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_stay_data_in_every_reply() {
    let world = world::empty().await;
    let name = "**[x](javascript:alert(1))** `y`";
    world.people(&[name, "Plain"]).await;
    for said in ["tag P-1 a", "assign P-1 to me", "attach github:q to P-1", "set P-1 title=z", "delete P-1"] {
        let reply = world.said(Role::Owner, said).await;
        assert!(reply.contains("\\*\\*\\[x\\]"), "{said}: {reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_does_is_told_from_where_they_work() {
    let world = world::peopled().await;
    world.said(Role::Member, "org add Acme Inc").await;
    for (text, title, place) in [
        ("add person Ken Sato, CTO at Acme Inc", "Title: CTO", "Acme Inc"),
        ("add person Mia Lund, Acme Inc, Staff Engineer", "Title: Staff Engineer", "Acme Inc"),
        ("add person Ann Lee, Acme, Inc.", "Added", "Acme Inc"),
        ("人を追加：森愛子、営業部長、Acme Inc", "役職: 営業部長", "Acme Inc"),
    ] {
        let added = world.said(Role::Member, text).await;
        assert!(added.contains(title) && added.contains(place), "{text}: {added}");
    }
    // two places are one too many
    let refused = world.said(Role::Member, "add person Bo Ek, Acme, Tokyo office").await;
    assert!(refused.contains("I take “name, title, e-mail, organization” here"), "{refused}");
}
