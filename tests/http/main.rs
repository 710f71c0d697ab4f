//! Requests against the whole site, one database per test.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod accounts;
mod adjusting;
mod boards;
mod ground;
mod items;
mod journey;
mod meetings;
mod municipalities;
mod persons;
mod public;
mod sheet;
mod support;
