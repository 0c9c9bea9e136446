//! minyi registers, edits, routes and accounts for 社情民意信息 out of folders of Word and Excel files.
//!
//! > The inbox is the only way in, the outbox the only way out, the ledger the only memory. Everything
//! > between them is arithmetic.
//!
//! An office is a folder: `office.toml` says who it is and what it wants, `templates/` holds Word files that
//! a clerk edits, `inbox/` is where papers fall in, `outbox/` has a folder for each destination, `archive/`
//! keeps every dropped file to the byte, `ledger.db` is the book. A paper that falls into the inbox becomes
//! *entries* in the ledger; a *case* is the sum of its entries; a cover sheet, an issue, a receipt are
//! computed from cases.
//!
//! # The rooms, and what each never does
//!
//! | room | knows | never |
//! |---|---|---|
//! | [`document`], [`rejection`], [`failure`], [`limits`] | the values that all rooms share | do anything |
//! | [`failpoint`] | where tests end the process | acts in the program that is shipped |
//! | [`office`] | papers, cases, the ten steps, rules, deadlines, the roster, settings | touches a file, a database, the clock, the environment; prints; knows OOXML |
//! | [`formats`] | bytes and documents: packages, Word, sheets, Word templates | opens a path; knows the word 登记; trusts a size that a file declares |
//! | [`reader`] | any file's bytes to a reading, in this process or in a child | lets a file cost more than itself |
//! | [`intake`] | a document to the papers in it, by label, look and row | asks the ledger; decides anything |
//! | [`typeset`] | what the office decided, as Word and Excel documents | writes a file; decides anything |
//! | [`trays`] | the folders: settling, archive, outbox, `.taken` | looks inside a file; deletes what is not stored and verified |
//! | [`ledger`] | entries, numbers, arrivals, pending outputs | interprets an entry beyond its fold; changes or deletes one |
//! | [`pipeline`] | all of them, and the clock | holds an office rule |
//! | [`demo`] | a year of practice | is used by anything but its command |
//! | [`cli`] | arguments and words; the only room that prints | is imported |
//!
//! A test reads the `use` lines and keeps these directions. It departs from a plain layering in one place:
//! `reader` stands apart from `formats`, because starting a child process is touching the world, and reading
//! a stranger's file is the one thing that may panic, loop or ask for 512 GiB.
//!
//! # Two readers of errors
//!
//! A [`rejection::Rejection`] is for the clerk and the author: Chinese, all faults of a paper at once, each
//! with its cure; the exit code stays 0, since returning papers is the office's daily work. A
//! [`failure::Failure`] is for the operator: the world's fault, with the path. A [`failure::Complaint`] is a
//! fault of settings or templates, found when they are loaded, all at once. No function returns both: what
//! is pure can only reject, what touches the world can only fail.
//!
//! # A walk: a file's bytes, from drop to outbox
//!
//! 1. [`trays::inbox::list`] shows `来稿/关于….docx` as a slot; [`pipeline::claim`] leaves it until it has
//!    lain still and no owner file lies beside it.
//! 2. [`pipeline::read`] opens it without following a link, hashes it, hands the bytes to
//!    [`reader::Readers::read`] and the content to [`intake::papers`], and writes the bytes aside in the
//!    archive. Files of a batch are read in parallel; then the batch becomes durable with one sync.
//! 3. [`pipeline::commit`] opens one transaction for the batch: known bytes are a duplicate; faults refuse;
//!    what is good gets its 登记号 and the entries that [`office::decide`] finds: registered, classified,
//!    routed, and every step that no gate holds. The documents that follow become rows, each with the recipe
//!    of what it is made of.
//! 4. The inbox file is renamed into `.taken` and looked at once more: a late write is a new arrival.
//! 5. [`pipeline::print`] makes each pending row a file: [`typeset::Press`] renders the bytes, they are
//!    written aside, synced, and named without replacing; then a second transaction notes that the inbox file
//!    is put away and what was placed, and the case is 已置出 and archived.
//!
//! While one batch is committed, the next is read and archived, and the one before is put away and printed, each on
//! threads of their own; only one thread ever asks the ledger.
//!
//! Killed between any two lines, it costs time and never a paper: what was not committed is read again,
//! what was committed and not put away is found by path and fingerprint, what was not printed is still a row.
//!
//! # A walk: a date, from rule to cover sheet
//!
//! 1. `[[destination]]` in office.toml says `days = 2`, `count = "自然日"`, `from = "收到"`;
//!    [`office::settings`] checks it and gives an [`office::settings::Destination`].
//! 2. When a case is routed, [`office::calendar::due`] counts from the day of receipt (day 0) and gives the
//!    last day with a sentence that says how it was found.
//! 3. Both stand in the case's [`office::case::Route`], in the entry, for ever: a later change of the
//!    settings does not move a deadline that was given.
//! 4. The ledger keeps the open ones beside the cases, for `minyi status` and 收件情况.xlsx; `minyi explain`
//!    prints the sentence; the cover sheet's template prints it as `{{ 限期依据 }}`.
//! 5. The deadline closes when a person says 已送出, or when the document is placed where
//!    `placed_is_sent = true`.
//!
//! # A walk: a row of feedback, from sheet to bulletin
//!
//! 1. A sheet in `inbox/反馈` is read like a paper; [`intake::filled`] makes a draft of each row, or its faults.
//! 2. [`pipeline::forms`] finds the row's case and its evidence; [`office::feedback::weigh`] says what it comes to:
//!    entries, nothing because it is known, or why not. The sheet comes back with an answer beside each row.
//! 3. [`office::case::Case::fold`] adds the row to its case; a later entry may take it back.
//! 4. [`pipeline::bulletin`] folds the cases of a period as they stood on a day; [`office::bulletin::figures`] counts
//!    them, each event by its own date; [`typeset::bulletin`] makes sentences and rows of the figures, and
//!    [`typeset::chart`] puts native charts where the template names them.

pub mod document;
pub mod failpoint;
pub mod failure;
pub mod limits;
pub mod rejection;

pub mod office;

pub mod formats;
pub mod intake;
pub mod reader;
pub mod typeset;

pub mod ledger;
pub mod trays;

pub mod pipeline;

pub mod demo;

pub mod cli;
