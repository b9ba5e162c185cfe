//! The program itself, as somebody starts it: help that teaches, and one sentence for each thing that can
//! be wrong at the start.

use std::{
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    process::{Command, Output, Stdio},
};

use crate::world::Folder;

fn enishi(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
    command.args(arguments).arg("--data-dir").arg(folder.0.join("data"));
    for variable in [
        "DATABASE_URL",
        "ENISHI_LISTEN",
        "ENISHI_URL",
        "ENISHI_SECRET_KEY",
        "ENISHI_LOG",
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
    ] {
        command.env_remove(variable);
    }
    command
}

/// What a failed start says: one sentence on the error stream, no trace.
fn complaint(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!output.status.success(), "{said}");
    assert!(!said.contains("panicked") && !said.contains("backtrace"), "{said}");
    said
}

#[test]
fn help_teaches() {
    let folder = Folder::new();
    let said = enishi(&folder, &["--help"]).output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    for word in [
        "demo",
        "serve",
        "chat",
        "import",
        "link",
        "tenant",
        "connection",
        "doctor",
        "manifest",
        "--data-dir",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn a_language_model_is_offered_to_those_who_ask_one() {
    let folder = Folder::new();
    for (command, asks) in [
        (&["serve"][..], true),
        (&["demo"], true),
        (&["chat"], true),
        (&["doctor"], true),
        (&["try", "understand"], true),
        (&["try", "duplicates"], false),
        (&["link"], false),
        (&["index", "rebuild"], false),
        (&["import"], false),
        (&["search"], false),
    ] {
        let said = enishi(&folder, &[command, &["--help"]].concat()).output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        assert_eq!(said.contains("--llm-url"), asks, "{command:?}: {said}");
        assert!(said.contains("--data-dir"), "{command:?}: {said}");
    }
}

#[test]
fn a_taken_port_is_said_at_once() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = complaint(&enishi(&folder, &["demo", "--listen", &address]).output().unwrap());
    assert!(said.contains("is taken by another program") && said.contains("--listen"), "{said}");
    assert!(!folder.0.join("data/postgres").exists(), "nothing else was started");
}

#[test]
fn it_speaks_the_language_of_the_environment() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = complaint(
        &enishi(&folder, &["demo", "--listen", &address]).env("LANG", "ja_JP.UTF-8").output().unwrap(),
    );
    assert!(said.starts_with("エラー：") && said.contains("別のプログラムが使用中です"), "{said}");
    for (arguments, wanted) in [
        (vec!["tenant", "add", "acme"], "テナント acme を作りました。"),
        (vec!["tenant", "add", "acme"], "テナント「acme」はすでにあります"),
        (vec!["link", "--tenant", "acme"], "Ownerさんとして"),
        (vec!["chat", "--tenant", "acmee", "hi"], "テナント「acmee」はありません。あるもの：acme"),
        (
            vec!["import", "nowhere.zip", "--tenant", "acme"],
            "nowhere.zip というファイルやフォルダーはありません",
        ),
    ] {
        let output = enishi(&folder, &arguments).env("LC_ALL", "ja_JP.UTF-8").output().unwrap();
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
}

#[test]
fn no_postgres_says_what_to_do() {
    let folder = Folder::new();
    let output =
        enishi(&folder, &["tenant", "list"]).env("PG_BIN_DIR", folder.0.join("none")).output().unwrap();
    let said = complaint(&output);
    assert!(said.contains("there is no PostgreSQL") && said.contains("unset it"), "{said}");
}

#[test]
fn a_folder_that_cannot_be_written() {
    let folder = Folder::new();
    // even root cannot make a folder inside a file
    std::fs::write(folder.0.join("data"), b"a file").unwrap();
    let said = complaint(&enishi(&folder, &["tenant", "list"]).output().unwrap());
    assert!(said.contains("cannot write in the data folder") && said.contains("--data-dir"), "{said}");
}

#[test]
fn a_wrong_database_address() {
    let folder = Folder::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (url, wanted) in [
        ("not an address", "not a Postgres address"),
        ("http://example.com/", "not a Postgres address"),
        (&format!("postgres://u:secret@{free}/x"), "cannot connect to the database"),
    ] {
        let said = complaint(&enishi(&folder, &["tenant", "list", "--database-url", url]).output().unwrap());
        assert!(said.contains(wanted) && !said.contains("secret"), "{url}: {said}");
    }
}

#[test]
fn a_damaged_key_is_not_replaced() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.0.join("data")).unwrap();
    let key = folder.0.join("data/secret.key");
    std::fs::write(&key, "short").unwrap();
    let said = complaint(&enishi(&folder, &["tenant", "list"]).output().unwrap());
    assert!(said.contains("is damaged"), "{said}");
    assert_eq!(std::fs::read_to_string(&key).unwrap(), "short");
}

#[test]
fn a_tenant_from_nothing_to_an_answer() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| {
        let output = enishi(&folder, arguments).output().unwrap();
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(output.status.success(), "{arguments:?}: {out}{err}");
        out
    };
    run(&["tenant", "add", "acme", "--owner", "Sato Hanako", "--lang", "ja"]);
    assert_eq!(run(&["tenant", "list"]).trim(), "acme");
    let mode = std::fs::metadata(folder.0.join("data/secret.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let answer = run(&["chat", "--tenant", "acme", "私は誰？"]);
    assert!(answer.contains("Sato Hanako") && answer.contains("オーナー"), "{answer}");
    let json: serde_json::Value =
        serde_json::from_str(&run(&["chat", "--tenant", "acme", "--json", "who am I?"])).unwrap();
    assert_eq!((json["lang"].as_str(), json["understood"].as_str()), (Some("en"), Some("whoami")));
    let empty = folder.0.join("empty.json");
    std::fs::write(&empty, b"").unwrap();
    let link = run(&["link", "--tenant", "acme"]);
    assert!(link.starts_with("http://127.0.0.1:8080/signin/acme/"), "{link}");
    for (arguments, wanted) in [
        (vec!["chat", "--tenant", "acmee", "hi"], "there is no tenant “acmee”; there is: acme"),
        (
            vec!["chat", "--tenant", "acme", "--as", "nobody", "hi"],
            "“nobody” names no one member of staff in tenant “acme”",
        ),
        (vec!["tenant", "add", "acme"], "there is a tenant “acme” already"),
        (vec!["tenant", "add", "Big Co"], "cannot be a tenant's short name"),
        (vec!["import", empty.to_str().unwrap(), "--tenant", "acme"], "is empty"),
        (vec!["import", "nowhere.zip", "--tenant", "acme"], "nowhere.zip"),
    ] {
        let said = complaint(&enishi(&folder, &arguments).output().unwrap());
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
}

#[test]
fn the_terminal_knows_the_platforms() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| {
        let output = enishi(&folder, arguments).output().unwrap();
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(output.status.success(), "{arguments:?}: {out}{err}");
        (out, err)
    };
    run(&["tenant", "add", "acme"]);
    let add = [
        "connection",
        "add",
        "discord",
        "Acme",
        "--set",
        "token=t.o.k",
        "--set",
        "api_url=http://127.0.0.1:9",
    ];
    let (saved, _) = run(&add);
    assert!(saved.contains("Saved: Discord · Acme.") && saved.contains("cannot be reached"), "{saved}");
    let (status, _) = run(&["chat", "--tenant", "acme", "status"]);
    assert!(status.contains("🟡"), "{status}");
    // what is printed for a program stays that; the note is beside it
    let (manifest, note) = run(&["manifest", "slack"]);
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["settings"]["socket_mode_enabled"], false);
    assert!(note.contains("stand for none yet") && note.contains("https"), "{note}");
    let (socket, note) = run(&["manifest", "slack", "--socket"]);
    let socket: serde_json::Value = serde_json::from_str(&socket).unwrap();
    assert_eq!(socket["settings"]["socket_mode_enabled"], true);
    assert!(note.is_empty(), "{note}");
}

#[test]
fn a_reader_who_has_seen_enough_is_no_fault() {
    let folder = Folder::new();
    assert!(enishi(&folder, &["tenant", "add", "acme"]).output().unwrap().status.success());
    for arguments in [vec!["chat", "help"], vec!["chat", "--json", "help"]] {
        let mut chat = enishi(&folder, &arguments);
        let mut chat = chat.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(chat.stdout.take());
        let ended = chat.wait_with_output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
}
