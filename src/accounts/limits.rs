//! Limits on guessing (gissningsskydd), per account and per address, in machine time and memory.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::IpAddr,
    num::NonZeroU32,
    sync::Arc,
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Viewer;

/// How often a password may be tried: 30 a minute and address, 20 in a row and then 60 an hour for an account.
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

impl Default for Limits {
    fn default() -> Self {
        const THIRTY: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
        const TWENTY: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
        const SIXTY: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
        Self(Arc::new(Keyed {
            address: RateLimiter::keyed(Quota::per_minute(THIRTY)),
            account: RateLimiter::keyed(Quota::per_hour(SIXTY).allow_burst(TWENTY)),
            hasher: RandomState::new(),
        }))
    }
}

impl Limits {
    /// Says whether another try is allowed from the address on the account.
    pub(crate) fn allow(&self, address: Option<IpAddr>, account: &str) -> bool {
        let Keyed { address: addresses, account: accounts, hasher } = &*self.0;
        if addresses.len() > MANY {
            addresses.retain_recent();
        }
        if accounts.len() > MANY {
            accounts.retain_recent();
        }
        address.is_none_or(|address| addresses.check_key(&address).is_ok())
            && accounts.check_key(&hasher.hash_one(account)).is_ok()
    }

    /// Says whether somebody signed in may try the password once more; a stranger's guesses at the sign-in do not count.
    pub(crate) fn allow_viewer(&self, viewer: &Viewer) -> bool {
        self.allow(None, &format!("viewer:{}", viewer.account))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_against_one_account_is_stopped_and_others_are_not() {
        let limits = Limits::default();
        let allowed = (0..200).filter(|_| limits.allow(None, "a@exempel.se")).count();
        assert!((20..=22).contains(&allowed), "{allowed}");
        assert!(limits.allow(None, "b@exempel.se"));
    }
}
