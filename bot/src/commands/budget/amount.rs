//! Amounts of money in arguments: read, refused, and said so that they read back the same.

use nlp::{
    Lang,
    amount::{self, Fault},
};
use rust_decimal::Decimal;

use crate::commands::{Context, Outcome, Stop};
use crate::say;

/// An amount with its currency; one without a currency is in `usual`.
pub(crate) fn read(ctx: &Context<'_>, words: &str, usual: &str) -> Outcome<(Decimal, String)> {
    read_in(ctx.lang, words, usual)
}

/// The same, refused in a language.
pub(crate) fn read_in(lang: Lang, words: &str, usual: &str) -> Outcome<(Decimal, String)> {
    if let Some(fault) = amount::fault(words) {
        return Err(Stop::Refused(wrong(lang, words, fault)));
    }
    let (value, currency) = parts(words).ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "I cannot read “{words}” as an amount of money. Try “300k JPY”, “$1,200” or “5000”.",
            "「{words}」を金額として読めませんでした。「30万円」「5,000円」「$1,200」のように書いてください。"
        ))
    })?;
    if value.scale() > 2 {
        return Err(Stop::Refused(say!(
            lang,
            "Amounts are kept with two decimals at most; “{words}” has more.",
            "金額は小数点以下2桁までです（「{words}」）。"
        )));
    }
    Ok((value, currency.unwrap_or_else(|| usual.to_owned())))
}

/// Is it an amount, and hardly anything else? A bare number may be a year, a smaller one anything.
pub(crate) fn is_plainly_money(words: &str) -> bool {
    parts(words).is_some_and(|(value, currency)| currency.is_some() || value >= Decimal::from(10_000))
}

/// What is wrong with it, and how it is written.
fn wrong(lang: Lang, words: &str, fault: Fault) -> String {
    match fault {
        Fault::Negative => say!(
            lang,
            "“{words}” is less than nothing: an amount is 0 or more. Write it without the minus, such as “300k JPY”.",
            "「{words}」は負の金額です。金額は0以上で、「30万円」のようにマイナスを付けずに書いてください。"
        ),
        Fault::TooLarge => say!(
            lang,
            "“{words}” is too much: an amount is below 1,000 trillion. Write it such as “300k JPY”.",
            "「{words}」は大きすぎます。金額は1,000兆未満で、「30万円」のように書いてください。"
        ),
        Fault::TooFine => say!(
            lang,
            "Amounts are kept with two decimals at most; “{words}” has more.",
            "金額は小数点以下2桁までです（「{words}」）。"
        ),
        Fault::Percent => say!(
            lang,
            "“{words}” is a percentage, and I need an amount of money, such as “300k JPY”.",
            "「{words}」は割合です。「30万円」のように金額で書いてください。"
        ),
    }
}

/// As it is read back: `JPY 300000`.
pub(crate) fn spoken(amount: Decimal, currency: &str) -> String {
    format!("{currency} {}", amount.normalize())
}

/// Number and currency. Any currency can be said by its code, before the number.
fn parts(words: &str) -> Option<(Decimal, Option<String>)> {
    if let Some(read) = amount::read(words) {
        return Some((read.value, read.currency.map(str::to_owned)));
    }
    let (code, number) = words.trim().split_once(' ')?;
    let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic());
    let read = amount::read(number).filter(|read| is_code && read.currency.is_none())?;
    Some((read.value, Some(code.to_ascii_uppercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_reads_back() {
        for (amount, currency) in
            [("300000", "JPY"), ("0", "JPY"), ("12.50", "CHF"), ("999999999999999", "USD")]
        {
            let amount: Decimal = amount.parse().unwrap_or_default();
            assert_eq!(parts(&spoken(amount, currency)), Some((amount, Some(currency.to_owned()))));
        }
        for words in ["CHFR 5", "xx 5", "chf", "12 5", "CHF $5"] {
            assert_eq!(parts(words), None, "{words}");
        }
    }
}
