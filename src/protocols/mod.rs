//! Protocols (protokoll): what a meeting decided, sent to be adjusted, signed, frozen and published.

mod adjustment;
mod batch;
mod batches;
mod composition;
mod import;
mod leaves;
mod letters;
mod papers;
mod people;
mod publication;
mod reading;
mod record;
pub(crate) mod refusal;
mod review;
mod secrecy;
mod sending;
mod sheet;
mod signers;
mod stage;
mod version;
mod withdrawal;
pub(crate) mod words;

use axum::{
    Router,
    routing::{get, post},
};

use crate::App;

pub(crate) use batch::Batch;
pub(crate) use composition::Draft;
pub(crate) use import::{Announcement, Source, adjust, announce, import};
pub(crate) use leaves::leaves;
pub(crate) use record::{Group, Part, Record, RecordItem, RecordPerson, Rendition};
pub(crate) use review::findings;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/sammantraden/{meeting}/justering", get(sending::show).post(sending::create))
        .route("/arbete/sammantraden/{meeting}/granskning", get(review::show))
        .route("/arbete/sammantraden/{meeting}/aterkalla", post(withdrawal::create))
        .route(
            "/arbete/sammantraden/{meeting}/publicering",
            get(publication::new).post(publication::create),
        )
        .route(
            "/arbete/sammantraden/{meeting}/justering/{omgang}",
            get(sending::show).post(sending::create),
        )
        .route(
            "/arbete/sammantraden/{meeting}/justering/{omgang}/aterkalla",
            post(withdrawal::create),
        )
        .route(
            "/arbete/sammantraden/{meeting}/justering/{omgang}/publicering",
            get(publication::new).post(publication::create),
        )
        .route("/arbete/sammantraden/{meeting}/omgangar", get(batches::index).post(batches::create))
        .route("/arbete/handlingar", get(papers::index))
        .route("/arbete/handlingar/{meeting}", get(papers::show))
        .route("/arbete/paragrafer/{id}/sekretess", get(secrecy::edit).post(secrecy::update))
        .route("/justera", get(reading::index))
        .route("/justera/{version}", get(reading::show))
        .route("/justera/{version}/godkann", post(adjustment::ask))
        .route("/justera/{version}/avsta", post(refusal::create))
        .route("/justera/underskrift/{order}", get(adjustment::new).post(adjustment::create))
}
