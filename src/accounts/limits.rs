//! Limits on guessing (gissningsskydd), per account and per address, in machine time and memory.

use std::{
    hash::{BuildHasher as _, Hash, RandomState},
    net::IpAddr,
    num::NonZeroU32,
    sync::Arc,
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Viewer;
use crate::register::AccountId;

/// How many passwords and codes are looked at: 30 a minute and address, and at most 100 an hour and account, of which half are kept for
/// those who are signed in or on a device that the account knows.
#[derive(Clone)]
pub struct Limits(Arc<Keyed>);

struct Keyed {
    address: DefaultKeyedRateLimiter<IpAddr>,
    /// By a hash of the account, so that nobody's typing fills the memory.
    account: DefaultKeyedRateLimiter<u64>,
    hasher: RandomState,
}

/// Keys that are kept before those that have rested are let go.
const MANY: usize = 10_000;

/// Whose allowance a try uses.
#[derive(Clone, Copy, Debug, Hash)]
enum Allowance<'a> {
    /// Strangers: by the address typed, whether or not there is such an account. Passwords and codes together.
    Stranger(&'a str),
    /// Signed in, or on a known device.
    Known(&'a str),
    /// Mails that somebody asks for.
    Mail(&'a str),
}

impl Default for Limits {
    /// Twenty in a row and thirty more an hour: no more than fifty in any hour.
    fn default() -> Self {
        const MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
        const ROW: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
        const HOUR: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
        Self(Arc::new(Keyed {
            address: RateLimiter::keyed(Quota::per_minute(MINUTE)),
            account: RateLimiter::keyed(Quota::per_hour(HOUR).allow_burst(ROW)),
            hasher: RandomState::new(),
        }))
    }
}

impl Limits {
    /// Says whether a stranger at the address may try the account once more.
    pub(super) fn allow_stranger(&self, address: Option<IpAddr>, email: &str) -> bool {
        self.allow_address(address) && self.allow(Allowance::Stranger(email))
    }

    /// Says whether a device that the account knows may try once more; what strangers try, also from its own address, does not count.
    pub(super) fn allow_known(&self, email: &str) -> bool {
        self.allow(Allowance::Known(email))
    }

    /// Says whether somebody signed in may try once more; a stranger's guesses at the sign-in do not count.
    pub(crate) fn allow_viewer(&self, viewer: &Viewer) -> bool {
        self.allow_known(&viewer.email)
    }

    /// Says whether the address may ask once more for a mail to an account.
    pub(super) fn allow_mail(&self, address: Option<IpAddr>, email: &str) -> bool {
        self.allow_address(address) && self.allow(Allowance::Mail(email))
    }

    /// Says whether an invitation may be sent once more.
    pub(super) fn allow_invitation(&self, account: AccountId) -> bool {
        self.allow(Allowance::Mail(&account.to_string()))
    }

    fn allow_address(&self, address: Option<IpAddr>) -> bool {
        let addresses = &self.0.address;
        if addresses.len() > MANY {
            addresses.retain_recent();
        }
        address.is_none_or(|address| addresses.check_key(&address).is_ok())
    }

    fn allow(&self, allowance: Allowance<'_>) -> bool {
        let Keyed { account: accounts, hasher, .. } = &*self.0;
        if accounts.len() > MANY {
            accounts.retain_recent();
        }
        accounts.check_key(&hasher.hash_one(allowance)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_against_one_account_is_stopped_and_its_owner_and_others_are_not() {
        let limits = Limits::default();
        let allowed = (0..10_000).filter(|_| limits.allow_stranger(None, "a@exempel.se")).count();
        assert!((20..=22).contains(&allowed), "{allowed}");
        assert!(limits.allow_known("a@exempel.se"));
        assert!(limits.allow_mail(None, "a@exempel.se"));
        assert!(limits.allow_stranger(None, "b@exempel.se"));
    }

    #[test]
    fn one_address_tries_thirty_accounts_a_minute() {
        let (limits, here) = (Limits::default(), Some(IpAddr::from([192, 0, 2, 1])));
        let allowed = (0..1_000).filter(|n| limits.allow_stranger(here, &n.to_string())).count();
        assert!((30..=31).contains(&allowed), "{allowed}");
        assert!(limits.allow_stranger(Some(IpAddr::from([192, 0, 2, 2])), "1"));
    }
}
