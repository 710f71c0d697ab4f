//! Limits on guessing (gissningsskydd), per account and per address, in machine time and memory.

use std::{net::IpAddr, num::NonZeroU32, sync::Arc};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// How often a password may be tried: 30 a minute and address, 20 in a row and then 60 an hour for an account.
#[derive(Clone)]
pub struct Limits(Arc<Keyed>);

struct Keyed {
    address: DefaultKeyedRateLimiter<IpAddr>,
    account: DefaultKeyedRateLimiter<String>,
}

impl Default for Limits {
    fn default() -> Self {
        const THIRTY: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
        const TWENTY: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
        const SIXTY: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
        Self(Arc::new(Keyed {
            address: RateLimiter::keyed(Quota::per_minute(THIRTY)),
            account: RateLimiter::keyed(Quota::per_hour(SIXTY).allow_burst(TWENTY)),
        }))
    }
}

impl Limits {
    /// Says whether another try is allowed from the address on the account.
    pub(crate) fn allow(&self, address: Option<IpAddr>, account: &str) -> bool {
        address.is_none_or(|address| self.0.address.check_key(&address).is_ok())
            && self.0.account.check_key(&account.to_owned()).is_ok()
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
