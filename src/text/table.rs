//! The lines of a table (tabell) in plain text.

const CAPTION: &str = "Tabell:";

/// The lines of a table that begins at a line: its caption and where its header row stands.
pub(super) fn at<'a>(lines: &[&'a str], n: usize) -> Option<(&'a str, usize)> {
    let is_head = |n: usize| is_row(lines[n]) && lines.get(n + 1).is_some_and(|line| is_rule(line));
    if is_head(n) {
        return Some(("", n));
    }
    let caption = lines[n].trim().strip_prefix(CAPTION)?.trim();
    (!caption.is_empty() && n + 1 < lines.len() && is_head(n + 1)).then_some((caption, n + 1))
}

pub(super) fn is_row(line: &str) -> bool {
    line.trim().starts_with('|')
}

fn is_rule(line: &str) -> bool {
    let dashes = |cell: &str| {
        let cell = cell.trim();
        cell.len() >= 3 && cell.trim_matches(':').chars().all(|c| c == '-')
    };
    is_row(line) && cells(line).into_iter().all(dashes)
}

/// Parts a row at the bars that no backslash stands before.
pub(super) fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut out = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (n, c) in line.char_indices() {
        match c {
            '|' if !escaped => {
                out.push(line[start..n].trim());
                start = n + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    let rest = line[start..].trim();
    if !rest.is_empty() || out.is_empty() {
        out.push(rest);
    }
    out
}

pub(super) fn write(out: &mut String, caption: &str, rows: impl Iterator<Item = Vec<String>>) {
    if !caption.is_empty() {
        out.push_str(CAPTION);
        out.push(' ');
        out.push_str(caption);
        out.push('\n');
    }
    for (n, row) in rows.enumerate() {
        out.extend(["| ", &row.join(" | "), " |\n"]);
        if n == 0 {
            out.extend(["|", &"---|".repeat(row.len()), "\n"]);
        }
    }
}
