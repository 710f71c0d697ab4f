//! The site served on a port of its own (webbplatsen), with a database of its own and a legal clock that stands still.

use std::net::SocketAddr;

use paragraf::{
    App, Clock,
    accounts::first_administrator,
    database::{Addresses, Pools},
    health::Host,
    keys::{ServerKey, Vault},
    restorations::{self, Given, KeptHead, KeyPlace},
    seal::Hash,
    site,
};
use sqlx::{PgPool, postgres::PgConnectOptions};
use time::OffsetDateTime;
use tokio::{net::TcpListener, task::JoinHandle};

pub(crate) struct Place {
    now: OffsetDateTime,
    pub(crate) origin: String,
    owner: PgPool,
    pools: Pools,
    server: JoinHandle<()>,
}

impl Place {
    pub(crate) async fn open(now: OffsetDateTime, options: PgConnectOptions) -> Self {
        let owner = PgPool::connect_with(options.clone()).await.unwrap();
        let pools = Pools::open(&Addresses::of(options)).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        // A name, as people type it: browsers make no passkeys for a number.
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let app = App {
            site: pools.site.clone(),
            public: pools.public.clone(),
            clock: Clock::Fixed(now),
            origin: origin.clone().into(),
            key: ServerKey::from_seed([7; 32]),
            host: Host::default(),
            vault: Vault::from_seed([7; 32]),
        };
        let service = site(app).into_make_service_with_connect_info::<SocketAddr>();
        let server =
            tokio::spawn(async move { axum::serve(listener, service).await.unwrap_or_default() });
        Self { now, origin, owner, pools, server }
    }

    /// The test database can only be dropped when nobody is connected.
    pub(crate) async fn close(self) {
        self.server.abort();
        self.pools.close().await;
        self.owner.close().await;
    }

    /// The database behind the site, as its owner.
    pub(crate) fn behind(&self) -> &PgPool {
        &self.owner
    }

    /// Lets eleven minutes pass since anybody said who they are.
    pub(crate) async fn rest(&self) {
        sqlx::query!(
            "update sessions set authenticated_at = authenticated_at - interval '11 minutes'"
        )
        .execute(&self.owner)
        .await
        .unwrap();
    }

    /// Tells that the system was put back, with a head kept outside that it does not reach.
    pub(crate) async fn put_back(&self, now: OffsetDateTime) {
        let folder = tempfile::tempdir().unwrap();
        let lost = KeptHead { n: 7, head: Hash([9; 32]), checkpoint: None };
        let given = Given { heads: vec![lost], ..Given::default() };
        let key = KeyPlace { folder: folder.path(), anew: false };
        let mut db = self.owner.acquire().await.unwrap();
        restorations::record(&mut db, given, key, now).await.unwrap();
    }

    /// A municipality with nothing in it but its administrator, whose invitation is returned.
    pub(crate) async fn municipality(&self, name: &str, administrator: (&str, &str)) -> String {
        let mut db = self.owner.begin().await.unwrap();
        let (person, email) = administrator;
        let link =
            first_administrator(&mut db, email, person, name, &self.origin, Clock::Fixed(self.now))
                .await;
        db.commit().await.unwrap();
        link.unwrap()
    }

    /// The link in the last mail to an address.
    pub(crate) async fn mailed_link(&self, email: &str) -> String {
        let body = sqlx::query_scalar!(
            "select body from mails where to_address = $1 order by id desc limit 1",
            email
        )
        .fetch_one(&self.owner)
        .await
        .unwrap();
        let link = body.split_whitespace().find(|word| word.starts_with(&self.origin));
        link.unwrap_or_else(|| panic!("no link in {body}")).to_owned()
    }
}
