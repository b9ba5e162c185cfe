//! LINE WORKS has no emulator and no client of another author: what can be checked from outside is its
//! cryptography. openssl and PyJWT read what our connection signs, and PyJWT asks our fake for tokens; Python's hmac
//! signs callbacks that our door must believe, and others that it must not.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use adapters::lineworks::LineWorks;
use adapters::lineworks::fake::{BOT_ID, BOT_SECRET, Fake, PRIVATE_KEY, ROOM};
use adapters::{Adapter, Address, Envelope, Payload, Sent};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::peer;

const PYJWT: [&str; 2] = ["PyJWT==2.10.1", "cryptography==45.0.7"];

/// The assertion with which our connection got its token.
async fn assertion(fake: &Fake) -> String {
    let connection = LineWorks.connect(&fake.settings()).unwrap();
    let to = Address { conversation: ROOM.into(), thread: None, via: None, nonce: "n".into() };
    let hello = Payload::new(json!({"type": "text", "text": "hello"}));
    assert_eq!(connection.send(&to, &hello).await, Ok(Sent::default()));
    fake.assertions().pop().unwrap()
}

/// A folder of this test, with the key pair of the service account in it: the public half comes from openssl.
fn keys(name: &str) -> PathBuf {
    let folder = peer::folder(name);
    let (private, public) = (folder.join("private.pem"), folder.join("public.pem"));
    fs::write(&private, PRIVATE_KEY).unwrap();
    let args: [&OsStr; 6] = [
        "pkey".as_ref(),
        "-pubout".as_ref(),
        "-out".as_ref(),
        public.as_ref(),
        "-in".as_ref(),
        private.as_ref(),
    ];
    let (said, good) = peer::openssl(args);
    assert!(good, "{said}");
    folder
}

#[tokio::test]
async fn openssl_reads_our_signature() {
    let folder = keys("lineworks-openssl");
    let fake = Fake::start().await;
    let assertion = assertion(&fake).await;
    let (signed, signature) = assertion.rsplit_once('.').unwrap();
    let (text, sig) = (folder.join("signed.txt"), folder.join("signature.bin"));
    fs::write(&sig, URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    let public = folder.join("public.pem");
    let verified = || {
        let args: [&OsStr; 7] = [
            "dgst".as_ref(),
            "-sha256".as_ref(),
            "-verify".as_ref(),
            public.as_ref(),
            "-signature".as_ref(),
            sig.as_ref(),
            text.as_ref(),
        ];
        peer::openssl(args)
    };
    fs::write(&text, signed).unwrap();
    assert_eq!(verified(), ("Verified OK\n".to_owned(), true));
    fs::write(&text, format!("{signed}x")).unwrap();
    assert!(!verified().1);
}

#[tokio::test]
async fn pyjwt_reads_our_assertion() {
    let Some(python) = peer::python("lineworks-pyjwt", &PYJWT) else { return };
    let folder = keys("lineworks-pyjwt-keys");
    let fake = Fake::start().await;
    let program = r#"
import json, jwt, sys
key = open(sys.argv[1]).read()
claims = jwt.decode(sys.argv[2], key, algorithms=["RS256"], options={"require": ["iss", "sub", "iat", "exp"]})
print(json.dumps([jwt.get_unverified_header(sys.argv[2]), claims]))
"#;
    let mut command = Command::new(python);
    command.args(["-c", program]).arg(folder.join("public.pem")).arg(assertion(&fake).await);
    let read: Value = serde_json::from_str(&peer::run("lineworks-pyjwt", command).await).unwrap();
    assert_eq!(read[0], json!({"typ": "JWT", "alg": "RS256"}));
    assert_eq!(read[1]["iss"], "client-of-the-fake");
    assert_eq!(read[1]["sub"], "fake1.serviceaccount@example.com");
    let life = read[1]["exp"].as_i64().unwrap() - read[1]["iat"].as_i64().unwrap();
    assert!((1..=3_600).contains(&life), "{life} s");
}

/// The fake is as strict as it should be: what another's program signs rightly passes, and nothing else does.
#[tokio::test]
async fn pyjwt_asks_our_fake() {
    let Some(python) = peer::python("lineworks-pyjwt", &PYJWT) else { return };
    let folder = keys("lineworks-pyjwt-keys");
    let fake = Fake::start().await;
    let program = r#"
import json, jwt, sys, time, urllib.error, urllib.parse, urllib.request
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
base, key, room = sys.argv[1], open(sys.argv[2]).read(), sys.argv[3]
other = rsa.generate_private_key(65537, 2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
now = int(time.time())
good = {"iss": "client-of-the-fake", "sub": "fake1.serviceaccount@example.com", "iat": now, "exp": now + 3600}

def post(path, data, headers):
    request = urllib.request.Request(base + path, data, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()

def token(assertion, **more):
    form = {"assertion": assertion, "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "client_id": "client-of-the-fake", "client_secret": "client-secret-of-the-fake", "scope": "bot"}
    form.update(more)
    status, body = post("/oauth2/v2.0/token", urllib.parse.urlencode(form).encode(), {})
    return status, json.loads(body)

status, minted = token(jwt.encode(good, key, "RS256"))
out = {"good": [status, minted["token_type"], minted["expires_in"]]}
wrong = {
    "another key": token(jwt.encode(good, other, "RS256")),
    "two hours": token(jwt.encode({**good, "exp": now + 7200}, key, "RS256")),
    "expired": token(jwt.encode({**good, "iat": now - 7200, "exp": now - 3700}, key, "RS256")),
    "another client": token(jwt.encode({**good, "iss": "x"}, key, "RS256")),
    "another account": token(jwt.encode({**good, "sub": "x"}, key, "RS256")),
    "HS256": token(jwt.encode(good, "client-secret-of-the-fake", "HS256")),
    "RS512": token(jwt.encode(good, key, "RS512")),
    "none": token(jwt.encode(good, None, "none")),
    "no JWT": token("x"),
    "secret": token(jwt.encode(good, key, "RS256"), client_secret="x"),
    "scope": token(jwt.encode(good, key, "RS256"), scope="bot mail"),
}
out["wrong"] = {name: [status, body.get("error")] for name, (status, body) in wrong.items()}
headers = {"Authorization": "Bearer " + minted["access_token"], "Content-Type": "application/json"}
path = "/v1.0/bots/2000001/channels/" + room + "/messages"
body = json.dumps({"content": {"type": "text", "text": "Pythonから"}}).encode()
out["sent"] = post(path, body, headers)
out["strangers"] = post(path, body, {**headers, "Authorization": "Bearer x"})[0]
print(json.dumps(out))
"#;
    let mut command = Command::new(python);
    command.args(["-c", program, fake.url()]).arg(folder.join("private.pem")).arg(ROOM);
    let told: Value = serde_json::from_str(&peer::run("lineworks-pyjwt", command).await).unwrap();
    assert_eq!(
        told["good"],
        json!([200, "Bearer", "86400"]),
        "the life is a text, as in the vendor's example"
    );
    for (name, answer) in told["wrong"].as_object().unwrap() {
        let expected = match name.as_str() {
            "secret" => json!([401, "invalid_client"]),
            "scope" => json!([400, "invalid_scope"]),
            _ => json!([400, "invalid_grant"]),
        };
        assert_eq!(answer, &expected, "{name}");
    }
    assert_eq!(told["sent"], json!([201, ""]));
    assert_eq!(told["strangers"], 401);
    assert_eq!(fake.messages()[0].content["text"], "Pythonから");
}

#[tokio::test]
async fn python_signs_callbacks() {
    let Some(python) = peer::python("lineworks-python", &[]) else { return };
    let program = r#"
import base64, hashlib, hmac, json, random, sys
secret, rng = sys.argv[1].encode(), random.Random(7)
sign = lambda body, key: base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode()
said = ["hello", "C-7のROIを見せて\n👩‍💻", "\\ \" / \u0000 é", "x" * 1900, ""]
for i in range(300):
    callback = {"type": "message", "source": {"userId": f"u-{i}", "channelId": "c", "domainId": 40029600},
        "issuedTime": f"2026-11-21T01:{i // 60:02}:{i % 60:02}.{i:03}Z",
        "content": {"type": "text", "text": said[i % len(said)] + str(i)}}
    body = json.dumps(callback, ensure_ascii=bool(i % 2)).encode()
    rows = [(body, sign(body, secret), True)]
    at = rng.randrange(len(body))
    rows.append((body[:at] + bytes([body[at] ^ 1 << rng.randrange(8)]) + body[at + 1:], rows[0][1], False))
    rows.append((body, sign(body, secret + b"x"), False))
    rows.append((body, sign(body + b" ", secret), False))
    rows.append((body, rows[0][1].swapcase(), False))
    rows.append((body, rows[0][1].rstrip("="), False))
    rows.append((body, base64.urlsafe_b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode(), None))
    rows.append((body, hmac.new(secret, body, hashlib.sha256).hexdigest(), False))
    rows.append((body, base64.b64encode(hmac.new(secret, body, hashlib.sha1).digest()).decode(), False))
    for body, signature, good in rows:
        good = signature == sign(body, secret) if good is None else good
        print(json.dumps([base64.b64encode(body).decode(), signature, good]))
"#;
    let mut command = Command::new(python);
    command.args(["-c", program, BOT_SECRET]);
    let printed = peer::run("lineworks-python", command).await;
    let settings = adapters::lineworks::fake::settings("http://127.0.0.1:1");
    let (mut believed, mut refused) = (0, 0);
    for line in printed.lines() {
        let (body, signature, good): (String, String, bool) = serde_json::from_str(line).unwrap();
        let body = STANDARD.decode(body).unwrap();
        let headers = [("X-WORKS-BotId", BOT_ID), ("X-WORKS-Signature", signature.as_str())];
        let envelope = Envelope::new(headers, body);
        let verified = LineWorks.verify(&settings, envelope, chrono::DateTime::UNIX_EPOCH);
        assert_eq!(verified.is_ok(), good, "{line}");
        if let Ok(verified) = verified {
            assert_eq!(LineWorks.parse(&settings, &verified).unwrap().len(), 1);
            believed += 1;
        } else {
            refused += 1;
        }
    }
    assert!(believed >= 300 && refused >= 2_000, "{believed} believed, {refused} refused");
}

/// A client for another part of the same platform, which asks for tokens as we do. Its addresses are fixed: only
/// the host is turned to the fake.
#[tokio::test]
async fn another_authors_client_gets_a_token_from_our_fake() {
    let packages = [
        "--no-deps",
        "line-works-board==0.1.1",
        "PyJWT==2.10.1",
        "cryptography==45.0.7",
        "cffi==1.17.1",
        "pycparser==2.22",
        "requests==2.32.5",
        "urllib3==2.5.0",
        "certifi==2025.8.3",
        "idna==3.10",
        "charset-normalizer==3.4.3",
        "python-dotenv==1.1.1",
    ];
    let Some(python) = peer::python("lineworks-board", &packages) else { return };
    let folder = keys("lineworks-board-keys");
    let fake = Fake::start().await;
    fake.grant("bot board board.read");
    let program = r#"
import sys, types
sys.modules["pandas"] = types.ModuleType("pandas")
import requests
from line_works_board.auth import LineWorksAuth
base, key = sys.argv[1], open(sys.argv[2]).read()
post = requests.post
requests.post = lambda url, **more: post(url.replace("https://auth.worksmobile.com", base), **more)
said = types.SimpleNamespace(client_id="client-of-the-fake", client_secret="client-secret-of-the-fake",
    service_account="fake1.serviceaccount@example.com", private_key=key, domain=None)
auth = LineWorksAuth(said)
first = auth.get_headers()["Authorization"]
assert auth.get_headers()["Authorization"] == first
print(first)
said.client_secret = "another"
try:
    LineWorksAuth(said).get_access_token()
except ValueError as refused:
    print("invalid_client" in str(refused))
"#;
    let mut command = Command::new(python);
    command.args(["-c", program, fake.url()]).arg(folder.join("private.pem"));
    assert_eq!(peer::run("lineworks-board", command).await, "Bearer token-1-of-the-fake\nTrue\n");
}
