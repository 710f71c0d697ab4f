//! The one error a handler may return, and the page it becomes.

use std::fmt::Display;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::rejection::PathRejection,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{FormRejection, QueryRejection};
use uuid::Uuid;

use crate::log;

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// A request that cannot be answered with the page it asked for.
///
/// A form with mistakes in it is not an error: the handler shows the form again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// 303 to the sign-in page, which leads back.
    #[error("not signed in")]
    SignedOut { back: String },
    /// 404: does not exist, or is not the viewer's to see.
    #[error("not found")]
    NotFound,
    /// 400: no form of ours can have sent it.
    #[error("malformed request: {0}")]
    Malformed(String),
    /// 409: the rules refuse it now; the sentence is shown.
    #[error("{0}")]
    Refused(String),
    /// 429: too many tries.
    #[error("too many requests")]
    TooMany,
    /// 413: longer than any form of ours.
    #[error("the request is too large")]
    TooLarge,
    /// 408: the form did not arrive in time.
    #[error("the request was sent too slowly")]
    SentTooSlowly,
    /// 503: the answer took too long; what was begun is finished all the same.
    #[error("the answer took too long")]
    TooSlow,
    /// 500, or 503 when the database is away or its disk is full.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// 500: what we stored or made is not as it must be.
    #[error("{0}")]
    Broken(&'static str),
    /// 500: a page could not be typeset.
    #[error(transparent)]
    Print(#[from] crate::print::PrintError),
    /// 500: stored JSON is not of its form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// 500: the canonical form refused a value.
    #[error(transparent)]
    Canonical(#[from] crate::seal::CanonicalError),
}

impl Error {
    /// A refusal by the rules, told to the person in Swedish.
    pub(crate) fn refused(why: impl Display) -> Self {
        Self::Refused(why.to_string())
    }
}

/// On the answer that nothing could be saved, with what is wrong.
#[derive(Clone, Copy)]
pub(crate) struct Trouble(pub(crate) &'static str);

/// On the answer to what the rules refuse, with the reason: what was typed can then be shown with it.
#[derive(Clone)]
pub(crate) struct Refusal(pub(crate) String);

#[derive(Template, WebTemplate)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    heading: &'a str,
    advice: &'a str,
    /// Finds the error in the log.
    id: Option<Uuid>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::SignedOut { back } = &self {
            return Redirect::to(&format!("/logga-in?till={}", encode(back))).into_response();
        }
        let (status, heading, advice) = self.page();
        let id = log::request_id().filter(|_| status.is_server_error());
        if status.is_server_error() {
            tracing::error!(
                error = self.without_values(),
                id = id.map(tracing::field::display),
                "request failed"
            );
        }
        let mut response = (status, ErrorPage { heading, advice, id }).into_response();
        if let Some(why) = self.refusal() {
            response.extensions_mut().insert(Refusal(why.to_owned()));
        }
        if let Some(trouble) = self.trouble() {
            response.extensions_mut().insert(Trouble(trouble));
        }
        let seconds = match status {
            StatusCode::SERVICE_UNAVAILABLE => "5",
            StatusCode::TOO_MANY_REQUESTS => "60",
            _ => return response,
        };
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(seconds));
        response
    }
}

impl Error {
    /// For the log: of what the database says only what names no value, for a value may be somebody's text.
    fn without_values(&self) -> String {
        match self {
            Self::Database(sqlx::Error::Database(why)) => format!(
                "database: {} table {} constraint {}",
                why.code().unwrap_or_default(),
                why.table().unwrap_or_default(),
                why.constraint().unwrap_or_default()
            ),
            _ => self.to_string(),
        }
    }

    /// The sentence with which the rules refuse.
    fn refusal(&self) -> Option<&str> {
        match self {
            Self::Refused(why) => Some(why),
            Self::Database(why) if is_reference(why) => Some(GONE),
            _ => None,
        }
    }

    /// What keeps the database from saving anything.
    fn trouble(&self) -> Option<&'static str> {
        match self {
            Self::Database(error) if is_full(error) => Some("disken är full"),
            Self::Database(error) if is_away(error) => Some("databasen svarar inte"),
            _ => None,
        }
    }

    fn page(&self) -> (StatusCode, &str, &str) {
        match self {
            Self::SignedOut { .. } => {
                (StatusCode::UNAUTHORIZED, "Du är inte inloggad", "Logga in och försök igen.")
            }
            Self::NotFound => NOT_FOUND,
            Self::Malformed(_) => MALFORMED,
            Self::Database(error) if is_null_byte(error) => MALFORMED,
            Self::Refused(_) | Self::Database(sqlx::Error::Database(_))
                if self.refusal().is_some() =>
            {
                (StatusCode::CONFLICT, "Det går inte nu", self.refusal().unwrap_or_default())
            }
            Self::TooMany => (
                StatusCode::TOO_MANY_REQUESTS,
                "För många försök",
                "Vänta en minut och försök igen.",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "Texten är för lång",
                "Inget har sparats. Gå tillbaka, så finns det du skrev kvar, och dela upp texten.",
            ),
            Self::SentTooSlowly => (
                StatusCode::REQUEST_TIMEOUT,
                "Det du skickade kom inte fram i tid",
                "Inget har sparats. Gå tillbaka, så finns det du skrev kvar, och försök igen när nätet är bättre.",
            ),
            Self::TooSlow => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Svaret dröjer",
                "Skickade du något kan det ändå bli sparat. Öppna sidan på nytt om en stund och se efter.",
            ),
            Self::Database(error) if is_full(error) => FULL,
            Self::Database(error) if is_away(error) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Databasen svarar inte",
                "Inget har sparats. Gå tillbaka, så finns det du skrev kvar, och försök igen om en stund.",
            ),
            Self::Refused(_)
            | Self::Database(_)
            | Self::Broken(_)
            | Self::Print(_)
            | Self::Json(_)
            | Self::Canonical(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Något gick fel hos oss",
                "Inget har sparats. Gå tillbaka, så finns det du skrev kvar, och försök igen om en stund.",
            ),
        }
    }
}

/// Somebody took back what a form was about while it was filled in.
const GONE: &str = "Något som uppgiften hör till togs bort av någon annan under tiden. Inget har sparats. Öppna sidan på nytt och se efter vad som står.";

/// Says whether a row refers to one that is not there, or one that others refer to was to go.
pub(crate) fn is_reference(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|why| why.code().as_deref() == Some("23503"))
}

const NOT_FOUND: (StatusCode, &str, &str) = (
    StatusCode::NOT_FOUND,
    "Sidan finns inte",
    "Kontrollera adressen, eller börja om från startsidan.",
);

const MALFORMED: (StatusCode, &str, &str) = (
    StatusCode::BAD_REQUEST,
    "Vi förstod inte det som skickades",
    "Gå tillbaka och försök igen. Inget har sparats.",
);

const FULL: (StatusCode, &str, &str) = (
    StatusCode::SERVICE_UNAVAILABLE,
    "Disken är full",
    "Inget har sparats. Gå tillbaka, så finns det du skrev kvar. Säg till den som sköter driften, och försök igen när det finns plats.",
);

/// A null byte that reached the database, as in the address `/%00`.
fn is_null_byte(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|why| why.code().as_deref() == Some("22021"))
}

/// No room for a row, a file, or the log of changes.
fn is_full(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|why| why.code().as_deref() == Some("53100"))
}

fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| ["57P", "08", "53"].iter().any(|class| code.starts_with(class))),
        _ => false,
    }
}

/// Percent-encodes an address for use as a query value.
pub(crate) fn encode(address: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    address
        .bytes()
        .map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

impl From<PathRejection> for Error {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

impl From<QueryRejection> for Error {
    fn from(rejection: QueryRejection) -> Self {
        Self::Malformed(rejection.to_string())
    }
}

impl From<FormRejection> for Error {
    fn from(rejection: FormRejection) -> Self {
        Self::Malformed(rejection.to_string())
    }
}

/// Lets the database decide uniqueness, and the handler tell it.
pub(crate) trait OnConstraint<T> {
    /// Maps a violation of the named constraint to another error.
    fn on_constraint<E: From<sqlx::Error>>(
        self,
        name: &str,
        error: impl FnOnce() -> E,
    ) -> Result<T, E>;
}

impl<T> OnConstraint<T> for Result<T, sqlx::Error> {
    fn on_constraint<E: From<sqlx::Error>>(
        self,
        name: &str,
        error: impl FnOnce() -> E,
    ) -> Result<T, E> {
        self.map_err(|why| match &why {
            sqlx::Error::Database(database) if database.constraint() == Some(name) => error(),
            _ => why.into(),
        })
    }
}
