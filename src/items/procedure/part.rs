//! One fact of a § in a form (uppgift): shown, added, changed, taken away; the whole procedure is kept as one revision.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Procedure, appointment, claim,
    context::Context,
    dissent, election,
    field::{Group, Widget},
    kind::Kind,
    lists, matter, proposition,
    summary::Recorded,
    vote, wording,
};
use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    items::{
        revision,
        secrecy::{Read, note},
    },
    meetings::Typed,
    register::ItemId,
    seal::{Hash, canonical},
    web::{FieldErrors, Form, Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "items/procedure/part.html")]
struct PartPage {
    viewer: Viewer,
    context: Context,
    kind: Kind,
    /// None: a new one.
    part: Option<Uuid>,
    groups: Vec<Group>,
    form: Typed,
    errors: FieldErrors,
    /// What somebody else has made of it since the form was opened.
    theirs: Option<Vec<Group>>,
}

/// Which fact of which §.
type Address = (ItemId, Kind, Uuid);

pub(in crate::items) async fn new(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path((id, kind)): Path<(ItemId, Kind)>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let context = Context::of(&mut db, &viewer, id).await?.with_choices(&mut db, kind).await?;
    context.refuse_held()?;
    note(&mut db, &viewer, Read::Item(id), now).await?;

    let mut form = filled(&context, kind, None).unwrap_or_default();
    form.set("nyckel", Uuid::now_v7().to_string());
    form.set("sett", seen(&context, kind, None)?);
    if kind == Kind::Matter {
        matter::propose(&mut form, &context);
    }
    Ok(page(viewer, context, (kind, None), form, FieldErrors::default()).into_response())
}

pub(in crate::items) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path((id, kind, part)): Path<Address>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let context = Context::of(&mut db, &viewer, id).await?.with_choices(&mut db, kind).await?;
    context.refuse_held()?;
    note(&mut db, &viewer, Read::Item(id), now).await?;

    let mut form = filled(&context, kind, Some(part)).ok_or(Error::NotFound)?;
    form.set("sett", seen(&context, kind, Some(part))?);
    Ok(page(viewer, context, (kind, Some(part)), form, FieldErrors::default()).into_response())
}

pub(in crate::items) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path((id, kind)): Path<(ItemId, Kind)>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let part = form.id("nyckel").ok_or_else(|| Error::Malformed("nyckel".to_owned()))?;
    write(&app, viewer, now, (id, kind, part), (form, None)).await
}

pub(in crate::items) async fn update(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path((id, kind, part)): Path<Address>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    write(&app, viewer, now, (id, kind, part), (form, Some(part))).await
}

async fn write(
    app: &App,
    viewer: Viewer,
    now: Now,
    (id, kind, key): Address,
    (mut form, part): (Typed, Option<Uuid>),
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let context = Context::lock(&mut db, &viewer, id).await?.with_choices(&mut db, kind).await?;
    context.refuse_held()?;
    note(&mut db, &viewer, Read::Item(id), now).await?;

    let mut errors = FieldErrors::default();
    if form.wants_row() {
        return Ok(page(viewer, context, (kind, part), form, errors).into_response());
    }
    let removes = part.is_some() && form.get("atgard") == "ta-bort";
    let after = if removes {
        removed(&context, kind, key).ok_or(Error::NotFound)?
    } else if let Some(after) = parse(&context, (kind, key), (&form, now), &mut errors) {
        after
    } else {
        let page = page(viewer, context, (kind, part), form, errors);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    if kind == Kind::Matter && matter::is_taken(&mut db, &context, &after.matter).await? {
        errors.add("nummer", "Numret är redan använt i serien. Välj ett annat.");
        let page = page(viewer, context, (kind, part), form, errors);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    if after != context.procedure {
        let now_seen = seen(&context, kind, Some(key))?;
        if form.get("sett") != now_seen {
            db.commit().await?;
            form.set("sett", now_seen);
            let theirs =
                filled(&context, kind, Some(key)).map(|form| groups(&context, kind, &form));
            let page = page(viewer, context, (kind, part), form, errors);
            return Ok((StatusCode::CONFLICT, PartPage { theirs, ..page }).into_response());
        }
        store(&mut db, &context, &after, (&viewer, now)).await?;
    }
    db.commit().await?;

    Ok(Redirect::to(&format!("{}#{}", context.path(), kind.word())).into_response())
}

/// Writes the procedure as it is now to be, with its moments, under a new version of the §.
pub(super) async fn store(
    db: &mut PgConnection,
    context: &Context,
    after: &Procedure,
    (viewer, now): (&Viewer, Now),
) -> Result<()> {
    vote::keep_moments(db, context, after).await?;
    after.replace(db, context.item.id, &context.procedure).await?;
    vote::drop_moments(db, context, after).await?;
    sqlx::query!("update items set version = version + 1 where id = $1", context.item.id.0)
        .execute(&mut *db)
        .await?;
    let recorded = Recorded::of(context, after);
    revision::record_procedure(db, &context.item, recorded, (viewer.account, now.0)).await
}

/// The mark of a fact as it stands; empty where it is not there.
fn seen(context: &Context, kind: Kind, part: Option<Uuid>) -> Result<String> {
    let form = filled(context, kind, part).filter(|_| part.is_some() || kind.is_list());
    let shown = form.map(|form| canonical(&form.all())).transpose()?;
    Ok(shown.map(|bytes| Hash::of(&bytes).to_string()).unwrap_or_default())
}

/// The form of a fact; of a new one, what is usual.
fn filled(context: &Context, kind: Kind, part: Option<Uuid>) -> Option<Typed> {
    let Procedure {
        claims, propositions, votes, appointments, dissents, speakers, earlier, ..
    } = &context.procedure;
    let Some(id) = part.filter(|_| !kind.is_list()) else {
        return Some(match kind {
            Kind::Speakers => lists::speakers_form(speakers),
            Kind::Earlier => lists::earlier_form(earlier),
            Kind::Matter => matter::form(&context.procedure.matter),
            Kind::Dissent => dissent::blank(),
            Kind::Vote => vote::blank(context),
            Kind::Claim | Kind::Proposition | Kind::SecretVote | Kind::Election | Kind::Wording => {
                Typed::default()
            }
            Kind::Appointment => appointment::blank(context),
        });
    };
    let vote = || votes.iter().find(|one| one.id == id);
    match kind {
        Kind::Claim => claims.iter().find(|one| one.id == id).map(claim::form),
        Kind::Proposition => propositions.iter().find(|one| one.id == id).map(proposition::form),
        Kind::Vote | Kind::SecretVote => vote().map(vote::form),
        Kind::Election => vote().map(election::form),
        Kind::Appointment => appointments.iter().find(|one| one.id == id).map(appointment::form),
        Kind::Dissent => dissents.iter().find(|one| one.id == id).map(dissent::form),
        Kind::Wording => wording::form(context, id),
        Kind::Speakers | Kind::Earlier | Kind::Matter => None,
    }
}

fn groups(context: &Context, kind: Kind, form: &Typed) -> Vec<Group> {
    match kind {
        Kind::Claim => claim::groups(form, context),
        Kind::Proposition => proposition::groups(form, context),
        Kind::Vote => vote::groups(form, context),
        Kind::SecretVote => vote::secret_groups(form, context),
        Kind::Election => election::groups(form, context),
        Kind::Appointment => appointment::groups(form, context),
        Kind::Dissent => dissent::groups(form, context),
        Kind::Speakers => lists::speakers_groups(form),
        Kind::Earlier => lists::earlier_groups(form),
        Kind::Wording => wording::groups(form),
        Kind::Matter => matter::groups(form, context),
    }
}

/// The procedure with the fact as it was typed.
fn parse(
    context: &Context,
    (kind, id): (Kind, Uuid),
    (form, now): (&Typed, Now),
    errors: &mut FieldErrors,
) -> Option<Procedure> {
    let mut after = context.procedure.clone();
    match kind {
        Kind::Claim => {
            put(&mut after.claims, claim::parse(form, context, id, errors)?, |one| one.id);
        }
        Kind::Proposition => {
            let one = proposition::parse(form, context, id, errors)?;
            put(&mut after.propositions, one, |one| one.id);
        }
        Kind::Vote => put(&mut after.votes, vote::parse(form, context, id, errors)?, |one| one.id),
        Kind::SecretVote => {
            put(&mut after.votes, vote::parse_secret(form, context, id, errors)?, |one| one.id);
        }
        Kind::Election => {
            put(&mut after.votes, election::parse(form, context, id, errors)?, |one| one.id);
        }
        Kind::Appointment => {
            let one = appointment::parse(form, context, id, errors)?;
            put(&mut after.appointments, one, |one| one.id);
        }
        Kind::Dissent => {
            let one = dissent::parse(form, context, (id, now), errors)?;
            put(&mut after.dissents, one, |one| one.id);
        }
        Kind::Speakers => after.speakers = lists::speakers(form, context, errors)?,
        Kind::Earlier => after.earlier = lists::earlier(form, errors)?,
        Kind::Matter => after.matter = matter::parse(form, context, errors)?,
        Kind::Wording => {
            let one = wording::parse(form, context, id, errors)?;
            put(&mut after.wordings, one, |one| one.subject);
        }
    }
    Some(after)
}

/// In the place of the one with its id, or last.
fn put<T>(list: &mut Vec<T>, one: T, id: impl Fn(&T) -> Uuid) {
    match list.iter().position(|other| id(other) == id(&one)) {
        Some(at) => list[at] = one,
        None => list.push(one),
    }
}

/// The procedure without the fact, and without what referred to it; none if it is not there.
fn removed(context: &Context, kind: Kind, id: Uuid) -> Option<Procedure> {
    let mut after = context.procedure.clone();
    match kind {
        Kind::Claim => after.remove_claim(id),
        Kind::Proposition => after.remove_proposition(id),
        Kind::Vote | Kind::SecretVote | Kind::Election => after.votes.retain(|one| one.id != id),
        Kind::Appointment => after.appointments.retain(|one| one.id != id),
        Kind::Dissent => after.dissents.retain(|one| one.id != id),
        Kind::Wording => after.wordings.retain(|one| one.subject != id),
        Kind::Speakers | Kind::Earlier | Kind::Matter => return None,
    }
    (after != context.procedure).then_some(after)
}

fn page(
    viewer: Viewer,
    context: Context,
    (kind, part): (Kind, Option<Uuid>),
    form: Typed,
    errors: FieldErrors,
) -> PartPage {
    let groups = groups(&context, kind, &form);
    PartPage { viewer, context, kind, part, groups, form, errors, theirs: None }
}

impl PartPage {
    fn action(&self) -> String {
        let base = format!("{}/{}", self.context.path(), self.kind.word());
        self.part.map_or(base.clone(), |part| format!("{base}/{part}"))
    }
}
