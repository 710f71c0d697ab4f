//! A lost second factor (återställning av tvåstegsinloggning): asked for by an administrator, confirmed by another person within a day.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    Viewer,
    link::{self, Purpose},
    overview::{self, Listed},
    reset_overview, second_factor, session, step_up_field,
};
use crate::{
    App,
    error::{Error, OnConstraint as _, Result},
    machine_time, mail,
    register::AccountId,
    web::{FieldErrors, Form, Path, instant_text},
};

/// How long it can be confirmed.
pub(super) const LASTS: Duration = Duration::hours(24);

#[derive(Template, WebTemplate)]
#[template(path = "accounts/ask_reset.html")]
struct AskPage {
    viewer: Viewer,
    account: Listed,
    form: ResetForm,
    errors: FieldErrors,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/confirm_reset.html")]
struct ConfirmPage {
    viewer: Viewer,
    reset: Reset,
    errors: FieldErrors,
}

/// What was asked for and can still be confirmed.
struct Reset {
    id: Uuid,
    account: AccountId,
    name: String,
    email: String,
    reason: String,
    asked_by: String,
    asked_at: OffsetDateTime,
}

impl Reset {
    fn when(&self) -> String {
        instant_text(self.asked_at)
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct ResetForm {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn new(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<AccountId>,
) -> Result<Response> {
    let account = find(&mut *app.site.acquire().await?, &viewer, id).await?;
    let (form, errors) = (ResetForm::default(), FieldErrors::default());
    Ok(AskPage { viewer, account, form, errors }.into_response())
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<AccountId>,
    Form(form): Form<ResetForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    let mut db = app.site.begin().await?;
    let account = find(&mut db, &viewer, id).await?;

    let reason = errors.line(
        "reason",
        &form.reason,
        500,
        "Skriv hur du vet att det är rätt person som ber om det.",
    );
    let Some(reason) = reason.filter(|_| errors.is_empty()) else {
        let page = AskPage { viewer, account, form, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let reset = insert(&mut db, &viewer, id, &reason).await?;
    tell(&mut db, &app.origin, &viewer, (reset, &account)).await?;
    db.commit().await?;
    tracing::info!(by = %viewer.account, account = %id, "reset of a second factor asked for");

    Ok(Redirect::to(reset_overview::PATH).into_response())
}

pub(super) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse> {
    let reset = open(&mut *app.site.acquire().await?, &viewer, id).await?;
    Ok(ConfirmPage { viewer, reset, errors: FieldErrors::default() })
}

/// The second person's word: the factor ends, every place is signed out, and the person gets a link to a new password.
pub(super) async fn update(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Form(form): Form<ResetForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    let mut db = app.site.begin().await?;
    let reset = open(&mut db, &viewer, id).await?;
    if !errors.is_empty() {
        let page = ConfirmPage { viewer, reset, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }

    let confirmed = sqlx::query!(
        "update factor_resets set confirmed_at = $2, confirmed_by = $3 where id = $1 and confirmed_at is null",
        id,
        viewer.now.0,
        viewer.account.0
    )
    .execute(&mut *db)
    .await
    // Stopped at the same moment.
    .on_constraint("factor_resets_stay", || Error::NotFound)?;
    if confirmed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let now = machine_time();
    second_factor::end(&mut db, reset.account, second_factor::Which::All, "reset", now).await?;
    session::end_all(&mut db, reset.account, now).await?;
    let token = link::issue(&mut db, reset.account, Purpose::Password, now).await?;
    let body = format!(
        "Hej!\n\nTvåstegsinloggningen för ditt konto i Paragraf är återställd av två personer, {} och {}.\n\
         Välj ett nytt lösenord här och slå sedan på tvåstegsinloggningen igen:\n\n{}{}\n\nLänken gäller i två timmar.\n",
        reset.asked_by,
        viewer.name,
        app.origin,
        Purpose::Password.path(&token)
    );
    mail::queue(&mut db, &reset.email, "Din inloggning till Paragraf är återställd", &body, now)
        .await?;
    db.commit().await?;
    tracing::info!(by = %viewer.account, account = %reset.account, "second factor reset");

    Ok(Redirect::to(reset_overview::PATH).into_response())
}

/// Somebody else's account that has a second factor.
async fn find(db: &mut PgConnection, viewer: &Viewer, id: AccountId) -> Result<Listed> {
    let account = overview::find_others(db, viewer, id).await?;
    if !second_factor::of(db, id).await?.are_some() {
        return Err(Error::refused("Kontot har ingen tvåstegsinloggning att återställa."));
    }
    Ok(account)
}

/// What the viewer may confirm, within a day.
async fn open(db: &mut PgConnection, viewer: &Viewer, id: Uuid) -> Result<Reset> {
    sqlx::query_as!(
        Reset,
        r#"
        select r.id, r.account_id as "account: AccountId", p.name, a.email, r.reason, q.name as asked_by, r.asked_at
        from factor_resets r join accounts a on a.id = r.account_id join persons p on p.id = a.person_id
            join accounts b on b.id = r.asked_by join persons q on q.id = b.person_id
        where r.id = $1 and r.confirmed_at is null and r.asked_at > $2 and not reset_is_overtaken(r) and not exists (select from reset_cancellations c where c.reset_id = r.id)
            and exists (select from reset_confirmers(r, $3) c where c.account_id = $4)
        "#,
        id,
        viewer.now.0 - LASTS,
        viewer.now.today(),
        viewer.account.0
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Asks on behalf of the first of the viewer's municipalities that knows the account.
async fn insert(
    db: &mut PgConnection,
    viewer: &Viewer,
    account: AccountId,
    reason: &str,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let done = sqlx::query!(
        r#"
        insert into factor_resets (id, account_id, municipality_id, reason, asked_at, asked_by)
        select $1, $2::uuid, m.id, $3, $4, $5 from municipalities m
        where m.id = any($6) and (
            exists (select from accounts a join persons p on p.id = a.person_id where a.id = $2 and p.home_id = m.id)
            or exists (select from grants g left join boards b on b.id = g.board_id
                where g.account_id = $2 and coalesce(g.municipality_id, b.host_id) = m.id)
            or exists (select from accounts a join seats s on s.person_id = a.person_id join boards b on b.id = s.board_id
                where a.id = $2 and b.host_id = m.id))
        order by m.id limit 1
        "#,
        id,
        account.0,
        reason,
        viewer.now.0,
        viewer.account.0,
        &viewer.administers()
    )
    .execute(db)
    .await?;
    if done.rows_affected() == 1 { Ok(id) } else { Err(Error::NotFound) }
}

/// Tells the person at once, and those who may confirm. Nobody there to confirm is refused.
async fn tell(
    db: &mut PgConnection,
    origin: &str,
    viewer: &Viewer,
    (reset, account): (Uuid, &Listed),
) -> Result<()> {
    let now = machine_time();
    let confirmers = sqlx::query!(
        "select a.email from factor_resets r cross join lateral reset_confirmers(r, $2) c join accounts a on a.id = c.account_id
         where r.id = $1 order by a.email",
        reset,
        viewer.now.today()
    )
    .fetch_all(&mut *db)
    .await?;
    if confirmers.is_empty() {
        return Err(Error::refused(
            "Det finns ingen mer som kan bekräfta. Ge någon annan rollen administratör, registrator eller sekreterare först.",
        ));
    }
    let (name, by) = (&account.name, &viewer.name);
    let stop = Purpose::Reset.path(&link::issue(db, account.id, Purpose::Reset, now).await?);
    let body = format!(
        "Hej!\n\n{by} har bett om att tvåstegsinloggningen för ditt konto i Paragraf ska återställas. När en person till har\n\
         bekräftat får du en länk till ett nytt lösenord.\n\nHar du inte bett om det? Stoppa återställningen genast här, och säg till \
         din administratör:\n\n{origin}{stop}\n"
    );
    let subject = "Återställning av din inloggning till Paragraf";
    mail::queue(db, &account.email, subject, &body, now).await?;
    for confirmer in confirmers {
        let body = format!(
            "Hej!\n\n{by} har bett om att tvåstegsinloggningen för {name} ska återställas. Det behövs en person till.\n\
             Kontrollera att det är rätt person som har bett om det, och bekräfta inom ett dygn:\n\n{origin}/arbete/aterstallningar/{reset}\n"
        );
        let subject = "Bekräfta en återställning i Paragraf";
        mail::queue(db, &confirmer.email, subject, &body, now).await?;
    }
    Ok(())
}
