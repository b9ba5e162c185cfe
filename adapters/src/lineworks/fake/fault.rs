//! What can go wrong between two programs.

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The quota is used up; it is new after so many seconds. Nothing is done.
    TooMany {
        /// `rateLimit-reset`.
        reset_s: u64,
    },
    /// This status. Nothing is done.
    Status(u16),
    /// It is done, and this status is answered.
    DoneThen(u16),
    /// It is done, and the line is cut before the answer.
    DoneThenCut,
    /// The line is cut before anything is done.
    Cut,
    /// It is done, and no answer ever comes.
    DoneThenSilence,
    /// It is done, and the answer is broken JSON.
    DoneThenBadJson,
    /// The token is not good any more, though it looked so. Nothing is done.
    Unauthorized,
}
