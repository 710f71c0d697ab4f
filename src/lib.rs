//! Paragraf: the minutes (protokoll) of Swedish municipal boards, written, adjusted, announced and published by the law.

pub mod database;
pub mod law;
pub mod print;
pub mod seal;
pub mod text;
