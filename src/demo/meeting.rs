//! A meeting of the demo (sammanträdet): its acts as the forms that the persons send.

use anyhow::{Context as _, Result};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    PASSWORD,
    ground::{Board, SECRETARY, Sitter},
    story::{Act, Story},
    text::Paragraph,
    visitor::{Sheet, Visitor},
};
use crate::{items::Item, law, meetings::order, register::MeetingId};

pub(super) struct Meeting {
    id: MeetingId,
    board: Board,
    story: Story,
    /// One for each paragraph.
    items: Vec<Uuid>,
}

impl Meeting {
    pub(super) fn new(board: Board, story: Story) -> Self {
        let items = story.paragraphs.iter().map(|_| Uuid::now_v7()).collect();
        Self { id: MeetingId::new(), board, story, items }
    }

    /// Does one act of the story.
    pub(super) async fn act(
        &self,
        visitor: &mut Visitor,
        at: OffsetDateTime,
        act: Act,
    ) -> Result<()> {
        match act {
            Act::Plan => self.plan(visitor, at).await,
            Act::CallOver => self.call_over(visitor, at).await,
            Act::Close => self.close(visitor, at).await,
            Act::Write => self.write(visitor, at).await,
            Act::Send => {
                let path = format!("/arbete/sammantraden/{}/justering", self.id);
                let seen = visitor.value(SECRETARY, at, &path, "sett").await?;
                self.post(visitor, at, "/justering", Sheet::default().with("sett", seen)).await
            }
            Act::Sign(email) => self.sign(visitor, at, email).await,
            Act::Publish => self.publish(visitor, at).await,
        }
    }

    fn path(&self) -> String {
        format!("/arbete/sammantraden/{}", self.id)
    }

    /// Sends a form of the meeting's own as its secretary.
    async fn post(
        &self,
        visitor: &mut Visitor,
        at: OffsetDateTime,
        page: &str,
        sheet: Sheet,
    ) -> Result<()> {
        visitor.post(SECRETARY, at, &format!("{}{page}", self.path()), sheet).await?;
        Ok(())
    }

    /// The meeting with its agenda.
    async fn plan(&self, visitor: &mut Visitor, at: OffsetDateTime) -> Result<()> {
        let deadline = law::adjust_deadline(self.story.held_on).plain;
        let sheet = Sheet::default()
            .with("nyckel", self.id.to_string())
            .with("organ", self.board.id.to_string())
            .with("dag_1", self.story.held_on.to_string())
            .with("borjar_1", self.story.starts)
            .with("plats_1", self.story.place)
            .with("distans", "ja")
            .with("justeringsplats", "Digital justering")
            .with("justeringstid", format!("Senast {}", law::weekday_date(deadline)));
        visitor.post(SECRETARY, at, "/arbete/sammantraden", sheet).await?;

        for (item, paragraph) in self.items.iter().zip(self.story.paragraphs) {
            let sheet = Sheet::default()
                .with("nyckel", item.to_string())
                .with("slag", paragraph.kind)
                .with("rubrik", self.dated(paragraph.title))
                .with("diarienummer", self.dated(paragraph.registry_nos));
            self.post(visitor, at, "/paragrafer", sheet).await?;
        }
        Ok(())
    }

    async fn call_over(&self, visitor: &mut Visitor, at: OffsetDateTime) -> Result<()> {
        let opening = &self.story.opening;
        let mut sheet = Sheet::default().with("version", "1");
        for sitter in &self.board.sitters {
            let remote = opening.remote.contains(&sitter.name);
            let serves_for = opening.serve.iter().find(|(name, _)| *name == sitter.name);
            let is_absent = opening.serve.iter().any(|(_, absent)| *absent == sitter.name);
            let answer = match (sitter.is_substitute, serves_for) {
                (true, Some(_)) => "tjanstgor",
                (true, None) if opening.present.contains(&sitter.name) => "utan",
                (true, None) => "franvarande",
                (false, _) if is_absent => "franvarande",
                (false, _) if remote => "distans",
                (false, _) => "narvarande",
            };
            sheet = sheet.with(format!("narvaro_{}", sitter.seat), answer);
            if let Some((_, absent)) = serves_for {
                let seat = self.sitter(absent)?.seat.to_string();
                sheet = sheet.with(format!("for_{}", sitter.seat), seat);
            }
            if sitter.is_substitute && remote {
                sheet = sheet.with(format!("distans_{}", sitter.seat), "ja");
            }
        }
        sheet = sheet.with("justerare_1", self.sitter(opening.adjuster)?.person.to_string());
        for (n, (name, title)) in (1..).zip(opening.others) {
            sheet = sheet.with(format!("namn_{n}"), name).with(format!("titel_{n}"), title);
        }
        self.post(visitor, at, "/narvaro", sheet).await
    }

    fn sitter(&self, name: &str) -> Result<&Sitter> {
        self.board.sitters.iter().find(|sitter| sitter.name == name).context("no such sitter")
    }

    async fn close(&self, visitor: &mut Visitor, at: OffsetDateTime) -> Result<()> {
        let items = Item::all(&mut *visitor.database().acquire().await?, self.id).await?;
        let sheet =
            Sheet::default().with("slutar_1", self.story.ends).with("paragrafer", order(&items));
        self.post(visitor, at, "/avsluta", sheet).await
    }

    /// The §§ one after another, some minutes apart.
    async fn write(&self, visitor: &mut Visitor, at: OffsetDateTime) -> Result<()> {
        let mut at = at;
        for (item, paragraph) in self.items.iter().zip(self.story.paragraphs) {
            let path = format!("/arbete/paragrafer/{item}");
            visitor.post(SECRETARY, at, &path, self.sheet(paragraph)).await?;
            at += Duration::minutes(4);
        }
        Ok(())
    }

    /// The form of a §, filled in.
    fn sheet(&self, paragraph: &Paragraph) -> Sheet {
        let mut sheet = Sheet::default()
            .with("version", "1")
            .with("atgard", "spara")
            .with("rubrik", self.dated(paragraph.title))
            .with("arenden", self.dated(paragraph.registry_nos))
            .with("foredragande", paragraph.rapporteur)
            .with("slag", paragraph.kind)
            .with("offentlig_rubrik", paragraph.public_title)
            .with("underlag", self.dated(paragraph.documents))
            .with("skickas_till", paragraph.recipients);
        let own = [
            ("case_description", "Ärendebeskrivning", paragraph.description),
            ("proposal", "Förslag till beslut", paragraph.proposal),
        ];
        let free = paragraph.sections.iter().map(|&(heading, text)| ("free", heading, text));
        for (key, heading, text) in own.into_iter().chain(free) {
            let id = Uuid::now_v7();
            sheet = sheet
                .with("avsnitt", id.to_string())
                .with(format!("avsnittsslag-{id}"), key)
                .with(format!("avsnittsrubrik-{id}"), heading)
                .with(format!("text-{id}"), self.dated(text));
        }
        let to_council: Vec<_> = paragraph.to_council.iter().map(|text| (*text, "none")).collect();
        for (own, points) in [("nej", to_council.as_slice()), ("ja", paragraph.points)] {
            let id = Uuid::now_v7();
            if points.is_empty() {
                continue;
            }
            sheet = sheet.with("beslut", id.to_string()).with(format!("eget-{id}"), own);
            for (text, appeal) in points {
                let id = Uuid::now_v7();
                sheet = sheet
                    .with("punkt", id.to_string())
                    .with(format!("punkttext-{id}"), self.dated(text))
                    .with(format!("overklagas-{id}"), appeal);
            }
        }
        sheet
    }

    async fn sign(
        &self,
        visitor: &mut Visitor,
        at: OffsetDateTime,
        email: &'static str,
    ) -> Result<()> {
        let version = sqlx::query_scalar!(
            "select v.id from versions v join batches b on b.id = v.batch_id where b.meeting_id = $1 order by v.no desc limit 1",
            self.id.0,
        )
        .fetch_one(visitor.database())
        .await?;
        let order = visitor
            .post(email, at, &format!("/justera/{version}/godkann"), Sheet::default())
            .await?;
        let soon = at + Duration::seconds(40);
        visitor.post(email, soon, &order, Sheet::default().with("password", PASSWORD)).await?;
        Ok(())
    }

    async fn publish(&self, visitor: &mut Visitor, at: OffsetDateTime) -> Result<()> {
        let mut sheet = Sheet::default();
        for (item, paragraph) in self.items.iter().zip(self.story.paragraphs) {
            if paragraph.withheld {
                sheet = sheet.with("withheld", item.to_string());
            }
        }
        self.post(visitor, at, "/publicering", sheet).await
    }

    /// A text with the year of the meeting in place of `{år}`, and the next in place of `{nästa år}`.
    fn dated(&self, text: &str) -> String {
        let year = self.story.held_on.year();
        text.replace("{år}", &year.to_string()).replace("{nästa år}", &(year + 1).to_string())
    }
}
