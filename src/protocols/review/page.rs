//! The page of the review (granskning) while a meeting is written: every finding, its rule, and where it is mended.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;

use super::{
    super::{
        batch::{Batch, Kind},
        composition::Draft,
    },
    Mending, findings,
};
use crate::{
    Now, SiteDb,
    accounts::Viewer,
    error::Result,
    items::{Read, note},
    law::review::{Finding, Severity},
    meetings::Meeting,
    register::MeetingId,
    web::Path,
};

#[derive(Template, WebTemplate)]
#[template(path = "protocols/review.html")]
pub(crate) struct ReviewPage {
    viewer: Viewer,
    meeting: Meeting,
    findings: Vec<Found>,
    /// Nothing can be changed: the protocol is out for signing, or adjusted.
    locked: bool,
}

/// A finding, and where the viewer mends it; nowhere once its part of the protocol is locked.
struct Found {
    finding: Finding,
    mend: Option<String>,
}

/// The findings of one severity.
struct Group<'a> {
    heading: &'static str,
    explanation: &'static str,
    findings: Vec<&'a Found>,
}

/// From the gravest: what one and several are called, the heading, what it means.
const GROUPS: [(Severity, [&str; 2], &str, &str); 4] = [
    (
        Severity::Impossible,
        ["hinder", "hinder"],
        "Måste rättas",
        "Protokollet kan inte skickas förrän det här är rättat.",
    ),
    (
        Severity::Breach,
        ["brist", "brister"],
        "Strider mot lag eller reglemente",
        "Det som hände ska stå kvar i protokollet. Den som skickar det skriver varför det skickas ändå.",
    ),
    (
        Severity::Practice,
        ["avvikelse", "avvikelser"],
        "Avviker från god sed",
        "Protokollet kan skickas som det är.",
    ),
    (Severity::Hint, ["påpekande", "påpekanden"], "Att tänka på", ""),
];

impl ReviewPage {
    fn of(&self, severity: Severity) -> Vec<&Found> {
        self.findings.iter().filter(|found| found.finding.severity == severity).collect()
    }

    /// "2 brister, 3 avvikelser, 4 påpekanden".
    fn counts(&self) -> String {
        let counts = GROUPS.iter().filter_map(|(severity, [one, several], ..)| {
            let number = self.of(*severity).len();
            let noun = if number == 1 { one } else { several };
            (number > 0).then(|| format!("{number} {noun}"))
        });
        let counts: Vec<_> = counts.collect();
        if counts.is_empty() { "Inget att anmärka på".to_owned() } else { counts.join(", ") }
    }

    fn groups(&self) -> Vec<Group<'_>> {
        let groups = GROUPS.map(|(severity, _, heading, explanation)| Group {
            heading,
            explanation,
            findings: self.of(severity),
        });
        groups.into_iter().filter(|group| !group.findings.is_empty()).collect()
    }
}

pub(in super::super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
) -> Result<ReviewPage> {
    let mut db = db.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;
    let batches = Batch::all(&mut db, &meeting).await?;
    let (main, apart): (Vec<_>, Vec<_>) =
        batches.iter().partition(|batch| batch.kind == Kind::Main);

    // The rest of the §§ are reviewed also before they have a batch.
    let all = std::iter::once(main.first().copied()).chain(apart.into_iter().map(Some));
    let mut found: Vec<Found> = vec![];
    for batch in all {
        let draft = Draft::of(&mut db, meeting.clone(), batch).await?;
        let mending = Mending::of(&draft, &viewer);
        let locked = batch.is_some_and(|batch| batch.stage.send().is_err());
        for finding in findings(&mut db, &draft, now.today()).await? {
            let same = |one: &Found| {
                one.finding.id == finding.id && one.finding.sentence == finding.sentence
            };
            if !found.iter().any(same) {
                let mend = mending.address(&finding).filter(|_| !locked);
                found.push(Found { finding, mend });
            }
        }
    }
    // The sentences quote the texts.
    note(&mut db, &viewer, Read::Meeting(id), now).await?;

    let locked = main.first().is_some_and(|main| main.stage.send().is_err());
    Ok(ReviewPage { viewer, meeting, findings: found, locked })
}
