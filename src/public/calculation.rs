//! The last day of appeal, worked out and explained for anybody (räkna ut sista dagen).

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    Json,
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{ACCEPT, VARY},
    },
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use time::Date;

use super::{frame::fresh, markup};
use crate::{
    App,
    law::{self, AppealTime},
    web::{FieldErrors, Query},
};

/// More boards than any joint board has.
const MOST: usize = 20;

#[derive(Template, WebTemplate)]
#[template(path = "public/calculation.html")]
struct CalculationPage {
    canonical: String,
    form: CalculationForm,
    errors: FieldErrors,
    time: Option<AppealTime>,
}

/// What was typed: a day for each municipality.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CalculationForm {
    #[serde(rename = "anslaget")]
    announced_on: Vec<String>,
    /// "fler" asks for one more field.
    #[serde(rename = "atgard")]
    action: String,
}

impl CalculationPage {
    fn takedown_earliest(&self) -> Option<Date> {
        self.time?.last_appeal_day().map(law::takedown_earliest)
    }
}

impl CalculationForm {
    /// The day of each municipality; one whose field is left empty has not announced, and then there is no last day
    /// (APP-05).
    fn parse(&self) -> Result<Vec<Option<Date>>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let typed: Vec<_> = self.fields().collect();
        if typed.iter().all(|(_, typed)| typed.trim().is_empty()) {
            errors.add("anslaget", "Skriv den dag då justeringen anslogs, som ÅÅÅÅ-MM-DD.");
        }
        if typed.len() > MOST {
            errors.add("anslaget", format!("Skriv högst {MOST} dagar."));
        }
        let days =
            typed.iter().map(|(id, typed)| errors.optional_day(id, typed).flatten()).collect();
        if errors.is_empty() { Ok(days) } else { Err(errors) }
    }

    /// Each field's id and what is typed in it, at least one.
    fn fields(&self) -> impl Iterator<Item = (String, &str)> {
        let empty = self.announced_on.is_empty().then_some("");
        let typed = self.announced_on.iter().map(String::as_str).chain(empty);
        typed.enumerate().map(|(n, typed)| match n {
            0 => ("anslaget".to_owned(), typed),
            n => (format!("anslaget-{}", n + 1), typed),
        })
    }

    /// Each field's id, label and what is typed in it; labels are numbered where there are several.
    fn labelled(&self) -> impl Iterator<Item = (String, String, &str)> {
        let several = self.announced_on.len() > 1;
        self.fields().enumerate().map(move |(n, (id, typed))| {
            let numbered = several.then(|| format!("Anslaget i kommun {}", n + 1));
            (id, numbered.unwrap_or_else(|| "Vilken dag anslogs justeringen?".into()), typed)
        })
    }

    fn has_room(&self) -> bool {
        self.announced_on.len() < MOST
    }
}

pub(super) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Query(mut form): Query<CalculationForm>,
) -> Response {
    let program = wants_json(&headers);
    let asked = program || !form.announced_on.is_empty() && form.action.is_empty();
    if !form.action.is_empty() && form.has_room() {
        form.announced_on.resize((form.announced_on.len() + 1).max(2), String::new());
    }
    let days = if asked { form.parse().map(Some) } else { Ok(None) };
    let status = if days.is_ok() { StatusCode::OK } else { StatusCode::BAD_REQUEST };

    let answer = if program {
        (status, Json(as_json(&form, days))).into_response()
    } else {
        form.announced_on.truncate(MOST);
        let canonical = format!("{}/rakna-ut", app.origin);
        let (days, errors) = match days {
            Ok(days) => (days, FieldErrors::default()),
            Err(errors) => (None, errors),
        };
        let time = days.map(|days| AppealTime::of(&days));
        (status, CalculationPage { canonical, form, errors, time }).into_response()
    };
    fresh(([(VARY, "accept")], answer))
}

/// A browser names HTML first; a program asks for JSON alone.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

fn as_json(form: &CalculationForm, days: Result<Option<Vec<Option<Date>>>, FieldErrors>) -> Value {
    let days = match days {
        Ok(days) => days.unwrap_or_default(),
        Err(errors) => {
            let errors =
                errors.all().iter().map(|(field, why)| json!({"field": field, "why": why}));
            return json!({"announced_on": form.announced_on, "errors": errors.collect::<Vec<_>>()});
        }
    };
    let time = AppealTime::of(&days);
    let written: Vec<_> = days.iter().map(|day| day.map(|day| day.to_string())).collect();
    let takedown = time.last_appeal_day().map(law::takedown_earliest);
    json!({
        "announced_on": if let [one] = written.as_slice() { json!(one) } else { json!(written) },
        "last_appeal_day": time.last_appeal_day().map(|day| day.to_string()),
        "takedown_earliest": takedown.map(|day| day.to_string()),
        "steps": time.steps().iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
