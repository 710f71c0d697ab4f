//! Asking for a new password (glömt lösenord): the answer tells nobody which accounts exist.

use std::{net::SocketAddr, time::Duration};

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    Extension,
    extract::{ConnectInfo, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use time::OffsetDateTime;
use tokio::time::{Instant, sleep_until};

use super::link::{self, Purpose};
use crate::{
    App,
    error::{Error, Result},
    machine_time, mail,
    register::AccountId,
    web::{FieldErrors, Form},
};

/// Longer than the work takes, so that its time tells nothing.
const ANSWER_AFTER: Duration = Duration::from_millis(250);

#[derive(Template, WebTemplate)]
#[template(path = "accounts/lost_password.html")]
struct LostPasswordPage {
    form: LostPasswordForm,
    errors: FieldErrors,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/mail_sent.html")]
struct MailSentPage;

#[derive(Debug, Default, Deserialize)]
pub(super) struct LostPasswordForm {
    #[serde(default)]
    email: String,
}

pub(super) async fn new() -> impl IntoResponse {
    LostPasswordPage { form: LostPasswordForm::default(), errors: FieldErrors::default() }
}

pub(super) async fn sent() -> impl IntoResponse {
    MailSentPage
}

pub(super) async fn create(
    State(app): State<App>,
    address: Option<Extension<ConnectInfo<SocketAddr>>>,
    Form(form): Form<LostPasswordForm>,
) -> Result<Response> {
    let answer_at = Instant::now() + ANSWER_AFTER;
    let mut errors = FieldErrors::default();
    let email = errors.line("email", &form.email, 254, "Skriv din e-postadress.");
    let Some(email) = email.map(|email| email.to_lowercase()) else {
        let page = LostPasswordPage { form, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let address = address.map(|Extension(ConnectInfo(address))| address.ip());
    if !app.limits().allow_mail(address, &email).await? {
        return Err(Error::TooMany);
    }

    let now = machine_time();
    let mut db = app.site.begin().await?;
    if let Some(account) = find(&mut db, &email, now).await? {
        let token = link::issue(&mut db, account, Purpose::Password, now).await?;
        let body = letter(&format!("{}{}", app.origin, Purpose::Password.path(&token)));
        mail::queue(&mut db, &email, "Nytt lösenord till Paragraf", &body, now).await?;
    }
    db.commit().await?;

    sleep_until(answer_at).await;
    Ok(Redirect::to("/losenord/skickat").into_response())
}

fn letter(link: &str) -> String {
    format!(
        "Hej!\n\nNågon, troligen du, har bett om ett nytt lösenord till Paragraf. Välj det här:\n\n{link}\n\n\
         Länken gäller i två timmar och kan användas en gång. När du har valt ett nytt lösenord\n\
         loggas kontot ut överallt.\n\nHar du inte bett om det behöver du inte göra något.\n"
    )
}

/// The account of an address, unless it has been sent three links within the hour.
async fn find(
    db: &mut PgConnection,
    email: &str,
    now: OffsetDateTime,
) -> Result<Option<AccountId>> {
    let account = sqlx::query_scalar!(
        r#"
        select a.id as "id: AccountId" from accounts a
        where a.email = $1 and account_is_open(a.id) and (
            select count(*) from one_time_links l
            where l.account_id = a.id and l.purpose = 'password' and l.expires_at > $2
        ) < 3
        for share of a
        "#,
        email,
        now + time::Duration::hours(1),
    )
    .fetch_optional(db)
    .await?;
    Ok(account)
}
