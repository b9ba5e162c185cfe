//! What an asker says of themselves.

pub(crate) mod forget_me;
pub(crate) mod link;
pub(crate) mod record_me;
pub(crate) mod set_lang;
pub(crate) mod set_tz;
pub(crate) mod unlink;
pub(crate) mod whoami;
