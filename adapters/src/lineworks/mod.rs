//! LINE WORKS (Bot API 2.0).
