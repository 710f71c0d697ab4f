//! The fields of a fact's form (formulärfält), described once and shown by one template.

use crate::{
    meetings::Typed,
    register::PersonId,
    text::Text,
    web::{FieldErrors, unprintable},
};

use super::{Actor, context::Context};

/// As many people as one claim or dissent may have.
pub(super) const MAX_PEOPLE: usize = 60;

/// How a field is filled in.
pub(super) enum Widget {
    Line,
    /// A line, with words to choose from.
    Suggest(Vec<String>),
    Area,
    Tick,
    Choose(Vec<(String, String)>),
    /// A few answers beside each other.
    Segments(Vec<(String, String)>),
}

pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) hint: &'static str,
    pub(super) widget: Widget,
    pub(super) value: String,
}

/// Fields that belong together.
pub(super) struct Group {
    pub(super) legend: String,
    pub(super) fields: Vec<Field>,
    /// A button for another row.
    pub(super) grows: bool,
}

impl Group {
    pub(super) fn new(legend: impl Into<String>, fields: Vec<Field>) -> Self {
        Self { legend: legend.into(), fields, grows: false }
    }
}

impl Field {
    pub(super) fn new(
        form: &Typed,
        name: impl Into<String>,
        label: impl Into<String>,
        widget: Widget,
    ) -> Self {
        let name = name.into();
        let value = form.get(&name).to_owned();
        Self { name, label: label.into(), hint: "", widget, value }
    }

    /// The value as one reads it.
    pub(super) fn shown(&self) -> &str {
        match &self.widget {
            Widget::Choose(options) | Widget::Segments(options) => {
                let chosen = options.iter().find(|(value, _)| *value == self.value);
                chosen.map_or("", |(_, words)| words)
            }
            Widget::Tick if self.value == "ja" => "Ja",
            Widget::Line | Widget::Suggest(_) | Widget::Area | Widget::Tick => &self.value,
        }
    }

    pub(super) fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }
}

/// Pairs of value and label.
pub(super) fn options<'a>(
    of: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, String)> {
    of.into_iter().map(|(value, label)| (value.to_owned(), label.to_owned())).collect()
}

/// The rows of a form that can grow.
pub(super) fn rows(form: &Typed, stem: &str, least: usize) -> usize {
    let sent = form.rows(stem, MAX_PEOPLE);
    (sent.max(least) + usize::from(form.wants_row())).min(MAX_PEOPLE)
}

/// A row for each person or group, and two empty ones to begin with.
pub(super) fn people(form: &Typed, context: &Context, joins: bool) -> Group {
    let mut fields = vec![];
    for n in 1..=rows(form, "person", 2) {
        fields.push(Field::new(
            form,
            format!("person_{n}"),
            format!("Person {n}"),
            Widget::Choose(context.people()),
        ));
        fields.push(Field::new(
            form,
            format!("grupp_{n}"),
            format!("eller grupp eller organ {n}"),
            Widget::Line,
        ));
        if joins {
            fields.push(Field::new(
                form,
                format!("instammer_{n}"),
                format!("Person {n} instämmer"),
                Widget::Tick,
            ));
        }
    }
    Group { legend: "Vem".to_owned(), fields, grows: true }
}

/// What was chosen in each row, with whether the row joins another; every row is a person or a group, each once.
pub(super) fn read_people(
    form: &Typed,
    context: &Context,
    errors: &mut FieldErrors,
) -> Vec<(Actor, bool)> {
    let mut all: Vec<(Actor, bool)> = vec![];
    for n in 1..=form.rows("person", MAX_PEOPLE) {
        let (person, group) = (format!("person_{n}"), format!("grupp_{n}"));
        let named = errors.optional_line(&group, form.get(&group), 120).unwrap_or_default();
        let chosen = form.get(&person);
        let actor = match (chosen.is_empty(), named.is_empty()) {
            (true, true) => continue,
            (false, false) => {
                errors.add(&group, "Välj en person eller skriv en grupp, inte båda på samma rad.");
                continue;
            }
            (true, false) => Actor::Group(named),
            (false, true) => match form.id(&person).map(PersonId) {
                Some(one) if context.knows(one) => Actor::Person(one),
                _ => {
                    errors.add(&person, "Personen finns inte bland dem som var med. Välj igen.");
                    continue;
                }
            },
        };
        if all.iter().any(|(one, _)| *one == actor) {
            errors.add(&person, format!("{} står två gånger.", context.name(&actor)));
        } else {
            all.push((actor, form.ticked(&format!("instammer_{n}"))));
        }
    }
    all
}

pub(super) fn fill_people<'a>(form: &mut Typed, people: impl IntoIterator<Item = &'a Actor>) {
    for (n, who) in (1..).zip(people) {
        form.set(format!("person_{n}"), "");
        match who {
            Actor::Person(person) => form.set(format!("person_{n}"), person.to_string()),
            Actor::Group(group) => form.set(format!("grupp_{n}"), group.as_str()),
        }
    }
}

/// A text of the closed model; its mistakes in one sentence.
pub(super) fn text(form: &Typed, field: &str, errors: &mut FieldErrors) -> Option<Text> {
    match Text::from_plain(&form.get(field).replace("\r\n", "\n")) {
        Ok(text) => match unprintable(&text.to_words()) {
            Some(why) => {
                errors.add(field, why);
                None
            }
            None => Some(text),
        },
        Err(mistakes) => {
            let all: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
            errors.add(field, all.join(" "));
            None
        }
    }
}

/// A word of the law's that was chosen.
pub(super) fn chosen<T: std::str::FromStr>(
    form: &Typed,
    (field, missing): (&str, &str),
    errors: &mut FieldErrors,
) -> Option<T> {
    errors.check(field, form.get(field).parse().map_err(|_| missing))
}

/// A whole number that may be left out.
pub(super) fn optional_number(
    form: &Typed,
    (field, what): (&str, &str),
    most: i32,
    errors: &mut FieldErrors,
) -> Option<Option<i32>> {
    if form.get(field).trim().is_empty() {
        return Some(None);
    }
    errors.number((field, what), form.get(field), 0..=most).map(Some)
}
