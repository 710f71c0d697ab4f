//! The command line and the environment (inställningar).

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::serving::Proxies;

/// Protocols of Swedish municipalities: written, adjusted, announced, published.
#[derive(Debug, Parser)]
#[command(name = "paragraf", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the site in production; refuses unsafe settings with the reason.
    Serve(Config),
    /// Serves the site for trying it: a PostgreSQL of its own and an invented county, unless `DATABASE_URL` is set.
    Demo {
        #[command(flatten)]
        config: Config,
        /// Loads the invented county also into the database of `DATABASE_URL`.
        #[arg(long)]
        demo: bool,
    },
    /// Checks everything that is stored against what was signed, and says in words or JSON what does not hold.
    Verify {
        #[command(flatten)]
        config: Config,
        /// The whole database: the chain of legal acts, every protocol, signature, notice, file, guard and setting.
        #[arg(long, required = true)]
        all: bool,
        /// Checkpoints kept outside the database, as JSON: the chain must go through each of them.
        #[arg(long, value_name = "FILE")]
        head: Vec<PathBuf>,
        /// The report as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Takes a backup while the program runs: the whole database with the signed head of the chain, and never the signing key.
    Backup {
        #[command(flatten)]
        config: Config,
        /// A folder in which the backup gets a folder of its own, or the name of a new one.
        place: PathBuf,
    },
    /// Puts a backup back into an empty place, writes that down in the chain, says what is missing, and verifies everything.
    Restore {
        #[command(flatten)]
        config: Config,
        /// The folder of the backup.
        backup: PathBuf,
        #[command(flatten)]
        outside: Outside,
        /// Only tries it, in a PostgreSQL that is gone afterwards.
        #[arg(long, conflicts_with_all = ["evidence", "new_key"])]
        rehearse: bool,
    },
    /// Writes down that PostgreSQL's own means have put the database back; before the program is started again.
    Restored {
        #[command(flatten)]
        config: Config,
        #[command(flatten)]
        outside: Outside,
    },
    /// Brings meetings in from files of the format `paragraf-meeting/1`, each whole or not at all, and tells every fault.
    Import {
        #[command(flatten)]
        config: Config,
        /// The files, one for each meeting.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only tells what would come, and keeps nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Writes meetings to files of the format `paragraf-meeting/1`, one for each.
    Export {
        #[command(flatten)]
        config: Config,
        #[command(flatten)]
        meetings: Meetings,
        /// The folder of the files.
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// Prints what the program is built from, as CycloneDX JSON.
    Sbom,
    /// Puts a new signing key in the old one's place; restart the program afterwards.
    NewKey(Config),
    /// Invites the first administrator of a municipality, lays the municipality down if it is new, and prints the link.
    Administrator {
        #[command(flatten)]
        config: Config,
        /// The administrator's mail address.
        #[arg(long)]
        email: String,
        /// The administrator's name.
        #[arg(long)]
        name: String,
        /// The municipality's name, such as "Lekebergs kommun".
        #[arg(long)]
        municipality: String,
    },
    /// Resets the lost second factor of an administrator whom nobody in the municipality can help, tells everybody concerned, and
    /// prints the link to a new password.
    ResetFactor {
        #[command(flatten)]
        config: Config,
        /// The mail address that the administrator signs in with.
        #[arg(long)]
        email: String,
        /// How it is known that the right person asks; it is mailed and shown to the municipality's people.
        #[arg(long)]
        reason: String,
    },
}

/// What was kept outside a database that is put back.
#[derive(Args, Clone, Debug)]
pub struct Outside {
    /// Checkpoints kept outside the database, as JSON: what the copy does not reach is missing.
    #[arg(long, value_name = "FILE")]
    pub head: Vec<PathBuf>,
    /// Files, or folders of them, that may tell what is missing: sent mails, protocols as PDF, the proxy's log.
    #[arg(long, value_name = "PATH")]
    pub evidence: Vec<PathBuf>,
    /// The signing key is lost, or was replaced after the copy: makes a new one.
    #[arg(long)]
    pub new_key: bool,
}

/// Which meetings are taken out; without a choice, all of them.
#[derive(Args, Clone, Debug)]
pub struct Meetings {
    /// Those of a board, by its slug, or "municipality/board".
    #[arg(long, value_name = "SLUG", conflicts_with = "meeting")]
    pub board: Option<String>,
    /// One meeting, by its identifier.
    #[arg(long, value_name = "ID")]
    pub meeting: Option<uuid::Uuid>,
}

#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Address of the database's owner; without it, a private PostgreSQL in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Address for the role `paragraf_site`; default: the owner's with that name.
    #[arg(long, env = "PARAGRAF_SITE_URL", hide_env_values = true)]
    pub site_url: Option<String>,
    /// Address for the role `paragraf_public`; default: the owner's with that name.
    #[arg(long, env = "PARAGRAF_PUBLIC_URL", hide_env_values = true)]
    pub public_url: Option<String>,
    /// TCP port.
    #[arg(long, env = "PORT", default_value_t = 8080)]
    pub port: u16,
    /// Address to listen on.
    #[arg(long, env = "PARAGRAF_LISTEN", default_value = "127.0.0.1")]
    pub listen: std::net::IpAddr,
    /// Addresses or networks of the proxies in front, such as `172.16.0.0/12`; where given, only they may connect, and
    /// the client's address is the one they pass on in `X-Forwarded-For`.
    #[arg(long, env = "PARAGRAF_PROXIES", default_value = "")]
    pub proxies: Proxies,
    /// Whom to tell of a weakness, such as `mailto:sakerhet@kommunen.se`: stands in `/.well-known/security.txt`.
    #[arg(long, env = "PARAGRAF_SECURITY_CONTACT")]
    pub security_contact: Option<String>,
    /// Seconds from when the program is asked to stop until it takes no more requests; `/readyz` says no meanwhile.
    #[arg(long, env = "PARAGRAF_STOP_NOTICE", default_value_t = 0)]
    pub stop_notice: u64,
    /// Address and port on which figures in Prometheus' format are answered, such as `127.0.0.1:9464`; default: none.
    #[arg(long, env = "PARAGRAF_METRICS")]
    pub metrics: Option<std::net::SocketAddr>,
    /// Folder for the private PostgreSQL and for mails.
    #[arg(long, env = "PARAGRAF_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// Folder for the server's signing key, outside the database and its backups; default: `keys` in the data folder.
    #[arg(long, env = "PARAGRAF_KEYS")]
    pub keys: Option<PathBuf>,
    /// The address people type; the only source of links and cookie rules; default: `http://localhost:` and the port.
    #[arg(long, env = "PARAGRAF_ORIGIN")]
    pub origin: Option<String>,
    /// Where mails go: `smtps://user:password@host` or a folder; default, for `demo` only: `mail` in the data folder.
    #[arg(long, env = "PARAGRAF_MAIL", hide_env_values = true)]
    pub mail: Option<String>,
    /// Sender of mails.
    #[arg(long, env = "PARAGRAF_MAIL_FROM", default_value = "Paragraf <paragraf@localhost>")]
    pub mail_from: String,
    /// Legal time at the start, as 2020-09-08T14:30:00Z; demo only.
    #[arg(long, env = "PARAGRAF_NOW")]
    pub now: Option<String>,
}

impl Config {
    /// Where the server's signing key lies.
    pub fn keys(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.data.join("keys"))
    }

    /// The address people type, without a slash at the end (decisions 14).
    pub fn origin(&self) -> String {
        let default = || format!("http://localhost:{}", self.port);
        self.origin.clone().map_or_else(default, |origin| origin.trim_end_matches('/').to_owned())
    }
}
