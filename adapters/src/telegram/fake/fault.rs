//! What can go wrong on purpose.

/// One thing that goes wrong, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// 429, and how many seconds to wait. Nothing is done.
    TooMany(u64),
    /// An error of the server, as JSON. Nothing is done.
    Server(u16),
    /// An error of something in between, which answers in HTML. Nothing is done.
    Gateway(u16),
    /// It is done, and then the connection breaks off within the answer.
    Cut,
    /// It is done, and the answer is no JSON.
    BadJson,
    /// It is done, and the answer comes so many milliseconds later.
    Late(u64),
    /// Refused with this code and these words. Nothing is done.
    Refuse(u16, String),
}
