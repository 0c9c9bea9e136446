//! Conditions of rules: minijinja's expression language over the names of `minyi fields`, compiled once.
//! It never runs at load on a paper, and never lets a wrong name wait for the paper that needs it.

use super::words::{Counts, WordIndex};
use crate::office::settings::did_you_mean;
use crate::office::view::RuleView;
use minijinja::value::{Object, ObjectRepr, Rest, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Expression, State, UndefinedBehavior, Value};
use std::fmt;
use std::sync::{Arc, LazyLock};

/// Names that a condition may use, in the order of `minyi fields`.
pub const NAMES: &[&str] = &[
    "标题",
    "正文",
    "类别",
    "反映人",
    "反映单位",
    "界别",
    "身份",
    "主送",
    "急件",
    "字数",
    "来源",
    "判定类别",
    "判定议题",
    "有",
    "题有",
];

/// Steps of evaluation that one condition may take: a slip in a condition must not hold up the office.
const FUEL: u64 = 100_000;

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
});

/// A condition that was compiled and tried.
pub(super) struct Condition {
    expression: Expression<'static, 'static>,
    names: Vec<String>,
}

impl fmt::Debug for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Condition").field("names", &self.names).finish_non_exhaustive()
    }
}

/// What is wrong with a condition: message and hint.
pub(super) type Wrong = (String, String);

impl Condition {
    /// Compiles a condition; else everything that is wrong with it.
    pub(super) fn new(source: &str) -> Result<Self, Vec<Wrong>> {
        let expression = ENVIRONMENT.compile_expression_owned(source.to_owned()).map_err(|error| {
            vec![(format!("\"when\" cannot be read: {}", told(&error)), hint_for(source))]
        })?;
        let mut names: Vec<String> = expression.undeclared_variables(true).into_iter().collect();
        names.sort();
        let wrong: Vec<Wrong> = names.iter().filter_map(|name| wrong_name(name)).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let condition = Condition { expression, names };
        condition.try_out().map_err(|wrong| vec![wrong])?;
        Ok(condition)
    }

    /// Whether it uses a name.
    pub(super) fn uses(&self, name: &str) -> bool {
        self.names.iter().any(|used| used == name)
    }

    /// Whether it holds for a paper; else why it could not be told.
    pub(super) fn holds(&self, facts: &Arc<Facts>) -> Result<bool, String> {
        let value =
            self.expression.eval(Value::from_dyn_object(facts.clone())).map_err(|error| told(&error))?;
        match value.kind() {
            ValueKind::Bool => Ok(value.is_true()),
            other => Err(format!("gives {other} instead of true or false")),
        }
    }

    /// An empty paper and a full one must both give true or false.
    fn try_out(&self) -> Result<(), Wrong> {
        let full = RuleView {
            标题: "标题".to_owned(),
            正文: "正文".to_owned(),
            类别: "热点与情绪".to_owned(),
            反映人: vec!["张三".to_owned()],
            反映单位: "民革区委会".to_owned(),
            界别: "民革".to_owned(),
            身份: vec!["委员".to_owned()],
            主送: vec!["区政府".to_owned()],
            急件: true,
            字数: 1_200,
            来源: "专报".to_owned(),
        };
        let index = Arc::new(WordIndex::new([]));
        for view in [RuleView::default(), full] {
            let facts = Arc::new(Facts::new(&view, &index));
            self.holds(&facts).map_err(|wrong| {
                let hint = "compare with ==, >=, in, or use 有('词'); join with and, or, not";
                (format!("\"when\" {wrong}"), hint.to_owned())
            })?;
        }
        Ok(())
    }
}

/// The texts in quotes of a condition: words that `有` will probably be asked for.
pub(super) fn quoted(source: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['\'', '"']) {
        let quote = &rest[at..=at];
        let Some((word, after)) = rest[at + 1..].split_once(quote) else { break };
        words.push(word.to_owned());
        rest = after;
    }
    words
}

/// What minijinja says of an expression, with the detail that it gives.
pub(in crate::office) fn told(error: &Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

fn hint_for(source: &str) -> String {
    if source.contains(['‘', '’', '“', '”', '（', '）', '＝', '，']) {
        "write quotes, brackets, commas and = in half width".to_owned()
    } else if source.contains('=') && !["==", "!=", ">=", "<="].iter().any(|sign| source.contains(sign)) {
        "to compare, write ==".to_owned()
    } else {
        String::new()
    }
}

fn wrong_name(name: &str) -> Option<Wrong> {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    if !NAMES.contains(&first) {
        let hint = did_you_mean(first, NAMES.iter().copied());
        return Some((format!("\"when\" names an unknown \"{name}\""), hint));
    }
    (!rest.is_empty())
        .then(|| (format!("\"when\": {first} has no \"{rest}\""), format!("write {first} alone")))
}

/// What conditions are asked about: one paper, with what was found and decided so far.
pub(super) struct Facts {
    view: RuleView,
    index: Arc<WordIndex>,
    counts: Counts,
    category: String,
    topic: String,
}

impl Facts {
    /// The facts of a paper before anything is decided.
    pub(super) fn new(view: &RuleView, index: &Arc<WordIndex>) -> Self {
        Facts {
            counts: index.count(&view.标题, &view.正文),
            view: view.clone(),
            index: index.clone(),
            category: String::new(),
            topic: String::new(),
        }
    }

    /// The same with category and topic decided.
    pub(super) fn decided(&mut self, category: &str, topic: &str) {
        category.clone_into(&mut self.category);
        topic.clone_into(&mut self.topic);
    }

    /// How often each word was found.
    pub(super) fn counts(&self) -> &Counts {
        &self.counts
    }

    fn has(&self, word: &str, only_title: bool) -> bool {
        match self.index.place(word) {
            Some(place) => {
                let hit = self.counts.hit(place);
                hit.title + if only_title { 0 } else { hit.body } > 0
            }
            None => self.view.标题.contains(word) || (!only_title && self.view.正文.contains(word)),
        }
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "《{}》", self.view.标题)
    }
}

impl Object for Facts {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        let view = &self.view;
        Some(match name.as_str()? {
            "标题" => Value::from(&view.标题),
            "正文" => Value::from(&view.正文),
            "类别" => Value::from(&view.类别),
            "反映人" => Value::from(view.反映人.clone()),
            "反映单位" => Value::from(&view.反映单位),
            "界别" => Value::from(&view.界别),
            "身份" => Value::from(view.身份.clone()),
            "主送" => Value::from(view.主送.clone()),
            "急件" => Value::from(view.急件),
            "字数" => Value::from(view.字数),
            "来源" => Value::from(&view.来源),
            "判定类别" => Value::from(&self.category),
            "判定议题" => Value::from(&self.topic),
            "有" => Value::from_object(Has { facts: self.clone(), only_title: false }),
            "题有" => Value::from_object(Has { facts: self.clone(), only_title: true }),
            _ => return None,
        })
    }
}

/// The functions `有('词', …)`, whether title or body holds one of the words, and `题有('词', …)`, whether the
/// title does.
#[derive(Debug)]
struct Has {
    facts: Arc<Facts>,
    only_title: bool,
}

impl Object for Has {
    fn call(self: &Arc<Self>, _: &mut State<'_, '_>, arguments: &[Value]) -> Result<Value, Error> {
        let (Rest(words),): (Rest<String>,) = minijinja::value::from_args(arguments)?;
        if words.is_empty() {
            let name = if self.only_title { "题有" } else { "有" };
            return Err(Error::new(
                ErrorKind::MissingArgument,
                format!("{name}() needs a word: {name}('词')"),
            ));
        }
        Ok(Value::from(words.iter().any(|word| self.facts.has(word, self.only_title))))
    }
}
