//! Lineworks.
