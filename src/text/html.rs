//! A text as HTML (webbsidan), everything in it escaped.

use super::model::{Block, Inline, Level, Run, Table};

pub(super) fn write(blocks: &[Block], base_heading: u8) -> String {
    let mut out = String::new();
    sequence(&mut out, blocks, base_heading.clamp(1, 6));
    out
}

fn sequence(out: &mut String, blocks: &[Block], base: u8) {
    for block in blocks {
        match block {
            Block::Paragraph { content } => wrapped(out, "p", content),
            Block::Heading { level, content } => {
                let level = if *level == Level::Upper { base } else { (base + 1).min(6) };
                wrapped(out, &format!("h{level}"), content);
            }
            Block::Bullets { items } => list(out, "<ul>", items, "</ul>\n"),
            Block::Numbered { start: 1, items } => list(out, "<ol>", items, "</ol>\n"),
            Block::Numbered { start, items } => {
                list(out, &format!("<ol start=\"{start}\">"), items, "</ol>\n");
            }
            Block::Table(table) => grid(out, table),
        }
    }
}

fn wrapped(out: &mut String, tag: &str, content: &[Inline]) {
    out.extend(["<", tag, ">"]);
    inlines(out, content);
    out.extend(["</", tag, ">\n"]);
}

fn list(out: &mut String, begin: &str, items: &[Vec<Block>], end: &str) {
    out.push_str(begin);
    out.push('\n');
    for item in items {
        out.push_str("<li>");
        let paragraphs = item.iter().filter(|b| matches!(b, Block::Paragraph { .. })).count();
        match item.split_first() {
            Some((Block::Paragraph { content }, rest)) if paragraphs == 1 => {
                inlines(out, content);
                sequence(out, rest, 6);
            }
            _ => sequence(out, item, 6),
        }
        out.push_str("</li>\n");
    }
    out.push_str(end);
}

fn grid(out: &mut String, table: &Table) {
    let label = if table.caption.is_empty() { "Tabell" } else { &table.caption };
    out.push_str("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    escape(out, label);
    out.push_str("\"><table>\n");
    if !table.caption.is_empty() {
        out.push_str("<caption>");
        escape(out, &table.caption);
        out.push_str("</caption>\n");
    }
    out.push_str("<thead><tr>");
    let class = |column| if is_numeric(table, column) { " class=\"number\"" } else { "" };
    for (column, cell) in table.head.iter().enumerate() {
        // A header cell without words names nothing.
        let (begin, end) =
            if cell.is_empty() { ("<td", "</td>") } else { ("<th scope=\"col\"", "</th>") };
        out.push_str(begin);
        out.push_str(class(column));
        out.push('>');
        inlines(out, cell);
        out.push_str(end);
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            out.push_str("<td");
            out.push_str(class(column));
            out.push('>');
            inlines(out, cell);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
}

/// Says whether a column holds amounts, as "1 579" and "−2,5 %": they stand below each other to the right.
fn is_numeric(table: &Table, column: usize) -> bool {
    let mut cells = table.rows.iter().filter_map(|row| row.get(column)).filter(|c| !c.is_empty());
    let is_amount = |cell: &[Inline]| {
        cell.iter().all(|inline| match inline {
            Inline::Run(run) => {
                run.words.chars().all(|c| c.is_ascii_digit() || " \u{a0},.%+-−–".contains(c))
            }
            Inline::Break => false,
        })
    };
    cells.clone().next().is_some() && cells.all(|cell| is_amount(cell))
}

/// Runs that share a link share one `a`.
pub(super) fn inlines(out: &mut String, content: &[Inline]) {
    let mut link: Option<&str> = None;
    for inline in content {
        let next = match inline {
            Inline::Run(run) => run.link.as_deref(),
            Inline::Break => None,
        };
        if next != link {
            turn(out, link, next);
            link = next;
        }
        match inline {
            Inline::Break => out.push_str("<br>\n"),
            Inline::Run(run) => words(out, run),
        }
    }
    turn(out, link, None);
}

fn turn(out: &mut String, from: Option<&str>, to: Option<&str>) {
    if from.is_some() {
        out.push_str("</a>");
    }
    if let Some(address) = to {
        out.push_str("<a href=\"");
        escape(out, address);
        out.push_str("\" rel=\"noopener\">");
    }
}

fn words(out: &mut String, run: &Run) {
    let marks = [(run.bold, "<strong>", "</strong>"), (run.italic, "<em>", "</em>")];
    marks.iter().filter(|mark| mark.0).for_each(|mark| out.push_str(mark.1));
    escape(out, &run.words);
    marks.iter().rev().filter(|mark| mark.0).for_each(|mark| out.push_str(mark.2));
}

pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
