//! A table uploaded on the page, and a file fetched by a link from the chat.

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use crm::Role;
use tower::ServiceExt;

use crate::{
    page::{Browser, text},
    world::{self, words},
};

const PEOPLE: &str =
    "氏名,メール,謎\n佐藤 花子,hanako@aozora.example,vip\n鈴木 一郎,ichiro@,x\n田中 太郎,,y\n";

impl Browser {
    async fn upload(&self, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Response<Body> {
        let mut body = Vec::new();
        for (field, value) in fields {
            let part =
                format!("--cut\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let file =
            format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(file.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        let request = Request::post("/import/file")
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "en")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .body(Body::from(body))
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn uploaded(&self, content: &str) -> String {
        let answer = self.upload(&[("csrf", &self.csrf)], "名刺.csv", content.as_bytes()).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", text(answer).await);
        answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    async fn seen(&self, path: &str) -> String {
        let page = self.look("en", path).await;
        assert_eq!(page.status(), StatusCode::OK, "{path}");
        text(page).await
    }
}

/// Where the file of a reply is fetched.
fn path_in(reply: &adapters::Reply) -> String {
    let path = |block: &adapters::Block| match block {
        adapters::Block::File { path, .. } => Some(path.clone()),
        _ => None,
    };
    reply.blocks.iter().find_map(path).unwrap_or_else(|| panic!("{}", words(reply)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_looked_at_and_carried_in() {
    let browser = Browser::open(Role::Manager).await;
    let home = browser.seen("/import").await;
    assert!(home.contains("multipart/form-data") && home.contains("up to 20 MB"), "{home}");
    let path = browser.uploaded(PEOPLE).await;
    let page = browser.seen(&path).await;
    for part in
        ["3 rows of people", "UTF-8", "line 4", "no e-mail address", "P-1", "same name", "is left out"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    // the third column is said to be tags
    let fields = format!("csrf={}&kind=persons&column-0=name&column-1=email&column-2=tags", browser.csrf);
    let told = browser.form(&format!("{path}/columns"), &fields).await;
    assert_eq!(told.status(), StatusCode::SEE_OTHER);
    let page = browser.seen(&path).await;
    assert!(page.contains("value=\"tags\" selected"), "{page}");
    let wrong = browser.form(&format!("{path}/start"), "csrf=00&duplicates=update").await;
    assert_eq!(wrong.status(), StatusCode::FORBIDDEN);
    let fields = format!("csrf={}&duplicates=update", browser.csrf);
    assert_eq!(browser.form(&format!("{path}/start"), &fields).await.status(), StatusCode::SEE_OTHER);
    let mut page = String::new();
    for _ in 0..300 {
        page = browser.seen(&path).await;
        if page.contains(">Done<") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(page.contains(">Done<") && page.contains("import undo I-1"), "{page}");
    let rejects = text(browser.get(&format!("{path}/rejects")).await).await;
    assert!(rejects.contains("ichiro@") && rejects.lines().count() == 2, "{rejects}");
    let mut tx = browser.world.app.db.begin(browser.world.tenant, crm::Actor::system("test")).await.unwrap();
    let lines = crm::exports::persons(&mut tx, &crm::persons::Query::default(), 0).await.unwrap();
    drop(tx);
    let tags = |name: &str| lines.iter().find(|it| it.name == name).unwrap().tags.clone();
    assert_eq!((tags("佐藤 花子"), tags("田中 太郎")), (vec!["vip".to_owned()], vec!["y".to_owned()]));

    // the same file twice, and whoever gave up
    let again = browser.upload(&[("csrf", &browser.csrf)], "x.csv", PEOPLE.as_bytes()).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    assert!(text(again).await.contains("imported already: I-1"));
    let path = browser.uploaded("name\nSomebody Else\n").await;
    let given_up = browser.form(&format!("{path}/cancel"), &format!("csrf={}", browser.csrf)).await;
    assert_eq!(given_up.headers()[header::LOCATION], "/import?done=cancelled");
    assert_eq!(browser.look("en", &path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_table_is_said_so() {
    let browser = Browser::open(Role::Manager).await;
    let csrf = ("csrf", browser.csrf.as_str());
    for (content, status, wanted) in [
        (b"".as_slice(), StatusCode::UNPROCESSABLE_ENTITY, "The file is empty"),
        (b"PK\x03\x04zip", StatusCode::UNPROCESSABLE_ENTITY, "This is a workbook or a zip"),
        (b"name,tenant_id\nA B,1\n", StatusCode::UNPROCESSABLE_ENTITY, "cannot be imported: tenant_id"),
        (b"name\n\"A B\n", StatusCode::UNPROCESSABLE_ENTITY, "opened in line 2"),
    ] {
        let answer = browser.upload(&[csrf], "x.csv", content).await;
        assert_eq!(answer.status(), status, "{wanted}");
        let page = text(answer).await;
        assert!(page.contains(wanted) && page.contains("role=\"alert\""), "{wanted}: {page}");
    }
    let large = vec![b'x'; 21 * 1024 * 1024];
    assert_eq!(browser.upload(&[csrf], "x.csv", &large).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let stranger = browser.upload(&[("csrf", "00")], "x.csv", PEOPLE.as_bytes()).await;
    assert_eq!(stranger.status(), StatusCode::FORBIDDEN);
    // for members there is no such page
    let member = Browser::open(Role::Member).await;
    assert_eq!(member.look("en", "/import").await.status(), StatusCode::NOT_FOUND);
    let answer = member.upload(&[("csrf", &member.csrf)], "x.csv", PEOPLE.as_bytes()).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_fetched_once() {
    let world = world::peopled().await;
    let web = bot::doors::own::origin(&world.app.db, world.tenant, "web").await.unwrap();
    let refused = words(&world.ask_at(&web, Role::Manager, "export persons csv contacts").await);
    assert!(refused.contains("exported by the role admin"), "{refused}");
    // a filter that would leave out what was asked for
    for (text, wanted) in [
        ("export persons csv shoe:42", "I know no condition “shoe:”"),
        ("export persons csv score>many", "A score is a number"),
        ("export persons tagged nobody", "no people fit this"),
        ("export deals csv stage:nix", "“nix” is no stage. There are: Lead"),
    ] {
        let refused = words(&world.ask_at(&web, Role::Manager, text).await);
        assert!(refused.contains(wanted), "{text}: {refused}");
    }
    let asked = world.ask_at(&web, Role::Manager, "人をCSVで出力").await;
    assert!(words(&asked).contains("書き出しますか"), "{}", words(&asked));
    let reply = world.ask_at(&web, Role::Manager, "はい").await;
    let path = path_in(&reply);
    world.ask_at(&web, Role::Manager, "人をCSVで出力").await;
    let another = path_in(&world.ask_at(&web, Role::Manager, "はい").await);
    let browser = Browser::open_in(world, Role::Manager).await;
    // a preview that opens every link does not use it up
    assert_eq!(browser.look("ja", &path).await.status(), StatusCode::OK);
    let elsewhere = browser.enter(&path, "cross-site").await;
    assert_eq!(elsewhere.status(), StatusCode::FORBIDDEN);
    let file = browser.enter(&path, "same-origin").await;
    assert_eq!(file.status(), StatusCode::OK);
    assert!(file.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().contains("persons-2026-11-21.csv"));
    let file = text(file).await;
    assert!(file.starts_with('\u{feff}') && file.contains("氏名") && file.contains("田中 太郎"), "{file}");
    assert!(!file.contains("メール"), "without what reaches people: {file}");
    assert_eq!(browser.enter(&path, "same-origin").await.status(), StatusCode::GONE);
    assert_eq!(browser.enter("/export/acme/0000", "same-origin").await.status(), StatusCode::GONE);
    // a browser takes it packed
    let packed = browser.enter_packed(&another).await;
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
    let packed = axum::body::to_bytes(packed.into_body(), usize::MAX).await.unwrap();
    assert!(packed.starts_with(&[0x1f, 0x8b]), "gzip's mark");
}
