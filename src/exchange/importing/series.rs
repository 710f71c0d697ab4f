//! The series of § numbers of a file (nummerserier): a number that is taken is a fault (NUM-04).

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Import, ids::Thing, ordinal};
use crate::{
    error::Result,
    exchange::{Item, Key},
    law::long_date,
    meetings::instance,
    register::MeetingId,
};

/// The series of each of the file's, and that of items which name none.
pub(super) struct Instances {
    told: BTreeMap<Key, Uuid>,
    usual: Uuid,
}

impl Instances {
    pub(super) fn of(&self, item: &Item) -> Uuid {
        let told = item.series.as_ref().and_then(|key| self.told.get(key));
        told.copied().unwrap_or(self.usual)
    }
}

impl Import<'_> {
    /// Finds or opens them.
    pub(super) async fn series(&mut self, db: &mut PgConnection) -> Result<Instances> {
        let mut told = BTreeMap::new();
        for one in &self.file.series {
            let known = sqlx::query_scalar!(
                "select id from series where board_id = $1 and instance = $2",
                self.ground.board.0,
                one.instance.0
            );
            let id = if let Some(id) = known.fetch_optional(&mut *db).await? {
                self.ids.name(Thing::Series, Some(&one.id), id);
                id
            } else {
                let id = self.ids.add(Thing::Series, Some(&one.id));
                self.open(db, id, &one.instance.0).await?;
                id
            };
            told.insert(one.id.clone(), id);
        }
        let only = told.values().next().copied().filter(|_| told.len() == 1);
        let usual = match only {
            Some(id) => id,
            None => self.usual(db).await?,
        };
        Ok(Instances { told, usual })
    }

    /// That of the board's own rule.
    async fn usual(&self, db: &mut PgConnection) -> Result<Uuid> {
        let board = self.ground.board.0;
        let numbering = sqlx::query_scalar!("select numbering from boards where id = $1", board);
        let numbering = numbering.fetch_one(&mut *db).await?;
        let instance = instance(&numbering, self.file.held_on.0, ordinal(self.file));
        let instance = instance.unwrap_or_else(|| "1".to_owned());
        let known = sqlx::query_scalar!(
            "select id from series where board_id = $1 and instance = $2",
            board,
            instance
        );
        if let Some(id) = known.fetch_optional(&mut *db).await? {
            return Ok(id);
        }
        let id = Uuid::now_v7();
        self.open(db, id, &instance).await?;
        Ok(id)
    }

    async fn open(&self, db: &mut PgConnection, id: Uuid, instance: &str) -> Result<()> {
        sqlx::query!(
            "insert into series (id, board_id, instance) values ($1, $2, $3)",
            id,
            self.ground.board.0,
            instance,
        )
        .execute(db)
        .await?;
        Ok(())
    }

    /// Numbers that another meeting of the board has, and letters that no § has here.
    pub(super) async fn check_numbers(
        &mut self,
        db: &mut PgConnection,
        series: &Instances,
    ) -> Result<()> {
        let (mut of, mut numbers, mut suffixes, mut places) = (vec![], vec![], vec![], vec![]);
        for (n, item) in self.file.items.iter().enumerate() {
            let Some(number) = item.number.and_then(|number| i32::try_from(number).ok()) else {
                continue;
            };
            let letter = item.suffix.as_ref().map_or("", |line| line.0.as_str());
            if !matches!(letter.as_bytes(), [] | [b'a'..=b'z']) {
                let sentence = "Bokstaven efter numret är en av a till z.";
                self.say(format!("/items/{n}/suffix"), sentence);
                continue;
            }
            of.push(series.of(item));
            numbers.push(number);
            suffixes.push(letter.to_owned());
            places.push(i32::try_from(n).unwrap_or(i32::MAX));
        }
        let taken = sqlx::query!(
            r#"
            select f.place as "place!", m.held_on
            from unnest($1::uuid[], $2::int[], $3::text[], $4::int[]) f (series_id, number, suffix, place)
                join items i on (i.series_id, i.number, i.suffix) = (f.series_id, f.number, f.suffix)
                join meetings m on m.id = i.meeting_id
            order by f.place
            "#,
            &of,
            &numbers,
            &suffixes,
            &places,
        );
        for row in taken.fetch_all(db).await? {
            let day = long_date(row.held_on);
            let sentence = format!("Paragrafnumret finns redan i sammanträdet den {day}.");
            self.say(format!("/items/{}/number", row.place), sentence);
        }
        Ok(())
    }
}

/// The series goes on after the numbers that stand.
pub(super) async fn freeze(db: &mut PgConnection, meeting: MeetingId) -> Result<()> {
    sqlx::query!(
        r#"
        update series s set last_frozen = greatest(s.last_frozen, f.last)
        from (select series_id, max(number) as last from items
            where meeting_id = $1 and frozen_at is not null group by series_id) f
        where s.id = f.series_id and f.last is not null
        "#,
        meeting.0
    )
    .execute(db)
    .await?;
    Ok(())
}
