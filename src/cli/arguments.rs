//! The command line: every command and flag, with its help.
//! It never does anything; it is what clap, the completions and the man page are made from.

use crate::office::bulletin::Period;
use crate::office::feedback::{Form, Grade, LEVELS, Outcome, Which};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Registers, edits, routes and accounts for 社情民意信息 out of folders of Word and Excel files.
#[derive(Debug, Parser)]
#[command(name = "minyi", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 well · 1 finished, but something needs the operator · 2 usage · \
3 settings or templates at fault · 4 ledger or share away · 5 another instance · 6 integrity fault · \
130/143 stopped by a signal")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
}

/// Flags of every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Folder of the office; by default the nearest one upward that holds an office.toml
    #[arg(long, global = true, value_name = "DIR")]
    pub office: Option<PathBuf>,
    /// Day to work on, instead of the machine's
    #[arg(long, global = true, value_name = "DATE")]
    pub today: Option<NaiveDate>,
    /// One JSON object a line
    #[arg(long, global = true)]
    pub json: bool,
    /// Say only what needs the operator
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an office: settings, templates, folders, blank forms; put back what one lacks of them
    Init {
        /// Folder of the office; by default that of --office, else this one
        folder: Option<PathBuf>,
    },
    /// Take what lies in the inbox until nothing is left to take, then exit
    Run {
        /// Take whatever opens whole at once, without the settling time
        #[arg(long)]
        now: bool,
    },
    /// Take what is dropped into the inbox, until stopped
    Watch,
    /// Make a practice office and play the year 2026 in it, up to --today
    Demo {
        /// Folder of the practice office: a new one, an empty one or an earlier demo
        #[arg(default_value = "demo", value_name = "DIR")]
        folder: PathBuf,
    },
    /// Check settings, templates, rights, folders and ledger, all faults at once
    Check,
    /// Show how the office stands
    Status,
    /// List cases
    List(ListArguments),
    /// Show one case with all that happened to it
    Show {
        /// Case number, as 2026-0031
        number: String,
    },
    /// Give a verdict on a case that waits for a person
    Judge(JudgeArguments),
    /// Record what became of a case at an organ: adopted, instructed on, answered, carried out
    Feedback(Box<FeedbackArguments>),
    /// Show for everybody and every unit what is wanted in a year, done and missing
    Quota {
        /// Year; that of today by default
        #[arg(long)]
        year: Option<i32>,
    },
    /// Make the bulletin (业务通讯) of a period; with --json print its figures and write nothing
    Bulletin {
        /// 2026Q1, 2026-03, 2026H1 or 2026
        #[arg(value_name = "PERIOD")]
        period: Period,
        /// Take entries up to this day only
        #[arg(long, value_name = "DATE")]
        as_of: Option<NaiveDate>,
    },
    /// Mark a case as the view of a minority or a differing opinion
    Mark {
        /// Case number, as 2026-0031, or issue number, as 社情民意信息2026年第7期
        number: Which,
        /// 少数意见 or 不同意见
        mark: String,
        /// Take the mark off
        #[arg(long)]
        off: bool,
        /// Who says so; the name of the user by default
        #[arg(long, value_name = "NAME", value_parser = super::person)]
        by: Option<String>,
    },
    /// Say that a case continues an earlier one (续报)
    Continue {
        /// The later case
        number: Which,
        /// The first case
        first: Which,
        /// Who says so; the name of the user by default
        #[arg(long, value_name = "NAME", value_parser = super::person)]
        by: Option<String>,
    },
    /// Say which topic wanted (征集要点) a case belongs to
    Want {
        /// Case number or issue number
        number: Which,
        /// The topic, as it was dropped into inbox/要点
        #[arg(required_unless_present = "none", conflicts_with = "none")]
        topic: Option<String>,
        /// It belongs to none
        #[arg(long)]
        none: bool,
        /// Who says so; the name of the user by default
        #[arg(long, value_name = "NAME", value_parser = super::person)]
        by: Option<String>,
    },
    /// Say why a case has its category, destinations and last days; or list the points of a person or unit
    Explain {
        /// Case number, as 2026-0031
        #[arg(required_unless_present = "score")]
        number: Option<String>,
        /// Person or unit whose points are listed
        #[arg(long, value_name = "NAME", requires = "year", conflicts_with = "number")]
        score: Option<String>,
        /// Period of the points, as 2026 or 2026Q1
        #[arg(long, value_name = "PERIOD")]
        year: Option<String>,
        /// Entries up to this day
        #[arg(long, value_name = "DATE", requires = "score")]
        as_of: Option<NaiveDate>,
    },
    /// Read files and print the papers in them; needs no office
    Extract {
        /// Files to read
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Compare ledger, archive and outbox with what was recorded
    Verify,
    /// Show for each inbox folder that received = registered + returned + duplicate + waiting
    Reconcile {
        /// First day
        #[arg(long, value_name = "DATE")]
        from: Option<NaiveDate>,
        /// Last day
        #[arg(long, value_name = "DATE")]
        to: Option<NaiveDate>,
        /// Write it as a Word document that can be signed
        #[arg(long, value_name = "FILE")]
        docx: Option<PathBuf>,
    },
    /// Score a period by the office's scheme and write its workbook; or try a scheme on hand-made events
    Score(ScoreArguments),
    /// Add points to a person or unit by hand, or take them away
    Adjust(AdjustArguments),
    /// Take back a meeting of a group or a topic wanted that was registered wrongly; it stays in the ledger
    TakeBack {
        /// Position of its entry, as `log` prints it
        seq: i64,
        /// Why
        #[arg(long, value_name = "TEXT")]
        note: String,
        /// Who says so; the name of the user by default
        #[arg(long, value_name = "NAME", value_parser = super::person)]
        by: Option<String>,
    },
    /// Print the entries of the ledger
    Log {
        /// Entries behind this one
        #[arg(long, default_value_t = 0, value_name = "SEQ")]
        after: i64,
        /// Entries at most
        #[arg(long, value_name = "COUNT")]
        limit: Option<usize>,
    },
    /// List every name that a template or a rule may use
    Fields,
    /// Check or try a Word template
    Template {
        /// What to do with it
        #[command(subcommand)]
        action: TemplateAction,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the man page
    Man,
    /// Read files for another minyi process
    #[command(hide = true)]
    ServeReader,
}

/// What to do with a template.
#[derive(Debug, Subcommand)]
pub enum TemplateAction {
    /// Find all faults of templates at once; without FILE, of all templates of the office
    Check {
        /// Templates
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Write a copy of each faulty template with the faults as Word comments beside it
        #[arg(long)]
        comment: bool,
    },
    /// Fill a template with an invented case and write the document
    Preview {
        /// Template
        file: PathBuf,
        /// Document to write; by default `<name>（预览）.docx` in the current folder
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// What narrows a list.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// Cases at this step, as 筛选
    #[arg(long)]
    pub step: Option<String>,
    /// Cases that go to this destination
    #[arg(long, value_name = "DEST")]
    pub destination: Option<String>,
    /// Received on this day or later
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// Received on this day or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
    /// Cases with a deadline that is past and open
    #[arg(long)]
    pub overdue: bool,
    /// Cases whose title, author or unit holds this text
    #[arg(long)]
    pub text: Option<String>,
    /// Cases with this mark, as 少数意见
    #[arg(long)]
    pub mark: Option<String>,
    /// Cases that belong to this topic wanted
    #[arg(long, value_name = "TOPIC")]
    pub wanted: Option<String>,
}

/// A verdict.
#[derive(Debug, Args)]
pub struct JudgeArguments {
    /// Case number, as 2026-0031
    pub number: String,
    /// 采用, 留存, 退回, 送审, 审核通过, 退改, 签发, 不签发, 校对通过 or 已送出
    pub verdict: String,
    /// Destination, for 采用 and 已送出; may be given several times
    #[arg(long = "to", value_name = "DEST")]
    pub to: Vec<String>,
    /// Day of sending, for 已送出; today by default
    #[arg(long, value_name = "DATE")]
    pub date: Option<NaiveDate>,
    /// Who decides; the name of the user by default
    #[arg(long, value_name = "NAME", value_parser = super::person)]
    pub by: Option<String>,
    /// Why, or what to mend; 退回 needs it
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
}

/// Feedback on a case.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("said").required(true).multiple(true).args(["result", "follow_up", "take_back"]))]
pub struct FeedbackArguments {
    /// Case number, as 2026-0031, or issue number, as 社情民意信息2026年第7期
    pub number: Which,
    /// Organ, as 市政协
    #[arg(long, required_unless_present_any = ["follow_up", "take_back"])]
    pub organ: Option<String>,
    /// 采用, 批示, 答复, 落实 or 未采用
    #[arg(long, requires = "organ", value_parser = outcome)]
    pub result: Option<Outcome>,
    /// Form of an adoption: 单篇, 综合 or 转送
    #[arg(long, requires = "result", value_parser = form)]
    pub form: Option<Form>,
    /// Leader who wrote an instruction
    #[arg(long, requires = "result")]
    pub leader: Option<String>,
    /// Level: 区, 市, 省 or 国; by default told by the organ's name
    #[arg(long, requires = "result", value_parser = level)]
    pub level: Option<String>,
    /// The leader is the chief one (主要领导)
    #[arg(long, requires = "result")]
    pub chief: bool,
    /// Day of the event; today by default
    #[arg(long, requires = "result", value_name = "DATE")]
    pub date: Option<NaiveDate>,
    /// Text of the instruction, gist of the reply, the effect
    #[arg(long, requires = "result", default_value = "", value_name = "TEXT")]
    pub content: String,
    /// Grade of a reply: A, B or C
    #[arg(long, requires = "result", value_parser = grade)]
    pub grade: Option<Grade>,
    /// Follow the case up (重点跟踪): the next day to look after it
    #[arg(long, value_name = "DATE")]
    pub follow_up: Option<NaiveDate>,
    /// File to be kept as evidence; may be given several times
    #[arg(long, requires = "result", value_name = "FILE")]
    pub evidence: Vec<PathBuf>,
    /// Take back the feedback that this entry wrote; `show` and `log` print the entries
    #[arg(long, value_name = "SEQ", conflicts_with_all = ["organ", "result", "follow_up"])]
    pub take_back: Option<i64>,
    /// Why it is taken back
    #[arg(long, requires = "take_back", default_value = "", value_name = "TEXT")]
    pub note: String,
    /// Who says so; the name of the user by default
    #[arg(long, value_name = "NAME", value_parser = super::person)]
    pub by: Option<String>,
}

fn outcome(word: &str) -> Result<Outcome, String> {
    Outcome::from_word(word).ok_or_else(|| format!("results are {}", Outcome::WORDS.join(", ")))
}

fn form(word: &str) -> Result<Form, String> {
    Form::from_word(word).ok_or_else(|| format!("forms are {}", Form::WORDS.join(", ")))
}

fn grade(word: &str) -> Result<Grade, String> {
    Grade::from_word(&word.to_uppercase()).ok_or_else(|| "grades are A, B, C".to_owned())
}

fn level(word: &str) -> Result<String, String> {
    let known = crate::office::feedback::level_of(word).map(str::to_owned);
    known.ok_or_else(|| format!("levels are {}", LEVELS.join(", ")))
}

/// What to score.
#[derive(Debug, Args)]
pub struct ScoreArguments {
    /// Period, as 2026, 2026H1, 2026Q1 or 2026-03
    #[arg(required_unless_present = "events", value_name = "PERIOD")]
    pub period: Option<String>,
    /// Entries and events up to this day
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<NaiveDate>,
    /// Try this scoring file instead of the office's
    #[arg(long, value_name = "FILE")]
    pub scheme: Option<PathBuf>,
    /// Score the events of this file (TOML or JSON) instead of the ledger's; needs no office
    #[arg(long, value_name = "FILE", requires = "scheme")]
    pub events: Option<PathBuf>,
    /// Print every point instead of the boards
    #[arg(long)]
    pub detail: bool,
    /// Only this board
    #[arg(long, value_name = "NAME", value_parser = super::person)]
    pub board: Option<String>,
}

/// A manual adjustment of points.
#[derive(Debug, Args)]
pub struct AdjustArguments {
    /// Person or unit, as on the roster
    pub name: String,
    /// Points, signed
    #[arg(long, allow_hyphen_values = true, required_unless_present = "event")]
    pub points: Option<String>,
    /// Event for the rules to score instead: 约稿未完成, or one of the scheme's own
    #[arg(long, value_name = "EVENT", conflicts_with = "points")]
    pub event: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who decided it
    #[arg(long, value_name = "NAME", value_parser = super::person)]
    pub by: String,
    /// Only on this board; by default on every board on which the name stands
    #[arg(long, value_name = "NAME", value_parser = super::person)]
    pub board: Option<String>,
    /// Day that it counts on; today by default
    #[arg(long, value_name = "DATE")]
    pub date: Option<NaiveDate>,
}

/// Shells with completions.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Shell {
    /// Bash.
    Bash,
    /// Elvish.
    Elvish,
    /// Fish.
    Fish,
    /// PowerShell.
    Powershell,
    /// Zsh.
    Zsh,
}
