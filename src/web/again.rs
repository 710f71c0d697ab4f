//! What was sent when it could not be received (försök igen): shown, and offered to be sent again, so that nothing typed is lost.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest as _, Request},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use uuid::Uuid;

use super::Form;
use crate::error::{Error, Refusal, Trouble};

/// Names and values in the order of the form.
pub(crate) type Fields = Vec<(String, String)>;

#[derive(Template, WebTemplate)]
#[template(path = "web/again.html")]
struct AgainPage {
    trouble: &'static str,
    path: String,
    fields: Fields,
    texts: Vec<String>,
}

/// What cannot be received, and what was typed for it.
#[derive(Template, WebTemplate)]
#[template(path = "web/refused.html")]
struct RefusedPage {
    heading: &'static str,
    why: String,
    texts: Vec<String>,
}

/// Around every page: a form that is refused comes back to be copied, and one that ends in an error of ours is answered with the form itself, unless a password is in it.
pub(crate) async fn offer_again(request: Request, next: Next) -> Response {
    if request.method().is_safe() || !is_sent_form(request.headers()) {
        return next.run(request).await;
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let (parts, body) = request.into_parts();
    let body = Request::from_parts(parts.clone(), body);
    let Ok(body) = Bytes::from_request(body, &()).await else {
        return Error::Malformed("the body could not be read".to_owned()).into_response();
    };

    let first = Request::from_parts(parts.clone(), Body::from(body.clone()));
    let response = next.run(first).await;
    let status = response.status();
    let refusal = response.extensions().get::<Refusal>().cloned();
    if !status.is_server_error() && refusal.is_none() {
        return response;
    }

    let sent = Request::from_parts(parts, Body::from(body));
    let Ok(Form(fields)) = Form::<Fields>::from_request(sent, &()).await else { return response };
    if fields.iter().any(|(name, _)| is_secret(name)) {
        return response;
    }
    let texts = texts(&fields);
    if let Some(Refusal(why)) = refusal {
        let page = RefusedPage { heading: "Det går inte nu", why, texts };
        return if page.texts.is_empty() { response } else { (status, page).into_response() };
    }
    let trouble =
        response.extensions().get().map_or("något gick fel hos oss", |Trouble(why)| *why);
    let wait = [(header::RETRY_AFTER, HeaderValue::from_static("5"))];
    (status, wait, AgainPage { trouble, path, fields, texts }).into_response()
}

/// What came is longer than any form: it comes back with the sentence, to be copied and shortened.
pub(super) async fn too_large(sent: Request) -> Response {
    let error = Error::TooLarge.into_response();
    if !is_sent_form(sent.headers()) {
        return error;
    }
    let Ok(Form(mut fields)) = Form::<Fields>::from_request(sent, &()).await else { return error };
    fields.retain(|(name, _)| !is_secret(name));
    let why = "Texten är längre än någon paragraf kan vara. Dela upp den, eller lägg en del av den i en bilaga.";
    let page =
        RefusedPage {
            heading: "Texten är för lång", why: why.to_owned(), texts: texts(&fields)
        };
    (error.status(), page).into_response()
}

/// A form that a person sent, rather than a script on the page.
pub(crate) fn is_sent_form(headers: &HeaderMap) -> bool {
    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    header("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        && header("sec-fetch-mode").is_none_or(|mode| mode == "navigate")
}

/// A field that is never shown or kept.
pub(crate) fn is_secret(name: &str) -> bool {
    name.contains("password") || name.contains("losenord") || name == "code" || name == "credential"
}

/// What a person has typed, without keys, versions, and what is chosen from a list or said by a button.
pub(crate) fn texts(fields: &[(String, String)]) -> Vec<String> {
    const CHOSEN: [&str; 10] = [
        "version",
        "atgard",
        "slag",
        "nyckel",
        "sett",
        "till",
        "paragraf",
        "overklagas",
        "avsnittsslag",
        "vem",
    ];
    let is_chosen =
        |name: &str| CHOSEN.contains(&name.split_once('-').map_or(name, |(kind, _)| kind));
    let keys = |value: &str| value.parse::<Uuid>().is_ok();
    fields
        .iter()
        .filter(|(name, value)| !is_chosen(name) && !value.trim().is_empty() && !keys(value))
        .map(|(_, value)| value.clone())
        .collect()
}
