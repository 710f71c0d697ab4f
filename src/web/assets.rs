//! Stylesheets, scripts and pictures, inside the program, under addresses that change with their bytes.

use std::sync::LazyLock;

use axum::{
    Router,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    App,
    error::{Error, Result},
    seal::Hash,
    web::Path,
};

/// A file as it is sent.
struct Asset {
    name: &'static str,
    file: String,
    media_type: &'static str,
    body: String,
}

macro_rules! css {
    ($($file:literal),+) => { concat!("@layer reset, tokens, base, components, features, print;\n", $(include_str!(concat!("../../static/css/", $file))),+) };
}

const SITE: &str = css!(
    "base.css",
    "components/frame.css",
    "components/button.css",
    "components/field.css",
    "components/table.css",
    "components/status.css",
    "components/facts.css",
    "components/message.css",
    "notices.css",
    "protocols.css",
    "public.css",
    "print.css"
);
const WORKBENCH: &str =
    css!("tasks.css", "accounts.css", "items.css", "meetings.css", "adjustment.css");

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let css = "text/css; charset=utf-8";
    let js = "text/javascript; charset=utf-8";
    vec![
        asset("site.css", css, SITE),
        asset("workbench.css", css, WORKBENCH),
        asset("passkey.js", js, include_str!("../../static/js/passkey.js")),
        asset("preview.js", js, include_str!("../../static/js/preview.js")),
        asset("icon.svg", "image/svg+xml", include_str!("../../static/img/icon.svg")),
    ]
});

fn asset(name: &'static str, media_type: &'static str, body: &str) -> Asset {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let hash = &Hash::of(body.as_bytes()).to_string()[..12];
    Asset { name, file: format!("{stem}.{hash}.{ending}"), media_type, body: body.to_owned() }
}

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/stil/{file}", get(show))
        .route("/skript/{file}", get(show))
        .route("/bild/{file}", get(show))
}

/// The address of an asset by its name, such as `site.css`.
pub(crate) fn asset_path(name: &str) -> String {
    let folder = match name.split_once('.') {
        Some((_, "css")) => "stil",
        Some((_, "svg")) => "bild",
        _ => "skript",
    };
    let file =
        ASSETS.iter().find(|asset| asset.name == name).map_or(name, |asset| asset.file.as_str());
    format!("/{folder}/{file}")
}

async fn show(Path(file): Path<String>) -> Result<Response> {
    let asset = ASSETS.iter().find(|asset| asset.file == file).ok_or(Error::NotFound)?;
    let headers =
        [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.body.as_str()).into_response())
}
