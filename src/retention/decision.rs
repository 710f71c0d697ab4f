//! A decision on retention (gallringsbeslut), entered by an administrator: who decided, when, which §, and how long a kind is kept.

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

use super::{rules::DECIDED, show::require};
use crate::{
    App,
    accounts::{Viewer, step_up_field},
    error::Result,
    machine_time,
    web::{FieldErrors, Form, Now},
};

#[derive(Template, WebTemplate)]
#[template(path = "retention/decision.html")]
struct DecisionPage {
    viewer: Viewer,
    options: Vec<(String, String)>,
    form: DecisionForm,
    errors: FieldErrors,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DecisionForm {
    /// A kind and the municipality, such as `drafts:` and an id.
    of: String,
    body: String,
    decided_on: String,
    paragraph: String,
    keep_months: String,
    password: String,
}

struct Parsed {
    kind: String,
    municipality: Uuid,
    body: String,
    decided_on: Date,
    paragraph: String,
    /// None: kept for ever.
    keep_months: Option<i32>,
}

impl DecisionForm {
    fn parse(
        &self,
        options: &[(String, String)],
        today: Date,
        errors: &mut FieldErrors,
    ) -> Option<Parsed> {
        let of = self.of.split_once(':').filter(|_| options.iter().any(|(key, _)| *key == self.of));
        if of.is_none() {
            errors.add("of", "Välj vad beslutet gäller.");
        }
        let body = errors.line("body", &self.body, 120, "Skriv vem som har beslutat.");
        let decided_on = errors.day("decided_on", &self.decided_on);
        if decided_on.is_some_and(|day| day > today) {
            errors.add("decided_on", "Beslutet måste vara fattat. Skriv en dag som har varit.");
        }
        let paragraph = errors.line(
            "paragraph",
            &self.paragraph,
            60,
            "Skriv vilken paragraf det är, som § 45.",
        );
        let keep_months = if self.keep_months.trim().is_empty() {
            None
        } else {
            errors.number(("keep_months", "Antal månader"), &self.keep_months, 1..=1200)
        };
        let (kind, municipality) = of?;
        Some(Parsed {
            kind: kind.to_owned(),
            municipality: municipality.parse().ok()?,
            body: body?,
            decided_on: decided_on?,
            paragraph: paragraph?,
            keep_months,
        })
    }
}

pub(super) async fn new(State(app): State<App>, viewer: Viewer) -> Result<impl IntoResponse> {
    require(&viewer)?;
    let options = options(&mut *app.site.acquire().await?, &viewer).await?;
    let (form, errors) = (DecisionForm::default(), FieldErrors::default());
    Ok(DecisionPage { viewer, options, form, errors })
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Form(form): Form<DecisionForm>,
) -> Result<Response> {
    require(&viewer)?;
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, &form.password, &mut errors).await?;
    let mut db = app.site.begin().await?;
    let options = options(&mut db, &viewer).await?;
    let parsed = form.parse(&options, now.today(), &mut errors);

    let Some(parsed) = parsed.filter(|_| errors.is_empty()) else {
        let page = DecisionPage { viewer, options, form, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    insert(&mut db, &viewer, &parsed).await?;
    db.commit().await?;
    tracing::info!(by = %viewer.account, kind = parsed.kind, municipality = %parsed.municipality, "retention decided");
    Ok(Redirect::to("/arbete/gallring").into_response())
}

/// What the viewer may enter a decision on, as value and label.
async fn options(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<(String, String)>> {
    let municipalities = sqlx::query!(
        r#"select id, name from municipalities where id = any($1) order by name collate "sv-x-icu", id"#,
        &viewer.administers(),
    )
    .fetch_all(db)
    .await?;
    let kinds = municipalities.iter().flat_map(|municipality| {
        DECIDED.iter().map(move |rule| {
            let key = format!("{}:{}", rule.kind, municipality.id);
            (key, format!("{}, {}", rule.name, municipality.name))
        })
    });
    let choose = [(String::new(), "Välj".to_owned())];
    Ok(choose.into_iter().chain(kinds).collect())
}

async fn insert(db: &mut PgConnection, viewer: &Viewer, decision: &Parsed) -> Result<()> {
    sqlx::query!(
        r#"
        insert into retention_decisions (id, municipality_id, kind, body, decided_on, paragraph, keep_months, entered_at, entered_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        Uuid::now_v7(),
        decision.municipality,
        decision.kind,
        decision.body,
        decision.decided_on,
        decision.paragraph,
        decision.keep_months,
        machine_time(),
        viewer.account.0,
    )
    .execute(db)
    .await?;
    Ok(())
}
