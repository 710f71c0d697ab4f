//! Somebody at a browser (besökare), who types, and clicks on what can be read on the page.

use std::time::{Duration, Instant};

use axum::body::Bytes;
use fantoccini::{Locator, elements::Element, key::Key};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::json;

use crate::{chromium::Chromium, inspection::Inspection, place::Place};

const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Visitor {
    pub(crate) chromium: Chromium,
    origin: String,
    width: u32,
    inspection: Option<Inspection>,
}

impl Visitor {
    /// Comes to the site with a browser; `inspection` looks at every page on the way.
    pub(crate) async fn arrive(place: &Place, inspection: Option<Inspection>) -> Self {
        let chromium = Chromium::open().await;
        let mut visitor = Self { chromium, origin: place.origin.clone(), width: 0, inspection };
        visitor.hold(1280).await;
        visitor
    }

    /// Closes the browser; fails if anything was wrong on any page.
    pub(crate) async fn leave(self) {
        self.chromium.close().await;
        if let Some(inspection) = self.inspection {
            inspection.finish();
        }
    }

    /// Makes the window so many CSS pixels wide.
    pub(crate) async fn hold(&mut self, width: u32) {
        self.width = width;
        Inspection::resize(&self.chromium, width, 900).await;
    }

    /// Forbids or allows every script of the site.
    pub(crate) async fn allow_scripts(&self, allowed: bool) {
        let value = json!({"value": !allowed});
        self.chromium.devtools("Emulation.setScriptExecutionDisabled", value).await;
    }

    /// Forgets the public pages, which a browser may keep for a minute.
    pub(crate) async fn forget_pages(&self) {
        self.chromium.devtools("Network.clearBrowserCache", json!({})).await;
    }

    /// Goes to an address, whole or a path of the site.
    pub(crate) async fn open(&self, address: &str) {
        let address = if address.starts_with('/') {
            format!("{}{address}", self.origin)
        } else {
            address.to_owned()
        };
        self.chromium.client.goto(&address).await.unwrap();
    }

    /// Waits until the page with this heading is there, and looks at it.
    pub(crate) async fn on(&mut self, heading: &str) {
        self.seek(&format!("//h1[{} = '{heading}']", text("."))).await;
        self.look("").await;
    }

    /// Looks at the page as it is now; `state` tells apart pages with the same title.
    pub(crate) async fn look(&mut self, state: &str) {
        if let Some(inspection) = &mut self.inspection {
            inspection.look(&self.chromium, state).await;
            Inspection::resize(&self.chromium, self.width, 900).await;
        }
    }

    /// Writes in the field with this label, in place of what stands there.
    pub(crate) async fn write(&self, label: &str, value: &str) {
        self.write_in("", label, value).await;
    }

    /// Writes in a field of the group with this legend.
    pub(crate) async fn write_in(&self, legend: &str, label: &str, value: &str) {
        let field = self.seek(&labelled(legend, label)).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Writes in the last of the fields with this label.
    pub(crate) async fn write_last(&self, label: &str, value: &str) {
        let last = format!("({})[last()]", labelled("", label));
        self.seek(&last).await.send_keys(value).await.unwrap();
    }

    pub(crate) async fn choose(&self, label: &str, option: &str) {
        self.choose_in("", label, option).await;
    }

    /// Chooses in a list of the group with this legend; what an option adds in parentheses may be left out.
    pub(crate) async fn choose_in(&self, legend: &str, label: &str, option: &str) {
        let list = labelled(legend, label);
        let words = text(".");
        let option =
            format!("{list}/option[{words} = '{option}' or starts-with({words}, '{option} (')]");
        self.seek(&option).await.click().await.unwrap();
    }

    /// Clicks on a box or a choice by its label, in the group whose legend begins so.
    pub(crate) async fn tick(&self, legend: &str, label: &str) {
        let label = format!("{}//label[{} = '{label}']", group(legend), text("."));
        self.seek(&label).await.click().await.unwrap();
    }

    /// Presses a button by its words.
    pub(crate) async fn press(&self, words: &str) {
        self.go_by(&format!("//button[{} = '{words}']", text("."))).await;
    }

    /// Follows a link by its words.
    pub(crate) async fn follow(&self, words: &str) {
        self.go_by(&format!("//a[{} = '{words}']", text("."))).await;
    }

    /// Waits until the page says each of these.
    pub(crate) async fn finds(&self, sentences: &[&str]) {
        let begun = Instant::now();
        loop {
            let page = self.reads().await;
            let Some(missing) = sentences.iter().find(|one| !page.contains(**one)) else { return };
            assert!(begun.elapsed() < PATIENCE, "{missing} is not in: {page}");
            tokio::task::yield_now().await;
        }
    }

    /// The text of the page's main part, white space folded; nothing while the page changes.
    async fn reads(&self) -> String {
        let main = self.seek("//main").await;
        let text = main.text().await.unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Fetches a file by its address, signed out.
    pub(crate) async fn download(&self, path: &str) -> Vec<u8> {
        let address = format!("{}{path}", self.origin).parse().unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http::<Empty<Bytes>>();
        let answer = client.get(address).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.into_body().collect().await.unwrap().to_bytes().to_vec()
    }

    /// Presses Tab until the field, button or link with these words has the focus.
    pub(crate) async fn tab_to(&self, words: &str) {
        let by_label = labelled("", words);
        let by_text = format!("//*[self::a or self::button][{} = '{words}']", text("."));
        let wanted = self.seek(&format!("{by_label} | {by_text}")).await.element_id();
        for _ in 0..100 {
            self.key(Key::Tab).await;
            if self.focused().await.element_id() == wanted {
                return;
            }
        }
        panic!("{words} cannot be reached with Tab");
    }

    /// Presses a key where the focus is.
    pub(crate) async fn key(&self, key: Key) {
        self.typed(&String::from(char::from(key))).await;
    }

    /// Types where the focus is.
    pub(crate) async fn typed(&self, keys: &str) {
        self.focused().await.send_keys(keys).await.unwrap();
    }

    /// Says whether the focus is on the first element that `css` selects.
    pub(crate) async fn is_focused(&self, css: &str) -> bool {
        let wanted = self.chromium.client.find(Locator::Css(css)).await.unwrap();
        self.focused().await.element_id() == wanted.element_id()
    }

    async fn focused(&self) -> Element {
        self.chromium.client.active_element().await.unwrap()
    }

    /// Opens what is folded away under these words.
    pub(crate) async fn unfold(&self, summary: &str) {
        let summary = format!("//details[not(@open)]/summary[{} = '{summary}']", text("."));
        self.seek(&summary).await.click().await.unwrap();
    }

    /// Clicks on what leads to another page, and waits until this one is gone.
    pub(crate) async fn go_by(&self, path: &str) {
        let element = self.seek(path).await;
        let page = self.seek("/html").await;
        element.click().await.unwrap();
        let begun = Instant::now();
        while page.tag_name().await.is_ok() {
            assert!(begun.elapsed() < PATIENCE, "{path} leads nowhere");
            tokio::task::yield_now().await;
        }
    }

    /// The first element of an `XPath`, as soon as there is one.
    async fn seek(&self, path: &str) -> Element {
        let wait = self.chromium.client.wait().at_most(PATIENCE).every(Duration::from_millis(15));
        let Ok(element) = wait.for_element(Locator::XPath(path)).await else {
            let page = self.chromium.client.find(Locator::Css("body")).await.unwrap();
            let address = self.chromium.client.current_url().await.unwrap();
            panic!("no {path} at {address}: {}", page.text().await.unwrap());
        };
        element
    }
}

/// The text of a node with every kind of space folded, in `XPath`.
fn text(node: &str) -> String {
    format!("normalize-space(translate({node}, '\u{a0}', ' '))")
}

/// The control that the label with these words is for, in `XPath`.
fn labelled(legend: &str, label: &str) -> String {
    let labels = format!("{}//label[{} = '{label}']", group(legend), text("."));
    format!("//*[@id = {labels}/@for]")
}

/// The group whose legend begins with these words, in `XPath`; the whole page if there are none.
fn group(legend: &str) -> String {
    if legend.is_empty() {
        return String::new();
    }
    format!("//fieldset[legend[starts-with({}, '{legend}')]]", text("."))
}
