//! Requests against the whole site, one database per test.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod accounts;
mod acts;
mod addresses;
mod adjusting;
mod authorisation;
mod batches;
mod board_lives;
mod boards;
mod calendar;
mod chamber;
mod clashes;
mod closing;
mod decisions;
mod demo;
mod draft;
mod elected_seats;
mod exchange;
mod exchange_pages;
mod former_states;
mod frozen;
mod goteborg;
mod ground;
mod guessing;
mod items;
mod journey;
mod keys;
mod layouts;
mod leaving;
mod log;
mod matters;
mod meetings;
mod municipalities;
mod operations;
mod participants;
mod passkeys;
mod persons;
mod public;
mod record_attendance;
mod record_documents;
mod record_procedure;
mod record_protocol;
mod removals;
mod reset;
mod restart;
mod restorations;
mod retention;
mod review;
mod roles;
mod seats;
mod second_factor;
mod secrecy;
mod secrets;
mod serving;
mod sessions;
mod sheet;
mod support;
mod sydnarke;
mod tampering;
mod term_files;
mod terms;
mod upgrade;
mod workplace;

/// Writes a line of figures past the test's own output, so that it stands in the log of a run.
fn figure(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "figure: {line}");
}
