//! Which field an argument means, and what may be a name of one.

use crm::fields::{self, Definition, Object};
use nlp::Lang;

use super::kinds::{self, objects};
use crate::commands::{Call, Context, Outcome, Stop, campaigns, deals, organizations, persons};
use crate::say;

/// Characters of a name.
const LONGEST_NAME: usize = 40;
/// Fields of one kind of object.
pub(crate) const MOST: usize = 100;

/// The kind of object that the argument `object` means.
pub(crate) fn object(ctx: &Context<'_>, call: &Call) -> Outcome<Object> {
    let said = ctx.required(call, "object")?;
    kinds::object(said).ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "“{said}” has no fields of its own. Fields belong to person, organization, campaign or deal.",
            "「{said}」には項目を設けられません。項目は人（person）・組織（organization）・施策（campaign）・商談（deal）に設けられます。"
        ))
    })
}

/// The field that the arguments `object` and `name` mean.
pub(crate) async fn field(ctx: &mut Context<'_>, call: &Call) -> Outcome<Definition> {
    let object = object(ctx, call)?;
    let name = ctx.required(call, "name")?.to_owned();
    let all = fields::list(&mut ctx.tx, Some(object)).await?;
    let folded = crm::fold(&name);
    if let Some(field) = all.iter().find(|field| crm::fold(&field.name) == folded) {
        return Ok(field.clone());
    }
    let (lang, of) = (ctx.lang, objects(object).of(ctx.lang));
    if all.is_empty() {
        let word = object.word();
        return Err(Stop::Refused(say!(
            lang,
            "There are no fields for {of} yet. Say “field add {word} {name} text” to make one.",
            "{of}の項目はまだありません。「field add {word} {name} text」で追加できます。"
        )));
    }
    let known = all.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(lang.pick(", ", "、"));
    Err(Stop::Refused(say!(
        lang,
        "There is no field “{name}” for {of}. There are: {known}.",
        "{of}に「{name}」という項目はありません。登録済みの項目：{known}。"
    )))
}

/// A name that a field can have, and that no other field, ours or theirs, has.
pub(crate) async fn name(
    ctx: &mut Context<'_>,
    object: Object,
    said: &str,
    but: Option<&Definition>,
) -> Outcome<String> {
    let lang = ctx.lang;
    let name = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ' ' | '_' | '-' | '.' | '/' | 'ー' | '・' | '（' | '）' | '(' | ')')
    };
    let sound = name.chars().any(char::is_alphabetic)
        && name.chars().all(fits)
        && name.chars().count() <= LONGEST_NAME
        && crm::Code::parse(&name).is_none();
    if !sound {
        return Err(Stop::Refused(say!(
            lang,
            "“{name}” cannot be the name of a field: letters, digits, blanks and - _ . / are fine, at most {LONGEST_NAME} characters, and no code such as P-12.",
            "「{name}」は項目名にできません。文字・数字・空白・「- _ . /」を使った{LONGEST_NAME}文字以内の名前にしてください（P-12 のようなコードは使えません）。"
        )));
    }
    if is_ours(object, &name) {
        return Err(Stop::Refused(say!(
            lang,
            "“{name}” is there already, without being added: it means one of the fields that everybody has, or a word of the search. Choose another name.",
            "「{name}」は標準の項目名または検索条件の名前として使われています。別の名前にしてください。"
        )));
    }
    let other = fields::named(&mut ctx.tx, object, &name).await?;
    match other.filter(|other| but.is_none_or(|but| but.id != other.id)) {
        None => Ok(name),
        Some(other) => {
            let (of, name) = (objects(object).of(lang), other.name);
            Err(Stop::Refused(say!(
                lang,
                "There is a field “{name}” for {of} already. Say “field set” to change it.",
                "{of}にはすでに「{name}」という項目があります。変更する場合は「field set」をお使いください。"
            )))
        }
    }
}

/// Does it name something that every object of the kind has, or a condition of `find`?
fn is_ours(object: Object, name: &str) -> bool {
    let folded = name.to_lowercase();
    let taken = |choices: nlp::understand::Choices| {
        choices.iter().any(|(word, said)| {
            // what people ask for and we do not keep may become a field
            *word != "other" && (*word == folded || said.contains(&folded.as_str()))
        })
    };
    match object {
        Object::Person => taken(persons::fields::NAMES) || persons::filters::is_known(name),
        Object::Organization => taken(organizations::set::FIELDS) || organizations::filters::is_known(name),
        Object::Campaign => taken(campaigns::fields::NAMES),
        Object::Deal => taken(deals::fields::NAMES) || deals::filters::is_known(name),
    }
}

/// What there is to choose from, each once: parted by commas, or else by blanks.
pub(crate) fn choices(lang: Lang, words: &str) -> Outcome<Vec<String>> {
    let with_commas = words.contains([',', '、', '，', '/']);
    let apart =
        |c: char| if with_commas { matches!(c, ',' | '、' | '，' | '/') } else { c.is_whitespace() };
    let mut choices: Vec<String> = Vec::new();
    for choice in words.split(apart).map(str::trim).filter(|choice| !choice.is_empty()) {
        if !choices.iter().any(|known| crm::fold(known) == crm::fold(choice)) {
            choices.push(choice.to_owned());
        }
    }
    if choices.len() > MOST || choices.iter().any(|choice| choice.chars().count() > LONGEST_NAME) {
        return Err(Stop::Refused(say!(
            lang,
            "A field takes at most {MOST} choices of at most {LONGEST_NAME} characters each.",
            "選択肢は{MOST}個まで、1つあたり{LONGEST_NAME}文字までです。"
        )));
    }
    Ok(choices)
}
