use super::*;
use crate::conformance::{self, arbitrary};
use proptest::prelude::*;

/// Elements that we write, with the attributes that each may carry.
const ELEMENTS: [(&str, &[&str]); 36] = [
    ("div", &["class", "lang", "role", "tabindex"]),
    ("p", &["class", "dir"]),
    ("h3", &[]),
    ("span", &["class", "aria-hidden"]),
    ("code", &[]),
    ("strong", &[]),
    ("small", &[]),
    ("bdi", &[]),
    ("mark", &[]),
    ("br", &[]),
    ("a", &["href", "rel", "target", "download"]),
    ("dl", &[]),
    ("dt", &[]),
    ("dd", &[]),
    ("table", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("th", &["scope", "class"]),
    ("td", &["class"]),
    ("ol", &[]),
    ("ul", &[]),
    ("li", &[]),
    ("figure", &[]),
    ("button", &["type", "class", "data-token"]),
    (
        "svg",
        &["xmlns", "class", "role", "aria-label", "viewBox", "width", "font-family", "font-size", "fill"],
    ),
    ("title", &[]),
    ("desc", &[]),
    ("text", &["x", "y", "text-anchor", "class", "font-size", "font-weight", "fill-opacity"]),
    ("rect", &["class", "x", "y", "width", "height", "rx", "fill", "fill-opacity"]),
    ("line", &["x1", "y1", "x2", "y2", "stroke", "stroke-opacity"]),
    ("circle", &["class", "cx", "cy", "r", "fill"]),
    ("polyline", &["class", "points", "fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-linecap"]),
    ("polygon", &["class", "points", "fill", "fill-opacity", "stroke"]),
    ("g", &[]),
    ("path", &[]),
];

/// Reads HTML as strictly as we write it: known elements, closed in order, known attributes in double
/// quotes, every `&` one of our five references, no stray `<` or `>`. Gives the text.
fn read(html: &str) -> Result<String, String> {
    let (mut rest, mut open, mut text) = (html, Vec::new(), String::new());
    while let Some(at) = rest.find('<') {
        text += &content(&rest[..at])?;
        let end = rest[at..].find('>').ok_or("a tag without end")? + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        let (_, known) =
            ELEMENTS.iter().find(|(n, _)| *n == name).ok_or_else(|| format!("<{tag}> is not ours"))?;
        attributes(tag[name.len()..].trim_end_matches('/'), name, known)?;
        if name != "br" && !tag.ends_with('/') {
            open.push(name);
        }
    }
    text += &content(rest)?;
    if open.is_empty() { Ok(text) } else { Err(format!("left open: {open:?}")) }
}

fn attributes(mut rest: &str, element: &str, known: &[&str]) -> Result<(), String> {
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (name, after) =
            attribute.split_once("=\"").ok_or_else(|| format!("odd attribute {attribute:?}"))?;
        let (value, after) = after.split_once('"').ok_or("an attribute without end")?;
        if !known.contains(&name) {
            return Err(format!("<{element} {name}> is not ours"));
        }
        let value = content(value)?;
        if name == "href" && !markdown::is_safe_target(&value) {
            return Err(format!("a link to {value:?}"));
        }
        rest = after;
    }
    if rest.is_empty() { Ok(()) } else { Err(format!("left over in <{element}>: {rest:?}")) }
}

fn content(text: &str) -> Result<String, String> {
    if let Some(bad) = text.find(['<', '>', '"', '\'']) {
        return Err(format!("unescaped at {:?}", &text[bad..]));
    }
    let mut out = String::new();
    let mut parts = text.split('&');
    out += parts.next().unwrap_or_default();
    for part in parts {
        let (name, after) = part.split_once(';').ok_or_else(|| format!("a lone & before {part:?}"))?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => return Err(format!("&{other};")),
        });
        out += after;
    }
    Ok(out)
}

fn shown(lang: &str) -> String {
    let replies = conformance::gallery(lang)
        .into_iter()
        .map(|(name, reply)| format!("<!-- {name} -->\n{}\n", html(&reply)));
    replies.collect::<Vec<_>>().join("\n")
}

#[test]
fn shows_the_gallery_in_english() {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("web_en", shown("en"));
    });
}

#[test]
fn shows_the_gallery_in_japanese() {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("web_ja", shown("ja"));
    });
}

#[test]
fn the_reader_of_these_tests_is_strict() {
    assert_eq!(read("<p dir=\"auto\">a &amp; b<br></p>"), Ok("a & b".into()));
    for bad in [
        "<p>",
        "</p>",
        "<p></div>",
        "<script></script>",
        "<p onclick=\"x\"></p>",
        "<p dir=auto></p>",
        "<p dir=\"auto\"onclick=\"x\"></p>",
        "a > b",
        "a & b",
        "&nbsp;",
        "<a href=\"//evil\">x</a>",
        "<a href=\"/\\evil\">x</a>",
        "<!-- x -->",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
}

#[test]
fn every_known_reply_is_ours_alone() {
    for (name, reply) in conformance::gallery("ja").into_iter().chain(conformance::extremes()) {
        read(&html(&reply)).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

#[test]
fn links_lead_to_our_site_or_to_https() {
    let shown = |text: &str| html(&Reply::new("en").text(text));
    assert!(shown("[a](/b)").contains("<a href=\"/b\">a</a>"));
    assert!(
        shown("[a](https://b.example/?c&d)").contains("href=\"https://b.example/?c&amp;d\" rel=\"noopener")
    );
    assert!(!shown("[a](javascript:1)").contains("<a"));
    let item = crate::Item::new("x").link("A-1", "//evil.example");
    let listed = html(&Reply::new("en").list(vec![item]));
    assert!(listed.contains("A-1") && !listed.contains("<a"));
}

#[test]
fn paragraphs_and_lines_are_kept() {
    let shown = html(&Reply::new("en").text("one\ntwo\n\n\nthree **four\n\nfive**"));
    insta::assert_snapshot!(shown, @r#"
    <div class="reply" lang="en">
    <p dir="auto">one<br>two</p>
    <p dir="auto">three <strong>four<br><br>five</strong></p>
    </div>
    "#);
}

proptest! {
    #[test]
    fn no_text_becomes_markup(reply in arbitrary::reply()) {
        let html = html(&reply);
        if let Err(why) = read(&html) {
            prop_assert!(false, "{why} in {html}");
        }
        prop_assert!(html.chars().all(|c| c == '\n' || !plain::acts(c)));
    }
}

#[test]
fn the_words_that_were_looked_for_are_marked() {
    let shown = |text: &str, marks: Vec<std::ops::Range<usize>>| {
        let items = vec![Item::new(text).marked(marks)];
        html(&Reply { blocks: vec![Block::List { numbered: false, items }], ..Reply::new("en") })
    };
    let marked = shown("<b> rate limit", vec![4..8, 9..14]);
    assert!(marked.contains("&lt;b&gt; <mark>rate</mark> <mark>limit</mark>"), "{marked}");
    // what is no part of the text is not marked
    let odd = shown("料金", vec![1..3, 0..3, 2..90]);
    assert!(odd.contains("<mark>料</mark>金") && odd.matches("<mark>").count() == 1, "{odd}");
}
