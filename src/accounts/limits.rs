//! Limits on guessing (gissningsskydd), per account and per address: counted in the database, so that all programs on it share them and
//! none forgets them.

use std::net::{IpAddr, Ipv6Addr};

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::Viewer;
use crate::{App, error::Result, keys::Vault, machine_time, register::AccountId};

/// How many passwords and codes are looked at: 30 a minute and address, and at most 100 an hour and account, of which half are kept for
/// those who are signed in or on a device that the account knows.
pub(crate) struct Limits<'a> {
    db: &'a PgPool,
    vault: &'a Vault,
}

/// So many tries in a row, and one more each time that `every` has gone.
#[derive(Clone, Copy)]
struct Quota {
    row: i32,
    every: Duration,
}

/// 20 in a row and 10 more a minute: no more than 30 in any minute.
const ADDRESS: Quota = Quota { row: 20, every: Duration::seconds(6) };
/// 20 in a row and 30 more an hour: no more than 50 in any hour.
const ACCOUNT: Quota = Quota { row: 20, every: Duration::minutes(2) };
/// Letters to addresses that somebody types.
const CHANGE: Quota = Quota { row: 5, every: Duration::minutes(12) };

/// Whose allowance a try uses.
#[derive(Clone, Copy)]
enum Allowance<'a> {
    Address(IpAddr),
    /// Strangers: by the address typed, whether or not there is such an account. Passwords and codes together.
    Stranger(&'a str),
    /// Signed in, or on a known device.
    Known(AccountId),
    /// Mails that somebody asks for.
    Mail(&'a str),
    Invitation(AccountId),
    Change(AccountId),
}

impl Allowance<'_> {
    fn quota(self) -> Quota {
        match self {
            Self::Address(_) => ADDRESS,
            Self::Change(_) => CHANGE,
            Self::Stranger(_) | Self::Known(_) | Self::Mail(_) | Self::Invitation(_) => ACCOUNT,
        }
    }

    /// What is hashed under the key of the accounts.
    fn words(self) -> String {
        match self {
            Self::Address(address) => format!("address {}", household(address)),
            Self::Stranger(email) => format!("stranger {email}"),
            Self::Known(account) => format!("known {account}"),
            Self::Mail(email) => format!("mail {email}"),
            Self::Invitation(account) => format!("invitation {account}"),
            Self::Change(account) => format!("change {account}"),
        }
    }
}

/// The address itself; of IPv6 the first half, as one subscriber has all of the other.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => (Ipv6Addr::from(u128::from(address) >> 64 << 64)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

impl App {
    /// The limits on guessing.
    pub(crate) fn limits(&self) -> Limits<'_> {
        Limits { db: &self.site, vault: &self.vault }
    }
}

impl Limits<'_> {
    /// Says whether a password or code may be looked at once more: for `known`, the account that knows the device, whatever strangers try,
    /// also from its own address; else for a stranger at the address.
    pub(super) async fn allow(
        &self,
        known: Option<AccountId>,
        address: Option<IpAddr>,
        email: &str,
    ) -> Result<bool> {
        match known {
            Some(account) => self.take(Allowance::Known(account)).await,
            None => self.take_both(address, Allowance::Stranger(email)).await,
        }
    }

    /// Says whether somebody signed in may try once more; a stranger's guesses at the sign-in do not count.
    pub(crate) async fn allow_viewer(&self, viewer: &Viewer) -> Result<bool> {
        self.take(Allowance::Known(viewer.account)).await
    }

    /// Says whether the address may ask once more for a mail to an account.
    pub(super) async fn allow_mail(&self, address: Option<IpAddr>, email: &str) -> Result<bool> {
        self.take_both(address, Allowance::Mail(email)).await
    }

    /// Says whether an invitation may be sent once more.
    pub(super) async fn allow_invitation(&self, account: AccountId) -> Result<bool> {
        self.take(Allowance::Invitation(account)).await
    }

    /// Says whether an account may ask once more for another mail address.
    pub(super) async fn allow_change(&self, account: AccountId) -> Result<bool> {
        self.take(Allowance::Change(account)).await
    }

    async fn take_both(&self, address: Option<IpAddr>, allowance: Allowance<'_>) -> Result<bool> {
        let here = match address {
            Some(address) => self.take(Allowance::Address(address)).await?,
            None => true,
        };
        Ok(here && self.take(allowance).await?)
    }

    async fn take(&self, allowance: Allowance<'_>) -> Result<bool> {
        self.take_at(allowance, machine_time()).await
    }

    /// Counts and decides in one statement, outside every transaction: what is refused or taken back afterwards has been tried all the same.
    /// What is used up further ahead than any try can come was counted before the clock went back, and is forgotten.
    async fn take_at(&self, allowance: Allowance<'_>, now: OffsetDateTime) -> Result<bool> {
        let Quota { row, every } = allowance.quota();
        let key = self.vault.mark(&allowance.words());
        let taken = sqlx::query!(
            "insert into allowances as a (key, used_up_to) values ($1, $2::timestamptz + $3::float8 * interval '1 second')
             on conflict (key) do update set used_up_to = case when a.used_up_to > $2 + $4::int * $3 * interval '1 second' + interval '1 minute'
                then $2 else greatest(a.used_up_to, $2) end + $3 * interval '1 second'
             where greatest(a.used_up_to, $2) <= $2 + ($4 - 1) * $3 * interval '1 second'
                or a.used_up_to > $2 + $4 * $3 * interval '1 second' + interval '1 minute'",
            key.as_ref(),
            now,
            every.as_seconds_f64(),
            row,
        )
        .execute(self.db)
        .await?;
        Ok(taken.rows_affected() == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of `many` tries at one instant are allowed.
    async fn allowed(
        limits: &Limits<'_>,
        whose: Allowance<'_>,
        many: usize,
        now: OffsetDateTime,
    ) -> usize {
        let mut allowed = 0;
        for _ in 0..many {
            allowed += usize::from(limits.take_at(whose, now).await.unwrap());
        }
        allowed
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn no_hour_has_more_than_fifty_tries_of_a_kind_and_no_minute_more_than_thirty_of_an_address(
        db: PgPool,
    ) {
        let (vault, begun) = (Vault::from_seed([7; 32]), machine_time());
        let limits = Limits { db: &db, vault: &vault };
        for (whose, row, more, whole) in [
            (Allowance::Stranger("a@exempel.se"), 20, 30, Duration::HOUR),
            (Allowance::Address(IpAddr::from([192, 0, 2, 1])), 20, 10, Duration::MINUTE),
        ] {
            assert_eq!(allowed(&limits, whose, 25, begun).await, row);
            let mut later = 0;
            for n in 1..=100 {
                later += allowed(&limits, whose, 2, begun + whole * n / 100).await;
            }
            assert_eq!(later, more, "as many as a whole one lets");
            assert_eq!(allowed(&limits, whose, 25, begun + whole * 5).await, row, "rested");
            let back = begun - Duration::days(1);
            assert_eq!(allowed(&limits, whose, 25, back).await, row, "the clock went back");
        }
        assert!(limits.take(Allowance::Stranger("b@exempel.se")).await.unwrap());
        assert!(limits.take(Allowance::Mail("a@exempel.se")).await.unwrap());
    }

    #[test]
    fn who_has_a_network_of_ipv6_is_one_address() {
        let at = |text: &str| household(text.parse().unwrap()).to_string();
        assert_eq!(at("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(at("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(at("192.0.2.1"), "192.0.2.1");
    }

    // As two programs on one database, or one that was started anew.
    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn tries_at_the_same_time_from_several_sides_are_counted_together(db: PgPool) {
        let vaults = [Vault::from_seed([7; 32]), Vault::from_seed([7; 32])];
        let now = machine_time();
        let (mut tries, mut count) = (tokio::task::JoinSet::new(), 0);
        for n in 0..60 {
            let (db, vault) = (db.clone(), vaults[n % 2].clone());
            tries.spawn(async move {
                let limits = Limits { db: &db, vault: &vault };
                limits.take_at(Allowance::Stranger("a@exempel.se"), now).await.unwrap()
            });
        }
        while let Some(taken) = tries.join_next().await {
            count += usize::from(taken.unwrap());
        }
        assert_eq!(count, 20);
        let kept = sqlx::query!("select key from allowances").fetch_all(&db).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_ne!(kept[0].key, crate::seal::Hash::of(b"stranger a@exempel.se").as_ref());
    }
}
