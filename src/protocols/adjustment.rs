//! Adjusting (justering): a signing order shows a statement; the password signs it; the last signature freezes and announces.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use rand::Rng as _;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{PgConnection, types::Json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    batch::Batch,
    leaves::leaves,
    version::{Signer, Version},
};
use crate::{
    App, Now, SiteDb,
    accounts::{Viewer, spend_code, tell_of_code, verify_password, wrong_code},
    database::acts,
    error::{Error, OnConstraint as _, Result},
    keys::ServerKey,
    machine_time, notices,
    register::{OrderId, VersionId},
    seal::{Challenge, Hash, Kind, Method, Salt, Statement},
    web::{FieldErrors, Form, Path},
};

/// How long an order can be signed.
const LASTS: Duration = Duration::minutes(5);

#[derive(Template, WebTemplate)]
#[template(path = "protocols/adjustment.html")]
pub(super) struct AdjustmentPage {
    viewer: Viewer,
    order: Order,
    version: Version,
    errors: FieldErrors,
}

impl AdjustmentPage {
    /// Says whether this is the last signature that is missing.
    fn is_last(&self) -> bool {
        self.version.signers.iter().filter(|signer| signer.signed_at.is_none()).count() == 1
    }
}

/// A statement waiting to be signed.
pub(super) struct Order {
    id: OrderId,
    statement: Statement,
    bytes: Vec<u8>,
    asked_at: OffsetDateTime,
    expires_at: OffsetDateTime,
}

impl Order {
    /// Refuses what was asked for too long ago, and a statement of another way to sign than the account has now.
    fn is_open(&self, viewer: &Viewer, now: Now) -> Result<(), &'static str> {
        if now.0 > self.expires_at || now.0 < self.asked_at {
            return Err(
                "Det gick för lång tid. Gå tillbaka till protokollet och börja om med godkännandet.",
            );
        }
        if self.statement.method != method(viewer) {
            return Err(
                "Din tvåstegsinloggning har ändrats sedan du började. Gå tillbaka till protokollet och börja om med godkännandet.",
            );
        }
        Ok(())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct AdjustmentForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// Makes an order for the viewer's next duty in the version.
pub(super) async fn ask(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path(version): Path<VersionId>,
) -> Result<Redirect> {
    let mut db = db.begin().await?;
    let batch = Batch::to_sign(&mut db, &viewer, version).await?;

    batch.stage.is_open().map_err(Error::refused)?;
    let sent = batch.sent_as(version)?;
    let mine = sent.signers.iter().find(|signer| signer.waits_for(&viewer));
    let Some(signer) = mine else { return Ok(Redirect::to(&format!("/justera/{version}"))) };
    let order = order(&mut db, &batch, signer, method(&viewer), now).await?;
    db.commit().await?;

    Ok(Redirect::to(&format!("/justera/underskrift/{order}")))
}

/// How the viewer signs: with the code as well where the account has one-time codes.
fn method(viewer: &Viewer) -> Method {
    if viewer.codes { Method::PasswordTotp } else { Method::Password }
}

/// What a signer signs: the §§ as printed, and the leaves. What one was not there for, one does not sign (ADJ-13).
fn covered(version: &Version, signer: &Signer) -> Result<(String, Vec<Hash>)> {
    let office = signer.office.as_str();
    let mut all = version.record.front.signers.iter();
    let named = all.find(|one| one.person == signer.person && one.office == office);
    let parts = leaves(&version.record, &[], || Salt([0; 32]))?;
    let mine = parts
        .iter()
        .zip(&version.leaves)
        .filter(|(leaf, _)| named.is_none_or(|named| named.signs(leaf.part.item())));
    let items = match named {
        Some(named) if !named.at.is_empty() => named.at.clone(),
        _ => version.record.front.paragraphs.clone(),
    };
    Ok((items, mine.map(|(_, hash)| *hash).collect()))
}

/// Stores an order: the statement as it will be shown, signed and stored.
async fn order(
    db: &mut PgConnection,
    batch: &Batch,
    signer: &Signer,
    method: Method,
    now: Now,
) -> Result<OrderId> {
    let version = batch.sent()?;
    let mut challenge = [0; 32];
    rand::rng().fill_bytes(&mut challenge);
    let (items, leaves) = covered(version, signer)?;
    let statement = Statement {
        kind: Kind::Approval,
        board: version.record.front.board.clone(),
        meeting_on: version.record.front.held_on,
        items,
        batch: batch.id.0,
        version: version.no,
        sent_at: version.sent_at.ok_or(Error::Broken("a version without time of sending"))?,
        root: version.root,
        leaves,
        person: signer.person,
        name: signer.name.clone(),
        office: signer.office,
        method,
        asked_at: now.0,
        challenge: Challenge(challenge),
        seen: acts::head(db).await?,
    };
    let id = OrderId::new();
    sqlx::query!(
        r#"
        insert into signing_orders (id, version_id, person_id, office, method, statement, challenge, asked_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        id.0,
        version.id.0,
        signer.person,
        signer.office.as_str(),
        statement.method.as_str(),
        statement.canonical()?,
        challenge.as_slice(),
        now.0,
        now.0 + LASTS,
    )
    .execute(db)
    .await?;
    Ok(id)
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(order): Path<OrderId>,
) -> Result<AdjustmentPage> {
    let mut db = db.acquire().await?;
    let (order, version) = find(&mut db, &viewer, order).await?;
    let batch = Batch::to_sign(&mut db, &viewer, version).await?;
    let version = batch.sent()?.clone();

    Ok(AdjustmentPage { viewer, order, version, errors: FieldErrors::default() })
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(order): Path<OrderId>,
    Form(form): Form<AdjustmentForm>,
) -> Result<Response> {
    if !app.limits().allow_viewer(&viewer).await? {
        return Err(Error::TooMany);
    }
    let right = {
        let stored = password_of(&mut *app.site.acquire().await?, &viewer).await?;
        verify_password(&form.password, stored.as_deref()).await
    };
    let mut db = app.site.begin().await?;
    let (order, version) = find(&mut db, &viewer, order).await?;
    let done = Redirect::to(&format!("/justera/{version}"));
    let batch = Batch::to_sign(&mut db, &viewer, version).await?;
    Batch::lock(&mut db, batch.id).await?;
    let now = app.clock.now();
    let batch = Batch::load(&mut db, batch.id, batch.meeting).await?;

    if is_signed(&mut db, order.id).await? {
        return Ok(done.into_response());
    }
    batch.stage.is_open().map_err(Error::refused)?;
    let sent = batch.sent_as(version)?;
    order.is_open(&viewer, now).map_err(Error::refused)?;
    let mut errors = FieldErrors::default();
    if !right {
        errors.add("password", "Lösenordet stämmer inte. Försök igen.");
    } else if viewer.codes && !code_is_right(&mut db, &app, &viewer, &form.code).await? {
        errors.add("code", wrong_code(true));
    } else if viewer.passkeys && !viewer.codes && !viewer.is_fresh() {
        errors.add("bekrafta-nyckel", "Bekräfta också med din lösennyckel.");
    }
    if !errors.is_empty() {
        let page = AdjustmentPage { viewer, order, version: sent.clone(), errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    sign(&mut db, &batch, &order, &app.key, now).await?;
    notices::ask_registrars(&mut db, &app.origin, batch.id).await?;
    db.commit().await?;

    Ok(done.into_response())
}

/// Signs an order in the caller's transaction, under the batch's lock. The last signature adjusts, freezes and announces.
async fn sign(
    db: &mut PgConnection,
    batch: &Batch,
    order: &Order,
    key: &ServerKey,
    now: Now,
) -> Result<()> {
    let version = batch.sent()?;
    let id = Uuid::now_v7();
    let (level, evidence) = evidence(order, key)?;
    sqlx::query!(
        r#"
        insert into signatures (id, order_id, version_id, person_id, office, statement, level, evidence, signed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        id,
        order.id.0,
        version.id.0,
        order.statement.person,
        order.statement.office.as_str(),
        order.bytes,
        level,
        Json(evidence) as _,
        now.0,
    )
    .execute(&mut *db)
    .await
    .on_constraint("signatures_once", || Error::refused("Du har redan godkänt den här versionen."))?;
    let hashes: Vec<Vec<u8>> =
        order.statement.leaves.iter().map(|leaf| leaf.as_ref().to_vec()).collect();
    sqlx::query!("insert into signed_leaves (signature_id, hash) select $1, hash from unnest($2::bytea[]) as hash", id, &hashes)
        .execute(&mut *db)
        .await?;
    acts::append(db, now.0, "signed", id, Hash::of(&order.bytes)).await?;

    let signed = Batch::load(db, batch.id, batch.meeting.clone()).await?;
    if signed.sent()?.signers.iter().all(|signer| signer.signed_at.is_some()) {
        adjust(db, &signed, now).await?;
    }
    Ok(())
}

/// The level of a signature and what there is to show for it. A password and a code are the server's word, not a key of the signer's own.
fn evidence(order: &Order, key: &ServerKey) -> Result<(&'static str, Value)> {
    let method = order.statement.method;
    if method != Method::PasswordTotp {
        return Ok(("simple", json!({"method": method})));
    }
    let (key, word) = key.attest(Hash::of(&order.bytes), method)?;
    Ok(("strong", json!({"method": method, "attested_by": key, "attestation": word})))
}

/// Spends the code in the caller's transaction: one that signs nothing stays unspent.
async fn code_is_right(
    db: &mut PgConnection,
    app: &App,
    viewer: &Viewer,
    typed: &str,
) -> Result<bool> {
    let now = machine_time();
    let spent = spend_code(db, &app.vault, viewer.account, typed, now).await?;
    if let Some(spent) = spent {
        tell_of_code(db, viewer.account, spent, now).await?;
    }
    Ok(spent.is_some())
}

/// Records the adjusting and, where the board announces, puts the notice up: both on the day of the last signature (ADJ-24).
async fn adjust(db: &mut PgConnection, batch: &Batch, now: Now) -> Result<()> {
    let version = batch.sent()?;
    sqlx::query!(
        "insert into adjustments (batch_id, version_id, form, adjusted_on, at) values ($1, $2, 'signed', $3, $4)",
        batch.id.0,
        version.id.0,
        now.today(),
        now.0,
    )
    .execute(&mut *db)
    .await?;
    acts::append(db, now.0, "adjusted", batch.id.0, version.root).await?;
    let board = &batch.meeting.board;
    if board.announced {
        let front = &version.record.front;
        let by_whom = batch.meeting.secretary_name.as_str();
        let told = notices::Told { board: &front.board, paragraphs: &front.paragraphs, by_whom };
        notices::announce(db, batch.id, board, &told, now).await?;
    }
    Ok(())
}

/// An order of the viewer's own, and its version.
async fn find(db: &mut PgConnection, viewer: &Viewer, id: OrderId) -> Result<(Order, VersionId)> {
    let (order, version) = stored(db, id).await?.ok_or(Error::NotFound)?;
    if order.statement.person == viewer.person.0 {
        Ok((order, version))
    } else {
        Err(Error::NotFound)
    }
}

async fn stored(db: &mut PgConnection, id: OrderId) -> Result<Option<(Order, VersionId)>> {
    let row = sqlx::query!(
        "select version_id, statement, asked_at, expires_at from signing_orders where id = $1",
        id.0
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let statement =
        Statement::parse(&row.statement).map_err(|_| Error::Broken("a stored statement"))?;
    let order = Order {
        id,
        statement,
        bytes: row.statement,
        asked_at: row.asked_at,
        expires_at: row.expires_at,
    };
    Ok(Some((order, VersionId(row.version_id))))
}

async fn is_signed(db: &mut PgConnection, order: OrderId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from signatures where order_id = $1) as "signed!""#,
        order.0
    )
    .fetch_one(db)
    .await?)
}

async fn password_of(db: &mut PgConnection, viewer: &Viewer) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select password from accounts where id = $1", viewer.account.0)
        .fetch_one(db)
        .await?)
}
