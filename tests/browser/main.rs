//! Whole journeys in a real Chromium, by what can be read on the pages.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod board_meeting;
mod body;
mod chromium;
mod council;
mod inspection;
mod keyboard;
mod minutes;
mod passkey;
mod place;
mod print;
mod public;
mod register;
mod restoration;
mod signing;
mod visitor;
mod whole_job;
