//! What was sent after the sign-in had ended (sparade formulär): kept for the same person, never lost.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, StatusCode, Uri},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{Viewer, session};
use crate::{
    App,
    error::{Error, Result},
    machine_time,
    register::AccountId,
    web::{Fields, Form, Path, instant_text, is_secret, is_sent_form, texts},
};

/// Bytes of a form that are kept; more is shown to be copied.
const MOST: usize = 2 * 1024 * 1024;

#[derive(Template, WebTemplate)]
#[template(path = "accounts/unsaved.html")]
struct UnsavedPage {
    texts: Vec<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/kept.html")]
struct KeptPage {
    viewer: Viewer,
    kept: Vec<Kept>,
}

/// How long after its last request a session that ran out still tells whose a form is; one that was ended never does.
const LATELY: Duration = Duration::days(7);

/// A form that waits to be sent again.
struct Kept {
    id: Uuid,
    path: String,
    fields: Fields,
    at: OffsetDateTime,
}

impl Kept {
    /// Where the form is sent, marked so that it is kept no longer once it has been received.
    fn action(&self) -> String {
        let sign = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{sign}sparat={}", self.path, self.id)
    }

    fn texts(&self) -> Vec<String> {
        texts(&self.fields)
    }

    /// What the form was for, in Swedish.
    fn subject(&self) -> &'static str {
        const SUBJECTS: [(&str, &str); 5] = [
            ("/arbete/paragrafer", "En paragrafs text"),
            ("/arbete/sammantraden", "Ett sammanträde"),
            ("/arbete/konton", "Konton och roller"),
            ("/arbete/anslag", "Ett anslag"),
            ("/justera", "Justering"),
        ];
        let known = SUBJECTS.iter().find(|(path, _)| self.path.starts_with(path));
        known.map_or("Registret", |(_, subject)| subject)
    }

    fn when(&self) -> String {
        instant_text(self.at)
    }
}

/// Around every route: an unsafe request to a page of the signed-in is kept when its session has ended.
pub(crate) async fn keep_unsaved(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response> {
    if request.method().is_safe() || !is_for_signed_in(request.uri().path()) {
        return Ok(next.run(request).await);
    }
    let path = path(request.uri());
    let again = sent_again(request.uri());
    let standing = standing(&app, request.headers()).await?;
    if let Standing::SignedIn(account) = standing {
        let response = next.run(request).await;
        if let Some(id) = again.filter(|_| response.status() == StatusCode::SEE_OTHER) {
            discard(&mut *app.site.acquire().await?, account, id).await?;
        }
        return Ok(response);
    }
    if !is_sent_form(request.headers()) {
        return Ok(next.run(request).await);
    }

    let Form(mut fields) = Form::<Fields>::from_request(request, &()).await?;
    fields.retain(|(name, _)| !is_secret(name));
    let body = serde_json::to_string(&fields)?;
    if let Standing::Ended(account) = standing
        && body.len() <= MOST
        && insert(&app, account, &path, &body).await?
    {
        return Ok(Error::SignedOut { back: "/arbete/sparat".to_owned() }.into_response());
    }
    let page = UnsavedPage { texts: texts(&fields) };
    Ok((StatusCode::UNAUTHORIZED, page).into_response())
}

pub(super) async fn index(State(app): State<App>, viewer: Viewer) -> Result<impl IntoResponse> {
    let kept = all(&mut *app.site.acquire().await?, viewer.account).await?;
    Ok(KeptPage { viewer, kept })
}

pub(super) async fn destroy(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse> {
    if !discard(&mut *app.site.acquire().await?, viewer.account, id).await? {
        return Err(Error::NotFound);
    }
    Ok(Redirect::to("/arbete/sparat"))
}

/// Where to go after signing in: to what was kept, if anything was.
pub(super) async fn landing(
    db: &mut PgConnection,
    account: AccountId,
    back: &str,
) -> Result<String> {
    let waiting = unsaved(db, account).await?;
    Ok(if waiting > 0 { "/arbete/sparat" } else { back }.to_owned())
}

/// How many forms wait to be saved or thrown away.
pub(crate) async fn unsaved(db: &mut PgConnection, account: AccountId) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from kept_forms where account_id = $1 and used_at is null"#,
        account.0
    )
    .fetch_one(db)
    .await?)
}

/// Whose request it is.
#[derive(Clone, Copy)]
enum Standing {
    SignedIn(AccountId),
    Ended(AccountId),
    Unknown,
}

async fn standing(app: &App, headers: &HeaderMap) -> Result<Standing> {
    let Some(token) = session::token_hash(headers, &app.origin) else {
        return Ok(Standing::Unknown);
    };
    let now = machine_time();
    let row = sqlx::query!(
        r#"
        select account_id as "account: AccountId",
            (ended_at is null and seen_at > $2 and created_at between $3 and $5::timestamptz + interval '1 minute') as "live!",
            (ended_at is null and seen_at > $4) as "lapsed!"
        from sessions where token_hash = $1 and not waits_for_code
        "#,
        token.as_ref(),
        now - session::IDLE,
        now - session::WHOLE,
        now - LATELY,
        now,
    )
    .fetch_optional(&app.site)
    .await?;
    Ok(match row {
        Some(row) if row.live => Standing::SignedIn(row.account),
        Some(row) if row.lapsed => Standing::Ended(row.account),
        Some(_) | None => Standing::Unknown,
    })
}

fn is_for_signed_in(path: &str) -> bool {
    ["/arbete", "/justera"].iter().any(|root| {
        path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// The address without the mark of a form sent again.
fn path(uri: &Uri) -> String {
    let query = uri.query().unwrap_or_default().split('&');
    let query: Vec<_> =
        query.filter(|part| !part.is_empty() && !part.starts_with("sparat=")).collect();
    if query.is_empty() {
        uri.path().to_owned()
    } else {
        format!("{}?{}", uri.path(), query.join("&"))
    }
}

fn sent_again(uri: &Uri) -> Option<Uuid> {
    uri.query()?.split('&').find_map(|part| part.strip_prefix("sparat="))?.parse().ok()
}

/// Keeps the form, unless twenty wait already. What has waited for thirty days is forgotten.
async fn insert(app: &App, account: AccountId, path: &str, body: &str) -> Result<bool> {
    let now = machine_time();
    let mut db = app.site.begin().await?;
    sqlx::query!(
        "delete from kept_forms where account_id = $1 and kept_at < $2",
        account.0,
        now - Duration::days(30)
    )
    .execute(&mut *db)
    .await?;
    let kept = sqlx::query!(
        r#"
        insert into kept_forms (id, account_id, path, body, kept_at)
        select $1, $2, $3, $4, $5
        where (select count(*) from kept_forms where account_id = $2 and used_at is null) < 20
        "#,
        Uuid::now_v7(),
        account.0,
        path,
        body,
        now,
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;
    Ok(kept.rows_affected() == 1)
}

async fn all(db: &mut PgConnection, account: AccountId) -> Result<Vec<Kept>> {
    let rows = sqlx::query!(
        "select id, path, body, kept_at from kept_forms where account_id = $1 and used_at is null order by kept_at, id",
        account.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let fields = serde_json::from_str(&row.body)?;
            Ok(Kept { id: row.id, path: row.path, fields, at: row.kept_at })
        })
        .collect()
}

/// Forgets the text; false when the account has no such form.
async fn discard(db: &mut PgConnection, account: AccountId, id: Uuid) -> Result<bool> {
    let gone = sqlx::query!(
        "update kept_forms set used_at = $3, body = '[]' where id = $1 and account_id = $2 and used_at is null",
        id,
        account.0,
        machine_time()
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected() == 1)
}
