//! What each finding weighs, and what all of them make.
//!
//! Match weights after Fellegi & Sunter (1969): the logarithm of m/u, m the probability of a finding in two
//! records of one person, u in two records of two. For what is equal, u comes from how many others may be
//! expected to share it (`frequency`); `learn` fits the rest to the records at hand. The prior is scale-free:
//! a record has `duplicates` others of the same person among all.
//!
//! Signs hang together: a login made of a name says little that the name does not, the parts of an address
//! come together, an organization comes with its domain. The strongest of such a group counts whole, the
//! others for a part, so a further sign for two being one never lowers what they come to, and one against
//! never raises it.

use super::{
    compare::Findings,
    field,
    login::Made,
    name::Level,
    profile::FIELDS,
    record::{Mark, Schema},
};

/// What findings weigh, natural logarithms within.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    /// How many records.
    pub(crate) records: f64,
    /// How many other records of the same person a record has, on average.
    pub(crate) duplicates: f64,
    /// m of each level of names.
    pub(crate) name: [f64; Level::COUNT],
    /// u of the levels that say no.
    pub(crate) name_apart: [f64; 2],
    /// m of an equal address.
    pub(crate) mail: f64,
    pub(crate) login: f64,
    /// m of two accounts at one place.
    pub(crate) twice: f64,
    pub(crate) organization: [f64; 2],
    pub(crate) fields: Vec<FieldModel>,
}

/// m and u of the levels of a column.
#[derive(Debug, Clone)]
pub(crate) struct FieldModel {
    pub(crate) m: [f64; field::Level::COUNT],
    pub(crate) u: [f64; field::Level::COUNT],
    pub(crate) place: bool,
}

/// What a column is thought to be before anything is learned.
pub(crate) const FIELD_M: [f64; field::Level::COUNT] = [0.72, 0.12, 0.06, 0.10];
pub(crate) const FIELD_U: [f64; field::Level::COUNT] = [0.01, 0.01, 0.03, 0.95];
/// m of each level of names, among names that could show it.
#[rustfmt::skip]
pub(crate) const NAME_M: [f64; Level::COUNT] = [0.6, 0.6, 0.08, 0.5, 0.06, 0.02, 0.5, 0.5, 1.0, 0.03, 0.04];

/// Others with what is found equal are never expected fewer than this, for each level of names.
#[rustfmt::skip]
const NAME_EXPECTED: [f64; Level::COUNT] = [0.1, 0.11, 0.035, 0.4, 0.05, 0.15, 0.8, 0.1, 1.0, 1.0, 1.0];
/// As many more names are a level apart than equal.
#[rustfmt::skip]
const NAME_WIDER: [f64; Level::COUNT] = [1.0, 1.0, 1.5, 1.0, 10.0, 10.0, 0.5, 1.0, 1.0, 1.0, 1.0];
/// A verified address on both sides is as good as proof.
const VERIFIED: f64 = 12.0;
/// Two accounts at one place, both proved by signing in, weigh so much at least where it is shown.
const NEVER: f64 = -14.0;
/// Two accounts where everybody has one, with two addresses of one house, weigh at most this, and so do the addresses.
const ONE_EACH: f64 = -3.0;
const ADDRESSES: f64 = -5.0;
/// 裕子 and 祐子 say at least this much.
const HOMOPHONE: f64 = -1.5;
/// A telephone of two with different names says at most this much.
const SHARED_PHONE: f64 = 1.0;
/// Where somebody belongs is shared with many: it says at most this much.
const BELONGING: f64 = 2.2;
/// What the lesser signs of a group still say.
const LESSER: f64 = 0.25;
const LESSER_PLACE: f64 = 0.6;

/// What each finding of a pair weighs, natural logarithms.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weights {
    pub(crate) name: f64,
    pub(crate) mail: f64,
    pub(crate) login: f64,
    pub(crate) near: f64,
    pub(crate) made: f64,
    pub(crate) twice: f64,
    pub(crate) addresses: f64,
    pub(crate) organization: f64,
    pub(crate) domain: f64,
    pub(crate) phone: f64,
    pub(crate) marks: Vec<f64>,
    pub(crate) reading: f64,
    pub(crate) fields: [f64; FIELDS],
    /// All together, without the prior.
    pub(crate) total: f64,
    /// Is there a sign for it at all?
    pub(crate) any: bool,
    /// Is it out of the question, whatever else there is?
    pub(crate) never: bool,
}

impl Model {
    /// Before anything is learned.
    pub(crate) fn new(records: usize, schema: &Schema) -> Self {
        let column =
            |column: &super::record::Column| FieldModel { m: FIELD_M, u: FIELD_U, place: column.place };
        Self {
            records: records.max(2) as f64,
            duplicates: 0.5,
            name: NAME_M,
            name_apart: [0.02, 0.97],
            mail: 0.5,
            login: 0.35,
            twice: 0.15,
            organization: [0.6, 0.4],
            fields: schema.columns.iter().take(FIELDS).map(column).collect(),
        }
    }

    /// Logarithm of the odds that two records picked blindly are one person's.
    pub(crate) fn prior(&self) -> f64 {
        (self.duplicates / self.records).ln()
    }

    /// Weighs a pair.
    pub(crate) fn weigh(&self, found: &Findings) -> Weights {
        let mut weights = Weights::default();
        if let Some((likeness, ..)) = found.name {
            weights.name = self.name(likeness.level, f64::from(likeness.share));
        }
        if let Some(mail) = found.mail {
            weights.mail = self.shared(self.mail, f64::from(mail.expected));
            if mail.verified {
                weights.mail = weights.mail.max(0.0) + VERIFIED;
            }
        }
        if let Some(login) = found.login {
            weights.login = self.shared(self.login, f64::from(login.expected));
        }
        if let Some((_, _, one_place)) = found.near {
            let least = if one_place { 0.06 } else { 0.08 };
            weights.near = self.shared(0.2, (f64::from(found.near_expected.0) * 1.5).max(least));
        }
        if let Some((made, share, ..)) = found.made {
            let others = self.records * f64::from(share);
            weights.made = match made {
                Made::Whole => self.shared(0.3, others.max(0.1)),
                Made::Initial => self.shared(0.15, (others * 1.5).max(0.2)),
                Made::Word => self.shared(0.1, others.max(0.4)),
            };
        }
        if let Some((_, share, verified)) = found.twice {
            let expected = f64::from(share).max(0.2);
            weights.twice = (self.twice / expected).ln().min(0.0);
            // back at a place as taro_: one person, two accounts
            let back = found.near.is_some_and(|(_, _, one_place)| one_place);
            if back {
                weights.twice = 0.0;
            } else if verified {
                weights.twice *= 2.0;
            }
            if found.addresses.is_some() {
                weights.twice = weights.twice.min(ONE_EACH);
                weights.addresses = ADDRESSES;
            }
            if found.never {
                weights.twice = weights.twice.min(NEVER);
                weights.never = true;
            }
        }
        if let Some((same, share, ..)) = found.organization {
            weights.organization = if same {
                (self.organization[0] / f64::from(share).max(1e-6)).ln().clamp(0.0, BELONGING)
            } else {
                (self.organization[1] / 0.9).ln().clamp(-1.0, 0.0)
            };
        }
        if let Some((share, _)) = found.domain {
            weights.domain = (0.4 / f64::from(share).max(1e-6)).ln().clamp(0.0, BELONGING);
        }
        if let Some((share, _)) = found.phone {
            weights.phone = self.shared(0.5, (f64::from(share) * self.records).max(0.05));
            // colleagues and families have one telephone, and names that are plainly others'
            if found
                .name
                .is_some_and(|(likeness, ..)| matches!(likeness.level, Level::One | Level::Different))
            {
                weights.phone = weights.phone.min(SHARED_PHONE);
            }
        }
        for (mark, share, _) in &found.marks {
            let floor = match mark {
                Mark::Link | Mark::Key => 0.03,
                Mark::Trace => 0.1,
                Mark::Event => 1.0,
            };
            let most = if *mark == Mark::Event { 1.2 } else { f64::INFINITY };
            let expected = (f64::from(*share) * self.records).max(floor);
            weights.marks.push(self.shared(0.3, expected).min(most));
        }
        if found.read_differently {
            weights.reading = -4.5;
        }
        for ((weight, found), field) in weights.fields.iter_mut().zip(&found.fields).zip(&self.fields) {
            if let Some((level, share)) = found {
                *weight = self.field(field, *level, f64::from(*share));
            }
        }
        self.total(found, &mut weights);
        weights
    }

    /// Of something found equal that `expected` others have as well.
    fn shared(&self, m: f64, expected: f64) -> f64 {
        (m * self.records / expected.max(1e-4)).ln().max(0.0)
    }

    fn name(&self, level: Level, share: f64) -> f64 {
        let at = level as usize;
        match level {
            Level::Unclear => 0.0,
            // a slip of the conversion, or another person: where few are, rather another
            Level::Homophone => {
                let expected = (self.records * share * NAME_WIDER[at]).max(NAME_EXPECTED[at]);
                (self.name[at] * self.records / expected).ln().max(HOMOPHONE)
            }
            Level::One => (self.name[at] / self.name_apart[0]).ln().clamp(-4.0, -2.0),
            Level::Different => (self.name[at] / self.name_apart[1]).ln().min(-1.5),
            _ => {
                let expected = self.records * share * NAME_WIDER[at];
                self.shared(self.name[at], expected.max(NAME_EXPECTED[at]))
            }
        }
    }

    fn field(&self, field: &FieldModel, level: field::Level, share: f64) -> f64 {
        let at = level as usize;
        let least = 0.2 / self.records;
        let u = match level {
            field::Level::Equal => share.max(least),
            _ => field.u[at].max(least),
        };
        let weight = (field.m[at] / u).ln();
        match level {
            field::Level::Equal | field::Level::Near => weight.max(0.0),
            field::Level::Far => weight.min((field.m[1] / field.u[1].max(least)).ln().max(0.0)),
            field::Level::Different => weight.min(0.0),
        }
    }

    fn total(&self, found: &Findings, weights: &mut Weights) {
        // who somebody calls himself: names, logins, logins made of names
        let login = weights.login.max(weights.near);
        let name = weights.name.max(0.0);
        let derived = found.login.is_some_and(|login| login.of_name) || found.near_expected.1;
        let both = if derived { name.max(login) + LESSER * name.min(login) } else { name + login };
        let mut called = both.max(weights.made) + weights.name.min(0.0);
        // amuller says of Alex and of Andrew Müller what their surname says
        if weights.name < 0.0 && (derived || weights.login == 0.0 && weights.near == 0.0) {
            called = LESSER * both.max(weights.made) + weights.name;
        }
        let belonging =
            group(&[weights.organization.max(0.0), weights.domain], LESSER) + weights.organization.min(0.0);
        let mut places: Vec<f64> = Vec::new();
        let mut fields = 0.0;
        for (weight, field) in weights.fields.iter().zip(&self.fields) {
            if field.place && *weight > 0.0 {
                places.push(*weight);
            } else {
                fields += weight;
            }
        }
        fields += group(&places, LESSER_PLACE);
        let marks: f64 = weights.marks.iter().sum();
        let against = weights.twice + weights.addresses + weights.reading;
        let proof = weights.mail + weights.phone + marks;
        weights.any = called.max(0.0) + name + proof > 0.0
            || weights.fields.iter().any(|weight| *weight > 0.0)
            || belonging > 0.0;
        weights.total = called + proof + belonging + fields + against;
    }

    /// How likely a pair is one person, 0 to 1; 0 where nothing speaks for it, or it is out of the question.
    pub(crate) fn probability(&self, weights: &Weights) -> f64 {
        if weights.never || !weights.any || weights.total <= 0.0 {
            return 0.0;
        }
        1.0 / (1.0 + (-(self.prior() + weights.total)).exp())
    }
}

/// The strongest whole, the others in part.
fn group(weights: &[f64], lesser: f64) -> f64 {
    let strongest = weights.iter().copied().fold(0.0, f64::max);
    let sum: f64 = weights.iter().sum();
    strongest + lesser * (sum - strongest)
}
