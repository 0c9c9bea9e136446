//! `when` of a rule and `times` of a factor: minijinja's expression language over the facts of one event, compiled
//! once.
//! It never waits for an event to find that a name is wrong.

use super::points::Fraction;
use crate::office::rules::told;
use crate::office::settings::did_you_mean;
use minijinja::value::ValueKind;
use minijinja::{Environment, Expression as Compiled, UndefinedBehavior, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

/// Names that `when` may use, each with an example for trying it.
pub const NAMES: &[(&str, Example)] = &[
    ("事项", Example::Text("采用")),
    ("单位", Example::Text("市政协")),
    ("级别", Example::Text("市")),
    ("形式", Example::Text("单篇")),
    ("刊物", Example::Text("委员反映")),
    ("领导", Example::Text("区长")),
    ("主要领导", Example::Flag(true)),
    ("答复类别", Example::Text("A")),
    ("佐证", Example::Flag(true)),
    ("日期", Example::Text("2026-03-05")),
    ("来稿日期", Example::Text("2026-03-01")),
    ("签发日期", Example::Text("2026-03-02")),
    ("年", Example::Number(2026)),
    ("月", Example::Number(3)),
    ("天数", Example::Number(3)),
    ("编号", Example::Text("2026-0001")),
    ("标题", Example::Text("标题")),
    ("期号", Example::Text("委员反映2026年第1期")),
    ("类别", Example::Text("热点与情绪")),
    ("议题", Example::Text("教育")),
    ("约稿", Example::Flag(true)),
    ("急件", Example::Flag(false)),
    ("反映人", Example::List("张三")),
    ("反映单位", Example::List("民革区委会")),
    ("人数", Example::Number(2)),
    ("第几人", Example::Number(1)),
    ("联名", Example::Flag(true)),
    ("榜", Example::Text("委员")),
    ("对象", Example::Text("张三")),
    ("身份", Example::List("委员")),
    ("职务", Example::List("常委")),
    ("界别", Example::List("经济")),
    ("专委会", Example::List("经济委")),
    ("镇街", Example::List("城厢街道")),
    ("党派", Example::List("民革")),
    ("信息小组", Example::List("第一组")),
];

/// A value for trying an expression out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// A text.
    Text(&'static str),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A list of texts.
    List(&'static str),
}

/// What is said where `times` is none.
const RECKON: &str = "reckon with 天数, 人数 and numbers: \"天数 - 2\"";

/// Steps of evaluation that one expression may take: a slip must not hold up the office.
const FUEL: u64 = 10_000;

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
});

/// An expression that was compiled and tried.
pub struct Expression {
    source: String,
    compiled: Compiled<'static, 'static>,
}

impl fmt::Debug for Expression {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Expression({})", self.source)
    }
}

impl Expression {
    /// Compiles an expression that is true or false; else what is wrong, as message and hint.
    pub fn new(source: &str) -> Result<Expression, Vec<(String, String)>> {
        Expression::compile(source, "when", true)
    }

    /// Compiles one that is a number.
    pub fn measure(source: &str) -> Result<Expression, Vec<(String, String)>> {
        Expression::compile(source, "times", false)
    }

    fn compile(source: &str, key: &str, is_truth: bool) -> Result<Expression, Vec<(String, String)>> {
        let compiled = ENVIRONMENT.compile_expression_owned(source.to_owned()).map_err(|error| {
            vec![(format!("\"{key}\" cannot be read: {}", told(&error)), hint_for(source, is_truth))]
        })?;
        let mut names: Vec<String> = compiled.undeclared_variables(false).into_iter().collect();
        names.sort();
        let known = || NAMES.iter().map(|(name, _)| *name);
        let wrong: Vec<_> = names
            .iter()
            .filter(|name| !known().any(|one| one == name.as_str()))
            .map(|name| (format!("\"{key}\" names an unknown \"{name}\""), did_you_mean(name, known())))
            .collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let expression = Expression { source: source.to_owned(), compiled };
        expression.try_out(key, is_truth).map_err(|wrong| vec![wrong])?;
        Ok(expression)
    }

    /// As it is written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it holds; one that cannot be told does not.
    pub fn holds(&self, facts: &Value) -> bool {
        self.compiled.eval(facts).is_ok_and(|value| value.is_true())
    }

    /// Its value; nothing where that is below zero or no number.
    pub fn value(&self, facts: &Value) -> Fraction {
        let Ok(value) = self.compiled.eval(facts) else { return Fraction::ZERO };
        let exact = Fraction::parse(&value.to_string());
        // A quotient such as 10/3 is a double: six places of it are what points are made of.
        let near = || f64::try_from(value).ok().and_then(|value| Fraction::parse(&format!("{value:.6}")));
        exact.or_else(near).filter(|value| !value.is_negative()).unwrap_or(Fraction::ZERO)
    }

    fn try_out(&self, key: &str, is_truth: bool) -> Result<(), (String, String)> {
        let full = |example: &Example| match example {
            Example::Text(text) => Value::from(*text),
            Example::Number(number) => Value::from(*number),
            Example::Flag(flag) => Value::from(*flag),
            Example::List(text) => Value::from(vec![*text]),
        };
        let empty = |example: &Example| match example {
            Example::Text(_) => Value::from(""),
            Example::Number(_) => Value::from(0),
            Example::Flag(_) => Value::from(false),
            Example::List(_) => Value::from(Vec::<String>::new()),
        };
        let (wanted, called, hint) = if is_truth {
            (ValueKind::Bool, "true or false", "compare with ==, >=, in; join with and, or, not")
        } else {
            (ValueKind::Number, "a number", RECKON)
        };
        for fill in [&full as &dyn Fn(&Example) -> Value, &empty] {
            let facts: BTreeMap<&str, Value> =
                NAMES.iter().map(|(name, example)| (*name, fill(example))).collect();
            let value = self
                .compiled
                .eval(Value::from(facts))
                .map_err(|error| (format!("\"{key}\" {}", told(&error)), hint.to_owned()))?;
            if value.kind() != wanted {
                return Err((
                    format!("\"{key}\" gives {} instead of {called}", value.kind()),
                    hint.to_owned(),
                ));
            }
        }
        Ok(())
    }
}

fn hint_for(source: &str, is_truth: bool) -> String {
    if source.contains([
        '‘', '’', '“', '”', '（', '）', '＝', '，', '＞', '＜', '！', '＋', '－', '×', '÷', '≥', '≤',
    ]) {
        "write signs in half width: ' ( ) , == != > < >= <= + - * /".to_owned()
    } else if !is_truth {
        RECKON.to_owned()
    } else if source.contains("并且") || source.contains("或者") {
        "join with and, or, not".to_owned()
    } else {
        "to compare, write ==; texts stand in single quotes".to_owned()
    }
}
