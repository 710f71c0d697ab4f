//! Chromium under `WebDriver` (webbläsaren): one chromedriver for the whole binary, one empty profile for each journey.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
    sync::{LazyLock, mpsc},
};

use fantoccini::{Client, ClientBuilder, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::{ParseError, Url};

/// The address of chromedriver.
static DRIVER: LazyLock<String> = LazyLock::new(start_driver);

/// Chromium has no need of the network, and none of these tests of a sandbox or a graphics card.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--force-prefers-reduced-motion",
];

/// A window of Chromium with nothing in its profile.
pub(crate) struct Chromium {
    pub(crate) client: Client,
    profile: TempDir,
}

impl Chromium {
    pub(crate) async fn open() -> Self {
        let profile = TempDir::new().unwrap();
        let binary = profile.path().join("chromium");
        write_program(&binary);
        let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().join("profile").display()));
        let wanted = json!({
            "goog:chromeOptions": {"binary": binary, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted.as_object().unwrap().clone())
            .connect(&DRIVER)
            .await
            .unwrap();
        Self { client, profile }
    }

    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
        drop(self.profile);
    }

    /// A command of the `DevTools` protocol.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) {
        let body = json!({"cmd": command, "params": parameters});
        self.client.issue_cmd(Vendor { path: "goog/cdp/execute", body }).await.unwrap();
    }

    /// What the console has had to say since it was asked the last time.
    pub(crate) async fn console(&self) -> Vec<String> {
        let command = Vendor { path: "se/log", body: json!({"type": "browser"}) };
        let lines = self.client.issue_cmd(command).await.unwrap();
        let lines = lines.as_array().unwrap();
        lines.iter().map(|line| format!("{}: {}", line["level"], line["message"])).collect()
    }
}

/// A command that chromedriver has and the standard has not.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.body.to_string()))
    }
}

/// Starts chromedriver on a port of its own choice. The kernel kills it with the thread that started it, and that
/// thread lasts as long as this program.
fn start_driver() -> String {
    let (address, told) = mpsc::channel();
    std::thread::spawn(move || {
        let mut driver = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "chromedriver", "--port=0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        for line in BufReader::new(driver.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                address.send(format!("http://127.0.0.1:{}", port.trim_end_matches('.'))).unwrap();
            }
        }
        driver.wait().unwrap();
    });
    told.recv().unwrap()
}

/// Chromium as a program that dies with the chromedriver that starts it.
fn write_program(path: &Path) {
    std::fs::write(path, "#!/bin/sh\nexec setpriv --pdeathsig KILL chromium \"$@\"\n").unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
