//! The normal form (normalform): one tree per text, so that one text has one hash.

use std::mem::take;

use super::characters::{is_ordinary_space, is_refused, normal_form, single_spaces};
use super::model::{Block, Inline, Run, Table};
use super::{MAX_DEPTH, MAX_SIZE, TextError, link};

/// The highest number a list may begin with: a year at the head of a line is no list.
pub(super) const MAX_START: u32 = 999;

pub(super) fn tree(blocks: Vec<Block>) -> Result<Vec<Block>, TextError> {
    let blocks = sequence(blocks, 0)?;
    if blocks.iter().map(size).sum::<usize>() > MAX_SIZE {
        return Err(TextError::TooLarge);
    }
    Ok(blocks)
}

/// Composed, trimmed, single-spaced runs. Whitespace has the format that both its neighbours share,
/// so that no run begins or ends emphasis or a link with a space.
pub(super) fn content(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut formats = Vec::new();
    let mut signs = trimmed(inlines, &mut formats);
    share_formats(&mut signs, &mut formats);

    let mut out: Vec<Inline> = Vec::new();
    for (sign, format) in signs {
        match out.last_mut() {
            _ if sign == '\n' => out.push(Inline::Break),
            Some(Inline::Run(run)) if run.has_format_of(&formats[format]) => run.words.push(sign),
            _ => out.push(Inline::Run(Run { words: sign.into(), ..formats[format].clone() })),
        }
    }
    for inline in &mut out {
        if let Inline::Run(run) = inline {
            run.words = normal_form(&run.words);
        }
    }
    out
}

/// The characters, each with the index of its format; a hard break is a line feed.
fn trimmed(inlines: Vec<Inline>, formats: &mut Vec<Run>) -> Vec<(char, usize)> {
    let mut signs: Vec<(char, usize)> = Vec::new();
    for inline in inlines {
        let Inline::Run(mut run) = inline else {
            trim_end(&mut signs, |c| c.is_whitespace() && c != '\n');
            if !signs.is_empty() {
                signs.push(('\n', 0));
            }
            continue;
        };
        let words = take(&mut run.words);
        formats.push(run);
        for c in words.chars() {
            let c = if is_ordinary_space(c) { ' ' } else { c };
            let before = signs.last().map_or('\n', |(c, _)| *c);
            if !(c == ' ' && before == ' ' || c.is_whitespace() && before == '\n') {
                signs.push((c, formats.len() - 1));
            }
        }
    }
    trim_end(&mut signs, char::is_whitespace);
    signs
}

fn trim_end(signs: &mut Vec<(char, usize)>, unwanted: impl Fn(char) -> bool) {
    while signs.last().is_some_and(|(c, _)| unwanted(*c)) {
        signs.pop();
    }
}

fn share_formats(signs: &mut [(char, usize)], formats: &mut Vec<Run>) {
    let is_space = |c: char| c != '\n' && c.is_whitespace();
    let mut at = 0;
    while at < signs.len() {
        if !is_space(signs[at].0) {
            at += 1;
            continue;
        }
        let end = (at..signs.len()).find(|&n| !is_space(signs[n].0)).unwrap_or(signs.len());
        let (left, right) = (signs[at - 1].1, signs[end].1);
        let shared = if left == right { left } else { shared_format(formats, left, right) };
        for sign in &mut signs[at..end] {
            sign.1 = shared;
        }
        at = end;
    }
}

fn shared_format(formats: &mut Vec<Run>, left: usize, right: usize) -> usize {
    let (a, b) = (&formats[left], &formats[right]);
    formats.push(Run {
        words: String::new(),
        bold: a.bold && b.bold,
        italic: a.italic && b.italic,
        link: a.link.clone().filter(|_| a.link == b.link),
    });
    formats.len() - 1
}

/// A heading or a cell: one line.
pub(super) fn line(inlines: Vec<Inline>) -> Vec<Inline> {
    let space = || Inline::Run(Run { words: " ".into(), ..Run::default() });
    content(inlines.into_iter().map(|i| if i == Inline::Break { space() } else { i }).collect())
}

/// Adds a block; a list that goes on where the one before ended is the same list.
pub(super) fn push(blocks: &mut Vec<Block>, block: Block) {
    match (blocks.last_mut(), block) {
        (Some(Block::Bullets { items }), Block::Bullets { items: more }) => items.extend(more),
        (Some(Block::Numbered { start, items }), Block::Numbered { start: next, items: more })
            if u32::try_from(items.len()).is_ok_and(|n| *start + n == next) =>
        {
            items.extend(more);
        }
        (_, block) => blocks.push(block),
    }
}

fn sequence(blocks: Vec<Block>, depth: usize) -> Result<Vec<Block>, TextError> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph { content: c } => {
                let content = content(checked(c)?);
                if !content.is_empty() {
                    out.push(Block::Paragraph { content });
                }
            }
            Block::Bullets { items } => {
                let items = list(items, depth)?;
                if !items.is_empty() {
                    push(&mut out, Block::Bullets { items });
                }
            }
            Block::Numbered { start, .. } if start > MAX_START => return Err(TextError::Start),
            Block::Numbered { start, items } => {
                let items = list(items, depth)?;
                if !items.is_empty() {
                    push(&mut out, Block::Numbered { start, items });
                }
            }
            Block::Heading { .. } | Block::Table(_) if depth > 0 => {
                return Err(TextError::Misplaced);
            }
            Block::Heading { level, content } => {
                let content = line(checked(content)?);
                if !content.is_empty() {
                    out.push(Block::Heading { level, content });
                }
            }
            Block::Table(table) => out.extend(grid(table)?.map(Block::Table)),
        }
    }
    Ok(out)
}

/// The items that have text; one that begins with a list gives that list's items instead.
fn list(items: Vec<Vec<Block>>, depth: usize) -> Result<Vec<Vec<Block>>, TextError> {
    if depth >= MAX_DEPTH {
        return Err(TextError::TooDeep);
    }
    let mut out: Vec<Vec<Block>> = Vec::new();
    for item in items {
        let mut item = sequence(item, depth + 1)?;
        if let Some(Block::Bullets { items } | Block::Numbered { items, .. }) = item.first_mut() {
            out.append(items);
            if let Some(last) = out.last_mut() {
                item.drain(1..).for_each(|block| push(last, block));
            }
        } else if !item.is_empty() {
            out.push(item);
        }
    }
    Ok(out)
}

fn grid(table: Table) -> Result<Option<Table>, TextError> {
    let width = table.head.len();
    if width == 0 || table.rows.iter().any(|row| row.len() != width) {
        return Err(TextError::UnevenTable);
    }
    if let Some(c) = table.caption.chars().find(|&c| is_refused(c)) {
        return Err(TextError::Character(c));
    }
    let row = |cells: Vec<Vec<Inline>>| {
        cells.into_iter().map(|cell| checked(cell).map(line)).collect::<Result<Vec<_>, _>>()
    };
    let table = Table {
        caption: normal_form(&single_spaces(&table.caption)),
        head: row(table.head)?,
        rows: table.rows.into_iter().map(row).collect::<Result<_, _>>()?,
    };
    let blank = table.caption.is_empty()
        && table.head.iter().chain(table.rows.iter().flatten()).all(Vec::is_empty);
    Ok((!blank).then_some(table))
}

/// Links in their one spelling; an error for what may not stand in a text.
fn checked(mut inlines: Vec<Inline>) -> Result<Vec<Inline>, TextError> {
    for inline in &mut inlines {
        let Inline::Run(run) = inline else { continue };
        if let Some(c) = run.words.chars().find(|&c| is_refused(c)) {
            return Err(TextError::Character(c));
        }
        if let Some(address) = &mut run.link {
            *address = link::canonical(address).ok_or(TextError::Link)?;
        }
    }
    Ok(inlines)
}

fn size(block: &Block) -> usize {
    let line = |c: &Vec<Inline>| 1 + c.iter().map(inline_size).sum::<usize>();
    match block {
        Block::Paragraph { content } | Block::Heading { content, .. } => line(content),
        Block::Bullets { items } | Block::Numbered { items, .. } => {
            items.iter().map(|item| 1 + item.iter().map(size).sum::<usize>()).sum()
        }
        Block::Table(table) => {
            let cells = table.head.iter().chain(table.rows.iter().flatten());
            table.caption.chars().count() + cells.map(line).sum::<usize>()
        }
    }
}

fn inline_size(inline: &Inline) -> usize {
    match inline {
        Inline::Break => 1,
        Inline::Run(run) => {
            let address = run.link.as_deref().unwrap_or_default();
            1 + run.words.chars().count() + address.chars().count()
        }
    }
}
