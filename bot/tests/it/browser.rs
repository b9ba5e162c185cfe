//! The pages in a real browser: asked, read, searched and walked through by keyboard, in both languages,
//! without a complaint on the console or a breach of the content security policy.
//!
//! Without a Chromium on this machine it says so and passes.

use std::sync::Arc;

use bot::{
    doors::web::{self, Web},
    gateway::workers,
};
use crm::{Actor, Role, users};
use nlp::Lang;
use tokio::sync::watch;

use crate::{
    chromium::Chromium,
    post, reading,
    world::{self, World},
};

/// A server over a test database, with somebody's browser in front of it.
struct Visit {
    world: Arc<World>,
    url: String,
    page: Chromium,
    stop: watch::Sender<bool>,
}

impl Visit {
    async fn begin(languages: &str) -> Option<Self> {
        let Some(page) = Chromium::open(languages).await else {
            println!("skipped: no chromium, chromium-browser or google-chrome on PATH");
            return None;
        };
        let world = world::peopled().await;
        reading::talked(&world).await;
        Some(Self::to(world, page).await)
    }

    /// In front of a world of one's own.
    async fn to(world: World, page: Chromium) -> Self {
        let world = Arc::new(world);
        let (stop, stopped) = watch::channel(false);
        let (lanes, mut tasks) = workers::start(&world.app, &stopped);
        tokio::spawn(async move { while tasks.join_next().await.is_some() {} });
        let listener = web::bind("127.0.0.1:0".parse().unwrap(), Lang::En).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let door = Web::new(world.app.clone(), lanes, world.hints.clone(), stopped, false);
        tokio::spawn(web::serve(listener, door));
        Self { world, url, page, stop }
    }

    async fn sign_in(&mut self) {
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        let user = users::named(&mut tx, Some(Role::Owner.as_str())).await.unwrap().unwrap();
        let token = users::sign_in_link(&mut tx, &user).await.unwrap();
        tx.commit().await.unwrap();
        self.page.goto(&format!("{}/signin/acme/{token}", self.url)).await;
        self.page
            .until("location.pathname === '/chat' && document.querySelector('#welcome:not([hidden])')")
            .await;
    }

    /// From the question to the card, in the words of a language.
    async fn tour(&mut self, tour: Tour) {
        let page = &mut self.page;
        page.until(&format!("document.documentElement.lang === '{}'", tour.lang)).await;
        // ask
        page.eval("document.querySelector('#text').focus()").await;
        page.write(tour.question).await;
        page.press("Enter").await;
        page.until(&format!(
            "document.querySelector('.message.bot .reply')?.innerText.includes('{}')",
            tour.answer
        ))
        .await;
        // list
        page.click("nav a[href='/r']").await;
        page.until(&format!("document.querySelector('h1')?.innerText === '{}'", tour.conversations)).await;
        page.until("document.querySelector('[aria-current=page]').pathname === '/r'").await;
        // conversation: it opens at its end
        page.click(".room h2 a").await;
        page.until("document.querySelectorAll('.said').length > 50").await;
        page.until("scrollY > 500").await;
        assert_eq!(page.eval("document.querySelectorAll('.group.own').length").await, 1);
        assert_eq!(page.eval("document.querySelectorAll('.bubble img, .bubble script').length").await, 0);
        // thread
        page.click("a.thread").await;
        page.until(&format!("document.querySelector('.replies')?.innerText === '{}'", tour.replies)).await;
        // search
        page.eval("document.querySelector('input[type=search]').focus()").await;
        page.write(tour.search).await;
        page.press("Enter").await;
        page.until("location.pathname === '/search' && document.querySelector('.results li .code a')").await;
        page.click(".results li .code a").await;
        page.until("document.querySelector('.said.here[aria-current=true]')").await;
        let target = "document.querySelector(':target').getBoundingClientRect()";
        page.until(&format!("{target}.top > 50 && {target}.bottom <= innerHeight")).await;
        // card
        page.click(".who a").await;
        page.until(&format!(
            "location.pathname.startsWith('/p/P-') && document.querySelector('#timeline')?.innerText === '{}'",
            tour.timeline
        ))
        .await;
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// What stands where.
struct Tour {
    lang: &'static str,
    question: &'static str,
    answer: &'static str,
    conversations: &'static str,
    replies: &'static str,
    search: &'static str,
    timeline: &'static str,
}

const EN: Tour = Tour {
    lang: "en",
    question: "show ROI for campaign Spring Hackathon",
    answer: "ROI",
    conversations: "Conversations",
    replies: "2 replies",
    search: "rate limit",
    timeline: "Timeline",
};

const JA: Tour = Tour {
    lang: "ja",
    question: "春のハッカソンのROIを見せて",
    answer: "ROI",
    conversations: "会話",
    replies: "返信2件",
    search: "料金",
    timeline: "活動履歴",
};

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_finds_the_way_in_both_languages() {
    for (languages, tour) in [("en-US,en", EN), ("ja-JP,ja", JA)] {
        let Some(mut visit) = Visit::begin(languages).await else { return };
        visit.sign_in().await;
        visit.tour(tour).await;
        assert_eq!(visit.page.complaints, Vec::<String>::new());
        // somebody listens: what the policy forbids is heard
        visit
            .page
            .eval("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
            .await;
        visit.page.until("true").await;
        assert_eq!(visit.page.complaints.len(), 1, "{:?}", visit.page.complaints);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_reached_by_keyboard_and_fits_a_phone() {
    let Some(mut visit) = Visit::begin("en").await else { return };
    visit.sign_in().await;
    let page = &mut visit.page;
    let url = visit.url.clone();
    page.goto(&format!("{url}/r")).await;
    page.until("document.querySelector('.room')").await;
    // first the way past the bar
    page.press("Tab").await;
    page.until("document.activeElement.className === 'skip'").await;
    page.until("document.activeElement.getBoundingClientRect().top >= 0").await;
    page.press("Enter").await;
    page.until("document.activeElement.id === 'main'").await;
    page.press("Tab").await;
    page.until("document.activeElement.type === 'search'").await;
    let ring = "getComputedStyle(document.activeElement).outlineStyle";
    page.until(&format!("{ring} !== 'none'")).await;
    // step through the list, go in, jump to the field
    page.eval("document.activeElement.blur()").await;
    page.press("j").await;
    page.until("document.activeElement.closest('.room')").await;
    page.press("Enter").await;
    page.until("location.pathname.startsWith('/r/') && document.querySelector('.said')").await;
    page.press("/").await;
    page.until("document.activeElement.type === 'search'").await;
    // everything that can be pressed has a name; nothing has an id twice
    for path in [
        "/chat",
        "/r",
        "/search",
        "/search?q=limit",
        "/search?q=from%3ATanaka+x",
        "/people",
        "/organizations",
        "/duplicates?q=tanaka",
        "/p/P-1",
        "/c/C-1",
        "/me",
    ] {
        page.goto(&format!("{url}{path}")).await;
        page.until("document.querySelector('main')").await;
        let nameless = "[...document.querySelectorAll('a, button, input:not([type=hidden]), textarea')].filter(e =>
            !(e.innerText || e.ariaLabel || e.labels?.length || e.textContent.trim())).map(e => e.outerHTML).join()";
        assert_eq!(page.eval(nameless).await, "", "{path}");
        let twice = "(ids => ids.filter((id, i) => ids.indexOf(id) !== i).join())
            ([...document.querySelectorAll('[id]')].map(e => e.id))";
        assert_eq!(page.eval(twice).await, "", "{path}");
        assert_eq!(page.eval("document.querySelectorAll('h1').length").await, 1, "{path}");
    }
    // nothing sticks out of a narrow screen
    let phone = serde_json::json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true });
    page.call("Emulation.setDeviceMetricsOverride", phone).await;
    let room = reading::room(&visit.world, visit.world.tenant, "help").await;
    let room = format!("/r/{room}");
    let paths = [
        "/chat",
        "/r",
        &room,
        "/search",
        "/search?q=limit",
        "/people",
        "/p/P-1",
        "/c/C-1",
        "/r?q=none",
        "/me",
    ];
    for path in paths {
        page.goto(&format!("{url}{path}")).await;
        page.until("document.querySelector('main')").await;
        let wide = page.eval("document.documentElement.scrollWidth").await;
        assert!(wide.as_i64().is_some_and(|wide| wide <= 390), "{path} is {wide} wide");
        let bar = page.eval("document.querySelector('.bar').offsetHeight").await;
        assert!(bar.as_i64().is_some_and(|bar| bar <= 60), "{path}: the bar is {bar} high");
    }
    // the way to the others is behind a button, signing out too
    let out = "document.querySelector('.bar .leave button')";
    assert_eq!(page.eval(&format!("{out}.checkVisibility()")).await, false);
    page.eval("document.querySelector('.bar .fold').focus()").await;
    page.press("Enter").await;
    page.until(&format!("{out}.checkVisibility() && {out}.getBoundingClientRect().bottom <= innerHeight"))
        .await;
    page.press("Tab").await;
    page.until("document.activeElement.pathname === '/chat'").await;
    // a conversation opens at its end, with its name in sight
    page.goto(&format!("{url}{room}#end")).await;
    page.until("scrollY > 500 && document.querySelector('h1').getBoundingClientRect().top >= 40").await;
    assert_eq!(page.complaints, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_got_on_the_page_about_oneself() {
    for (languages, get, told, out) in [
        ("en", "Get a code", "say: link ", "Open your one-time link"),
        ("ja", "コードを発行", "チャットで「連携 ", "ワンタイムリンクを開いてください"),
    ] {
        let Some(mut visit) = Visit::begin(languages).await else { return };
        visit.sign_in().await;
        let page = &mut visit.page;
        page.click("nav a[href='/me']").await;
        page.until(&format!("document.querySelector('button.primary')?.innerText === '{get}'")).await;
        page.click("button.primary").await;
        page.until(&format!("document.querySelector('#code')?.innerText.includes('{told}')")).await;
        page.until("/^[A-Z2-8]{4}-[A-Z2-8]{4}$/.test(document.querySelector('#code .letters').innerText)")
            .await;
        page.until("document.querySelector(':target')?.id === 'code'").await;
        assert_eq!(page.complaints, Vec::<String>::new());
        page.click(".card form[action='/signout'] button").await;
        page.until(&format!("document.body.innerText.includes('{out}')")).await;
        assert_eq!(page.eval("location.pathname").await, "/chat");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_connects_tries_and_decides_in_both_languages() {
    for (languages, connect, found, decided) in [
        ("en", "Connect", "The office knows the token", "Given up: it is not sent."),
        ("ja", "接続する", "トークンは有効です", "送信を取りやめました。"),
    ] {
        let Some(page) = Chromium::open(languages).await else {
            println!("skipped: no chromium, chromium-browser or google-chrome on PATH");
            return;
        };
        let (world, _) = post::world().await;
        let mut visit = Visit::to(world, page).await;
        visit.sign_in().await;
        let (url, world) = (visit.url.clone(), visit.world.clone());
        let page = &mut visit.page;
        page.click("nav a[href='/admin/connections']").await;
        page.until("document.querySelector('.choose a')").await;
        page.click(".choose a").await;
        page.until("document.querySelector('#s-office')").await;
        page.eval("document.querySelector('#s-office').focus()").await;
        page.write("Main").await;
        page.eval("document.querySelector('#s-token').focus()").await;
        page.write("wrong").await;
        page.click("button.primary").await;
        page.until("document.querySelector('[role=alert]') && document.querySelector('[aria-invalid]')")
            .await;
        page.eval("document.querySelector('#s-token').focus()").await;
        page.write(post::TOKEN).await;
        page.until(&format!("document.querySelector('button.primary').innerText === '{connect}'")).await;
        page.click("button.primary").await;
        page.until("document.querySelector('.copy') && location.search === '?done=added'").await;
        let path = page.eval("location.pathname").await.as_str().unwrap().to_owned();
        page.click("form[action$='/test#test'] button").await;
        page.until(&format!("document.querySelector('#test')?.innerText.includes('{found}')")).await;

        let id = crm::ConnectionId(path.rsplit('/').next().unwrap().parse().unwrap());
        let words = "**Hello** Wanda, the parcel you asked about is on its way and should arrive tomorrow before noon";
        world.troubled(id, &[(words, true), ("よろしくお願いいたします。", false)]).await;
        let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
        for body in
            ["?{\"kind\": \"unheard_of\", \"user\": \"w-1\", \"text\": \"料金について質問があります\"}", "?2"]
        {
            let stored = crm::inbox::put(&mut tx, id, body.as_bytes(), body.as_bytes().to_vec()).await;
            let stored = stored.unwrap().unwrap();
            crm::inbox::quarantine(&mut tx, &stored, "no field `channel` in the event").await.unwrap();
        }
        crm::connections::trouble(&mut tx, id, "invalid_auth: the token was taken back").await.unwrap();
        tx.commit().await.unwrap();
        // everything that can be pressed has a name, and nothing sticks out of a narrow screen
        let nameless =
            "[...document.querySelectorAll('a, button, select, input:not([type=hidden]), textarea')]
            .filter(e => !(e.innerText || e.ariaLabel || e.labels?.length || e.textContent.trim()))
            .map(e => e.outerHTML).join()";
        let twice = "(ids => ids.filter((id, i) => ids.indexOf(id) !== i).join())
            ([...document.querySelectorAll('[id]')].map(e => e.id))";
        for wide in [1100, 390] {
            let size = serde_json::json!({ "width": wide, "height": 844, "deviceScaleFactor": 1, "mobile": wide < 500 });
            page.call("Emulation.setDeviceMetricsOverride", size).await;
            for address in ["/admin/connections", "/admin/connections/new/post", &path, "/admin/queue"] {
                page.goto(&format!("{url}{address}")).await;
                page.until("document.querySelector('main h1')").await;
                assert_eq!(page.eval(nameless).await, "", "{address}");
                assert_eq!(page.eval(twice).await, "", "{address}");
                assert_eq!(page.eval("document.querySelectorAll('h1').length").await, 1, "{address}");
                let seen = page.eval("document.documentElement.scrollWidth").await;
                assert!(seen.as_i64().is_some_and(|seen| seen <= wide), "{address} is {seen} wide");
            }
        }
        page.click("button[value='give-up']").await;
        page.until(&format!("document.querySelector('.told')?.innerText === '{decided}'")).await;
        // that a form was not taken is told by its status
        page.complaints.retain(|complaint| !complaint.contains("status of 422"));
        assert_eq!(page.complaints, Vec::<String>::new());
    }
}
