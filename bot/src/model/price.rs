//! What tokens cost.

use std::str::FromStr;

use rust_decimal::Decimal;

/// A price: for a million tokens of questions and of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// A million tokens of questions.
    pub question: Decimal,
    /// A million tokens of answers.
    pub answer: Decimal,
    /// ISO 4217 code.
    pub currency: String,
}

/// Words that are no price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write what a million tokens of questions and of answers cost, such as “0.15/0.60 USD”")]
pub struct BadPrice;

impl FromStr for Price {
    type Err = BadPrice;

    fn from_str(words: &str) -> Result<Self, BadPrice> {
        let (numbers, currency) = words.trim().rsplit_once(' ').ok_or(BadPrice)?;
        let (question, answer) = numbers.split_once('/').ok_or(BadPrice)?;
        let number = |words: &str| {
            let number: Decimal = words.trim().parse().map_err(|_| BadPrice)?;
            let fits = !number.is_sign_negative() && number <= Decimal::from(1_000_000);
            fits.then_some(number).ok_or(BadPrice)
        };
        let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_alphabetic());
        is_code.then_some(()).ok_or(BadPrice)?;
        Ok(Self {
            question: number(question)?,
            answer: number(answer)?,
            currency: currency.to_ascii_uppercase(),
        })
    }
}

impl Price {
    /// What so many tokens cost.
    pub fn of(&self, questions: u32, answers: u32) -> Decimal {
        let million = Decimal::from(1_000_000);
        (self.question * Decimal::from(questions) + self.answer * Decimal::from(answers)) / million
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_two_numbers_and_a_currency() {
        let price: Price = "0.15/0.60 usd".parse().unwrap();
        assert_eq!(price.currency, "USD");
        assert_eq!(price.of(2_000_000, 500_000), "0.6".parse().unwrap());
        for bad in ["", "0.15 USD", "0.15/0.60", "-1/2 USD", "1/2 dollars", "a/b USD", "1/99999999 JPY"] {
            assert_eq!(bad.parse::<Price>(), Err(BadPrice), "{bad}");
        }
    }
}
