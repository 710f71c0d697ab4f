//! Each restoration with what is missing and what is to be done (återställningar), for administrators.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    seal::{Loss, LossKind, Restoration},
    web::instant_text,
};

/// What is done after every restoration, whatever was lost: key, heading, advice.
const ALWAYS: [(&str, &str, &str); 5] = [
    (
        "konton",
        "Gå igenom konton och roller",
        "De är som när kopian togs. En roll som har avslutats sedan dess gäller igen, ett byte av lösenord är ogjort. Alla är \
         utloggade, och länkar som inte hade använts gäller inte längre.",
    ),
    (
        "anslag",
        "Gå igenom anslagstavlan",
        "Tiden att överklaga löper bara medan anslaget sitter uppe (13 kap. 5 § kommunallagen). Jämför med andra tavlor och utskrifter, \
         anslå det som saknas och anteckna hur länge tavlan var borta.",
    ),
    (
        "justering",
        "Låt justera om det som saknas",
        "En underskrift som inte finns i kopian finns inte. Be dem som skrev under läsa och skriva under igen; har någon kvar ett \
         utskrivet eller sparat protokoll är texten den som ska justeras.",
    ),
    (
        "berorda",
        "Tala om det för dem som berörs",
        "Sekreterare, justerare, registratorer och andra kommuner i gemensamma nämnder: säg vilken tid det gäller och vad de ska göra om.",
    ),
    (
        "kontrollpunkt",
        "Spara en ny kontrollpunkt utanför systemet",
        "Hämta /data/kedja.json, och låt den som driver systemet köra paragraf verify --all med den äldre kontrollpunkten: den ska \
         godta just det bortfall som står här.",
    ),
];

#[derive(Template, WebTemplate)]
#[template(path = "restorations/index.html")]
pub(super) struct IndexPage {
    viewer: Viewer,
    restorations: Vec<Shown>,
}

/// A restoration as the page shows it.
pub(super) struct Shown {
    pub(super) restoration: Restoration,
    pub(super) steps: Vec<Step>,
}

/// Something to do, and whether somebody has.
pub(super) struct Step {
    pub(super) key: String,
    pub(super) heading: String,
    pub(super) advice: String,
    /// The newest word on it.
    pub(super) said: Option<Said>,
}

pub(super) struct Said {
    pub(super) done: bool,
    pub(super) note: String,
    pub(super) name: String,
    at: OffsetDateTime,
}

impl Said {
    pub(super) fn when(&self) -> String {
        instant_text(self.at)
    }
}

impl Shown {
    /// Steps that nobody has done.
    pub(super) fn waiting(&self) -> usize {
        self.steps.iter().filter(|step| !step.is_done()).count()
    }

    fn when(&self) -> String {
        instant_text(self.restoration.at)
    }

    fn copy(&self) -> String {
        self.restoration.backup.as_ref().map_or_else(
            || "PostgreSQL:s egna medel".to_owned(),
            |backup| format!("säkerhetskopian från {}", instant_text(backup.made_at)),
        )
    }

    pub(super) fn path(&self, step: &Step) -> String {
        format!("{}/{}/{}", super::PATH, self.restoration.id, step.key)
    }
}

impl Step {
    pub(super) fn is_done(&self) -> bool {
        self.said.as_ref().is_some_and(|said| said.done)
    }
}

pub(super) async fn index(State(SiteDb(pool)): State<SiteDb>, viewer: Viewer) -> Result<IndexPage> {
    require(&viewer)?;
    let restorations = all(&mut *pool.acquire().await?).await?;
    Ok(IndexPage { viewer, restorations })
}

/// The whole system was put back, so every municipality's administrator sees it.
pub(super) fn require(viewer: &Viewer) -> Result<()> {
    if viewer.administers().is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

/// Every restoration, the newest first.
pub(super) async fn all(db: &mut PgConnection) -> Result<Vec<Shown>> {
    let records = sqlx::query_scalar!("select record from restorations order by at desc, id desc")
        .fetch_all(&mut *db)
        .await?;
    if records.is_empty() {
        return Ok(vec![]);
    }
    let mut said = said(db).await?;
    records
        .iter()
        .map(|record| {
            let read = Restoration::parse(record);
            let restoration = read.ok_or(Error::Broken("restorations.record"))?;
            let mut steps = steps(&restoration);
            for step in &mut steps {
                step.said = said.remove(&(restoration.id, step.key.clone()));
            }
            Ok(Shown { restoration, steps })
        })
        .collect()
}

/// What was lost comes first, then what is always done.
fn steps(restoration: &Restoration) -> Vec<Step> {
    let losses = restoration.losses.iter().enumerate().map(|(n, loss)| {
        let (heading, advice) = told(loss);
        let at = loss.at.map(|at| format!(" {}.", instant_text(at.0))).unwrap_or_default();
        let advice = format!("{advice}{at} Källa: {}.", loss.evidence);
        Step { key: format!("bortfall-{}", n + 1), heading, advice, said: None }
    });
    let always = ALWAYS.iter().map(|(key, heading, advice)| Step {
        key: (*key).to_owned(),
        heading: (*heading).to_owned(),
        advice: (*advice).to_owned(),
        said: None,
    });
    losses.chain(always).collect()
}

fn told(loss: &Loss) -> (String, &'static str) {
    let Loss { what, .. } = loss;
    match loss.kind {
        LossKind::Acts => (
            format!("Rättshandlingar saknas: nummer {what} i kedjan"),
            "Vilka de var framgår av brev, utskrifter och loggar. Gör om det som går att göra om, och anteckna här vad det var.",
        ),
        LossKind::Mail => (
            format!("Ett brev har skickats om något som saknas: ”{what}”"),
            "Fråga mottagaren vad brevet gällde, och gör om det som orsakade det. Länken i brevet leder inte längre rätt.",
        ),
        LossKind::Version => (
            format!("Ett protokoll som skickades till justering saknas: {what}"),
            "Skicka det igen, och låt dem som hade skrivit under göra det igen.",
        ),
        LossKind::Notice => (
            format!("Ett anslag saknas: {what}"),
            "Det har suttit på anslagstavlan. Anslå igen när protokollet är justerat, och räkna tiden från den nya dagen.",
        ),
        LossKind::Meeting => (
            format!("Ett sammanträde saknas: {what}"),
            "Lägg upp det igen ur kallelsen och sekreterarens anteckningar.",
        ),
        LossKind::Document => (
            format!(
                "En PDF finns inte bland de publicerade protokollen: {}",
                what.get(..16).unwrap_or(what)
            ),
            "Är det ett publicerat protokoll ska det publiceras igen. Ett utkast eller utdrag finns aldrig bland dem; anteckna det i så fall.",
        ),
    }
}

/// The newest word on each step.
async fn said(db: &mut PgConnection) -> Result<BTreeMap<(Uuid, String), Said>> {
    let rows = sqlx::query!(
        r#"
        select distinct on (s.restoration_id, s.step) s.restoration_id, s.step, s.done, s.note, s.at, p.name
        from restoration_steps s join accounts a on a.id = s.by_id join persons p on p.id = a.person_id
        order by s.restoration_id, s.step, s.at desc, s.id desc
        "#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let said = Said { done: row.done, note: row.note, name: row.name, at: row.at };
            ((row.restoration_id, row.step), said)
        })
        .collect())
}
