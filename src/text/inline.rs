//! Reads the marks within a paragraph (fet, kursiv, länkar): asterisks, brackets, backslashes.

use super::model::{Inline, Run};
use super::{link, normal};

/// What a backslash takes the meaning from. A backslash before anything else is a backslash.
const ESCAPABLE: &str = r"\*[]#-|.•~";

enum Token {
    Sign(char),
    /// A bracket that turned out to begin a link.
    Nothing,
    Break,
    Stars(Stars),
}

struct Stars {
    count: usize,
    can_open: bool,
    can_close: bool,
    /// The weights that are paired, added up: bold 2, italic 1.
    paired: usize,
}

/// A link's tokens: `start` was its bracket, `end` stands for its address.
struct Link {
    start: usize,
    end: usize,
    address: String,
}

pub(super) struct Reading {
    pub(super) content: Vec<Inline>,
    /// Line (from 0) and sentence.
    pub(super) mistakes: Vec<(usize, String)>,
}

/// Reads the lines of one paragraph, heading or cell.
pub(super) fn read(source: &str) -> Reading {
    let mut reader = Reader { signs: source.chars().collect(), ..Reader::default() };
    reader.tokens();
    for weight in [2, 1] {
        pair(&mut reader.tokens, weight);
    }
    Reading { content: normal::content(reader.runs()), mistakes: reader.mistakes }
}

/// May asterisks between these signs begin emphasis?
pub(super) fn can_open(before: Option<char>, after: Option<char>) -> bool {
    !before.is_some_and(char::is_alphanumeric)
        && after.is_some_and(|c| !c.is_whitespace() && !")]}.,;:!?".contains(c))
}

/// May asterisks between these signs end emphasis?
pub(super) fn can_close(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace() && !"([{".contains(c))
        && !after.is_some_and(char::is_alphanumeric)
}

#[derive(Default)]
struct Reader {
    signs: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
    links: Vec<Link>,
    bracket: Option<usize>,
    mistakes: Vec<(usize, String)>,
}

impl Reader {
    fn tokens(&mut self) {
        let mut after_joint = false;
        while let Some(&sign) = self.signs.get(self.at) {
            let joint = after_joint;
            after_joint = false;
            match (sign, self.signs.get(self.at + 1)) {
                ('\\', Some('\n')) => {
                    self.line += 1;
                    self.take(2, Token::Break);
                }
                ('\\', Some('~')) => {
                    after_joint = true;
                    self.at += 2;
                }
                ('\\', Some(&c)) if ESCAPABLE.contains(c) => self.take(2, Token::Sign(c)),
                ('*', _) => self.stars(joint),
                ('[', _) => {
                    self.bracket = Some(self.tokens.len());
                    self.take(1, Token::Sign('['));
                }
                (']', Some('(')) => self.link(),
                (']', _) => {
                    self.bracket = None;
                    self.take(1, Token::Sign(']'));
                }
                _ => {
                    self.line += usize::from(sign == '\n');
                    self.take(1, Token::Sign(sign));
                }
            }
        }
    }

    fn take(&mut self, signs: usize, token: Token) {
        self.at += signs;
        self.tokens.push(token);
    }

    fn stars(&mut self, after_joint: bool) {
        let before = self.at.checked_sub(1).map(|n| self.signs[n]);
        let count = self.signs[self.at..].iter().take_while(|c| **c == '*').count();
        let end = self.at + count;
        let after = self.signs.get(end).copied();
        let before_joint = after == Some('\\') && self.signs.get(end + 1) == Some(&'~');
        let counts = count <= 3;
        let stars = Stars {
            count,
            can_open: counts && (after_joint || can_open(before, after)),
            can_close: counts && (before_joint || can_close(before, after)),
            paired: 0,
        };
        self.take(count, Token::Stars(stars));
    }

    /// At `](`: the end of a link, or two signs.
    fn link(&mut self) {
        let address = self.address();
        let bracket = self.bracket.take();
        if let (Some(bracket), Some(typed)) = (bracket, &address) {
            let is_word = |t: &Token| matches!(t, Token::Sign(c) if !c.is_whitespace());
            if let Some(address) = link::canonical(typed) {
                if self.tokens[bracket + 1..].iter().any(is_word) {
                    self.tokens[bracket] = Token::Nothing;
                    self.links.push(Link { start: bracket, end: self.tokens.len(), address });
                    self.at += typed.chars().count() + 3;
                    self.tokens.push(Token::Nothing);
                    return;
                }
            } else if link::looks_like_address(typed) {
                let sentence = "Länken måste börja med https://, http:// eller mailto: och leda till \
                                en giltig adress. Ska det inte vara en länk, skriv \\[.";
                self.mistakes.push((self.line, sentence.into()));
            }
        }
        self.take(1, Token::Sign(']'));
    }

    /// What stands between `](` and its `)`, without spaces or brackets, parentheses in pairs.
    fn address(&self) -> Option<String> {
        let start = self.at + 2;
        let mut depth = 0_usize;
        for (n, c) in self.signs[start..].iter().enumerate() {
            match c {
                ')' if depth == 0 => return Some(self.signs[start..start + n].iter().collect()),
                ')' => depth -= 1,
                '(' => depth += 1,
                '[' | ']' => return None,
                c if c.is_whitespace() => return None,
                _ => {}
            }
        }
        None
    }

    fn runs(&self) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut run = Run::default();
        let mut links = self.links.iter().peekable();
        for (n, token) in self.tokens.iter().enumerate() {
            if links.next_if(|link| link.end == n).is_some() {
                end_run(&mut out, &mut run);
                run.link = None;
            }
            if let Some(link) = links.peek().filter(|link| link.start == n) {
                end_run(&mut out, &mut run);
                run.link = Some(link.address.clone());
            }
            match token {
                Token::Nothing => {}
                Token::Sign(c) => run.words.push(*c),
                Token::Break => {
                    end_run(&mut out, &mut run);
                    out.push(Inline::Break);
                }
                Token::Stars(stars) => stars.turn(&mut out, &mut run),
            }
        }
        end_run(&mut out, &mut run);
        out
    }
}

impl Stars {
    /// Turns on or off what is paired; what is not stands as asterisks outside it.
    fn turn(&self, out: &mut Vec<Inline>, run: &mut Run) {
        let (bold, italic) = (self.paired & 2 != 0, self.paired & 1 != 0);
        let opens = bold && !run.bold || italic && !run.italic;
        let literal = "*".repeat(self.count - self.paired);
        if opens {
            run.words.push_str(&literal);
        }
        if bold || italic {
            end_run(out, run);
            run.bold ^= bold;
            run.italic ^= italic;
        }
        if !opens {
            run.words.push_str(&literal);
        }
    }
}

fn end_run(out: &mut Vec<Inline>, run: &mut Run) {
    if !run.words.is_empty() {
        let format = run.format();
        out.push(Inline::Run(std::mem::replace(run, format)));
    }
}

/// Pairs each end with the nearest begin before it. Two asterisks are bold, weight 2; one is
/// italic, weight 1; three are both.
fn pair(tokens: &mut [Token], weight: usize) {
    let mut begun: Option<usize> = None;
    for n in 0..tokens.len() {
        let Token::Stars(stars) = &tokens[n] else { continue };
        if stars.count & weight == 0 {
            continue;
        }
        match begun {
            Some(first) if stars.can_close => {
                mark(&mut tokens[first], weight);
                mark(&mut tokens[n], weight);
                begun = None;
            }
            _ if stars.can_open => begun = Some(n),
            _ => {}
        }
    }
}

fn mark(token: &mut Token, weight: usize) {
    if let Token::Stars(stars) = token {
        stars.paired |= weight;
    }
}
