//! Writes the plain-text convention (textrutans skrivsätt), with a backslash only where it is
//! needed.

use super::model::{Block, Inline, Level, Run};
use super::outline::{self, Mark};
use super::{inline, table};

pub(super) fn write(blocks: &[Block]) -> String {
    let mut out = String::new();
    for (n, block) in blocks.iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        match block {
            Block::Paragraph { content } => lines(&mut out, &spelled(content, false), "", true),
            Block::Heading { level, content } => {
                out.push_str(if *level == Level::Upper { "# " } else { "## " });
                out.push_str(&spelled(content, false));
                out.push('\n');
            }
            Block::Bullets { items } => list(&mut out, None, items, 0),
            Block::Numbered { start, items } => list(&mut out, Some(*start), items, 0),
            Block::Table(t) => {
                let row =
                    |cells: &Vec<Vec<Inline>>| cells.iter().map(|c| spelled(c, true)).collect();
                let rows = std::iter::once(&t.head).chain(&t.rows).map(row);
                table::write(&mut out, &t.caption, rows);
            }
        }
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

fn list(out: &mut String, start: Option<u32>, items: &[Vec<Block>], depth: usize) {
    let indent = "  ".repeat(depth);
    let inner = "  ".repeat(depth + 1);
    let mut number = start;
    for item in items {
        out.push_str(&indent);
        match &mut number {
            None => out.push_str("- "),
            Some(number) => {
                out.extend([&number.to_string(), ". "]);
                *number += 1;
            }
        }
        for (n, block) in item.iter().enumerate() {
            match block {
                Block::Paragraph { content } if n == 0 => {
                    lines(out, &spelled(content, false), &inner, false);
                }
                Block::Paragraph { content } => {
                    out.push('\n');
                    out.push_str(&inner);
                    lines(out, &spelled(content, false), &inner, true);
                }
                Block::Bullets { items } => list(out, None, items, depth + 1),
                Block::Numbered { start, items } => {
                    if *start != 1 {
                        out.push('\n');
                    }
                    list(out, Some(*start), items, depth + 1);
                }
                Block::Heading { .. } | Block::Table(_) => {}
            }
        }
    }
}

/// The lines of a paragraph, all but the first indented; `guard_first`: could the first be taken
/// for a mark?
fn lines(out: &mut String, source: &str, indent: &str, guard_first: bool) {
    for (n, line) in source.split('\n').enumerate() {
        if n > 0 {
            out.push_str(indent);
        }
        if n > 0 || guard_first {
            guarded(out, line);
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn guarded(out: &mut String, line: &str) {
    match outline::mark(line) {
        Some((Mark::Number(_), _)) => out.push_str(&line.replacen('.', "\\.", 1)),
        Some((Mark::Heading(_) | Mark::Bullet, _)) => {
            out.push('\\');
            out.push_str(line);
        }
        None if table::is_row(line) => {
            out.push('\\');
            out.push_str(line);
        }
        None => out.push_str(line),
    }
}

fn spelled(content: &[Inline], cell: bool) -> String {
    let has_bar = |i: &Inline| matches!(i, Inline::Run(run) if run.words.contains('|'));
    if !(cell && content.iter().any(has_bar)) {
        let plain = marked(content, false);
        let reading = inline::read(&plain);
        if reading.mistakes.is_empty() && reading.content == content {
            return plain;
        }
    }
    let escaped = marked(content, true);
    if cell { escaped.replace('|', "\\|") } else { escaped }
}

enum Piece {
    Words(String),
    /// Asterisks, and whether they begin or end something.
    Stars {
        count: usize,
        begin: bool,
        end: bool,
    },
}

/// The content with its marks, and if asked with backslashes before all that looks like marks.
fn marked(content: &[Inline], escape: bool) -> String {
    let mut pieces = Vec::new();
    let mut now = Run::default();
    for inline in content {
        match inline {
            Inline::Run(run) => {
                turn(&mut pieces, &now, run);
                now = run.format();
                let words = if escape { escaped(&run.words) } else { run.words.clone() };
                pieces.push(Piece::Words(words));
            }
            Inline::Break => {
                turn(&mut pieces, &now, &Run::default());
                now = Run::default();
                pieces.push(Piece::Words("\\\n".into()));
            }
        }
    }
    turn(&mut pieces, &now, &Run::default());
    joined(&pieces)
}

/// From the format of one run to that of the next.
fn turn(pieces: &mut Vec<Piece>, from: &Run, to: &Run) {
    let other_link = from.link != to.link;
    if let Some(address) = from.link.as_ref().filter(|_| other_link) {
        pieces.push(Piece::Words(format!("]({address})")));
    }
    let (bold, italic) = (from.bold != to.bold, from.italic != to.italic);
    if bold || italic {
        pieces.push(Piece::Stars {
            count: 2 * usize::from(bold) + usize::from(italic),
            begin: bold && to.bold || italic && to.italic,
            end: bold && from.bold || italic && from.italic,
        });
    }
    if to.link.is_some() && other_link {
        pieces.push(Piece::Words("[".into()));
    }
}

fn joined(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for (n, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Words(words) => out.push_str(words),
            Piece::Stars { count, begin, end } => {
                let before = out.chars().next_back();
                let after = match pieces.get(n + 1) {
                    Some(Piece::Words(words)) => words.chars().next(),
                    Some(Piece::Stars { .. }) | None => None,
                };
                if *begin && !inline::can_open(before, after) {
                    out.push_str("\\~");
                }
                out.push_str(&"*".repeat(*count));
                if *end && !inline::can_close(before, after) {
                    out.push_str("\\~");
                }
            }
        }
    }
    out
}

/// An asterisk between spaces means nothing anyway.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut before = 'x';
    let mut signs = words.chars().peekable();
    while let Some(c) = signs.next() {
        let idle = c == '*' && before == ' ' && signs.peek() == Some(&' ');
        if "\\*[]".contains(c) && !idle {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}
