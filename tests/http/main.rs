//! Requests against the whole site, one database per test.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod accounts;
mod acts;
mod adjusting;
mod board_lives;
mod boards;
mod calendar;
mod clashes;
mod demo;
mod draft;
mod frozen;
mod ground;
mod guessing;
mod items;
mod journey;
mod keys;
mod log;
mod meetings;
mod municipalities;
mod participants;
mod persons;
mod public;
mod removals;
mod restart;
mod seats;
mod secrecy;
mod serving;
mod sessions;
mod sheet;
mod support;
mod sydnarke;
mod tampering;
mod workplace;
