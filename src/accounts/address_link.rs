//! The links about a mail address: the one that changes it, and the one that takes it back (ångra adressbytet). A page asks; only its button acts.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    Viewer, address,
    address_change::{self, Way},
    known_device,
    link::{self, Holder, Purpose},
    password, recovery_code, session,
};
use crate::{
    App,
    error::{Error, Result},
    machine_time, mail,
    register::AccountId,
    seal::Hash,
    web::{Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/confirm_address.html")]
struct ConfirmPage {
    viewer: Viewer,
    address: String,
    action: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/take_back_address.html")]
struct TakeBackPage {
    address: String,
    action: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/lapsed_address.html")]
struct LapsedPage;

/// The page of the new address's link, for the account's owner only: a mistyped address gives the account to no stranger.
pub(super) async fn new(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let Some((_, address)) = find(&mut db, &token, Purpose::Address, Some(&viewer)).await? else {
        return Ok(lapsed());
    };
    let action = Purpose::Address.path(&token);
    Ok(ConfirmPage { viewer, address, action }.into_response())
}

/// Changes the address, and tells both; the old one gets the link that takes it back.
pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response> {
    let now = machine_time();
    let mut db = app.site.begin().await?;
    let Some((holder, new)) = find(&mut db, &token, Purpose::Address, Some(&viewer)).await? else {
        return Ok(lapsed());
    };
    if !link::spend(&mut db, &token, holder.account, now).await? {
        return Ok(lapsed());
    }
    let change = (Way::Own(viewer.account), &*new);
    let Some(old) = address_change::make(&mut db, viewer.account, change, viewer.now.0).await?
    else {
        return Err(Error::refused("Adressen har redan ett konto. Inget har ändrats."));
    };
    let way_back = (Purpose::AddressBack, &*old);
    let back = link::issue_address(&mut db, viewer.account, way_back, now).await?;
    tell_of_change(
        &mut db,
        (&old, &new),
        &format!("{}{}", app.origin, Purpose::AddressBack.path(&back)),
        now,
    )
    .await?;
    db.commit().await?;
    tracing::info!(account = %viewer.account, "mail address changed");

    Ok(Redirect::to(address::PATH).into_response())
}

/// The page of the old address's link. Nobody need sign in: whoever took the account may have changed the password too.
pub(super) async fn edit(State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let Some((_, address)) = find(&mut db, &token, Purpose::AddressBack, None).await? else {
        return Ok(lapsed());
    };
    let action = Purpose::AddressBack.path(&token);
    Ok(TakeBackPage { address, action }.into_response())
}

/// Takes the change back, with everything that the other may have got or made: sessions, devices, the password, a second factor of
/// after the change, and later ways back.
pub(super) async fn update(
    State(app): State<App>,
    now: Now,
    Path(token): Path<String>,
) -> Result<Response> {
    let at = machine_time();
    let found = find(&mut *app.site.acquire().await?, &token, Purpose::AddressBack, None).await?;
    let Some((Holder { account, .. }, old)) = found else { return Ok(lapsed()) };
    let unusable = password::hash(&session::token())
        .await
        .map_err(|_| Error::Broken("a password could not be hashed"))?;
    let mut db = app.site.begin().await?;
    // Whatever the other is doing with the account comes before this, or not at all.
    sqlx::query!("select id from accounts where id = $1 for update", account.0)
        .fetch_one(&mut *db)
        .await?;
    end_later_ways_back(&mut db, &token, at).await?;
    end_later_factors(&mut db, (account, &token), at).await?;
    if !link::spend(&mut db, &token, account, at).await? {
        return Ok(lapsed());
    }
    let change = (Way::TakenBack, &*old);
    let Some(from) = address_change::make(&mut db, account, change, now.0).await? else {
        return Err(Error::refused(
            "Den tidigare adressen hör nu till ett annat konto. Be din administratör om hjälp.",
        ));
    };
    session::end_all(&mut db, account, at).await?;
    known_device::forget_all(&mut db, account).await?;
    sqlx::query!("update accounts set password = $2 where id = $1", account.0, unusable)
        .execute(&mut *db)
        .await?;
    let token = link::issue(&mut db, account, Purpose::Password, at).await?;
    let next = Purpose::Password.path(&token);
    tell_of_return(&mut db, (&from, &old), &format!("{}{next}", app.origin), at).await?;
    db.commit().await?;
    tracing::info!(%account, "mail address taken back");

    Ok(Redirect::to(&next).into_response())
}

/// Whose valid link it is, the viewer's where there is one, and the address that it is about.
async fn find(
    db: &mut PgConnection,
    token: &str,
    purpose: Purpose,
    viewer: Option<&Viewer>,
) -> Result<Option<(Holder, String)>> {
    let holder = link::holder(db, token, purpose, machine_time()).await?;
    let holder = holder.filter(|one| viewer.is_none_or(|viewer| viewer.account == one.account));
    Ok(holder.and_then(|mut holder| {
        let address = holder.address.take()?;
        Some((holder, address))
    }))
}

fn lapsed() -> Response {
    (StatusCode::GONE, LapsedPage).into_response()
}

/// An older address is stronger than those that came after it.
async fn end_later_ways_back(db: &mut PgConnection, token: &str, at: OffsetDateTime) -> Result<()> {
    let hash = Hash::of(token.as_bytes());
    sqlx::query!(
        "update one_time_links l set used_at = $2 from one_time_links this
         where this.token_hash = $1 and l.account_id = this.account_id and l.token_hash <> $1 and l.purpose = 'address_back'
            and l.used_at is null and l.expires_at >= this.expires_at",
        hash.as_ref(),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A second factor and recovery codes that were made after the change was asked for are the other's; the owner's own stay.
async fn end_later_factors(
    db: &mut PgConnection,
    (account, token): (AccountId, &str),
    at: OffsetDateTime,
) -> Result<()> {
    let hash = Hash::of(token.as_bytes());
    let asked = Purpose::AddressBack.lasts() + Purpose::Address.lasts();
    sqlx::query!(
        "update second_factors f set ended_at = $2, ended_because = 'reset', sealed = '' from one_time_links this
         where this.token_hash = $1 and f.account_id = this.account_id and f.ended_at is null
            and f.confirmed_at >= this.expires_at - $3::float8 * interval '1 second'",
        hash.as_ref(),
        at,
        asked.as_seconds_f64()
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update recovery_codes c set ended_at = $2 from one_time_links this join second_factors f on f.account_id = this.account_id
         where this.token_hash = $1 and c.factor_id = f.id and c.used_at is null and c.ended_at is null
            and c.made_at >= this.expires_at - $3::float8 * interval '1 second'",
        hash.as_ref(),
        at,
        asked.as_seconds_f64()
    )
    .execute(&mut *db)
    .await?;
    recovery_code::end_with_the_last_factor(db, account, at).await
}

async fn tell_of_change(
    db: &mut PgConnection,
    (old, new): (&str, &str),
    back: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let body = format!(
        "Hej!\n\nDitt konto i Paragraf har bytt adress till {new}. Den här adressen kan inte längre användas för att logga in.\n\n\
         Var det inte du? Ta tillbaka kontot här, inom två veckor:\n\n{back}\n\n\
         Då gäller den här adressen igen, kontot loggas ut överallt och du väljer ett nytt lösenord.\n"
    );
    mail::queue(db, old, "Ditt konto i Paragraf har bytt adress", &body, now).await?;
    let body = format!(
        "Hej!\n\nDu loggar nu in i Paragraf med den här adressen i stället för {old}. Lösenordet är detsamma.\n"
    );
    mail::queue(db, new, "Din adress i Paragraf är ändrad", &body, now).await
}

async fn tell_of_return(
    db: &mut PgConnection,
    (from, old): (&str, &str),
    password: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let subject = "Adressbytet i Paragraf har tagits tillbaka";
    let body = format!(
        "Hej!\n\nDu loggar åter in i Paragraf med den här adressen. Kontot är utloggat överallt och det gamla lösenordet gäller inte.\n\
         Välj ett nytt här, om du inte redan har gjort det:\n\n{password}\n\nLänken gäller i två timmar. Säg också till din \
         administratör, om det var någon annan som bytte adressen.\n"
    );
    mail::queue(db, old, subject, &body, now).await?;
    if from == old {
        return Ok(());
    }
    let body = format!(
        "Hej!\n\nKontot i Paragraf som hade den här adressen har fått tillbaka sin tidigare, {old}, med länken som skickades dit.\n\
         Kontot är utloggat överallt.\n\nÄr det fel? Tala med din administratör.\n"
    );
    mail::queue(db, from, subject, &body, now).await
}
