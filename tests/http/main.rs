//! Requests against the whole site, one database per test.

mod accounts;
mod support;
