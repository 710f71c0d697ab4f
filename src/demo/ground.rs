//! The ground of the invented county (det påhittade länet): municipalities, boards, persons, seats, accounts, roles.

use anyhow::{Context as _, Result};
use sqlx::{PgConnection, PgPool};
use time::{Date, Month};
use uuid::Uuid;

use super::PASSWORD;
use crate::{accounts::hash_password, machine_time};

/// The municipality that is laid first, by which a loaded demo is known.
pub(super) const FIRST: &str = "bjorkvik";
pub(super) const SECRETARY: &str = "sekreterare@bjorkvik.example";

/// The boards with one who sits in each seat.
pub(super) struct County {
    boards: Vec<Board>,
}

#[derive(Clone)]
pub(super) struct Board {
    pub(super) id: Uuid,
    pub(super) slug: &'static str,
    pub(super) sitters: Vec<Sitter>,
}

#[derive(Clone)]
pub(super) struct Sitter {
    pub(super) name: &'static str,
    pub(super) person: Uuid,
    pub(super) seat: Uuid,
    pub(super) is_substitute: bool,
}

/// Slug, name, short name, where protocols are kept, how it announces, its registrar.
type Place = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const PLACES: [Place; 3] = [
    (
        FIRST,
        "Björkviks kommun",
        "Björkvik",
        "Kommunhuset, Sjögatan 1, Björkvik",
        "at_once",
        "Lars-Göran Ekenstam",
    ),
    (
        "granas",
        "Granås kommun",
        "Granås",
        "Kommunkansliet, Torget 4, Granås",
        "at_once",
        "Mona Högstedt",
    ),
    (
        "tallmo",
        "Tallmo kommun",
        "Tallmo",
        "Kommunhuset, Bruksvägen 12, Tallmo",
        "when_confirmed",
        "Viveka Tallroth",
    ),
];

/// Name, role, party, home (of a joint board's), mail address (of those who sign).
type Seat = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Slug, name, kind, and who sits there in the order of call.
type Roster = (&'static str, &'static str, &'static str, &'static [Seat]);

const ROSTERS: [Roster; 4] = [
    (
        "kommunstyrelsen",
        "Kommunstyrelsen",
        "executive_board",
        &[
            ("Majlis Ekdahl", "chair", "S", "", "ordforande@bjorkvik.example"),
            ("Torsten Vallgren", "first_vice_chair", "M", "", "justerare@bjorkvik.example"),
            ("Yasmin Berglöf", "member", "S", "", ""),
            ("Ingvar Stenhammar", "member", "C", "", ""),
            ("Petra Lilliehöök", "member", "L", "", ""),
            ("Samir Åkerstedt", "substitute", "S", "", ""),
            ("Gun-Britt Rosvall", "substitute", "M", "", ""),
            ("Elof Tillander", "substitute", "C", "", ""),
            ("Maja Brännfors", "substitute", "S", "", ""),
            ("Henning Solbacke", "substitute", "L", "", ""),
        ],
    ),
    (
        "barn-och-utbildningsnamnden",
        "Barn- och utbildningsnämnden",
        "board",
        &[
            ("Anneli Kvarnström", "chair", "C", "", "anneli.kvarnstrom@bjorkvik.example"),
            ("Hassan Friberger", "first_vice_chair", "S", "", "hassan.friberger@bjorkvik.example"),
            ("Lovisa Grankvist", "member", "S", "", ""),
            ("Mats Holmerin", "member", "M", "", ""),
            ("Birgitta Uddenäs", "member", "KD", "", ""),
            ("Oskar Räntzow", "substitute", "S", "", ""),
            ("Ebba Myrén", "substitute", "C", "", ""),
        ],
    ),
    (
        "samhallsbyggnadsnamnden",
        "Samhällsbyggnadsnämnden",
        "board",
        &[
            ("Urban Tegelmark", "chair", "M", "", "urban.tegelmark@bjorkvik.example"),
            ("Siv Almlund", "first_vice_chair", "S", "", "siv.almlund@bjorkvik.example"),
            ("Rikard Vikdal", "member", "C", "", ""),
            ("Fatima Norrbäck", "member", "S", "", ""),
            ("Alvar Stjärnkvist", "member", "MP", "", ""),
            ("Kajsa-Lena Broström", "substitute", "S", "", ""),
            ("Jan-Olov Myrlund", "substitute", "M", "", ""),
        ],
    ),
    (
        "sjobygdens-it-namnd",
        "Sjöbygdens IT-nämnd",
        "joint_board",
        &[
            ("Roland Silvervik", "chair", "S", "bjorkvik", "roland.silvervik@bjorkvik.example"),
            (
                "Katarina Älvstrand",
                "first_vice_chair",
                "M",
                "granas",
                "katarina.alvstrand@granas.example",
            ),
            ("Nils-Erik Bodlund", "member", "C", "tallmo", ""),
            ("Soraya Lindhag", "substitute", "S", "bjorkvik", ""),
            ("Gösta Pärlemo", "substitute", "M", "granas", ""),
            ("Disa Fjellner", "substitute", "C", "tallmo", ""),
        ],
    ),
];

/// Officials of the host with their titles.
const OFFICIALS: [(&str, &str); 5] = [
    ("Håkan Lönnerstad", "kommundirektör"),
    ("Ylva Sandqvist", "ekonomichef"),
    ("Pernilla Gerdhem", "skolchef"),
    ("Jonatan Brunnby", "bygglovschef"),
    ("Therese Ahlfors", "it-chef"),
];

impl County {
    /// Lays the county, as it was when the year before its first meeting began.
    pub(super) async fn lay(pool: &PgPool, earliest: Date) -> Result<Self> {
        let mut db = pool.begin().await?;
        let since = Date::from_calendar_date(earliest.year() - 1, Month::January, 1)?;
        let password = hash_password(PASSWORD).await?;
        let mut ground = Ground { db: &mut db, since, earliest, password, homes: vec![] };

        for place in PLACES {
            ground.municipality(place).await?;
        }
        let host = ground.home(FIRST)?;
        let administrator = ground.person("Astrid Nordvall", host).await?;
        let administrator = ground.account(administrator, "administrator@bjorkvik.example").await?;
        for (slug, .., registrar) in PLACES {
            let home = ground.home(slug)?;
            ground.grant(administrator, "administrator", Some(home), None).await?;
            let registrar = ground.person(registrar, home).await?;
            let registrar =
                ground.account(registrar, &format!("registrator@{slug}.example")).await?;
            ground.grant(registrar, "registrar", Some(home), None).await?;
        }
        let secretary = ground.person("Kerstin Wahlberg", host).await?;
        ground.official(secretary, "nämndsekreterare", host).await?;
        let secretary = ground.account(secretary, SECRETARY).await?;
        for (name, title) in OFFICIALS {
            let person = ground.person(name, host).await?;
            ground.official(person, title, host).await?;
        }
        let mut boards = vec![];
        for roster in ROSTERS {
            let board = ground.board(roster, host).await?;
            ground.grant(secretary, "secretary", None, Some(board.id)).await?;
            boards.push(board);
        }
        db.commit().await?;
        Ok(Self { boards })
    }

    pub(super) fn board(&self, slug: &str) -> Result<Board> {
        self.boards.iter().find(|board| board.slug == slug).cloned().context("no such board")
    }
}

struct Ground<'a> {
    db: &'a mut PgConnection,
    since: Date,
    /// The day of the county's first meeting.
    earliest: Date,
    password: String,
    homes: Vec<(&'static str, Uuid)>,
}

impl Ground<'_> {
    fn home(&self, slug: &str) -> Result<Uuid> {
        let home = self.homes.iter().find(|(one, _)| *one == slug);
        home.map(|(_, id)| *id).context("no such municipality")
    }

    async fn municipality(&mut self, place: Place) -> Result<()> {
        let (slug, name, short_name, kept_at, announces, _) = place;
        let id = Uuid::now_v7();
        sqlx::query!(
            r#"
            insert into municipalities (id, slug, name, short_name, kind, court, kept_at, announces)
            values ($1, $2, $3, $4, 'municipality', 'Förvaltningsrätten i Sjöstad', $5, $6)
            "#,
            id,
            slug,
            name,
            short_name,
            kept_at,
            announces,
        )
        .execute(&mut *self.db)
        .await?;
        self.homes.push((slug, id));
        Ok(())
    }

    async fn person(&mut self, name: &str, home: Uuid) -> Result<Uuid> {
        let id = Uuid::now_v7();
        sqlx::query!("insert into persons (id, name, home_id) values ($1, $2, $3)", id, name, home)
            .execute(&mut *self.db)
            .await?;
        Ok(id)
    }

    async fn official(&mut self, person: Uuid, title: &str, home: Uuid) -> Result<()> {
        sqlx::query!(
            "insert into officials (id, person_id, municipality_id, title, starts_on) values ($1, $2, $3, $4, $5)",
            Uuid::now_v7(),
            person,
            home,
            title,
            self.since,
        )
        .execute(&mut *self.db)
        .await?;
        Ok(())
    }

    async fn account(&mut self, person: Uuid, email: &str) -> Result<Uuid> {
        let id = Uuid::now_v7();
        sqlx::query!(
            "insert into accounts (id, person_id, email, password, created_at) values ($1, $2, $3, $4, $5)",
            id,
            person,
            email,
            self.password,
            machine_time(),
        )
        .execute(&mut *self.db)
        .await?;
        Ok(id)
    }

    async fn grant(
        &mut self,
        account: Uuid,
        role: &str,
        municipality: Option<Uuid>,
        board: Option<Uuid>,
    ) -> Result<()> {
        sqlx::query!(
            "insert into grants (id, account_id, role, municipality_id, board_id, given_at) values ($1, $2, $3, $4, $5, $6)",
            Uuid::now_v7(),
            account,
            role,
            municipality,
            board,
            self.since.midnight().assume_utc(),
        )
        .execute(&mut *self.db)
        .await?;
        Ok(())
    }

    async fn board(&mut self, roster: Roster, host: Uuid) -> Result<Board> {
        let (slug, name, kind, seats) = roster;
        let id = Uuid::now_v7();
        let members = seats.iter().filter(|(_, role, ..)| *role != "substitute").count();
        sqlx::query!(
            r#"
            insert into boards (id, host_id, slug, name, kind, seats, adjusters, remote_decision, digital_adjusting_decision)
            values ($1, $2, $3, $4, $5, $6, 1, 'Reglementet § 14', 'Reglementet § 21')
            "#,
            id,
            host,
            slug,
            name,
            kind,
            i32::try_from(members)?,
        )
        .execute(&mut *self.db)
        .await?;
        let joint = kind == "joint_board";
        let participants: Vec<_> =
            self.homes.iter().map(|(_, id)| *id).filter(|id| joint || *id == host).collect();
        sqlx::query!(
            "insert into participants (board_id, municipality_id, accepted) select $1, id, true from unnest($2::uuid[]) as id",
            id,
            &participants,
        )
        .execute(&mut *self.db)
        .await?;
        self.series(id).await?;
        let mut sitters = vec![];
        for (order, seat) in (0..).zip(seats) {
            sitters.push(self.seat(id, (order, *seat), host).await?);
        }
        Ok(Board { id, slug, sitters })
    }

    /// §§ go on after those of the months that are not told, about six a month.
    async fn series(&mut self, board: Uuid) -> Result<()> {
        let months = i32::from(u8::from(self.earliest.month())) - 1;
        sqlx::query!(
            r#"
            insert into series (id, board_id, instance, first, first_reason)
            values ($1, $2, $3, $4, 'Fortsätter numreringen i det tidigare systemet')
            "#,
            Uuid::now_v7(),
            board,
            self.earliest.year().to_string(),
            6 * months + 1,
        )
        .execute(&mut *self.db)
        .await?;
        Ok(())
    }

    async fn seat(
        &mut self,
        board: Uuid,
        (order, seat): (i32, Seat),
        host: Uuid,
    ) -> Result<Sitter> {
        let (name, role, party, home, email) = seat;
        let municipality = if home.is_empty() { None } else { Some(self.home(home)?) };
        let person = self.person(name, municipality.unwrap_or(host)).await?;
        if !email.is_empty() {
            self.account(person, email).await?;
        }
        let id = Uuid::now_v7();
        sqlx::query!(
            r#"
            insert into seats (id, board_id, person_id, role, party, municipality_id, call_order, starts_on)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            "#,
            id,
            board,
            person,
            role,
            party,
            municipality,
            order,
            self.since,
        )
        .execute(&mut *self.db)
        .await?;
        Ok(Sitter { name, person, seat: id, is_substitute: role == "substitute" })
    }
}
