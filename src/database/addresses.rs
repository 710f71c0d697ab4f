//! The three addresses (anslutningar) of one database: the owner's, the site's and the public's.

use anyhow::{Context, Result, ensure};
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

use super::roles::{PUBLIC, SITE};

/// One database, three ways in.
#[derive(Clone, Debug)]
pub struct Addresses {
    pub owner: PgConnectOptions,
    pub site: PgConnectOptions,
    pub public: PgConnectOptions,
}

impl Addresses {
    /// Reads `DATABASE_URL`, `PARAGRAF_SITE_URL` and `PARAGRAF_PUBLIC_URL`; the latter two default to the
    /// first with another role.
    ///
    /// # Errors
    /// An address cannot be read, or names another role than the one the migrations grant to.
    pub fn parse(owner: &str, site: Option<&str>, public: Option<&str>) -> Result<Self> {
        let mut addresses = Self::of(read("DATABASE_URL", owner)?);
        if let Some(url) = site {
            addresses.site = read("PARAGRAF_SITE_URL", url)?;
        }
        if let Some(url) = public {
            addresses.public = read("PARAGRAF_PUBLIC_URL", url)?;
        }
        expect_role("PARAGRAF_SITE_URL", &addresses.site, SITE)?;
        expect_role("PARAGRAF_PUBLIC_URL", &addresses.public, PUBLIC)?;
        Ok(addresses)
    }

    /// The owner's address, and the same with the two lesser roles.
    pub fn of(owner: PgConnectOptions) -> Self {
        Self { site: owner.clone().username(SITE), public: owner.clone().username(PUBLIC), owner }
    }
}

fn read(variable: &str, url: &str) -> Result<PgConnectOptions> {
    url.parse().with_context(|| {
        format!("{variable} is not an address like postgres://role:password@host/database")
    })
}

fn expect_role(variable: &str, address: &PgConnectOptions, role: &str) -> Result<()> {
    let name = address.get_username();
    ensure!(name == role, "{variable} must sign in as {role}, not as {name}");
    Ok(())
}

/// The password that stands in the address, if one does.
pub(super) fn password(address: &PgConnectOptions) -> Option<String> {
    // The library gives it percent-encoded only; as a query it is read back.
    let mut url = address.to_url_lossy();
    let query = format!("password={}", url.password()?);
    url.set_query(Some(&query));
    url.query_pairs().next().map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lesser_addresses_default_to_the_owners_with_their_role() {
        let three = Addresses::parse("postgres://boss:pw@db.example/minutes", None, None).unwrap();

        assert_eq!(three.owner.get_username(), "boss");
        for (address, role) in [(&three.site, SITE), (&three.public, PUBLIC)] {
            assert_eq!(address.get_username(), role);
            assert_eq!(address.get_host(), "db.example");
            assert_eq!(address.get_database(), Some("minutes"));
        }
    }

    #[test]
    fn an_address_of_another_role_is_refused() {
        let refusal = Addresses::parse("postgres://boss@db/x", Some("postgres://boss@db/x"), None);

        let sentence = refusal.unwrap_err().to_string();
        assert_eq!(sentence, "PARAGRAF_SITE_URL must sign in as paragraf_site, not as boss");
    }

    #[test]
    fn a_password_is_read_as_it_was_meant() {
        let address: PgConnectOptions = "postgres://a:p%40+%25%C3%A5%26%3D@h/d".parse().unwrap();

        assert_eq!(password(&address).as_deref(), Some("p@+%å&="));
    }
}
