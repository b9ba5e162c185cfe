//! Fetches and starts the peers.
