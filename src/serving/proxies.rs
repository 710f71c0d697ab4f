//! The proxies in front (ombud) whose word on the client's address is believed, and nobody else's.

use std::{
    net::{IpAddr, Ipv4Addr},
    str::FromStr,
};

use axum::http::HeaderMap;

/// Networks of proxies. Where any are named, only they and this machine may connect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

/// An address, or all addresses that share its first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Proxies {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The client's address: the peer's, or where the peer is a proxy of ours, the last one in `X-Forwarded-For`
    /// that is not. What stands before that was written by the client and proves nothing. None for a peer that
    /// may not connect.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer.to_canonical();
        if self.is_empty() {
            return Some(peer);
        }
        if !self.holds(peer) {
            return peer.is_loopback().then_some(peer);
        }
        let passed_on: Vec<_> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|address| address.trim().parse::<IpAddr>().ok().map(|ip| ip.to_canonical()))
            .collect();
        let mut nearest = peer;
        for address in passed_on.into_iter().rev() {
            let Some(address) = address else { break };
            nearest = address;
            if !self.holds(address) {
                break;
            }
        }
        Some(nearest)
    }

    fn holds(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                (a.to_bits() ^ b.to_bits()).checked_shr(32 - self.bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                (a.to_bits() ^ b.to_bits()).checked_shr(128 - self.bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl FromStr for Proxies {
    type Err = String;

    /// Addresses or networks with commas between, such as `192.0.2.7, 172.16.0.0/12`.
    fn from_str(list: &str) -> Result<Self, String> {
        let parts = list.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is neither an address nor a network like 172.16.0.0/12");
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let address = address.parse::<IpAddr>().map_err(|_| wrong())?.to_canonical();
        let most = if matches!(address, IpAddr::V4(_)) { Ipv4Addr::BITS } else { 128 };
        let bits = bits.unwrap_or(most);
        if bits == 0 || bits > most {
            return Err(wrong());
        }
        Ok(Self { address, bits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &str, peer: &str, passed_on: &[&str]) -> Option<String> {
        let proxies: Proxies = proxies.parse().unwrap();
        let mut headers = HeaderMap::new();
        for value in passed_on {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        proxies.client(peer.parse().unwrap(), &headers).map(|address| address.to_string())
    }

    #[test]
    fn without_proxies_nobody_is_believed() {
        assert_eq!(client("", "203.0.113.9", &["198.51.100.1"]).unwrap(), "203.0.113.9");
        assert_eq!(client("", "::ffff:203.0.113.9", &[]).unwrap(), "203.0.113.9");
    }

    #[test]
    fn the_last_address_that_is_no_proxy_of_ours_is_the_clients() {
        let ours = "10.0.0.0/8, 2001:db8::1";
        for (passed_on, found) in [
            (&["198.51.100.1"][..], "198.51.100.1"),
            (&["192.0.2.66, 198.51.100.1"], "198.51.100.1"),
            (&["192.0.2.66", "198.51.100.1, 10.9.9.9"], "198.51.100.1"),
            (&["2001:db8::7, 2001:db8::1"], "2001:db8::7"),
            (&["198.51.100.1, unknown"], "10.1.2.3"),
            (&[], "10.1.2.3"),
        ] {
            assert_eq!(client(ours, "10.1.2.3", passed_on).unwrap(), found, "{passed_on:?}");
        }
    }

    #[test]
    fn past_the_proxies_only_this_machine_may_connect() {
        assert_eq!(client("10.0.0.0/8", "11.0.0.1", &["198.51.100.1"]), None);
        assert_eq!(client("10.0.0.0/8", "127.0.0.1", &["198.51.100.1"]).unwrap(), "127.0.0.1");
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["198.51.100.1"]).unwrap(), "198.51.100.1");
    }

    #[test]
    fn a_network_is_an_address_with_its_bits() {
        for good in ["192.0.2.7", "192.0.2.0/24", "2001:db8::/32", " 10.0.0.1 , 10.0.0.2,"] {
            assert!(good.parse::<Proxies>().is_ok(), "{good}");
        }
        for bad in ["proxy", "10.0.0.0/33", "0.0.0.0/0", "10.0.0.0/", "2001:db8::/129"] {
            assert!(bad.parse::<Proxies>().unwrap_err().contains(bad), "{bad}");
        }
    }
}
