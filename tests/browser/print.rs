//! The printed protocol (PDF), as programs that know nothing of us read it.

use std::{path::Path, process::Command};

use tempfile::TempDir;

use crate::{
    minutes::{DECISION, DESCRIPTION, DOCUMENTS, TITLE},
    visitor::Visitor,
};

/// Every fact of the sample that is in none of the texts.
const FACTS: [&str; 25] = [
    "Sydnärkes IT-nämnd",
    "2020-09-08",
    "09.00",
    "10.30",
    "Rådsalen, Askersund",
    "Magnus Andersson (S)",
    "Hallsbergs kommun",
    "Bo Rudolfsson (KD)",
    "vice ordförande",
    "Laxå",
    "Caroline Dieker (M)",
    "Askersunds kommun",
    "Johan Niklasson (C)",
    "distans",
    "Anna Ahnér (S)",
    "Ej tjänstgörande ersättare",
    "Marcus Cederberg",
    "Förvaltningschef",
    "Kajsa Rosén",
    "Sekreterare",
    "Lekebergs kommun",
    "Kommunhuset i Fjugesta",
    "29 september 2020",
    "30 september 2020",
    "Syd-IT 20-29",
];

pub(crate) async fn read(visitor: &mut Visitor) {
    let bytes =
        visitor.download("/lekeberg/protokoll/sydnarkes-it-namnd/2020-09-08/protokoll.pdf").await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("protokoll.pdf");
    std::fs::write(&file, bytes).unwrap();

    let about = told("pdfinfo", &[], &file);
    for line in ["Tagged: yes", "Title: Protokoll", "Sydnärkes IT-nämnd 2020-09-08"] {
        assert!(about.contains(line), "{line} is not in {about}");
    }
    let language = "<dc:language><rdf:Bag><rdf:li>sv-SE</rdf:li>";
    assert!(told("pdfinfo", &["-meta"], &file).contains(language), "the language is Swedish");
    let text = run_together(&told("pdftotext", &[], &file));
    let documents = DOCUMENTS.iter().flat_map(|(title, number)| [*title, *number]);
    let texts = DESCRIPTION.into_iter().chain([DECISION, TITLE, "§ 22"]).chain(documents);
    let all = FACTS.into_iter().chain(texts);
    let missing: Vec<_> = all.filter(|fact| !text.contains(&run_together(fact))).collect();
    assert!(missing.is_empty(), "{missing:?} not in {text}");
    let twice = text.matches(&run_together(DECISION)).count();
    assert_eq!(twice, 2, "proposed and decided: {text}");
}

/// The text without spaces and hyphens at the end of a line, which may be anywhere.
fn run_together(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

/// What a program of poppler says about the file, white space folded.
fn told(program: &str, options: &[&str], file: &Path) -> String {
    let mut command = Command::new(program);
    command.args(options).arg(file);
    if program == "pdftotext" {
        command.arg("-");
    }
    let told = command.output().unwrap();
    assert!(told.status.success(), "{program}: {}", String::from_utf8_lossy(&told.stderr));
    let text = String::from_utf8(told.stdout).unwrap().replace('\u{a0}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
