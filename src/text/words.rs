//! The words of a text without its marks (ren text), for search, comparison and review.

use super::model::{Block, Inline};

pub(super) fn write(blocks: &[Block]) -> String {
    let mut out = String::new();
    sequence(&mut out, blocks);
    out.truncate(out.trim_end_matches('\n').len());
    out
}

fn sequence(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph { content } | Block::Heading { content, .. } => {
                line(out, content);
                out.push('\n');
            }
            Block::Bullets { items } | Block::Numbered { items, .. } => {
                for item in items {
                    sequence(out, item);
                }
            }
            Block::Table(table) => {
                if !table.caption.is_empty() {
                    out.push_str(&table.caption);
                    out.push('\n');
                }
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    for (n, cell) in row.iter().enumerate() {
                        out.push_str(if n > 0 { "\t" } else { "" });
                        line(out, cell);
                    }
                    out.push('\n');
                }
            }
        }
    }
}

fn line(out: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Run(run) => out.push_str(&run.words),
            Inline::Break => out.push('\n'),
        }
    }
}
