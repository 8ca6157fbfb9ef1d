//! From the text of a condition to an expression.

use super::super::codes::number_text;
use super::{Comparison, Expression};

/// Reads a condition. `find` gives the index of a question by its name, `own`
/// is the question that `.` stands for. Fails with what is not understood,
/// ready to stand in a message.
pub(super) fn parse(
    text: &str,
    find: &dyn Fn(&str) -> Option<usize>,
    own: Option<usize>,
) -> Result<Expression, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, find, own, depth: 0 };
    let expression = parser.alternatives()?;
    match parser.tokens.get(parser.at) {
        None => Ok(expression),
        Some(token) => Err(format!("`{}` is not expected there", token.shown())),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Question(String),
    Text(String),
    Number(f64),
    Word(String),
    Own,
    Symbol(&'static str),
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Token::Question(name) => format!("${{{name}}}"),
            Token::Text(text) => format!("'{text}'"),
            Token::Number(number) => number_text(*number),
            Token::Word(word) => word.clone(),
            Token::Own => ".".to_string(),
            Token::Symbol(symbol) => (*symbol).to_string(),
        }
    }
}

/// Symbols, those of two characters first.
const SYMBOLS: [&str; 14] =
    ["!=", "<=", ">=", "=", "<", ">", "(", ")", ",", "+", "*", "/", "|", "-"];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = vec![];
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if let Some(after) = rest.strip_prefix("${") {
            let end = after.find('}').ok_or("a `${` is never closed")?;
            tokens.push(Token::Question(after[..end].trim().to_string()));
            end + 3
        } else if matches!(first, '\'' | '"' | '‘' | '’' | '“' | '”') {
            // Spreadsheet programs turn straight quotes into curly ones.
            let after = &rest[first.len_utf8()..];
            let closes = |end: char| match first {
                '\'' | '"' => end == first,
                '‘' | '’' => matches!(end, '‘' | '’' | '\''),
                _ => matches!(end, '“' | '”' | '"'),
            };
            let (end, quote) = after
                .char_indices()
                .find(|&(_, end)| closes(end))
                .ok_or("a quote is never closed")?;
            tokens.push(Token::Text(after[..end].to_string()));
            first.len_utf8() + end + quote.len_utf8()
        } else if first.is_ascii_digit()
            || rest.starts_with('.') && rest[1..].starts_with(|next: char| next.is_ascii_digit())
        {
            let length = rest
                .find(|symbol: char| !symbol.is_ascii_digit() && symbol != '.')
                .unwrap_or(rest.len());
            let number = &rest[..length];
            tokens.push(Token::Number(
                number.parse().map_err(|_| format!("`{number}` is no number"))?,
            ));
            length
        } else if first == '.' && !rest[1..].starts_with(|next: char| next.is_ascii_digit()) {
            tokens.push(Token::Own);
            1
        } else if first.is_alphabetic() || first == '_' {
            let length = rest
                .find(|symbol: char| {
                    !symbol.is_alphanumeric() && !matches!(symbol, '_' | '-' | ':' | '.')
                })
                .unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..length].to_string()));
            length
        } else if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            tokens.push(Token::Symbol(symbol));
            symbol.len()
        } else {
            return Err(format!("`{first}` is not understood"));
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// Brackets may not nest deeper: a survey's never do, and the stack is finite.
const DEPTH: usize = 100;

struct Parser<'p> {
    tokens: &'p [Token],
    at: usize,
    find: &'p dyn Fn(&str) -> Option<usize>,
    own: Option<usize>,
    depth: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("the brackets nest too deep".into());
        }
        let mut left = self.conjunction()?;
        while self.take_word("or") {
            left = Expression::Or(left.into(), self.conjunction()?.into());
        }
        self.depth -= 1;
        Ok(left)
    }

    fn conjunction(&mut self) -> Result<Expression, String> {
        let mut left = self.comparison()?;
        while self.take_word("and") {
            left = Expression::And(left.into(), self.comparison()?.into());
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Expression, String> {
        let left = self.operand()?;
        let comparison = match self.tokens.get(self.at) {
            Some(Token::Symbol("=")) => Comparison::Equal,
            Some(Token::Symbol("!=")) => Comparison::Different,
            Some(Token::Symbol("<")) => Comparison::Less,
            Some(Token::Symbol("<=")) => Comparison::LessOrEqual,
            Some(Token::Symbol(">")) => Comparison::Greater,
            Some(Token::Symbol(">=")) => Comparison::GreaterOrEqual,
            _ => return Ok(left),
        };
        self.at += 1;
        Ok(Expression::Compare(comparison, left.into(), self.operand()?.into()))
    }

    fn operand(&mut self) -> Result<Expression, String> {
        let token = self.tokens.get(self.at).ok_or("it ends too early")?.clone();
        self.at += 1;
        match token {
            Token::Question(name) => Ok(Expression::Question(self.question(&name)?)),
            Token::Own => Ok(Expression::Question(self.own_question()?)),
            Token::Text(text) => Ok(Expression::Text(text)),
            Token::Number(number) => Ok(Expression::Number(number)),
            Token::Symbol("-") => match self.tokens.get(self.at) {
                Some(&Token::Number(number)) => {
                    self.at += 1;
                    Ok(Expression::Number(-number))
                }
                _ => Err("`-` is not understood".into()),
            },
            Token::Symbol("(") => {
                let inner = self.alternatives()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Word(word) => self.function(&word),
            token => Err(format!("`{}` is not expected there", token.shown())),
        }
    }

    fn function(&mut self, name: &str) -> Result<Expression, String> {
        if self.tokens.get(self.at) != Some(&Token::Symbol("(")) {
            return Err(format!("`{name}` is not understood"));
        }
        self.at += 1;
        let expression = match name {
            "true" => Expression::Truth(true),
            "false" => Expression::Truth(false),
            "not" => Expression::Not(self.alternatives()?.into()),
            "string-length" => Expression::Length(self.alternatives()?.into()),
            "number" | "string" | "int" | "boolean" => self.alternatives()?,
            "count-selected" => Expression::CountSelected(self.question_argument()?),
            "selected" => {
                let question = self.question_argument()?;
                self.expect(",")?;
                let code = match self.tokens.get(self.at) {
                    Some(Token::Text(text)) => text.clone(),
                    Some(Token::Number(number)) => number_text(*number),
                    _ => return Err("`selected` needs a code as its second argument".into()),
                };
                self.at += 1;
                Expression::Selected(question, code)
            }
            _ => return Err(format!("the function `{name}` is not understood")),
        };
        self.expect(")")?;
        Ok(expression)
    }

    fn question_argument(&mut self) -> Result<usize, String> {
        self.at += 1;
        match self.tokens.get(self.at - 1) {
            Some(Token::Question(name)) => self.question(name),
            Some(Token::Own) => self.own_question(),
            _ => Err("a question such as `${q1}` is expected".into()),
        }
    }

    fn own_question(&self) -> Result<usize, String> {
        self.own.ok_or_else(|| "`.` is not understood".into())
    }

    fn question(&self, name: &str) -> Result<usize, String> {
        (self.find)(name).ok_or_else(|| format!("there are no answers to `{name}`"))
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Word(other)) if other.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &'static str) -> Result<(), String> {
        match self.tokens.get(self.at) {
            Some(token) if *token == Token::Symbol(symbol) => {
                self.at += 1;
                Ok(())
            }
            Some(token) => Err(format!("`{symbol}` is expected before `{}`", token.shown())),
            None => Err(format!("`{symbol}` is expected at the end")),
        }
    }
}
