//! A text as data for the print templates (tryck).

use serde_json::{Map, Value, json};

use super::model::{Block, Inline};

/// The heading level of the upper headings in print.
const BASE_HEADING: u8 = 4;

pub(super) fn write(blocks: &[Block]) -> Value {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> Value {
    match block {
        Block::Paragraph { content } => json!({ "t": "p", "c": line(content) }),
        Block::Heading { level, content } => {
            let level = BASE_HEADING - 1 + u8::from(*level);
            json!({ "t": "h", "level": level, "c": line(content) })
        }
        Block::Bullets { items } => json!({ "t": "ul", "items": list(items) }),
        Block::Numbered { start, items } => {
            json!({ "t": "ol", "start": start, "items": list(items) })
        }
        Block::Table(table) => {
            let row = |cells: &Vec<Vec<Inline>>| cells.iter().map(|c| line(c)).collect::<Value>();
            let rows: Value = table.rows.iter().map(row).collect();
            let mut data = json!({
                "t": "table", "head": row(&table.head), "rows": rows,
            });
            if !table.caption.is_empty() {
                data["caption"] = json!(table.caption);
            }
            data
        }
    }
}

fn list(items: &[Vec<Block>]) -> Value {
    items.iter().map(|item| write(item)).collect()
}

fn line(content: &[Inline]) -> Value {
    content.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> Value {
    let Inline::Run(run) = inline else { return json!({ "br": true }) };
    let mut data = Map::from_iter([("s".to_owned(), json!(run.words))]);
    if run.bold {
        data.insert("b".into(), json!(true));
    }
    if run.italic {
        data.insert("i".into(), json!(true));
    }
    if let Some(address) = &run.link {
        data.insert("href".into(), json!(address));
    }
    Value::Object(data)
}
