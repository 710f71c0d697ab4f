//! What must hold of every page (tillgänglighet): axe finds nothing, nothing scrolls sideways, the console is silent.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::chromium::Chromium;

const AXE: &str = include_str!("axe/axe.min.js");

/// In the dark only the colours are others.
const RUN_AXE: &str = r"
    const [dark, done] = arguments;
    const options = dark
        ? { runOnly: { type: 'rule', values: ['color-contrast'] } }
        : { rules: { 'target-size': { enabled: true } } };
    axe.run(document, { ...options, resultTypes: ['violations'] }).then(
        (found) => done(found.violations.flatMap((rule) => rule.nodes.map(
            (node) => `${rule.id}: ${rule.help}: ${node.html} ${node.failureSummary}`))),
        (error) => done([`axe: ${error}`]));
";

const WIDER_THAN_THE_WINDOW: &str = r"
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    if (!wide) return [];
    return [...document.body.querySelectorAll('*')]
        .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((one) => one.outerHTML.slice(0, 160));
";

/// Looks at every page once, in each of four ways; `PARAGRAF_PICTURES` names a folder for pictures of them.
pub(crate) struct Inspection {
    journey: &'static str,
    seen: BTreeSet<String>,
    faults: Vec<String>,
    pictures: Option<PathBuf>,
}

impl Inspection {
    pub(crate) fn of(journey: &'static str) -> Self {
        let pictures = std::env::var_os("PARAGRAF_PICTURES").map(PathBuf::from);
        if let Some(folder) = &pictures {
            std::fs::create_dir_all(folder).unwrap();
        }
        Self { journey, seen: BTreeSet::new(), faults: Vec::new(), pictures }
    }

    /// Makes the window so many CSS pixels wide and high.
    pub(crate) async fn resize(chromium: &Chromium, width: u32, height: u32) {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        chromium.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Looks at the page that stands in the window, if it is a new one. A form sent back with mistakes is no fault.
    pub(crate) async fn look(&mut self, chromium: &Chromium, state: &str) {
        let title = format!("{} {state}", chromium.client.title().await.unwrap());
        let console = chromium.console().await.into_iter();
        let console = console.filter(|line| !line.contains(" status of 422 "));
        self.faults.extend(console.map(|line| format!("{title}: {line}")));
        if !self.seen.insert(title.clone()) {
            return;
        }
        chromium.client.execute(AXE, vec![]).await.unwrap();
        for width in [1280, 360] {
            Self::resize(chromium, width, 900).await;
            for dark in [false, true] {
                self.look_once(chromium, &title, width, dark).await;
            }
        }
        Self::light(chromium, false).await;
        chromium.console().await;
    }

    /// Fails if anything was wrong on any page.
    pub(crate) fn finish(&self) {
        assert!(
            self.faults.is_empty(),
            "{} faults:\n{}",
            self.faults.len(),
            self.faults.join("\n")
        );
    }

    async fn look_once(&mut self, chromium: &Chromium, title: &str, width: u32, dark: bool) {
        Self::light(chromium, dark).await;
        let mode = if dark { "dark" } else { "light" };
        let mut found =
            chromium.client.execute_async(RUN_AXE, vec![Value::Bool(dark)]).await.unwrap();
        if !dark {
            let wide = chromium.client.execute(WIDER_THAN_THE_WINDOW, vec![]).await.unwrap();
            let wide = wide.as_array().unwrap().iter().map(|one| format!("too wide: {one}").into());
            found.as_array_mut().unwrap().extend(wide);
        }
        let found = found.as_array().unwrap().iter();
        self.faults.extend(found.map(|one| format!("{title}, {width} px, {mode}: {one}")));
        if let Some(folder) = &self.pictures {
            let name = file_name(self.journey, self.seen.len(), title);
            photograph(chromium, &folder.join(format!("{name}-{width}-{mode}.png")), width).await;
        }
    }

    async fn light(chromium: &Chromium, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        chromium.devtools("Emulation.setEmulatedMedia", features).await;
    }
}

/// A picture of the whole page.
async fn photograph(chromium: &Chromium, file: &Path, width: u32) {
    let height = chromium.client.execute("return document.documentElement.scrollHeight", vec![]);
    let height = height.await.unwrap().as_u64().unwrap().clamp(400, 8000);
    Inspection::resize(chromium, width, u32::try_from(height).unwrap()).await;
    std::fs::write(file, chromium.client.screenshot().await.unwrap()).unwrap();
    Inspection::resize(chromium, width, 900).await;
}

fn file_name(journey: &str, n: usize, title: &str) -> String {
    let title = title.split('–').next().unwrap_or_default().trim().to_lowercase();
    let words = title.replace(['å', 'ä'], "a").replace('ö', "o");
    let words = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    format!("{journey}-{n:02}-{}", words.collect::<Vec<_>>().join("-"))
}
