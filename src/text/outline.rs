//! Reads the plain-text convention (textrutans skrivsätt) into blocks, line by line.

use super::characters::is_refused;
use super::model::{Block, Inline, Level, Table};
use super::normal::{self, MAX_START};
use super::{MAX_DEPTH, MAX_SIZE, Mistake, Text, TextError, inline, table};

const MAX_MISTAKES: usize = 20;

pub(super) fn read(plain: &str) -> Result<Text, Vec<Mistake>> {
    if plain.len() > 16 * MAX_SIZE {
        return Err(vec![Mistake { line: 1, sentence: TextError::TooLarge.to_string() }]);
    }
    let plain = plain.replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = Reader { lines: plain.split('\n').collect(), ..Reader::default() };
    reader.refuse_characters();
    reader.read();
    if reader.mistakes.is_empty() {
        let last = reader.lines.len();
        Text::new(reader.top).map_err(|e| vec![Mistake { line: last, sentence: e.to_string() }])
    } else {
        reader.mistakes.sort_by_key(|mistake| mistake.line);
        reader.mistakes.truncate(MAX_MISTAKES);
        Err(reader.mistakes)
    }
}

/// What a line would begin, were it the first of its block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Heading(Level),
    Bullet,
    Number(u32),
}

/// The mark of a line without indent, and what follows it.
pub(super) fn mark(line: &str) -> Option<(Mark, &str)> {
    let (sign, rest) = line.split_once([' ', '\t'])?;
    let mark = match sign {
        "#" => Mark::Heading(Level::Upper),
        "##" => Mark::Heading(Level::Lower),
        "-" | "•" => Mark::Bullet,
        _ => {
            let number = sign.strip_suffix('.')?;
            let padded = number.len() > 1 && number.starts_with('0');
            if padded || number.len() > 6 || !number.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            Mark::Number(number.parse().ok()?)
        }
    };
    Some((mark, rest.trim())).filter(|(_, rest)| !rest.is_empty())
}

/// A list that is still open; `start` is `None` for bullets.
struct List {
    indent: usize,
    start: Option<u32>,
    items: Vec<Vec<Block>>,
}

impl List {
    fn next(&self) -> Option<u32> {
        self.start?.checked_add(u32::try_from(self.items.len()).ok()?)
    }
}

#[derive(Default)]
struct Paragraph {
    line: usize,
    source: String,
    /// The last line ended with two spaces.
    spaced: bool,
}

#[derive(Default)]
struct Reader<'a> {
    lines: Vec<&'a str>,
    top: Vec<Block>,
    open: Vec<List>,
    paragraph: Option<Paragraph>,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn refuse_characters(&mut self) {
        let mut found = Vec::new();
        for (n, line) in self.lines.iter().enumerate() {
            if let Some((at, c)) = line.char_indices().find(|(_, c)| is_refused(*c)) {
                let before = line[..at].split_whitespace().last().unwrap_or_default();
                let place = if before.is_empty() {
                    String::new()
                } else {
                    format!(" efter ”{before}”")
                };
                let code = u32::from(c);
                found.push((
                    n,
                    format!(
                        "Texten innehåller ett tecken som inte kan sparas (U+{code:04X}){place}. \
                     Skriv om det stället."
                    ),
                ));
            }
        }
        found.truncate(MAX_MISTAKES);
        for (n, sentence) in found {
            self.mistake(n, sentence);
        }
    }

    fn read(&mut self) {
        let mut n = 0;
        while n < self.lines.len() {
            let line = self.lines[n];
            let content = line.trim();
            let indent = indent(line);
            if content.is_empty() {
                self.end_paragraph();
            } else if let Some((caption, head)) = table::at(&self.lines, n).filter(|_| indent < 2) {
                self.end_lists(0);
                n = self.table(caption, head);
                continue;
            } else {
                self.line(n, indent, content);
            }
            n += 1;
        }
        self.end_lists(0);
    }

    fn line(&mut self, n: usize, indent: usize, content: &str) {
        match mark(content) {
            Some((Mark::Heading(level), rest)) if indent < 2 => {
                self.end_lists(0);
                let content = self.inline(n, rest);
                self.top.push(Block::Heading { level, content });
            }
            Some((Mark::Bullet, rest)) => self.item(n, indent, None, rest),
            Some((Mark::Number(number), rest)) if self.is_item(indent, number) => {
                self.item(n, indent, Some(number), rest);
            }
            _ => self.text(n, indent, content),
        }
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.spaced = self.lines[n].ends_with("  ");
        }
    }

    /// Within a paragraph only 1 begins a list, so that a broken line with a figure first stays
    /// text.
    fn is_item(&self, indent: usize, number: u32) -> bool {
        let beside = self.open.iter().rev().find(|list| list.indent <= indent);
        let beside = beside.filter(|list| indent < list.indent + 2 && list.start.is_some());
        beside.and_then(List::next) == Some(number)
            || number <= MAX_START && (number == 1 || self.paragraph.is_none() || beside.is_some())
    }

    fn item(&mut self, n: usize, indent: usize, number: Option<u32>, rest: &str) {
        self.end_paragraph();
        while self.open.last().is_some_and(|list| list.indent > indent) {
            self.end_list();
        }
        let beside = self.open.last().is_some_and(|list| indent < list.indent + 2);
        let too_deep = !beside && self.open.len() == MAX_DEPTH;
        if too_deep {
            self.mistake(n, TextError::TooDeep.to_string());
        }
        let goes_on = self.open.last().is_some_and(|list| match number {
            None => list.start.is_none(),
            Some(_) => list.next() == number,
        });
        if beside && !goes_on {
            self.end_list();
        }
        if !(too_deep || beside && goes_on) {
            self.open.push(List { indent, start: number, items: Vec::new() });
        }
        if let Some(list) = self.open.last_mut() {
            list.items.push(Vec::new());
        }
        self.paragraph = Some(Paragraph { line: n, source: rest.into(), spaced: false });
    }

    fn text(&mut self, n: usize, indent: usize, content: &str) {
        if let Some(paragraph) = &mut self.paragraph {
            let source = &mut paragraph.source;
            let slashes = source.len() - source.trim_end_matches('\\').len();
            if paragraph.spaced && slashes % 2 == 0 {
                source.push('\\');
            }
            source.push('\n');
            source.push_str(content);
        } else {
            self.end_lists(indent);
            self.paragraph = Some(Paragraph { line: n, source: content.into(), spaced: false });
        }
    }

    /// Returns the line after the table.
    fn table(&mut self, caption: &str, head: usize) -> usize {
        let width = table::cells(self.lines[head]).len();
        let rows = self.lines[head..].iter().take_while(|line| table::is_row(line)).count();
        let mut read = Vec::new();
        for n in (head..head + rows).filter(|n| *n != head + 1) {
            let row: Vec<_> =
                table::cells(self.lines[n]).into_iter().map(|cell| self.inline(n, cell)).collect();
            read.push(row);
        }
        for n in head..head + rows {
            let found = table::cells(self.lines[n]).len();
            if found != width {
                self.mistake(
                    n,
                    format!(
                        "Antalet celler i raden är {found}, men i rubrikraden {width}. \
                         Skriv lika många i alla rader."
                    ),
                );
            }
        }
        let head_cells = read.remove(0);
        self.top.push(Block::Table(Table {
            caption: caption.into(),
            head: head_cells,
            rows: read,
        }));
        head + rows
    }

    fn inline(&mut self, n: usize, source: &str) -> Vec<Inline> {
        let reading = inline::read(source);
        for (below, sentence) in reading.mistakes {
            self.mistake(n + below, sentence);
        }
        reading.content
    }

    fn mistake(&mut self, n: usize, sentence: String) {
        if self.mistakes.len() < 2 * MAX_MISTAKES {
            self.mistakes.push(Mistake { line: n + 1, sentence });
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(Paragraph { line, source, .. }) = self.paragraph.take() {
            let content = self.inline(line, &source);
            self.innermost().push(Block::Paragraph { content });
        }
    }

    /// Ends the lists whose items a paragraph with this indent does not belong to.
    fn end_lists(&mut self, indent: usize) {
        self.end_paragraph();
        while self.open.last().is_some_and(|list| indent < list.indent + 2) {
            self.end_list();
        }
    }

    fn end_list(&mut self) {
        if let Some(List { start, items, .. }) = self.open.pop() {
            let list = match start {
                None => Block::Bullets { items },
                Some(start) => Block::Numbered { start, items },
            };
            normal::push(self.innermost(), list);
        }
    }

    fn innermost(&mut self) -> &mut Vec<Block> {
        let item = self.open.last_mut().and_then(|list| list.items.last_mut());
        item.unwrap_or(&mut self.top)
    }
}

/// The spaces before a line; a tab is four.
fn indent(line: &str) -> usize {
    let blank = line.bytes().take_while(|b| matches!(b, b' ' | b'\t'));
    blank.map(|b| if b == b'\t' { 4 } else { 1 }).sum()
}
