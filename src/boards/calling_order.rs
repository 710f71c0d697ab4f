//! In which order substitutes are called (inkallelseordning): decided by fullmäktige, written in the register.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Board, Seat};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    law::substitution::{Mandate, Order, Precedence, Rules, Substitute, Takeover},
    register::{BoardId, PersonId, SeatId},
    web::{FieldErrors, Form, Now, Path},
};

const BEGUN: [(&str, &str); 3] = [
    ("always", "Den som har börjat tjänstgöra går först, oavsett ordning"),
    ("within_party", "Den som har börjat tjänstgöra går först inom sitt parti"),
    ("never", "Ordningen följs alltid"),
];
const TAKEOVER: [(&str, &str); 3] = [
    ("never", "Den som tjänstgör sitter kvar"),
    ("always", "En ersättare ur partiet som kommer senare tar alltid över"),
    ("blocs", "Tar över när styrkebalansen mellan blocken annars ändras"),
];

/// What the form offers for one who has begun to serve.
pub(super) fn begun() -> Vec<(String, String)> {
    options(BEGUN)
}

/// What it offers for one of the seat's own party who comes later.
pub(super) fn takeover() -> Vec<(String, String)> {
    options(TAKEOVER)
}

fn options<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(word, words)| (word.to_owned(), words.to_owned())).to_vec()
}

#[derive(Template, WebTemplate)]
#[template(path = "boards/calling_order.html")]
struct CallingOrderPage {
    viewer: Viewer,
    board: Board,
    form: CallingOrder,
    errors: FieldErrors,
}

/// A decided order, as it is typed and kept.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CallingOrder {
    #[serde(rename = "beslut")]
    pub(crate) decision: String,
    #[serde(rename = "partier")]
    parties: String,
    #[serde(rename = "borjat")]
    begun: String,
    #[serde(rename = "alla")]
    every_seat: String,
    #[serde(rename = "overtar")]
    takeover: String,
    #[serde(rename = "block")]
    blocs: String,
    /// Of members by name, a line each.
    #[serde(rename = "personliga")]
    personal: String,
    /// Of those who have seats in fullmäktige, a line for each constituency.
    #[serde(rename = "valkretsar")]
    constituencies: String,
}

impl CallingOrder {
    /// The newest one of a board; none if nothing is decided.
    pub(crate) async fn of(db: &mut PgConnection, board: BoardId) -> Result<Option<Self>> {
        let row = sqlx::query!(
            "select decision, parties, begun, every_seat, takeover, blocs, personal, constituencies from calling_orders where board_id = $1 order by at desc, id desc limit 1",
            board.0
        );
        Ok(row.fetch_optional(db).await?.map(|row| Self {
            decision: row.decision,
            parties: row.parties,
            begun: row.begun,
            every_seat: if row.every_seat { "ja" } else { "" }.to_owned(),
            takeover: row.takeover,
            blocs: row.blocs,
            personal: row.personal,
            constituencies: row.constituencies,
        }))
    }

    /// The order as the law's functions want it. Without a decision: own party first, then anybody, as listed.
    pub(crate) fn order(decided: Option<&Self>, seats: &[Seat]) -> Order<PersonId, SeatId> {
        let constituencies = decided.map(|one| lines(&one.constituencies)).unwrap_or_default();
        let constituency = |seat: &Seat| {
            let of = constituencies.iter().find(|(_, names)| names.contains(&seat.name));
            of.map(|(name, _)| name.clone())
        };
        let mandate = |seat: &Seat| Mandate {
            party: Some(seat.party.clone()).filter(|party| !party.is_empty()),
            home: seat.municipality.clone().or_else(|| constituency(seat)),
        };
        let own = seats.iter().filter(|seat| !is_substitute(seat));
        let substitutes = seats
            .iter()
            .filter(|seat| is_substitute(seat))
            .filter_map(|seat| Some(Substitute { person: seat.person?, mandate: mandate(seat) }));
        let rules = decided.map_or(
            Rules { begun: Precedence::Always, every_seat: true, takeover: Takeover::Never },
            Self::rules,
        );
        Order {
            seats: own.map(|seat| (seat.id, mandate(seat))).collect(),
            substitutes: substitutes.collect(),
            personal: decided.map(|one| one.personal(seats)).unwrap_or_default(),
            parties: decided
                .map(|one| lines(&one.parties).into_iter().collect())
                .unwrap_or_default(),
            homes: BTreeMap::new(),
            rules,
        }
    }

    /// The personal substitutes of each member's seat, by name.
    fn personal(&self, seats: &[Seat]) -> BTreeMap<SeatId, Vec<PersonId>> {
        let named = |name: &String| {
            let seat = seats.iter().find(|seat| is_substitute(seat) && seat.name == *name);
            seat.and_then(|seat| seat.person)
        };
        let lines = lines(&self.personal).into_iter().filter_map(|(member, substitutes)| {
            let seat = seats.iter().find(|seat| !is_substitute(seat) && seat.name == member)?;
            Some((seat.id, substitutes.iter().filter_map(named).collect()))
        });
        lines.collect()
    }

    fn rules(&self) -> Rules {
        Rules {
            begun: match self.begun.as_str() {
                "within_party" => Precedence::WithinParty,
                "never" => Precedence::Never,
                _ => Precedence::Always,
            },
            every_seat: self.every_seat == "ja",
            takeover: match self.takeover.as_str() {
                "always" => Takeover::Always,
                "blocs" => Takeover::BetweenBlocs(self.blocs.lines().map(bloc).collect()),
                _ => Takeover::Never,
            },
        }
    }

    fn mistakes(&self, errors: &mut FieldErrors, seats: &[Seat]) {
        let missing = "Skriv vilket beslut ordningen följer av, till exempel Kommunfullmäktige 2026-10-26 § 90.";
        errors.line("beslut", &self.decision, 300, missing);
        let shape = |errors: &mut FieldErrors, field: &str, typed: &str, example: &str| {
            for (n, line) in (1..).zip(typed.lines()).filter(|(_, line)| !line.trim().is_empty()) {
                if line.split_once(':').is_none_or(|(first, _)| first.trim().is_empty()) {
                    errors.add(field, format!("Rad {n}: skriv {example}."));
                }
            }
        };
        let parties = "partiet, ett kolon och de partier som följer, till exempel ”S: V, MP”";
        shape(errors, "partier", &self.parties, parties);
        let personal = "ledamoten, ett kolon och ersättarna i ordning, till exempel ”Anna Berg: Nina Alm, Ulf Rask”";
        shape(errors, "personliga", &self.personal, personal);
        let homes = "valkretsen, ett kolon och dem som är valda där, till exempel ”Norra: Anna Berg, Bo Lind”";
        shape(errors, "valkretsar", &self.constituencies, homes);
        let holds = |name: &str, substitute: bool| {
            seats.iter().any(|seat| seat.name == name && is_substitute(seat) == substitute)
        };
        for (member, substitutes) in lines(&self.personal) {
            if !holds(&member, false) {
                errors.add("personliga", format!("Ingen ledamot i organet heter {member}."));
            }
            for name in substitutes.iter().filter(|name| !holds(name, true)) {
                errors.add("personliga", format!("Ingen ersättare i organet heter {name}."));
            }
        }
        for name in lines(&self.constituencies).iter().flat_map(|(_, names)| names) {
            if !holds(name, false) && !holds(name, true) {
                errors.add("valkretsar", format!("Ingen i organet heter {name}."));
            }
        }
        if !BEGUN.iter().any(|(word, _)| *word == self.begun) {
            errors.add("borjat", "Välj vad som gäller den som har börjat tjänstgöra.");
        }
        if !TAKEOVER.iter().any(|(word, _)| *word == self.takeover) {
            errors.add("overtar", "Välj vad som gäller när en ersättare ur partiet kommer senare.");
        }
        if self.takeover == "blocs" && self.blocs.trim().is_empty() {
            errors.add("block", "Skriv vilka partier som hör till vilket block.");
        }
    }
}

fn is_substitute(seat: &Seat) -> bool {
    seat.role == "substitute"
}

/// "S: V, MP", a line for each party.
fn lines(typed: &str) -> Vec<(String, Vec<String>)> {
    let line = |line: &str| {
        let (party, others) = line.split_once(':')?;
        let others = others.split(',').map(|other| other.trim().to_owned());
        Some((party.trim().to_owned(), others.filter(|other| !other.is_empty()).collect()))
    };
    typed.lines().filter_map(line).collect()
}

fn bloc(line: &str) -> BTreeSet<String> {
    line.split(',').map(|party| party.trim().to_owned()).filter(|party| !party.is_empty()).collect()
}

pub(super) async fn edit(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<BoardId>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;
    let kept = CallingOrder::of(&mut db, id).await?;

    let usual = CallingOrder {
        begun: "always".to_owned(),
        every_seat: "ja".to_owned(),
        takeover: "never".to_owned(),
        ..CallingOrder::default()
    };
    let (form, errors) = (kept.unwrap_or(usual), FieldErrors::default());
    Ok(CallingOrderPage { viewer, board, form, errors }.into_response())
}

pub(super) async fn update(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<BoardId>,
    Form(form): Form<CallingOrder>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, id).await?;
    let seats = Board::seats_on(&mut db, id, now.today()).await?;

    let mut errors = FieldErrors::default();
    form.mistakes(&mut errors, &seats);
    if !errors.is_empty() {
        let page = CallingOrderPage { viewer, board, form, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    sqlx::query!(
        r#"
        insert into calling_orders (id, board_id, decision, parties, begun, every_seat, takeover, blocs, personal, constituencies, at, by_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        "#,
        Uuid::now_v7(),
        id.0,
        form.decision.trim(),
        form.parties,
        form.begun,
        form.every_seat == "ja",
        form.takeover,
        form.blocs,
        form.personal,
        form.constituencies,
        now.0,
        viewer.account.0,
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;

    Ok(Redirect::to(&board.register_path()).into_response())
}
