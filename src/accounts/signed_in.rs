//! Where a person is signed in (inloggningar): every place, which can be closed from any of them.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Viewer, session};
use crate::{
    App,
    error::{Error, Result},
    machine_time,
    web::{Path, instant_text},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/signed_in.html")]
struct SignedInPage {
    viewer: Viewer,
    places: Vec<Place>,
}

/// A session that lives.
struct Place {
    id: Uuid,
    agent: String,
    created_at: OffsetDateTime,
    seen_at: OffsetDateTime,
    /// The one that asks.
    here: bool,
}

impl Place {
    /// "Firefox på Windows".
    fn browser(&self) -> String {
        browser(&self.agent)
    }

    fn since(&self) -> String {
        instant_text(self.created_at)
    }

    fn seen(&self) -> String {
        instant_text(self.seen_at)
    }
}

pub(super) async fn index(State(app): State<App>, viewer: Viewer) -> Result<impl IntoResponse> {
    let places = all(&mut *app.site.acquire().await?, &viewer).await?;
    Ok(SignedInPage { viewer, places })
}

pub(super) async fn destroy(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse> {
    let ended = sqlx::query!(
        "update sessions set ended_at = $3 where id = $1 and account_id = $2 and ended_at is null",
        id,
        viewer.account.0,
        machine_time()
    )
    .execute(&app.site)
    .await?;
    if ended.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    Ok(Redirect::to("/arbete/inloggningar"))
}

pub(super) async fn destroy_others(
    State(app): State<App>,
    viewer: Viewer,
) -> Result<impl IntoResponse> {
    let mut db = app.site.acquire().await?;
    session::end_others(&mut db, viewer.account, viewer.session, machine_time()).await?;
    Ok(Redirect::to("/arbete/inloggningar"))
}

async fn all(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<Place>> {
    let now = machine_time();
    Ok(sqlx::query_as!(
        Place,
        r#"
        select id, agent, created_at, seen_at, token_hash = $2 as "here!" from sessions
        where account_id = $1 and not waits_for_code and ended_at is null and seen_at > $3 and created_at > $4
        order by token_hash = $2 desc, seen_at desc, id
        "#,
        viewer.account.0,
        viewer.session.as_ref(),
        now - session::IDLE,
        now - session::WHOLE,
    )
    .fetch_all(db)
    .await?)
}

/// The browser and the device that a `User-Agent` names, as a person knows them.
fn browser(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 5] = [
        ("Edg", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const DEVICES: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(part, _)| agent.contains(part)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&DEVICES)) {
        (Some(browser), Some(device)) => format!("{browser} på {device}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Okänd webbläsare".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_as_its_user_knows_it() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge på Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1",
                "Safari på iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox på Linux",
            ),
            ("curl/8", "Okänd webbläsare"),
        ] {
            assert_eq!(browser(agent), name);
        }
    }
}
