//! Sydnärkes IT-nämnd, a joint board (gemensam nämnd) of four municipalities, with a protocol adjusted on 8 September 2020.

use serde_json::{Value, json};
use sqlx::PgConnection;
use time::{
    Date, OffsetDateTime,
    macros::{date, datetime, time},
};
use uuid::Uuid;

use crate::support::TestSite;

pub(crate) const SEVENTH_DAY_LEFT: OffsetDateTime = datetime!(2020-09-22 08:00 UTC);
pub(crate) const SECRET: &str = "hemlig uppgift om en enskild";

/// Sydnärkes IT-nämnd, adjusted on 8 September 2020, with a notice in each of its four municipalities.
pub(crate) struct Batch {
    pub(crate) id: Uuid,
    pub(crate) item: Uuid,
    pub(crate) withheld: Uuid,
    pub(crate) notices: Vec<(&'static str, Uuid)>,
}

impl Batch {
    pub(crate) fn notice(&self, slug: &str) -> Uuid {
        self.notices.iter().find(|(one, _)| *one == slug).unwrap().1
    }
}

const SYDNARKE: [(&str, &str); 4] = [
    ("lekeberg", "Lekeberg"),
    ("askersund", "Askersund"),
    ("hallsberg", "Hallsberg"),
    ("laxa", "Laxå"),
];

impl TestSite {
    /// Everything up to the adjusting; nothing is announced or published.
    pub(crate) async fn sydnarke(&self, as_printed: &[&str]) -> Batch {
        let municipalities = self.four_municipalities().await;
        let secretary = self.person("Kajsa Rosén").await;
        let [meeting, series, batch] = [(); 3].map(|()| Uuid::now_v7());
        let (item, withheld) = (Uuid::now_v7(), Uuid::now_v7());
        let board = self
            .board(municipalities[0], "sydnarkes-it-namnd", "Sydnärkes IT-nämnd", "joint_board")
            .await;
        for participant in &municipalities[1..] {
            self.participant(board, *participant).await;
        }
        let mut db = self.owner.begin().await.unwrap();
        sqlx::query!(
            "insert into meetings (id, board_id, held_on, secretary_id) values ($1, $2, $3, $4)",
            meeting,
            board,
            date!(2020 - 09 - 08),
            secretary
        )
        .execute(&mut *db)
        .await
        .unwrap();
        sqlx::query!(
            "insert into series (id, board_id, instance) values ($1, $2, '2020')",
            series,
            board
        )
        .execute(&mut *db)
        .await
        .unwrap();
        for (id, number, title) in [(item, 22, "Delårsbokslut 2020"), (withheld, 23, SECRET)] {
            sqlx::query!(
                "insert into items (id, meeting_id, board_id, series_id, number, pos, kind, title) values ($1, $2, $3, $4, $5, $5, 'decision', $6)",
                id, meeting, board, series, number, title
            ).execute(&mut *db).await.unwrap();
        }
        adjust(&mut db, meeting, batch, [item, withheld]).await;
        let notices = notices(&mut db, batch, municipalities, as_printed).await;
        db.commit().await.unwrap();
        Batch { id: batch, item, withheld, notices }
    }

    async fn four_municipalities(&self) -> [Uuid; 4] {
        let mut ids = [Uuid::nil(); 4];
        for (id, (slug, short_name)) in ids.iter_mut().zip(SYDNARKE) {
            *id = self.municipality(slug, short_name).await;
        }
        ids
    }

    pub(crate) async fn announce(&self, notice: Uuid, n: i32, on: Date, via: &str) {
        let at = on.with_time(time!(12:32)).assume_utc();
        sqlx::query!(
            "insert into announcements (notice_id, n, announced_on, at, by_whom, via) values ($1, $2, $3, $4, 'Kajsa Rosén', $5)",
            notice, n, on, at, via
        ).execute(&self.owner).await.unwrap();
    }

    pub(crate) async fn announce_everywhere(&self, batch: &Batch) {
        for (_, notice) in &batch.notices {
            self.announce(*notice, 1, date!(2020 - 09 - 08), "automatic").await;
        }
    }

    pub(crate) async fn publish(&self, batch: &Batch) {
        let record = serde_json::to_vec(&rendition(batch)).unwrap();
        let publication = Uuid::now_v7();
        let mut db = self.owner.begin().await.unwrap();
        sqlx::query!("insert into blobs (sha256, bytes, media_type) values (sha256('%PDF-1.7'), '%PDF-1.7', 'application/pdf')")
            .execute(&mut *db).await.unwrap();
        sqlx::query!(
            "insert into publications (id, batch_id, n, at, record, pdf, board, paragraphs) values ($1, $2, 1, $3, $4, sha256('%PDF-1.7'), 'Sydnärkes IT-nämnd', '§§ 22–23')",
            publication, batch.id, datetime!(2020-09-08 13:00 UTC), record
        ).execute(&mut *db).await.unwrap();
        for (item, level) in [(batch.item, "whole"), (batch.withheld, "withheld")] {
            sqlx::query!(
                "insert into disclosures (publication_id, item_id, level) values ($1, $2, $3)",
                publication,
                item,
                level
            )
            .execute(&mut *db)
            .await
            .unwrap();
        }
        db.commit().await.unwrap();
    }
}

/// The batch of these §§, adjusted on the day of the meeting.
async fn adjust(db: &mut PgConnection, meeting: Uuid, batch: Uuid, items: [Uuid; 2]) {
    let (version, day) = (Uuid::now_v7(), date!(2020 - 09 - 08));
    sqlx::query!(
        "insert into batches (id, meeting_id, n, kind) values ($1, $2, 1, 'main')",
        batch,
        meeting
    )
    .execute(&mut *db)
    .await
    .unwrap();
    for id in items {
        sqlx::query!("insert into batch_items (item_id, batch_id) values ($1, $2)", id, batch)
            .execute(&mut *db)
            .await
            .unwrap();
    }
    sqlx::query!(
            "insert into versions (id, batch_id, no, canonical, root) values ($1, $2, 1, '', sha256(''))", version, batch
        ).execute(&mut *db).await.unwrap();
    sqlx::query!(
            "insert into adjustments (batch_id, version_id, form, adjusted_on, at) values ($1, $2, 'imported', $3, $4)",
            batch, version, day, datetime!(2020-09-08 12:31 UTC)
        ).execute(&mut *db).await.unwrap();
}

/// A notice of the batch in each municipality.
async fn notices(
    db: &mut PgConnection,
    batch: Uuid,
    municipalities: [Uuid; 4],
    as_printed: &[&str],
) -> Vec<(&'static str, Uuid)> {
    let mut notices = Vec::new();
    for ((slug, _), municipality) in SYDNARKE.into_iter().zip(municipalities) {
        let facts = json!({"paragraphs": "§§ 22–23", "kept_at": "Kommunhuset i Fjugesta", "board": "Sydnärkes IT-nämnd",
                "municipality": slug, "participants": SYDNARKE.map(|(_, name)| name), "as_printed": as_printed});
        let notice = Uuid::now_v7();
        sqlx::query!(
                "insert into notices (id, municipality_id, kind, batch_id, facts) values ($1, $2, 'adjusting', $3, $4)",
                notice, municipality, batch, facts
            ).execute(&mut *db).await.unwrap();
        notices.push((slug, notice));
    }
    notices
}

fn rendition(batch: &Batch) -> Value {
    let item = |id: Uuid, number: i32, title: &str| {
        json!({"id": id, "series": "2020", "number": number, "suffix": "", "kind": "decision", "title": title,
            "registry_nos": [], "rapporteur": "", "withdrawn": null, "documents": [], "recipients": [], "parts": []})
    };
    let mut open = item(batch.item, 22, "Delårsbokslut 2020");
    open["parts"] = json!([
        {"kind": "text", "id": Uuid::nil(), "heading": "Ärendebeskrivning", "text": text("Ett <överskott> på 420 tkr.")},
        {"kind": "decision", "id": batch.item, "heading": "Beslut", "lead_in": "", "points": [
            {"id": batch.item, "text": text("Nämnden godkänner delårsbokslutet."), "appeal": "legality"}]}
    ]);
    let mut shut = item(batch.withheld, 23, "Enskilt ärende");
    shut["withheld"] = json!("Paragrafen publiceras inte.");
    json!({
        "record": {"schema": "paragraf-record/1", "items": [open, shut], "front": {
            "municipality": "Lekebergs kommun", "board": "Sydnärkes IT-nämnd", "board_kind": "joint_board",
            "participants": ["Askersund", "Hallsberg", "Laxå", "Lekeberg"], "held_on": "2020-09-08", "ordinal": 1,
            "sittings": [{"on_day": "2020-09-08", "starts_at": "09.00", "ends_at": "10.30", "place": "Rådsalen, Askersund"}],
            "public": false, "paragraphs": "§§ 22–23", "adjusting_place": "", "adjusting_time": "",
            "attendance": [{"heading": "Beslutande", "persons": [{"id": Uuid::nil(), "name": "Johan Niklasson", "party": "C",
                "role": "", "municipality": "Lekeberg", "serves_for": "", "remote": true}]}],
            "signers": [{"person": Uuid::nil(), "name": "Magnus Andersson", "party": "S", "office": "chair"}],
            "as_printed": []}},
        "certificate": {"version": 1, "root": "", "signatures": []},
        "imported": true
    })
}

fn text(words: &str) -> Value {
    serde_json::to_value(paragraf::text::Text::from_plain(words).unwrap()).unwrap()
}
