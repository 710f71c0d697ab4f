//! What production (skarp drift) refuses in its settings, each with the reason.

use std::{
    fs,
    net::{IpAddr, SocketAddr},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use crate::config::Config;

/// Every setting with which `serve` would harm somebody, a sentence each.
pub fn refusals(config: &Config) -> Vec<String> {
    [
        database(config),
        clock(config),
        origin(config.origin.as_deref()),
        listening(config),
        proxy(config),
        mail(config.mail.as_deref()),
        metrics(config.metrics),
        contact(config.security_contact.as_deref()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn database(config: &Config) -> Option<String> {
    config.database_url.is_none().then(|| {
        "DATABASE_URL is not set: serve needs the address of the database's owner. \
         A private PostgreSQL without backups is for the demo."
            .to_owned()
    })
}

fn clock(config: &Config) -> Option<String> {
    config.now.is_some().then(|| {
        "PARAGRAF_NOW is set: a shifted clock would make false legal days; it is for the demo."
            .to_owned()
    })
}

fn origin(origin: Option<&str>) -> Option<String> {
    let Some(origin) = origin else {
        return Some(
            "PARAGRAF_ORIGIN is not set: links in mails would lead nowhere. \
             Set it to what people type, like https://protokoll.kommunen.se."
                .to_owned(),
        );
    };
    let Some((scheme, rest)) = origin.trim_end_matches('/').split_once("://") else {
        return Some(format!(
            "PARAGRAF_ORIGIN is {origin}; it must be like https://protokoll.kommunen.se."
        ));
    };
    let (host, port) = rest.rsplit_once(':').unwrap_or((rest, "443"));
    let named = !host.is_empty()
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
        && port.parse::<u16>().is_ok();
    if !named || host.parse::<IpAddr>().is_ok() {
        return Some(format!(
            "PARAGRAF_ORIGIN is {origin}; it must be a scheme and a host's name, without path: \
             passkeys and cookies are bound to it."
        ));
    }
    let safe = scheme == "https" || scheme == "http" && host == "localhost";
    (!safe).then(|| {
        format!(
            "PARAGRAF_ORIGIN is {origin}, without https: passwords and signatures would travel in the clear. \
             Put a proxy with HTTPS in front."
        )
    })
}

fn listening(config: &Config) -> Option<String> {
    let open = !config.listen.to_canonical().is_loopback() && config.proxies.is_empty();
    open.then(|| {
        format!(
            "PARAGRAF_LISTEN is {}, open to other machines without HTTPS, and PARAGRAF_PROXIES names no proxy: \
             anybody on the way could read passwords, and limits on guessing would count nobody right. \
             Listen on 127.0.0.1, or name the proxy.",
            config.listen
        )
    })
}

/// Behind a proxy that is not named, every client has the proxy's address: one who guesses passwords would shut out all.
fn proxy(config: &Config) -> Option<String> {
    let behind = config.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
    let open = !config.listen.to_canonical().is_loopback();
    (behind && !open && config.proxies.is_empty()).then(|| {
        "PARAGRAF_PROXIES names no proxy, though PARAGRAF_ORIGIN has https and something else must answer there: \
         limits on guessing would count all people as one. Name the proxy, like 127.0.0.1."
            .to_owned()
    })
}

fn mail(mail: Option<&str>) -> Option<String> {
    let Some(mail) = mail else {
        return Some(
            "PARAGRAF_MAIL is not set: invitations and new passwords would reach nobody. \
             Set it to smtps://user:password@host, or to a folder that a mail server empties."
                .to_owned(),
        );
    };
    if mail.starts_with("smtps://") {
        return None;
    }
    if let Some(server) = mail.strip_prefix("smtp://") {
        let (server, asked) = server.split_once('?').unwrap_or((server, ""));
        let host = server.rsplit_once('@').map_or(server, |(_, host)| host);
        let near = ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
            host.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        });
        let safe = near || asked.split('&').any(|option| option == "tls=required");
        return (!safe).then(|| {
            "PARAGRAF_MAIL sends without encryption: one-time links would travel in the clear. \
             Use smtps://, or smtp:// with ?tls=required."
                .to_owned()
        });
    }
    open_folder(Path::new(mail))
}

fn metrics(metrics: Option<SocketAddr>) -> Option<String> {
    let near = |address: &SocketAddr| match address.ip().to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    };
    metrics.filter(|address| !near(address)).map(|address| {
        format!(
            "PARAGRAF_METRICS is {address}, which others can reach: the figures tell how the site is used. \
             Choose an address of this machine, like 127.0.0.1:9464, or of a private network."
        )
    })
}

fn contact(contact: Option<&str>) -> Option<String> {
    let good = |contact: &str| {
        let rest = contact.strip_prefix("mailto:").or_else(|| contact.strip_prefix("https://"));
        rest.is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic())
        })
    };
    contact.filter(|contact| !good(contact)).map(|contact| {
        format!("PARAGRAF_SECURITY_CONTACT is {contact}; it must be like mailto:sakerhet@kommunen.se, or begin with https://.")
    })
}

/// Who reads the folder can take over accounts.
fn open_folder(folder: &Path) -> Option<String> {
    let mode = fs::metadata(folder).ok()?.permissions().mode() & 0o777;
    (mode & 0o007 != 0).then(|| {
        format!(
            "PARAGRAF_MAIL is the folder {0}, which every user of this machine can open; it holds one-time links. \
             Run: chmod o= {0}",
            folder.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::{
        config::{Cli, Command},
        serving::Proxies,
    };

    const GOOD: [&str; 6] = [
        "--database-url=postgres://paragraf@db/paragraf",
        "--origin=https://protokoll.exempel.se",
        "--mail=smtps://u:p@mail.exempel.se",
        "--listen=127.0.0.1",
        "--proxies=127.0.0.1",
        "--port=8080",
    ];

    /// The refusals when one setting is another.
    fn with(change: &str) -> Vec<String> {
        let name = change.split('=').next().unwrap();
        let kept = GOOD.iter().filter(|setting| !setting.starts_with(&format!("{name}=")));
        let cli = ["paragraf", "serve"].iter().chain(kept).chain([&change]);
        let Command::Serve(config) = Cli::parse_from(cli).command else { panic!("serve") };
        refusals(&config)
    }

    #[test]
    fn safe_settings_are_not_refused() {
        for good in [
            "--origin=https://protokoll.exempel.se/",
            "--origin=https://protokoll.exempel.se:8443",
            "--origin=http://localhost:8080",
            "--listen=::1",
            "--listen=0.0.0.0",
            "--mail=smtp://localhost:25",
            "--metrics=127.0.0.1:9464",
            "--security-contact=mailto:sakerhet@exempel.se",
            "--metrics=[fd00::1]:9464",
            "--mail=smtp://u:p@mail.exempel.se?tls=required",
        ] {
            assert_eq!(with(good), [""; 0], "{good}");
        }
    }

    #[test]
    fn each_unsafe_setting_is_refused_with_the_reason() {
        for (bad, reason) in [
            ("--now=2026-03-02T08:00:00Z", "false legal days"),
            ("--origin=http://protokoll.exempel.se", "in the clear"),
            ("--origin=http://localhost.exempel.se", "in the clear"),
            ("--origin=protokoll.exempel.se", "must be like"),
            ("--origin=https://", "must be like"),
            ("--origin=https://192.0.2.7", "a host's name"),
            ("--origin=https://protokoll.exempel.se/kommun", "without path"),
            ("--proxies=", "count all people as one"),
            ("--security-contact=sakerhet@exempel.se", "must be like"),
            ("--metrics=0.0.0.0:9464", "others can reach"),
            ("--metrics=192.0.2.7:9464", "others can reach"),
            ("--mail=smtp://u:p@mail.exempel.se", "without encryption"),
            ("--mail=smtp://localhost.exempel.se", "without encryption"),
        ] {
            let refused = with(bad);
            assert_eq!(refused.len(), 1, "{bad}: {refused:?}");
            assert!(refused[0].contains(reason), "{bad}: {refused:?}");
        }
    }

    #[test]
    fn listening_to_other_machines_demands_a_proxy_that_is_named() {
        for open in [[0, 0, 0, 0], [192, 0, 2, 7]] {
            let config = Config { listen: open.into(), proxies: Proxies::default(), ..bare() };
            assert!(listening(&config).unwrap().contains("names no proxy"));
        }
    }

    #[test]
    fn a_proxy_that_is_named_makes_listening_to_others_safe() {
        let listen = Config { proxies: "192.0.2.7".parse().unwrap(), ..bare() };

        assert_eq!(listening(&Config { listen: [0, 0, 0, 0].into(), ..listen }), None);
    }

    #[test]
    fn what_is_not_set_is_refused_all_at_once() {
        let refused = refusals(&bare()).join("\n");

        for variable in ["DATABASE_URL", "PARAGRAF_ORIGIN", "PARAGRAF_MAIL"] {
            assert!(refused.contains(&format!("{variable} is not set")), "{refused}");
        }
    }

    #[test]
    fn a_mail_folder_that_others_can_open_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let open = |mode| {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
            mail(folder.path().to_str())
        };

        assert!(open(0o755).unwrap().contains("chmod o="));
        assert_eq!(open(0o770), None);
    }

    /// Nothing set, whatever the environment of the test says.
    fn bare() -> Config {
        let Command::Serve(config) = Cli::parse_from(["paragraf", "serve"]).command else {
            panic!("serve")
        };
        let listen = [127, 0, 0, 1].into();
        Config { database_url: None, origin: None, mail: None, now: None, listen, ..config }
    }
}
