//! Reads the names, filters, tests and calls out of a tag's expression.
//! It never evaluates anything, and never judges syntax: minijinja does.

/// What an expression uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Uses {
    /// Dotted names in order, those of calls included: `作者.姓名`, `loop.index`.
    pub names: Vec<String>,
    /// Filters after `|`.
    pub filters: Vec<String>,
    /// Tests after `is` and `is not`.
    pub tests: Vec<String>,
    /// Dotted names that are called.
    pub calls: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Sign(char),
    Literal,
}

const OPERATORS: [&str; 8] = ["and", "or", "not", "in", "is", "if", "else", "recursive"];
const CONSTANTS: [&str; 7] = ["true", "false", "none", "True", "False", "None", "_"];

/// What the expression uses.
pub(super) fn uses(expression: &str) -> Uses {
    let tokens = tokens(expression);
    let mut uses = Uses::default();
    let mut at = 0;
    while at < tokens.len() {
        let Token::Word(word) = tokens[at] else {
            at += 1;
            continue;
        };
        match before(&tokens, at) {
            Some(Token::Sign('|')) => uses.filters.push(word.to_owned()),
            // The attribute of something that is not a plain name: nothing can be said about it.
            Some(Token::Sign('.')) => {}
            _ if is_test(&tokens, at) => uses.tests.push(word.to_owned()),
            _ if OPERATORS.contains(&word) || CONSTANTS.contains(&word) || starts_with_digit(word) => {}
            _ if is_keyword_argument(&tokens, at) => {}
            _ => {
                let (name, end) = dotted(&tokens, at);
                if matches!(tokens.get(end), Some(Token::Sign('('))) {
                    uses.calls.push(name.clone());
                }
                uses.names.push(name);
                at = end;
                continue;
            }
        }
        at += 1;
    }
    uses
}

fn dotted(tokens: &[Token<'_>], start: usize) -> (String, usize) {
    let mut name = match tokens[start] {
        Token::Word(word) => word.to_owned(),
        _ => String::new(),
    };
    let mut at = start + 1;
    loop {
        match (tokens.get(at), tokens.get(at + 1), tokens.get(at + 2)) {
            (Some(Token::Sign('.')), Some(Token::Word(word)), _) => {
                name.push('.');
                name.push_str(word);
                at += 2;
            }
            // An element by its number has the fields of every element.
            (Some(Token::Sign('[')), Some(Token::Word(number)), Some(Token::Sign(']')))
                if starts_with_digit(number) =>
            {
                at += 3;
            }
            _ => return (name, at),
        }
    }
}

fn is_test(tokens: &[Token<'_>], at: usize) -> bool {
    match before(tokens, at) {
        Some(Token::Word("is")) => tokens[at] != Token::Word("not"),
        Some(Token::Word("not")) => at >= 2 && tokens[at - 2] == Token::Word("is"),
        _ => false,
    }
}

fn is_keyword_argument(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at + 1) == Some(&Token::Sign('='))
        && matches!(before(tokens, at), Some(Token::Sign('(' | ',')))
        && tokens[..at].contains(&Token::Sign('('))
}

fn before<'a, 'b>(tokens: &'b [Token<'a>], at: usize) -> Option<&'b Token<'a>> {
    at.checked_sub(1).map(|index| &tokens[index])
}

fn tokens(expression: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = expression.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if is_word(c) {
            let mut end = start + c.len_utf8();
            while let Some((at, next)) = rest.next_if(|(_, next)| is_word(*next)) {
                end = at + next.len_utf8();
            }
            tokens.push(Token::Word(&expression[start..end]));
        } else if matches!(c, '"' | '\'') {
            while let Some((_, inner)) = rest.next() {
                match inner {
                    '\\' => drop(rest.next()),
                    _ if inner == c => break,
                    _ => {}
                }
            }
            tokens.push(Token::Literal);
        } else if c == '=' && rest.next_if(|(_, next)| *next == '=').is_some() {
            tokens.push(Token::Sign('≡'));
        } else if !c.is_whitespace() {
            tokens.push(Token::Sign(c));
        }
    }
    tokens
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

fn starts_with_digit(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(expression: &str) -> Vec<String> {
        uses(expression).names
    }

    #[test]
    fn names_are_dotted_and_come_without_filters_literals_and_arguments() {
        assert_eq!(names("作者.姓名 ~ '、李四' ~ 单位"), ["作者.姓名", "单位"]);
        assert_eq!(names("反映人|map(attribute=\"姓名\")|join('、')"), ["反映人"]);
        assert_eq!(
            names("反映人[0].姓名 if 反映人 else 反映单位|default('', true)"),
            ["反映人.姓名", "反映人", "反映单位"]
        );
        assert_eq!(names("甲 == 乙 and not 丙 in 丁"), ["甲", "乙", "丙", "丁"]);
        assert_eq!(names("range(3)"), ["range"]);
    }

    #[test]
    fn filters_tests_and_calls_are_told_apart() {
        let found = uses("备注 is not defined and (甲|trim|upper) is even or range(2)");
        assert_eq!(found.filters, ["trim", "upper"]);
        assert_eq!(found.tests, ["defined", "even"]);
        assert_eq!(found.calls, ["range"]);
        assert_eq!(found.names, ["备注", "甲", "range"]);
    }
}
