//! One's own mail address (e-postadress): the new one gets a link, and counts once its owner, signed in, has followed it.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    Viewer,
    address_change::{self, Change},
    invitation,
    link::{self, Purpose},
    step_up_field,
};
use crate::{
    App,
    error::{Error, Result},
    machine_time, mail,
    web::{FieldErrors, Form, instant_text},
};

pub(super) const PATH: &str = "/arbete/adress";

#[derive(Template, WebTemplate)]
#[template(path = "accounts/address.html")]
struct AddressPage {
    viewer: Viewer,
    waiting: Option<Waiting>,
    changes: Vec<Change>,
    form: AddressForm,
    errors: FieldErrors,
}

/// A new address whose link has not been followed.
struct Waiting {
    address: String,
    expires_at: OffsetDateTime,
}

impl Waiting {
    fn until(&self) -> String {
        instant_text(self.expires_at)
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct AddressForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn show(State(app): State<App>, viewer: Viewer) -> Result<Response> {
    let (form, errors) = (AddressForm::default(), FieldErrors::default());
    page(&mut *app.site.acquire().await?, viewer, form, errors).await
}

/// Sends the link. An address that is another account's gets a letter instead, and the answer tells nobody which it was.
pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<AddressForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::default();
    let address = invitation::address(&mut errors, &form.email);
    if address.as_deref() == Some(viewer.email.as_str()) {
        errors.add("email", "Det är redan din adress. Skriv den nya.");
    }
    step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    let Some(address) = address.filter(|_| errors.is_empty()) else {
        let page = page(&mut *app.site.acquire().await?, viewer, form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    if !app.limits().allow_change(viewer.account).await? {
        return Err(Error::TooMany);
    }

    let now = machine_time();
    let mut db = app.site.begin().await?;
    let wish = (Purpose::Address, &*address);
    let token = link::issue_address(&mut db, viewer.account, wish, now).await?;
    let (subject, body) = if is_taken(&mut db, &address).await? {
        taken()
    } else {
        letter(&format!("{}{}", app.origin, Purpose::Address.path(&token)))
    };
    mail::queue(&mut db, &address, subject, &body, now).await?;
    db.commit().await?;

    Ok(Redirect::to(PATH).into_response())
}

/// Takes back the wish, whose link then does nothing.
pub(super) async fn destroy(State(app): State<App>, viewer: Viewer) -> Result<Redirect> {
    let mut db = app.site.acquire().await?;
    link::end(&mut db, viewer.account, Purpose::Address, machine_time()).await?;
    Ok(Redirect::to(PATH))
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    form: AddressForm,
    errors: FieldErrors,
) -> Result<Response> {
    let waiting = waiting(db, &viewer).await?;
    let changes = address_change::all(db, viewer.account).await?;
    Ok(AddressPage { viewer, waiting, changes, form, errors }.into_response())
}

fn letter(link: &str) -> (&'static str, String) {
    let body = format!(
        "Hej!\n\nDen här adressen har angetts som ny adress för ett konto i Paragraf. Är kontot ditt? Bekräfta här:\n\n{link}\n\n\
         Länken gäller i ett dygn, och du loggar in med din nuvarande adress för att bekräfta. Först då ändras något.\n\n\
         Har du inte bett om det behöver du inte göra något.\n"
    );
    ("Bekräfta din nya adress i Paragraf", body)
}

fn taken() -> (&'static str, String) {
    let body = "Hej!\n\nNågon har angett den här adressen som ny adress för ett annat konto i Paragraf. Du har redan ett konto med \
         adressen, så inget har ändrats och inget kommer att ändras.\n\nÄr båda kontona dina? Be din administratör avsluta det ena.\n";
    ("Din adress angavs för ett annat konto i Paragraf", body.to_owned())
}

async fn is_taken(db: &mut PgConnection, address: &str) -> Result<bool> {
    let taken = sqlx::query_scalar!(
        r#"select exists (select from accounts where email = $1) as "taken!""#,
        address
    );
    Ok(taken.fetch_one(db).await?)
}

async fn waiting(db: &mut PgConnection, viewer: &Viewer) -> Result<Option<Waiting>> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"
        select address as "address!", expires_at from one_time_links
        where account_id = $1 and purpose = 'address' and used_at is null and expires_at > $2
        order by expires_at desc limit 1
        "#,
        viewer.account.0,
        machine_time()
    )
    .fetch_optional(db)
    .await?)
}
