//! Text that a template left for someone to answer, and nobody did (platshållare).

/// What Word, other systems' templates and our own leave behind, in lower case.
const PHRASES: [&str; 7] = [
    "plats location",
    "plats plats",
    "klicka eller tryck här",
    "klicka här för att ange",
    "skriv text här",
    "lorem ipsum",
    "åååå-mm-dd",
];

/// The labels after which a line may not end.
const LABELS: [&str; 2] = ["starttid:", "sluttid:"];

/// The first unanswered placeholder of the text. A quotation's omission, "[...]" or "…" inside a
/// line, is none; nor is a masking note in brackets.
pub fn placeholder(text: &str) -> Option<String> {
    text.lines().find_map(|line| phrase(line).or_else(|| brackets(line)).or_else(|| word(line)))
}

fn phrase(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let found = PHRASES.iter().find(|phrase| lower.contains(**phrase));
    let label = LABELS.iter().find(|label| lower.trim_end().ends_with(**label));
    found.or(label).map(ToString::to_string)
}

/// "[ ]", "[__]", "[XX]" and "{organ}".
fn brackets(line: &str) -> Option<String> {
    let square = enclosed(line, '[', ']', |inner| {
        inner.chars().all(|c| c.is_whitespace() || c == '_' || c == 'X' || c == 'x')
    });
    square.or_else(|| {
        enclosed(line, '{', '}', |inner| {
            !inner.is_empty() && inner.chars().all(|c| c.is_lowercase() || c == '_')
        })
    })
}

fn enclosed(line: &str, open: char, close: char, empty: fn(&str) -> bool) -> Option<String> {
    line.split(open).skip(1).find_map(|rest| {
        let (inner, _) = rest.split_once(close)?;
        empty(inner).then(|| format!("{open}{inner}{close}"))
    })
}

/// "XX", "____", and dots that end the line where the answer should stand.
fn word(line: &str) -> Option<String> {
    let words: Vec<_> = line.split_whitespace().collect();
    let marks =
        words.iter().map(|word| word.trim_matches(['.', ',', ';', ':', '(', ')', '"', '”']));
    let mark = marks.into_iter().find(|word| is_run(word, 'X', 2) || is_run(word, '_', 3));
    let dots = words.last().filter(|word| is_run(word, '…', 1) || is_run(word, '.', 3));
    mark.or(dots.copied()).map(ToOwned::to_owned)
}

fn is_run(word: &str, mark: char, least: usize) -> bool {
    word.chars().all(|c| c == mark) && word.chars().count() >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dec_05_what_a_template_left_is_found() {
        for (text, expected) in [
            ("Plats Plats Location", "plats location"),
            ("Starttid 16:00 Sluttid:", "sluttid:"),
            ("Namn\nSluttid: ", "sluttid:"),
            ("Nämnden beslutar att [ ]", "[ ]"),
            ("[__]", "[__]"),
            ("Dnr XX, se bilaga", "XX"),
            ("Ordförande (XXX)", "XXX"),
            ("Justeras den …", "…"),
            ("Beslut ...", "..."),
            ("Underskrift ______", "______"),
            ("{organ} sammanträder", "{organ}"),
            ("Klicka eller tryck här för att ange text.", "klicka eller tryck här"),
        ] {
            assert_eq!(placeholder(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn dec_05_what_someone_wrote_is_left_alone() {
        for text in [
            "",
            "Nämnden godkänner budgeten.",
            "I yttrandet står att ”nämnden ska [...] verka för trygghet”.",
            "Enligt planen ska nämnden … verka för detta.",
            "och så vidare…",
            "[Uppgift borttagen – sekretess/personuppgifter]",
            "Storlek XXL",
            "Sluttid: 16.30",
            "Platsen är lokal A",
            "Pris {1}",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
