//! A sheet of seats (fil med platser): CSV with Swedish headings in any order, as it comes out of a spreadsheet.

use std::collections::BTreeMap;

use super::mistake::Mistake;

/// Rows in one file.
const LONGEST: usize = 5_000;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Board,
    Name,
    FirstName,
    LastName,
    /// Tells two persons of one name apart.
    Apart,
    Party,
    Role,
    Order,
    From,
    Until,
    Municipality,
}

/// Headings as they are written in registers, without spaces and signs; the first of a column is the template's.
const HEADINGS: [(Column, &[&str]); 11] = [
    (Column::Board, &["organ", "nämnd", "instans", "organisation"]),
    (Column::Name, &["namn", "person", "förtroendevald"]),
    (Column::FirstName, &["förnamn"]),
    (Column::LastName, &["efternamn"]),
    (Column::Apart, &["särskiljning", "särskilj"]),
    (Column::Party, &["parti", "partibeteckning", "partiförkortning"]),
    (Column::Role, &["uppdrag", "befattning", "roll", "funktion"]),
    (Column::Order, &["plats", "ordning", "turordning", "inkallelseordning", "nr"]),
    (Column::From, &["från", "from", "frånochmed", "startdatum", "förstadag"]),
    (Column::Until, &["till", "tom", "tillochmed", "slutdatum", "sistadag"]),
    (Column::Municipality, &["kommun", "hemkommun"]),
];

/// A line of the sheet, each cell by its column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// The line of the text on which it begins; the heading is on the first.
    pub(super) line: u64,
    cells: BTreeMap<Column, String>,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) rows: Vec<Row>,
    /// Headings of columns that are not used.
    pub(super) unused: Vec<String>,
}

impl Row {
    /// The cell of a column; empty where there is none.
    pub(super) fn cell(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }

    /// The name in one column, or in two.
    pub(super) fn name(&self) -> String {
        let name = self.cell(Column::Name);
        if name.is_empty() {
            let parts = [self.cell(Column::FirstName), self.cell(Column::LastName)];
            parts.join(" ").trim().to_owned()
        } else {
            name.to_owned()
        }
    }
}

/// Reads the text of a file, or rows that were pasted.
pub(super) fn read(text: &str) -> Result<Sheet, Vec<Mistake>> {
    // One sign for a new line, so that the lines are counted as they are seen.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let (told, rest, skipped) = told_separator(&text);
    let separator = told.unwrap_or_else(|| separator(rest));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(rest.as_bytes());
    let mut records = reader.records().map(|record| {
        let record =
            record.map_err(|why| Mistake::on(None, format!("Filen går inte att läsa: {why}.")))?;
        let line = record.position().map_or(0, csv::Position::line) + skipped;
        Ok((line, record.iter().map(unguarded).collect::<Vec<_>>()))
    });

    let head = records.next().transpose().map_err(|why| vec![why])?;
    let (_, head) =
        head.ok_or_else(|| vec![Mistake::on(None, "Det finns inga rader att läsa.")])?;
    let (columns, unused) = columns(&head)?;
    let mut sheet = Sheet { rows: Vec::new(), unused };
    let mut mistakes = Vec::new();
    for record in records {
        match record.and_then(|(line, cells)| row(line, &cells, &columns)) {
            Ok(row) if row.cells.values().all(String::is_empty) => {}
            Ok(row) => sheet.rows.push(row),
            Err(why) => mistakes.push(why),
        }
    }
    if sheet.rows.len() > LONGEST {
        mistakes.push(Mistake::on(
            None,
            format!("Filen har fler än {LONGEST} rader. Dela upp den organ för organ."),
        ));
    }
    if sheet.rows.is_empty() && mistakes.is_empty() {
        mistakes.push(Mistake::on(None, "Under rubrikraden finns inga rader."));
    }
    if mistakes.is_empty() { Ok(sheet) } else { Err(mistakes) }
}

/// "sep=;" on a first line of its own, as Excel writes it: the separator, the rest, and how many lines were skipped.
fn told_separator(text: &str) -> (Option<u8>, &str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([separator @ (b';' | b',' | b'\t')]) => (Some(*separator), rest, 1),
        _ => (None, text, 0),
    }
}

/// The one that stands most often in the heading.
fn separator(text: &str) -> u8 {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: &u8| head.bytes().filter(|byte| byte == separator).count();
    // Of equally many the last is taken.
    [b',', b'\t', b';'].into_iter().max_by_key(count).unwrap_or(b';')
}

/// Spreadsheets and the template guard a cell that looks like a formula with an apostrophe.
fn unguarded(cell: &str) -> String {
    let guarded = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    guarded.unwrap_or(cell).to_owned()
}

/// What each place of the heading says, and the headings that say nothing here.
type Columns = (Vec<Option<Column>>, Vec<String>);

/// Reads the heading.
fn columns(head: &[String]) -> Result<Columns, Vec<Mistake>> {
    let columns: Vec<_> = head.iter().map(|heading| column(heading)).collect();
    let has = |column: Column| columns.contains(&Some(column));
    let mut missing = Vec::new();
    for (there, name) in [
        (has(Column::Board), "Organ"),
        (has(Column::Name) || has(Column::FirstName) && has(Column::LastName), "Namn"),
        (has(Column::Role), "Uppdrag"),
    ] {
        if !there {
            missing.push(name);
        }
    }
    let mut mistakes = Vec::new();
    if !missing.is_empty() {
        let there = head.iter().filter(|one| !one.is_empty()).take(12).cloned().collect::<Vec<_>>();
        mistakes.push(Mistake::on(
            Some(1),
            format!("Rubrikraden saknar {}. Den har: {}.", missing.join(", "), there.join(", ")),
        ));
    }
    for (column, _) in HEADINGS {
        if columns.iter().filter(|one| **one == Some(column)).count() > 1 {
            mistakes.push(Mistake::on(
                Some(1),
                format!("Rubriken {} står två gånger.", heading(column)),
            ));
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let unused =
        head.iter().zip(&columns).filter(|(name, column)| column.is_none() && !name.is_empty());
    let unused = unused.map(|(name, _)| name.clone()).collect();
    Ok((columns, unused))
}

fn column(heading: &str) -> Option<Column> {
    let letters: String = heading.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    HEADINGS.iter().find(|(_, names)| names.contains(&letters.as_str())).map(|(column, _)| *column)
}

fn row(line: u64, cells: &[String], columns: &[Option<Column>]) -> Result<Row, Mistake> {
    if cells.iter().any(|cell| cell.contains('\n')) {
        let words = "En ruta går över flera rader. Saknas ett citattecken på raden?";
        return Err(Mistake::on(Some(line), words));
    }
    if cells.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
        let words = format!("Raden har {} rutor, och rubrikraden {}.", cells.len(), columns.len());
        return Err(Mistake::on(Some(line), words));
    }
    let cells = cells.iter().zip(columns);
    let cells = cells.filter_map(|(cell, column)| Some(((*column)?, cell.clone()))).collect();
    Ok(Row { line, cells })
}

/// Rows as a file that spreadsheets open rightly, the heading first.
pub(super) fn write(columns: &[Column], rows: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(columns.iter().map(|column| heading(*column)))?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded(cell)))?;
    }
    writer.into_inner().map_err(|why| why.into_error().into())
}

/// "Organ": as the template has it.
fn heading(column: Column) -> String {
    let name = HEADINGS.iter().find(|(one, _)| *one == column).map_or("", |(_, names)| names[0]);
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(text: &str) -> Vec<(u64, String, String)> {
        let rows = read(text).unwrap().rows;
        rows.iter().map(|row| (row.line, row.name(), row.cell(Column::Role).to_owned())).collect()
    }

    #[test]
    fn headings_stand_in_any_order_with_any_separator() {
        let one = (2, "Eva Ek".to_owned(), "Ledamot".to_owned());
        for text in [
            "Organ;Namn;Uppdrag\nKS;Eva Ek;Ledamot\n",
            "\u{feff}sep=,\r\nUPPDRAG,Parti,Namn,Nämnd\r\nLedamot,S, Eva Ek ,KS\r\n",
            "Förnamn\tEfternamn\tBefattning\tFr.o.m.\tOrgan\nEva\tEk\tLedamot\t2027-01-01\tKS",
            "namn;organ;\"uppdrag\"\n\"Eva Ek\";\"KS; och mer\";Ledamot\n;;\n",
        ] {
            let line = 2 + u64::from(text.contains("sep="));
            assert_eq!(cells(text), [(line, one.1.clone(), one.2.clone())], "{text}");
        }
    }

    #[test]
    fn every_row_that_cannot_be_read_is_told_with_its_line() {
        let text = "Organ;Namn;Uppdrag;Telefon\nKS;Eva;Ledamot;1;2\n\nKS;Bo;Ledamot\nKS;\"Ulf;Ledamot\nKS;Per;Ledamot";
        let mistakes = read(text).unwrap_err();
        let lines: Vec<_> = mistakes.iter().map(|one| one.line).collect();
        assert_eq!(lines, [Some(2), Some(5)]);
        assert!(mistakes[1].words.contains("citattecken"));
        let unused = read("Organ;Namn;Uppdrag;Telefon\nKS;Bo;Ledamot;1").unwrap().unused;
        assert_eq!(unused, ["Telefon"]);
    }

    #[test]
    fn what_has_no_headings_is_refused_with_those_that_are_missing() {
        let words = |text: &str| read(text).unwrap_err()[0].words.clone();
        assert!(words("Kommunstyrelsen;Eva Ek\n").contains("saknar Organ, Namn, Uppdrag"));
        assert!(words("Organ;Namn;Roll;Uppdrag\n").contains("Uppdrag står två gånger"));
        assert!(words("Organ;Namn;Roll\n;;\n").contains("inga rader"));
        assert!(words("").contains("inga rader"));
        let many = format!("Organ;Namn;Roll\n{}", "KS;Eva;Ledamot\n".repeat(LONGEST + 1));
        assert!(words(&many).contains("fler än 5000"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fall(text in "(?s)[;,\t\n\"a-cå.']{0,200}") {
            let _ = read(&text);
            let _ = read(&format!("Organ;Namn;Uppdrag\n{text}"));
        }

        #[test]
        fn what_is_written_is_read_back(rows in prop::collection::vec(prop::collection::vec("[a-zåäö;,\"'=@+-][a-zåäö ;,\t\"'=-]{0,12}[a-zö\"]", 3), 1..20)) {
            let columns = [Column::Board, Column::Name, Column::Role];
            let bytes = write(&columns, &rows).unwrap();
            let text = super::super::upload::read(&bytes).unwrap();
            let back: Vec<Vec<String>> = read(&text).unwrap().rows.iter()
                .map(|row| columns.map(|column| row.cell(column).to_owned()).to_vec())
                .collect();
            // An apostrophe before a sign is the guard itself.
            let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| unguarded(cell)).collect()).collect();
            prop_assert_eq!(back, rows);
        }
    }
}
