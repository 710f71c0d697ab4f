//! What differs between two versions of a text (ändringar), word by word, as safe HTML.

use similar::{Algorithm, DiffOp, DiffableStr, capture_diff_slices};

use super::Text;
use super::html;
use super::model::{Block, Inline, Run};

/// Steps of comparison for one pair of texts; what is beyond is shown as wholly replaced.
const BUDGET: usize = 20_000_000;

/// A paragraph, item paragraph, heading, caption or table row: its words, each with its format.
type Line = Vec<Run>;

/// Each paragraph in a `p`, what is new in `ins`, what is gone in `del`.
pub fn changes(old: &Text, new: &Text) -> String {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    lines(&mut before, old.blocks(), "");
    lines(&mut after, new.blocks(), "");

    let mut budget = BUDGET;
    let mut out = String::new();
    for op in operations(&before, &after, &mut budget) {
        let (gone, come) = (&before[op.old_range()], &after[op.new_range()]);
        for n in 0..gone.len().max(come.len()) {
            let line = |side: &[Line]| side.get(n).cloned().unwrap_or_default();
            out.push_str("<p>");
            words(&mut out, &line(gone), &line(come), &mut budget);
            out.push_str("</p>\n");
        }
    }
    out
}

fn words(out: &mut String, old: &[Run], new: &[Run], budget: &mut usize) {
    for op in operations(old, new, budget) {
        let (gone, come) = (&old[op.old_range()], &new[op.new_range()]);
        if matches!(op, DiffOp::Equal { .. }) {
            runs(out, come);
            continue;
        }
        if !gone.is_empty() {
            out.push_str("<del><span class=\"visually-hidden\">Borttaget: </span>");
            runs(out, gone);
            out.push_str("</del>");
        }
        if !come.is_empty() {
            out.push_str("<ins><span class=\"visually-hidden\">Tillagt: </span>");
            runs(out, come);
            out.push_str("</ins>");
        }
    }
}

fn runs(out: &mut String, words: &[Run]) {
    let mut joined: Vec<Inline> = Vec::new();
    for word in words {
        match joined.last_mut() {
            Some(Inline::Run(run)) if run.has_format_of(word) => run.words.push_str(&word.words),
            _ => joined.push(Inline::Run(word.clone())),
        }
    }
    html::inlines(out, &joined);
}

/// A shortest way from one to the other, as long as the budget allows, else a replacement of all
/// that is between the common beginning and end.
fn operations<T: Ord + std::hash::Hash>(old: &[T], new: &[T], budget: &mut usize) -> Vec<DiffOp> {
    let common = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[common..], &new[common..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_len, new_len) = (a.len() - tail, b.len() - tail);

    let cost = (old_len + new_len).saturating_mul(old_len + new_len);
    if cost <= *budget {
        *budget -= cost;
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let equal = |old_index, new_index, len| DiffOp::Equal { old_index, new_index, len };
    let middle = DiffOp::Replace { old_index: common, old_len, new_index: common, new_len };
    vec![equal(0, 0, common), middle, equal(common + old_len, common + new_len, tail)]
}

/// The lines of the blocks; `mark` stands before the first.
fn lines(out: &mut Vec<Line>, blocks: &[Block], mark: &str) {
    for (n, block) in blocks.iter().enumerate() {
        let mark = if n == 0 { mark } else { "" };
        match block {
            Block::Paragraph { content } | Block::Heading { content, .. } => {
                let mut line = plain(mark);
                split(&mut line, content);
                out.push(line);
            }
            Block::Bullets { items } => items.iter().for_each(|item| lines(out, item, "• ")),
            Block::Numbered { start, items } => {
                for (number, item) in (*start..).zip(items) {
                    lines(out, item, &format!("{number}. "));
                }
            }
            Block::Table(table) => {
                out.extend((!table.caption.is_empty()).then(|| plain(&table.caption)));
                out.extend(std::iter::once(&table.head).chain(&table.rows).map(|row| cells(row)));
            }
        }
    }
}

fn cells(row: &[Vec<Inline>]) -> Line {
    let mut line = Line::new();
    for (n, cell) in row.iter().enumerate() {
        line.extend(if n > 0 { plain(" | ") } else { Line::new() });
        split(&mut line, cell);
    }
    line
}

fn plain(words: &str) -> Line {
    let mut line = Line::new();
    split(&mut line, &[Inline::Run(Run { words: words.into(), ..Run::default() })]);
    line
}

fn split(line: &mut Line, content: &[Inline]) {
    for inline in content {
        let Inline::Run(run) = inline else {
            line.push(Run { words: "↵ ".into(), ..Run::default() });
            continue;
        };
        let words = run.words.tokenize_unicode_words();
        line.extend(words.into_iter().map(|w| Run { words: w.into(), ..run.format() }));
    }
}
