//! The rules of the review (granskningens regler), and the form by which a municipality lowers one with its governing document.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Municipality,
    lowered::{New, Standing, insert},
};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    law::review::{
        Severity,
        catalogue::{CATALOGUE, RuleEntry},
    },
    register::MunicipalityId,
    web::{FieldErrors, Form, Now, Path, Query, local},
};

/// What a rule can be made, and what that is called.
const LEVELS: [(&str, &str); 3] = [
    ("hint", "Visa som ett påpekande"),
    ("off", "Visa inte"),
    ("full", "Som regeln säger, alltså inte längre sänkt"),
];

#[derive(Template, WebTemplate)]
#[template(path = "municipalities/rules.html")]
struct RulesPage {
    viewer: Viewer,
    municipality: Municipality,
    standing: Vec<Standing>,
    form: RuleForm,
    errors: FieldErrors,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RuleForm {
    #[serde(rename = "nyckel")]
    id: Option<Uuid>,
    #[serde(rename = "regel")]
    rule: String,
    #[serde(rename = "niva")]
    level: String,
    #[serde(rename = "beslut")]
    decision: String,
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    regel: Option<String>,
}

impl RuleForm {
    fn parse(&self, errors: &mut FieldErrors) -> Option<New> {
        let rule = CATALOGUE.iter().find(|rule| rule.id == self.rule);
        let level = LEVELS.iter().map(|(level, _)| *level).find(|level| *level == self.level);
        match rule {
            None => errors.add("regel", "Välj vilken regel det gäller."),
            Some(rule) if !rule.severity.may_be_lowered() => errors.add(
                "regel",
                format!(
                    "{} {} kan inte sänkas, för den vilar på lag. Ett reglemente kan inte göra undantag från lagen.",
                    rule.id, rule.name
                ),
            ),
            Some(rule) if rule.severity == Severity::Hint && level == Some("hint") => {
                errors.add("niva", "Regeln är redan ett påpekande. Välj att den inte ska visas.");
            }
            Some(_) => {}
        }
        if level.is_none() {
            errors.add("niva", "Välj hur regeln ska visas.");
        }
        let decision = errors.line(
            "beslut",
            &self.decision,
            300,
            "Skriv vilket reglemente eller beslut som säger det, med dag och paragraf.",
        );
        let (rule, level, decision) = (rule?, level?, decision?);
        let id = self.id.unwrap_or_else(Uuid::now_v7);
        errors.is_empty().then_some(New { id, rule: rule.id, level, decision })
    }
}

impl RulesPage {
    fn rules() -> &'static [RuleEntry] {
        CATALOGUE
    }

    fn lowerable() -> Vec<(String, String)> {
        let choose = (String::new(), "Välj".to_owned());
        let rules = CATALOGUE.iter().filter(|rule| rule.severity.may_be_lowered());
        let rules = rules.map(|rule| (rule.id.to_owned(), format!("{} {}", rule.id, rule.name)));
        std::iter::once(choose).chain(rules).collect()
    }

    fn levels() -> Vec<(String, String)> {
        let choose = (String::new(), "Välj".to_owned());
        let levels = LEVELS.map(|(level, words)| (level.to_owned(), words.to_owned()));
        std::iter::once(choose).chain(levels).collect()
    }

    fn severity(rule: &RuleEntry) -> &'static str {
        match rule.severity {
            Severity::Impossible => "Måste rättas",
            Severity::Breach => "Brist",
            Severity::Practice => "Avvikelse",
            Severity::Hint => "Påpekande",
        }
    }

    /// "Visas inte, enligt Reglementet 2026-01-26 § 4. Ida Ask skrev in det 2 mars 2026."; empty where nothing is lowered.
    fn standing(&self, rule: &RuleEntry) -> String {
        let Some(one) = self.standing.iter().find(|one| one.rule == rule.id) else {
            return String::new();
        };
        let what = match one.level.as_str() {
            "hint" => "Visas som ett påpekande",
            "off" => "Visas inte",
            _ => "Gäller åter som den är",
        };
        let day = crate::law::long_date(local(one.entered_at).0);
        let decision = one.decision.trim_end_matches('.');
        format!("{what}, enligt {decision}. {} skrev in det den {day}.", one.by)
    }

    fn path(&self) -> String {
        format!("{}/regler", self.municipality.path())
    }
}

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<MunicipalityId>,
    Query(Chosen { regel }): Query<Chosen>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let municipality = Municipality::administered(&mut db, &viewer, id).await?;

    let standing = Standing::all(&mut db, id).await?;
    let (id, rule) = (Some(Uuid::now_v7()), regel.unwrap_or_default());
    let form = RuleForm { id, rule, ..RuleForm::default() };
    let errors = FieldErrors::default();
    Ok(RulesPage { viewer, municipality, standing, form, errors }.into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MunicipalityId>,
    Form(form): Form<RuleForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let municipality = Municipality::administered(&mut db, &viewer, id).await?;

    let mut errors = FieldErrors::default();
    let Some(new) = form.parse(&mut errors) else {
        let standing = Standing::all(&mut db, id).await?;
        let page = RulesPage { viewer, municipality, standing, form, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    insert(&mut db, id, &new, (&viewer, now)).await?;
    db.commit().await?;

    tracing::info!(by = %viewer.account, municipality = %id, rule = new.rule, level = new.level, "rule lowered");
    Ok(Redirect::to(&format!("{}/regler#{}", municipality.path(), new.rule)).into_response())
}
