//! A form as a browser would fill it in and send it.

use scraper::{ElementRef, Selector};

use crate::support::{Page, Person};

/// The fields of one form, in order, with the values they stand at.
#[derive(Clone)]
pub(crate) struct Sheet {
    action: String,
    fields: Vec<(String, String)>,
}

impl Sheet {
    /// The form that `css` selects.
    pub(crate) fn of(page: &Page, css: &str) -> Self {
        let html = page.html();
        let selector = Selector::parse(css).unwrap();
        let form = html.select(&selector).next().unwrap_or_else(|| panic!("no form {css}"));
        let inside = Selector::parse("input, textarea, select").unwrap();
        let fields = form.select(&inside).filter_map(field).collect();
        Self { action: form.attr("action").unwrap_or_default().to_owned(), fields }
    }

    /// The name of the nth field whose name begins so.
    pub(crate) fn name(&self, start: &str, n: usize) -> String {
        let mut names = self.fields.iter().filter(|(name, _)| name.starts_with(start));
        names.nth(n).unwrap_or_else(|| panic!("no field {start} {n}")).0.clone()
    }

    pub(crate) fn value(&self, start: &str, n: usize) -> String {
        let name = self.name(start, n);
        self.fields.iter().find(|(other, _)| *other == name).unwrap().1.clone()
    }

    /// The values of every field of that very name.
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        let named = self.fields.iter().filter(|(other, _)| other == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn set(mut self, start: &str, n: usize, value: &str) -> Self {
        let name = self.name(start, n);
        value.clone_into(&mut self.fields.iter_mut().find(|(other, _)| *other == name).unwrap().1);
        self
    }

    /// Ticks a box, or presses a button.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Unticks a box.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(other, _)| other != name);
        self
    }

    pub(crate) async fn send(&self, person: &Person) -> Page {
        self.send_to(person, &self.action).await
    }

    pub(crate) async fn send_to(&self, person: &Person, path: &str) -> Page {
        let fields: Vec<_> =
            self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        person.post(path, &fields).await
    }
}

/// The name and value that a browser would send for a field nobody has touched.
fn field(field: ElementRef<'_>) -> Option<(String, String)> {
    let name = field.attr("name")?.to_owned();
    let value = |element: ElementRef<'_>| element.attr("value").unwrap_or_default().to_owned();
    let value = match (field.value().name(), field.attr("type")) {
        ("textarea", _) => field.text().collect::<String>().trim_start_matches('\n').to_owned(),
        ("select", _) => {
            let first = |css| field.select(&Selector::parse(css).unwrap()).next();
            value(first("option[selected]").or_else(|| first("option"))?)
        }
        (_, Some("checkbox" | "radio")) if field.attr("checked").is_none() => return None,
        (_, Some("submit" | "button")) => return None,
        _ => value(field),
    };
    Some((name, value))
}
