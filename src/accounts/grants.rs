//! Giving and ending roles (roller); both take effect at once, since every request reads them anew.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{
    Viewer,
    address_change::{self, Change},
    overview::{self, Held, Listed},
    step_up_field,
};
use crate::{
    App,
    error::{Error, OnConstraint as _, Result},
    register::AccountId,
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/account.html")]
struct AccountPage {
    viewer: Viewer,
    account: Listed,
    held: Vec<Held>,
    changes: Vec<Change>,
    options: Vec<(String, String)>,
    form: AccountForm,
    errors: FieldErrors,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/end_role.html")]
struct EndRolePage {
    viewer: Viewer,
    account: Listed,
    role: Held,
    errors: FieldErrors,
}

/// What may be typed on the page of an account.
#[derive(Debug, Default, Deserialize)]
pub(super) struct AccountForm {
    /// A role with its scope, such as `secretary:` and the id of the board.
    #[serde(default)]
    role: String,
    /// Where an invitation that has not been used is sent again.
    #[serde(default)]
    pub(super) email: Option<String>,
    /// The first and the last day of a role for a time; both may be left out.
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// The role that was chosen, and when it counts.
struct Given<'a> {
    role: &'a str,
    from: Option<Date>,
    until: Option<Date>,
}

impl AccountForm {
    fn parse(
        &self,
        options: &[(String, String)],
        errors: &mut FieldErrors,
        today: Date,
    ) -> Given<'_> {
        if self.role.is_empty() || !options.iter().any(|(key, _)| *key == self.role) {
            errors.add("role", "Välj en roll.");
        }
        let from = errors.optional_day("from", &self.from).flatten();
        let until = errors.optional_day("until", &self.until).flatten();
        let begins = from.unwrap_or(today);
        if from.is_some_and(|from| from < today) {
            errors.add("from", "En roll kan inte gälla från en dag som har varit. Lämna fältet tomt om den gäller genast.");
        }
        if until.is_some_and(|until| until < begins) {
            errors.add("until", "Sista dagen kan inte vara före den första.");
        }
        // What ends by itself also begins on a day.
        Given { role: &self.role, from: from.or(until.map(|_| today)), until }
    }
}

impl AccountPage {
    fn standing(&self) -> Vec<&Held> {
        self.held.iter().filter(|role| !role.over).collect()
    }

    fn past(&self) -> Vec<&Held> {
        self.held.iter().filter(|role| role.over).collect()
    }

    fn invited_at(&self) -> &str {
        let gone = !self.account.email.contains('@');
        self.form.email.as_deref().unwrap_or(if gone { "" } else { &self.account.email })
    }
}

pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<AccountId>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    page(&mut db, viewer, id, AccountForm::default(), FieldErrors::default()).await
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<AccountId>,
    Form(form): Form<AccountForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    let mut db = app.site.begin().await?;
    if !overview::find(&mut db, &viewer, id).await?.open {
        return Err(Error::refused("Kontot är avslutat. Öppna det först."));
    }
    let options = options(&mut db, &viewer).await?;

    let given = form.parse(&options, &mut errors, viewer.now.today());
    if errors.is_empty() && !insert(&mut db, &viewer, id, &given).await? {
        errors.add("role", "Kontot har redan den rollen då.");
    }
    db.commit().await?;
    if errors.is_empty() {
        return Ok(Redirect::to(&overview::path(id)).into_response());
    }
    let mut db = app.site.acquire().await?;
    let page = page(&mut db, viewer, id, form, errors).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(super) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, grant)): Path<(AccountId, Uuid)>,
) -> Result<impl IntoResponse> {
    let mut db = app.site.acquire().await?;
    let (account, role) = load(&mut db, &viewer, id, grant).await?;
    Ok(EndRolePage { viewer, account, role, errors: FieldErrors::default() })
}

pub(super) async fn destroy(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, grant)): Path<(AccountId, Uuid)>,
    Form(form): Form<AccountForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    let mut db = app.site.begin().await?;
    let (account, role) = load(&mut db, &viewer, id, grant).await?;

    if !errors.is_empty() {
        let page = EndRolePage { viewer, account, role, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    keep_one_administrator(&mut db, &viewer, grant).await?;

    sqlx::query!(
        "update grants set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null",
        grant,
        viewer.now.0,
        viewer.account.0
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;
    tracing::info!(by = %viewer.account, account = %id, %grant, "role ended");

    let gone = overview::require(&viewer).is_err();
    Ok(Redirect::to(&if gone { "/arbete".to_owned() } else { overview::path(id) }).into_response())
}

pub(super) async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    id: AccountId,
    form: AccountForm,
    errors: FieldErrors,
) -> Result<Response> {
    let account = overview::find(db, &viewer, id).await?;
    let held = overview::held(db, &viewer, id).await?;
    let changes = address_change::all(db, id).await?;
    let options = options(db, &viewer).await?;
    Ok(AccountPage { viewer, account, held, changes, options, form, errors }.into_response())
}

async fn load(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: AccountId,
    grant: Uuid,
) -> Result<(Listed, Held)> {
    let account = overview::find(db, viewer, id).await?;
    let held = overview::held(db, viewer, id).await?;
    let role =
        held.into_iter().find(|held| held.id == grant && !held.over).ok_or(Error::NotFound)?;
    Ok((account, role))
}

/// Refuses to leave a municipality, or the viewer, without the last role of administrator.
pub(super) async fn keep_one_administrator(
    db: &mut PgConnection,
    viewer: &Viewer,
    grant: Uuid,
) -> Result<()> {
    let administrators = sqlx::query!(
        r#"
        select g.id, g.account_id from grants g
        where g.role = 'administrator' and (g.id = $1 or g.ends_on is null and grant_counts(g, $2)) and g.ended_at is null
            and g.municipality_id = (select e.municipality_id from grants e where e.id = $1 and e.role = 'administrator')
        order by g.id for update
        "#,
        grant,
        viewer.now.today()
    )
    .fetch_all(db)
    .await?;
    let Some(ended) = administrators.iter().find(|one| one.id == grant) else { return Ok(()) };
    if administrators.len() == 1 {
        return Err(Error::refused(
            "Kommunen måste ha minst en administratör. Ge rollen till någon annan först.",
        ));
    }
    if ended.account_id == viewer.account.0 && viewer.administers().len() == 1 {
        return Err(Error::refused(
            "Du kan inte avsluta din egen sista roll som administratör. Be en annan administratör göra det.",
        ));
    }
    Ok(())
}

/// The roles that the viewer may give, as value and label.
async fn options(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"
        select key as "key!", label as "label!" from (
            select role || ':' || id as key, word || ', ' || name as label, place
            from boards, (values ('secretary', 'Sekreterare', 1), ('official', 'Handläggare', 2), ('group_leader', 'Gruppledare', 3)) as kinds (role, word, place)
            where host_id = any($1)
            union all select role || ':' || id, word || ', ' || name, place
            from municipalities, (values ('registrar', 'Registrator', 4), ('jurist', 'Jurist', 5), ('auditor', 'Revisor', 6),
                ('administrator', 'Administratör', 7)) as kinds (role, word, place)
            where id = any($1)
        ) as roles order by place, label collate "sv-x-icu", key
        "#,
        &viewer.administers(),
    )
    .fetch_all(db)
    .await?;
    let choose = [(String::new(), "Välj roll".to_owned())];
    Ok(choose.into_iter().chain(rows.into_iter().map(|row| (row.key, row.label))).collect())
}

/// Gives the role, which the database tells the chain; false when the account has it then already.
async fn insert(
    db: &mut PgConnection,
    viewer: &Viewer,
    account: AccountId,
    given: &Given<'_>,
) -> Result<bool> {
    let (role, scope) = given.role.split_once(':').ok_or(Error::NotFound)?;
    let scope: Uuid = scope.parse().map_err(|_| Error::NotFound)?;
    let of_board = ["secretary", "official", "group_leader"].contains(&role);
    let (board, municipality) = (of_board.then_some(scope), (!of_board).then_some(scope));
    let done = sqlx::query!(
        r#"
        insert into grants (id, account_id, role, municipality_id, board_id, starts_on, ends_on, given_at, given_by)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9 where not exists (
            select from grants g where g.account_id = $2 and g.role = $3 and coalesce(g.board_id, g.municipality_id) = coalesce($5::uuid, $4::uuid)
                and g.ended_at is null and daterange(g.starts_on, g.ends_on, '[]') && daterange($6::date, $7::date, '[]'))
        "#,
        Uuid::now_v7(),
        account.0,
        role,
        municipality,
        board,
        given.from,
        given.until,
        viewer.now.0,
        viewer.account.0,
    )
    .execute(db)
    .await;
    let given = match done {
        // Two at once: the database has let one of them in.
        Err(sqlx::Error::Database(why)) if why.constraint() == Some("grants_once") => {
            return Err(Error::refused("Rollen gavs just nu i ett annat fönster."));
        }
        done => done.on_constraint("grants_scope", || Error::NotFound)?,
    };
    tracing::info!(by = %viewer.account, %account, role, %scope, "role given");
    Ok(given.rows_affected() == 1)
}
