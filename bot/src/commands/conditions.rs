//! Conditions of searches: what is common to those of people, organizations and deals, and whose some are.
//!
//! Not here: what each means (`filters` beside the command that reads it).

use crm::fields::{self, Compare, Definition, Object, Test};
use nlp::{
    Lang,
    conditions::{self, Sign},
    understand::Choices,
};

use super::{Call, Context, Outcome, Reading, Stop, deals, organizations, persons};
use crate::say;

/// The word of a list that goes by a name: by itself or what people write for it.
pub(crate) fn known(names: Choices, name: &str) -> Option<&'static str> {
    let folded = crm::fold(name);
    let is = |it: &str| crm::fold(it) == folded;
    names.iter().find(|(word, said)| is(word) || said.iter().any(|it| is(it))).map(|(word, _)| *word)
}

/// The field of the tenant's own that goes by a name.
pub(crate) fn own_named<'a>(own: &'a [Definition], name: &str) -> Option<&'a Definition> {
    let folded = crm::fold(name);
    own.iter().find(|field| crm::fold(&field.name) == folded)
}

/// Refuses a condition that there is not, with those that there are.
fn unknown(lang: Lang, name: &str, there: &str) -> Stop {
    Stop::Refused(say!(
        lang,
        "I know no condition “{name}:”. {there} In quotes it is a word.",
        "「{name}:」という条件はありません。{there}言葉として探す場合は引用符で囲んでください。"
    ))
}

/// What is asked of a field of the tenant's own; a name that is none is refused, with what `there` is.
pub(crate) async fn of_own(
    reading: &mut Reading<'_>,
    own: &[Definition],
    typed: &conditions::Condition,
    there: fn(Lang, &[Definition]) -> String,
) -> Outcome<(Definition, Test)> {
    let Some(field) = own_named(own, &typed.name) else {
        return Err(unknown(reading.lang, &typed.name, &there(reading.lang, own)));
    };
    Ok((field.clone(), persons::filters::test(reading, field, typed).await?))
}

/// How numbers are compared, where `score:70` is `score>=70`.
pub(crate) fn at_least(sign: Sign) -> Compare {
    match sign {
        Sign::Is | Sign::AtLeast => Compare::AtLeast,
        Sign::More => Compare::More,
        Sign::Less => Compare::Less,
        Sign::AtMost => Compare::AtMost,
    }
}

/// Where else something is looked for: the command, its argument, what it is about and what it knows.
const ELSEWHERE: [(&str, &str, Object, Choices); 2] = [
    ("deal list", "conditions", Object::Deal, deals::filters::NAMES),
    ("org find", "words", Object::Organization, organizations::filters::NAMES),
];

/// The call that reads all conditions among these words, where people have not all of them.
pub(crate) async fn elsewhere(ctx: &mut Context<'_>, words: &str) -> Outcome<Option<Call>> {
    let own = fields::list(&mut ctx.tx, None).await?;
    let is_one = |names: Choices, object: Object, name: &str| {
        let folded = crm::fold(name);
        known(names, name).is_some()
            || own.iter().any(|field| field.object == object && crm::fold(&field.name) == folded)
    };
    let of_people = |name: &str| is_one(persons::filters::NAMES, Object::Person, name);
    let is_any = |name: &str| {
        of_people(name) || ELSEWHERE.iter().any(|(_, _, object, names)| is_one(names, *object, name))
    };
    let (_, typed) = conditions::read(words, is_any);
    // a stage is a deal's first: of people only beside what deals have not
    let staged = |name: &str| known(persons::filters::NAMES, name) == Some("stage");
    if typed.iter().all(|it| of_people(&it.name) && !staged(&it.name)) {
        return Ok(None);
    }
    let whose = ELSEWHERE
        .iter()
        .find(|(_, _, object, names)| typed.iter().all(|it| is_one(names, *object, &it.name)));
    Ok(whose.map(|(command, argument, ..)| Call::new(command, [(*argument, words.to_owned())])))
}
