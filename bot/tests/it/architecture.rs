//! The house keeps its shape: who may depend on whom, and where SQL lives.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn only_bot_brings_the_rooms_together() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let out = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let members: BTreeSet<&str> = packages.iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(members, BTreeSet::from(["adapters", "bot", "crm", "nlp"]));
    let mut edges = BTreeSet::new();
    for package in packages {
        let from = package["name"].as_str().unwrap();
        for dependency in package["dependencies"].as_array().unwrap() {
            let to = dependency["name"].as_str().unwrap();
            // a crate's own tests switch its features on through itself
            if members.contains(to) && to != from {
                edges.insert((from, to));
            }
        }
    }
    assert_eq!(edges, BTreeSet::from([("bot", "adapters"), ("bot", "crm"), ("bot", "nlp")]));
}

#[test]
fn sql_lives_in_crm_and_nowhere_else() {
    for room in ["bot", "adapters", "nlp"] {
        let manifest = fs::read_to_string(root().join(room).join("Cargo.toml")).unwrap();
        assert!(!manifest.contains("sqlx"), "{room} must not know the database");
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    let mut long = Vec::new();
    for room in ["bot", "adapters", "crm", "nlp"] {
        visit(&root().join(room).join("src"), &mut |path, text| {
            let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count();
            if lines > 500 {
                long.push(format!("{} ({lines})", path.display()));
            }
        });
    }
    assert!(long.is_empty(), "over 500 lines before their tests: {long:#?}");
}

fn visit(folder: &Path, see: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, see);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            see(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
