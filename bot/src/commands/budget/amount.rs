//! Amounts of money in arguments: read, refused, and said so that they read back the same.

use nlp::amount;
use rust_decimal::Decimal;

use crate::commands::{Context, Outcome, Stop};
use crate::say;

/// An amount with its currency; one without a currency is in `usual`.
pub(crate) fn read(ctx: &Context<'_>, words: &str, usual: &str) -> Outcome<(Decimal, String)> {
    let lang = ctx.lang;
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
