//! A § that is being written (utkast): its board, its meeting, and the form as a secretary fills it in.

use sqlx::postgres::PgConnectOptions;
use time::macros::{date, datetime};
use uuid::Uuid;

use crate::{
    sheet::Sheet,
    support::{Page, Person, TestSite},
};

/// A board with a meeting and two §§, and the secretaries of the board.
pub(crate) struct Ground {
    pub(crate) board: Uuid,
    pub(crate) municipality: Uuid,
    pub(crate) meeting: Uuid,
    pub(crate) item: Uuid,
    pub(crate) other: Uuid,
}

impl TestSite {
    pub(crate) async fn ground(&self) -> Ground {
        let [meeting, series, item, other] = std::array::from_fn(|_| Uuid::now_v7());
        let chair = self.person("Kajsa Rosén").await;
        let name = format!("kommun-{}", meeting.simple());
        let municipality = self.municipality(&name, &name).await;
        let board = self.board(municipality, "it-namnden", "IT-nämnden", "board").await;
        sqlx::query!(
            "insert into meetings (id, board_id, held_on, secretary_id) values ($1, $2, $3, $4)",
            meeting,
            board,
            date!(2020 - 09 - 08),
            chair,
        )
        .execute(&self.owner)
        .await
        .unwrap();
        sqlx::query!(
            "insert into series (id, board_id, instance, first) values ($1, $2, '2020', 21)",
            series,
            board,
        )
        .execute(&self.owner)
        .await
        .unwrap();
        for (pos, (id, title)) in (1..).zip([(item, "Delårsbokslut"), (other, "Budget")]) {
            sqlx::query!(
                "insert into items (id, meeting_id, board_id, series_id, pos, kind, title) values ($1, $2, $3, $4, $5, 'decision', $6)",
                id,
                meeting,
                board,
                series,
                pos,
                title,
            )
            .execute(&self.owner)
            .await
            .unwrap();
        }
        Ground { board, municipality, meeting, item, other }
    }

    pub(crate) async fn count_revisions(&self, item: Uuid) -> i64 {
        sqlx::query_scalar!(r#"select count(*) as "n!" from revisions where item_id = $1"#, item)
            .fetch_one(&self.owner)
            .await
            .unwrap()
    }

    /// Sends the § to its adjusters, as far as the editor can see.
    pub(crate) async fn send(&self, ground: &Ground) -> (Uuid, Uuid) {
        let (batch, version) = (Uuid::now_v7(), Uuid::now_v7());
        sqlx::query!(
            "insert into batches (id, meeting_id, n, kind) values ($1, $2, 1, 'main')",
            batch,
            ground.meeting
        )
        .execute(&self.owner)
        .await
        .unwrap();
        sqlx::query!(
            "insert into batch_items (item_id, batch_id) values ($1, $2)",
            ground.item,
            batch
        )
        .execute(&self.owner)
        .await
        .unwrap();
        sqlx::query!(
            "insert into versions (id, batch_id, no, canonical, root) values ($1, $2, 1, '', $3)",
            version,
            batch,
            &[0; 32][..],
        )
        .execute(&self.owner)
        .await
        .unwrap();
        (batch, version)
    }
}

impl Ground {
    pub(crate) fn path(&self) -> String {
        format!("/arbete/paragrafer/{}", self.item)
    }
}

impl Sheet {
    pub(crate) async fn press(&self, action: &str, person: &Person, path: &str) -> Page {
        self.clone().with("atgard", action).send_to(person, path).await
    }

    pub(crate) async fn save(&self, person: &Person, path: &str) -> Page {
        self.press("spara", person, path).await
    }
}

/// The form of the § on a page.
pub(crate) fn form_of(page: &Page) -> Sheet {
    Sheet::of(page, "#paragraf")
}

pub(crate) async fn site(at: PgConnectOptions) -> TestSite {
    TestSite::at(datetime!(2020-09-08 08:42 UTC), at).await
}

/// Everything in a new § filled in.
pub(crate) fn filled(sheet: Sheet) -> Sheet {
    sheet
        .set("rubrik", 0, "Delårsbokslut 2020")
        .set("arenden", 0, "Syd-IT 20-29, KS 2020/12")
        .set("text-", 0, "Verksamheten går **bra**.\r\n\r\n- ett\r\n- två")
        .set("text-", 1, "1. Godkänna bokslutet.\n2. Tacka.")
        .set("ingress-", 0, "IT-nämnden beslutar")
        .set("punkttext-", 0, "godkänna delårsbokslutet.")
        .set("overklagas-", 0, "none")
        .set("underlag", 0, "Delårsrapport | Syd-IT 20-29:2\nTjänsteskrivelse")
        .set("skickas_till", 0, "Kommunstyrelserna | för kännedom")
}
