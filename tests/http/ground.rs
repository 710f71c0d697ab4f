//! The ground a test stands on: municipalities, boards, seats, and the people who work there.

use paragraf::{accounts::hash_password, machine_time};
use sqlx::postgres::PgConnectOptions;
use time::macros::datetime;
use uuid::Uuid;

use crate::support::{Person, TestSite};

pub(crate) const PASSWORD: &str = "tre gröna hästar";

impl TestSite {
    /// A site on an ordinary working day.
    pub(crate) async fn open(at: PgConnectOptions) -> Self {
        Self::at(datetime!(2026-11-24 09:00 UTC), at).await
    }

    pub(crate) async fn municipality(&self, slug: &str, short_name: &str) -> Uuid {
        let id = Uuid::now_v7();
        sqlx::query!(
            "insert into municipalities (id, slug, name, short_name, kind, court, kept_at)
             values ($1, $2, $3, $4, 'municipality', 'Förvaltningsrätten i Karlstad', 'Kommunhuset')",
            id,
            slug,
            format!("{short_name} kommun"),
            short_name,
        )
        .execute(&self.owner)
        .await
        .unwrap();
        id
    }

    /// A board of a host that is its only participant.
    pub(crate) async fn board(&self, host: Uuid, slug: &str, name: &str, kind: &str) -> Uuid {
        let id = Uuid::now_v7();
        sqlx::query!(
            "insert into boards (id, host_id, slug, name, kind, seats, adjusters, remote_decision, digital_adjusting_decision)
             values ($1, $2, $3, $4, $5, 4, 1, 'Reglementet, 14 §', 'Reglementet, 21 §')",
            id,
            host,
            slug,
            name,
            kind,
        )
        .execute(&self.owner)
        .await
        .unwrap();
        self.participant(id, host).await;
        id
    }

    pub(crate) async fn participant(&self, board: Uuid, municipality: Uuid) {
        sqlx::query!(
            "insert into participants (board_id, municipality_id, accepted) values ($1, $2, true)",
            board,
            municipality
        )
        .execute(&self.owner)
        .await
        .unwrap();
    }

    /// A seat since 2019; without a person it is vacant.
    pub(crate) async fn seat(
        &self,
        board: Uuid,
        person: Option<Uuid>,
        role: &str,
        call_order: i32,
    ) -> Uuid {
        let id = Uuid::now_v7();
        sqlx::query!(
            "insert into seats (id, board_id, person_id, role, call_order, starts_on) values ($1, $2, $3, $4, $5, '2019-01-01')",
            id,
            board,
            person,
            role,
            call_order,
        )
        .execute(&self.owner)
        .await
        .unwrap();
        id
    }

    pub(crate) async fn person(&self, name: &str) -> Uuid {
        let id = Uuid::now_v7();
        sqlx::query!("insert into persons (id, name) values ($1, $2)", id, name)
            .execute(&self.owner)
            .await
            .unwrap();
        id
    }

    /// Somebody whose register a municipality keeps.
    pub(crate) async fn resident(&self, home: Uuid, name: &str) -> Uuid {
        let id = self.person(name).await;
        sqlx::query!("update persons set home_id = $2 where id = $1", id, home)
            .execute(&self.owner)
            .await
            .unwrap();
        id
    }

    pub(crate) async fn account(&self, person: Uuid, email: &str) -> Uuid {
        let id = Uuid::now_v7();
        let hash = hash_password(PASSWORD).await.unwrap();
        sqlx::query!(
            "insert into accounts (id, person_id, email, password, created_at) values ($1, $2, $3, $4, $5)",
            id,
            person,
            email,
            hash,
            machine_time(),
        )
        .execute(&self.owner)
        .await
        .unwrap();
        id
    }

    /// Gives a role; a secretary's is of a board, any other's of a municipality.
    pub(crate) async fn grant(&self, account: Uuid, role: &str, place: Uuid) -> Uuid {
        let id = Uuid::now_v7();
        let of_board = ["secretary", "official", "group_leader"].contains(&role);
        let board = of_board.then_some(place);
        sqlx::query!(
            "insert into grants (id, account_id, role, municipality_id, board_id, given_at) values ($1, $2, $3, $4, $5, $6)",
            id,
            account,
            role,
            (!of_board).then_some(place),
            board,
            self.now(),
        )
        .execute(&self.owner)
        .await
        .unwrap();
        id
    }

    /// Somebody with an account of their own, signed in, who has a role in a place.
    pub(crate) async fn with_role(&self, name: &str, role: &str, place: Uuid) -> Person {
        let person = self.person(name).await;
        let email = format!("{person}@exempel.se");
        let account = self.account(person, &email).await;
        self.grant(account, role, place).await;
        self.signed_in(&email, PASSWORD).await
    }

    pub(crate) async fn administrator(&self, municipality: Uuid) -> Person {
        self.with_role("Anna Admin", "administrator", municipality).await
    }

    pub(crate) async fn secretary_of(&self, board: Uuid, name: &str) -> Person {
        self.with_role(name, "secretary", board).await
    }
}
