//! A real browser for [`crate::browser`]: the Chromium of this machine, driven over its DevTools Protocol.
//!
//! The protocol runs through pipes (`--remote-debugging-pipe`: JSON between NULs on descriptors 3 and 4),
//! so that no port, no WebSocket and no crate is needed.

use std::{
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::{sleep, timeout},
};

use crate::world::Folder;

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// One page of a browser of its own.
pub(crate) struct Chromium {
    _process: Child,
    _profile: Folder,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    session: Value,
    sent: u64,
    /// What the page complained of: errors on the console, exceptions, breaches of the content security policy.
    pub(crate) complaints: Vec<String>,
}

/// The browser of this machine.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    std::env::split_paths(&path).flat_map(|dir| names.map(|name| dir.join(name))).find(|file| file.is_file())
}

impl Chromium {
    /// Opens an empty page for a reader of these languages; `None` where there is no browser.
    pub(crate) async fn open(languages: &str) -> Option<Self> {
        let profile = Folder::new();
        let mut process = Command::new("/bin/sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh"])
            .arg(program()?)
            .args(["--headless", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu"])
            // as root it has no sandbox; it shows nothing but our own page
            .args(["--no-sandbox", "--disable-background-networking", "--disable-component-update"])
            .arg(format!("--user-data-dir={}", profile.0.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let input = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let (session, complaints) = (Value::Null, Vec::new());
        let mut page =
            Self { _process: process, _profile: profile, input, output, session, sent: 0, complaints };
        let target = page.call("Target.createTarget", json!({ "url": "about:blank" })).await;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        page.session = page.call("Target.attachToTarget", attach).await["sessionId"].clone();
        for domain in ["Page", "Runtime", "Log"] {
            page.call(&format!("{domain}.enable"), json!({})).await;
        }
        let agent = json!({ "userAgent": "Enishi's test", "acceptLanguage": languages });
        page.call("Emulation.setUserAgentOverride", agent).await;
        Some(page)
    }

    /// Calls a method of the protocol.
    pub(crate) async fn call(&mut self, method: &str, params: Value) -> Value {
        self.sent += 1;
        let mut message = json!({ "id": self.sent, "method": method, "params": params });
        if !self.session.is_null() {
            message["sessionId"] = self.session.clone();
        }
        self.input.write_all(format!("{message}\0").as_bytes()).await.unwrap();
        loop {
            let mut bytes = Vec::new();
            let read = timeout(PATIENCE, self.output.read_until(0, &mut bytes)).await;
            assert!(read.expect("the browser answers").unwrap() > 0, "the browser has gone");
            let heard: Value = serde_json::from_slice(bytes.strip_suffix(&[0]).unwrap_or(&bytes)).unwrap();
            if heard["id"] == self.sent {
                assert!(heard["error"].is_null(), "{method}: {}", heard["error"]);
                return heard["result"].clone();
            }
            let told = &heard["params"];
            let complaint = match heard["method"].as_str().unwrap_or_default() {
                "Runtime.exceptionThrown" => &told["exceptionDetails"],
                "Runtime.consoleAPICalled" if told["type"] == "error" => &told["args"],
                "Log.entryAdded" if told["entry"]["level"] == "error" => &told["entry"]["text"],
                _ => continue,
            };
            self.complaints.push(complaint.to_string());
        }
    }

    /// What an expression is worth on the page.
    pub(crate) async fn eval(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let told = self.call("Runtime.evaluate", params).await;
        assert!(told["exceptionDetails"].is_null(), "{expression}: {}", told["exceptionDetails"]);
        told["result"]["value"].clone()
    }

    /// Waits until an expression is true on the page; a page on its way is waited for.
    pub(crate) async fn until(&mut self, expression: &str) {
        let begun = Instant::now();
        loop {
            let asked =
                json!({ "expression": format!("document.readyState === 'complete' && !!({expression})") });
            if self.call("Runtime.evaluate", asked).await["result"]["value"] == true {
                return;
            }
            if begun.elapsed() > PATIENCE {
                let shown = self.eval("location.href + '\\n' + document.body.innerText").await;
                panic!("waited for {expression} on {shown}");
            }
            sleep(Duration::from_millis(30)).await;
        }
    }

    /// Opens an address.
    pub(crate) async fn goto(&mut self, url: &str) {
        let went = self.call("Page.navigate", json!({ "url": url })).await;
        assert!(went["errorText"].is_null(), "{url}: {went}");
    }

    /// Clicks what a selector finds.
    pub(crate) async fn click(&mut self, selector: &str) {
        self.until(&format!("document.querySelector({selector:?})")).await;
        self.eval(&format!("document.querySelector({selector:?}).click()")).await;
    }

    /// Types into what has the focus.
    pub(crate) async fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text })).await;
    }

    /// Presses a key: `Tab`, `Enter`, or a letter.
    pub(crate) async fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            letter => (letter.to_ascii_uppercase().as_bytes()[0], letter),
        };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code, "text": text });
            self.call("Input.dispatchKeyEvent", event).await;
        }
    }
}
