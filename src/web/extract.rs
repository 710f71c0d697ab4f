//! axum's extractors, failing with our own error page.
#![expect(clippy::disallowed_types, reason = "this file wraps them")]

use axum::extract::{FromRequest, FromRequestParts};

use crate::error::Error;

#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Error))]
pub(crate) struct Path<T>(pub(crate) T);

/// Query fields; a field may be repeated.
#[derive(FromRequestParts)]
#[from_request(via(axum_extra::extract::Query), rejection(Error))]
pub(crate) struct Query<T>(pub(crate) T);

/// Form fields as typed; a field may be repeated.
#[derive(FromRequest)]
#[from_request(via(axum_extra::extract::Form), rejection(Error))]
pub(crate) struct Form<T>(pub(crate) T);
