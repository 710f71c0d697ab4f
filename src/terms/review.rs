//! The page of a new term (Ny mandatperiod): a file or pasted rows, what they would do, and then all of it or nothing.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Term,
    entry::{Days, entries},
    form::TermForm,
    laying::lay_down,
    matching::People,
    mistake::Mistake,
    plan::{self, Plan, firsts},
    register::{Candidate, Known, Sitting},
    sheet, upload,
};
use crate::{
    SiteDb,
    accounts::Viewer,
    boards::fold,
    error::Result,
    municipalities::Municipality,
    register::MunicipalityId,
    seal::Hash,
    web::{FieldErrors, Fields, Form, Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "terms/new.html")]
struct TermPage {
    viewer: Viewer,
    municipality: Municipality,
    /// Those that were laid down before.
    terms: Vec<Term>,
    form: TermForm,
    errors: FieldErrors,
    review: Option<Review>,
    /// What is to be saved is not what was reviewed.
    changed: bool,
}

/// What the rows would do.
struct Review {
    plan: Plan,
    mistakes: Vec<Mistake>,
    /// Headings of columns that say nothing here.
    unused: Vec<String>,
    /// Of the rows and of all of the register that they touch.
    mark: String,
}

/// Somebody about whom it is chosen who it is.
struct Question {
    field: String,
    words: String,
    value: String,
    options: Vec<(String, String)>,
}

impl TermPage {
    async fn load(
        db: &mut PgConnection,
        viewer: Viewer,
        id: MunicipalityId,
        form: TermForm,
    ) -> Result<Self> {
        let municipality = Municipality::administered(db, &viewer, id).await?;
        let terms = Term::all(db, Some(id), None).await?;
        let (errors, review, changed) = (FieldErrors::default(), None, false);
        Ok(Self { viewer, municipality, terms, form, errors, review, changed })
    }

    fn path(&self) -> String {
        format!("{}/mandatperiod", self.municipality.path())
    }

    /// The row as it was typed.
    fn row(&self, line: u64) -> &str {
        let line = usize::try_from(line).unwrap_or_default();
        self.form.rows.lines().nth(line.saturating_sub(1)).unwrap_or_default()
    }

    /// Reviews the rows that were sent.
    async fn reviewed(mut self, db: &mut PgConnection) -> Result<Self> {
        let days = self.form.days(&mut self.errors);
        if self.errors.is_empty() && self.form.rows.trim().is_empty() {
            self.errors.add("rows", "Klistra in rader, eller välj en fil.");
        }
        if self.errors.is_empty() {
            self.review =
                Some(review(db, &self.viewer, self.municipality.id, &self.form, days).await?);
        }
        Ok(self)
    }

    /// The page with what is wrong, or with what would be done.
    fn answer(self) -> Response {
        let holds = self.review.as_ref().is_some_and(|review| review.mistakes.is_empty());
        let status = match (self.changed, holds) {
            (true, _) => StatusCode::CONFLICT,
            (false, true) => StatusCode::OK,
            (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        (status, self).into_response()
    }
}

impl Review {
    fn questions(&self, asked: bool) -> Vec<Question> {
        let all = &self.plan.people.all;
        let wanted = all
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_asked == asked && (asked || !one.candidates.is_empty()));
        wanted
            .map(|(place, one)| Question {
                field: one.field.clone(),
                words: one.words(),
                value: one.value(place),
                options: one.options(all),
            })
            .collect()
    }

    fn begins(&self) -> usize {
        self.plan.boards.iter().map(|board| board.begins.len()).sum()
    }

    fn ends(&self) -> usize {
        self.plan.boards.iter().map(|board| board.ends.len()).sum()
    }

    /// "En ny person", "3 nya personer".
    fn newcomers(&self) -> String {
        match self.new_names().len() {
            0 => "Ingen ny person".to_owned(),
            1 => "En ny person".to_owned(),
            count => format!("{count} nya personer"),
        }
    }

    /// Those who get into the register.
    fn new_names(&self) -> Vec<String> {
        let all = self.plan.people.all.iter().enumerate();
        let is_new =
            |place: usize, who| matches!(who, Some(super::matching::Who::New(own)) if own == place);
        all.filter(|(place, one)| is_new(*place, one.who)).map(|(_, one)| one.words()).collect()
    }
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MunicipalityId>,
) -> Result<Response> {
    let form = TermForm::blank(now.today());
    Ok(TermPage::load(&mut *db.acquire().await?, viewer, id, form).await?.into_response())
}

/// Reviews a file.
pub(super) async fn upload(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MunicipalityId>,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let mut page = TermPage::load(&mut db, viewer, id, TermForm::blank(now.today())).await?;

    page.form = TermForm::uploaded(sent, now.today(), &mut page.errors).await;
    if !page.errors.is_empty() {
        return Ok(page.answer());
    }

    Ok(page.reviewed(&mut db).await?.answer())
}

/// Reviews rows, or saves what was reviewed.
pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MunicipalityId>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let page = TermPage::load(&mut db, viewer, id, TermForm::of(fields)).await?;
    if page.form.saves {
        hold(&mut db, id).await?;
        if let Some(laid) = Term::all(&mut db, None, Some(page.form.key)).await?.pop() {
            return Ok(Redirect::to(&laid.path()).into_response());
        }
    }
    let page = page.reviewed(&mut db).await?;

    let Some(review) = &page.review else { return Ok(page.answer()) };
    if !page.form.saves || !review.mistakes.is_empty() {
        return Ok(page.answer());
    }
    if page.form.seen != review.mark {
        return Ok(TermPage { changed: true, ..page }.answer());
    }

    lay_down(&mut db, (&page.viewer, now), id, &page.form, &review.plan).await?;
    db.commit().await?;

    Ok(Redirect::to(&format!("/arbete/mandatperioder/{}", page.form.key)).into_response())
}

/// Keeps others from changing the seats of any of the municipality's boards until the transaction ends.
async fn hold(db: &mut PgConnection, host: MunicipalityId) -> Result<()> {
    sqlx::query!("select id from boards where host_id = $1 order by id for no key update", host.0)
        .fetch_all(db)
        .await?;
    Ok(())
}

/// Reads the rows against the register.
async fn review(
    db: &mut PgConnection,
    viewer: &Viewer,
    municipality: MunicipalityId,
    form: &TermForm,
    days: Days,
) -> Result<Review> {
    let unread = |mistakes| Review {
        plan: Plan { boards: Vec::new(), people: People::default() },
        mistakes,
        unused: Vec::new(),
        mark: String::new(),
    };
    let text = match upload::whole(&form.rows) {
        Ok(text) => text,
        Err(why) => return Ok(unread(vec![Mistake::on(None, why)])),
    };
    let sheet = match sheet::read(&text) {
        Ok(sheet) => sheet,
        Err(mistakes) => return Ok(unread(mistakes)),
    };
    let known = Known::all(db, municipality).await?;
    let (entries, mut mistakes) = entries(&sheet, days, &known);
    let firsts = firsts(&entries, &known);
    let sitting = Sitting::all(db, &firsts).await?;
    let boards: Vec<Uuid> = firsts.iter().map(|(board, _)| *board).collect();
    let names: Vec<_> =
        entries.iter().filter_map(|entry| entry.name.as_deref()).map(fold).collect();
    let candidates = Candidate::all(db, viewer, &names, &boards).await?;
    let people = People::of(&entries, &candidates, &form.chosen);

    let read = format!("{text}\n{days:?}\n{known:?}\n{sitting:?}\n{candidates:?}");
    let (plan, more) = plan::plan(&entries, &known, &sitting, people);
    mistakes.extend(more);
    mistakes.sort_by_key(|one| one.line);
    let mark = Hash::of(read.as_bytes()).to_string();
    Ok(Review { plan, mistakes, unused: sheet.unused, mark })
}
