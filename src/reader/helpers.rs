//! The parent's side: children that live from file to file, one for each caller at most one a core.
//! It never waits longer than the deadline, and never lets a child serve on after a fault.

use super::child::{MACHINE_FAULT, is_of_the_machine};
use super::wire::{self, Hello, Message, Request};
use super::{SERVE, Weight, beyond_limits, refused, taken};
use crate::document::{Format, Workbook};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::formats::Reading;
use crate::formats::sheet::Sink;
use crate::limits::Limits;
use std::io::{self, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Bytes over the pipes after which a child is let go, since its heap keeps what it has once used.
const WORN_BYTES: usize = 8 << 20;
/// Bytes over the pipe from which on a workbook is heavy: one long string may stand in thousands of its cells.
const LIGHT_BYTES: usize = 8 << 20;
/// Address space of a child that reads light workbooks, in parts of what any may take.
const LIGHT_SHARE: u64 = 3;
/// The signal of a machine that is out of memory, or of a person who ends processes.
#[cfg(unix)]
const KILLED: i32 = 9;
/// Exit code of a program whose libraries the system could not load.
const NOT_LOADED: i32 = 127;
/// Times that a child is started before the machine is said to refuse.
const STARTS: u32 = 3;

/// The pool of children.
#[derive(Debug)]
pub(super) struct Helpers {
    program: PathBuf,
    limits: Limits,
    pool: Mutex<Pool>,
    freed: Condvar,
}

#[derive(Debug)]
struct Pool {
    idle: Vec<Helper>,
    free: usize,
}

/// One child with its pipes.
#[derive(Debug)]
struct Helper {
    child: Arc<Mutex<Child>>,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    bytes: usize,
    /// What a new child must be told before its first file.
    greeting: Option<Hello>,
}

/// Why an exchange with a child came to nothing.
enum Ended {
    /// The child gave up, babbled or was late over the file.
    ByTheFile,
    /// The workbook is too heavy to be read beside others.
    TooHeavy,
    /// The machine did not move the bytes, on either side of the pipes: no fault of the file.
    ByTheMachine(io::Error),
}

/// This very binary, also after it was replaced on disk while it runs.
pub(super) fn own_program() -> PathBuf {
    let itself = PathBuf::from("/proc/self/exe");
    if itself.exists() { itself } else { std::env::current_exe().unwrap_or(itself) }
}

impl Helpers {
    pub(super) fn new(program: PathBuf, limits: &Limits) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let pool = Mutex::new(Pool { idle: Vec::new(), free: cores });
        Helpers { program, limits: limits.clone(), pool, freed: Condvar::new() }
    }

    /// Reads a workbook in a child; a child that dies or is late refuses this file alone. One that died soon
    /// may have been killed for what is no fault of this file (memory that others took, a file before it), so
    /// a fresh one tries once more. A light workbook is read in less memory; `None` when that is not enough.
    pub(super) fn read(&self, weight: Weight, format: Format, bytes: &[u8]) -> Outcome<Option<Reading>> {
        let _permit = self.permit();
        let first = match weight {
            Weight::Light => self.idle_or_new()?,
            Weight::Any => self.start(weight)?,
        };
        let begun = Instant::now();
        let mut answer = self.read_with(first, weight, format, bytes);
        let died = matches!(answer, Err(Ended::ByTheFile | Ended::ByTheMachine(_)));
        if died && begun.elapsed() < self.deadline() / 2 {
            answer = self.read_with(self.start(weight)?, weight, format, bytes);
        }
        match answer {
            Ok(reading) => Ok(Some(reading)),
            // Whatever a child of little memory did not manage, one of all the memory is asked.
            Err(_) if weight == Weight::Light => Ok(None),
            Err(Ended::ByTheFile | Ended::TooHeavy) => Ok(Some(refused(format, beyond_limits()))),
            Err(Ended::ByTheMachine(error)) => {
                let message = "cannot exchange a workbook with the reading child";
                Err(Failure::new(FailureKind::World, message).because(error))
            }
        }
    }

    fn read_with(
        &self,
        mut helper: Helper,
        weight: Weight,
        format: Format,
        bytes: &[u8],
    ) -> Result<Reading, Ended> {
        let reading = match helper.read_within(self.deadline(), weight, format, bytes) {
            Ok(Some(reading)) => reading,
            Ok(None) => return Err(Ended::TooHeavy),
            Err(error) => return Err(helper.ended(error)),
        };
        if weight == Weight::Light && helper.bytes < WORN_BYTES {
            self.pool().idle.push(helper);
        }
        Ok(reading)
    }

    fn deadline(&self) -> Duration {
        Duration::from_secs(self.limits.reader_seconds)
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn permit(&self) -> Permit<'_> {
        let waiting = self.freed.wait_while(self.pool(), |pool| pool.free == 0);
        waiting.unwrap_or_else(PoisonError::into_inner).free -= 1;
        Permit { helpers: self }
    }

    fn idle_or_new(&self) -> Outcome<Helper> {
        let idle = self.pool().idle.pop();
        idle.map_or_else(|| self.start(Weight::Light), Ok)
    }

    /// Starts a child. A machine that is short of processes for a moment is asked again.
    fn start(&self, weight: Weight) -> Outcome<Helper> {
        let mut last = None;
        for attempt in 0..STARTS {
            match self.try_start(weight) {
                Ok(helper) => return Ok(helper),
                Err(error) => last = Some(error),
            }
            std::thread::sleep(Duration::from_millis(50 << attempt));
        }
        let program = self.program.display();
        let failure = Failure::new(FailureKind::World, format!("cannot start the reading child {program}"));
        Err(match last {
            Some(error) => failure.because(error),
            None => failure,
        })
    }

    fn try_start(&self, weight: Weight) -> io::Result<Helper> {
        let mut command = Command::new(&self.program);
        command.arg(SERVE).env("RUST_BACKTRACE", "0");
        // The allocator would reserve a gigabyte at its start, which no later limit could take back.
        command.env("MIMALLOC_ARENA_RESERVE", "0");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        apart_from_the_terminal(&mut command);
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (input, output) = pipes.ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        let child = Arc::new(Mutex::new(child));
        let mut limits = self.limits.clone();
        if weight == Weight::Light {
            limits.reader_mib /= LIGHT_SHARE;
        }
        let greeting = Some(Hello { limits });
        Ok(Helper { child, input: Some(input), output: BufReader::new(output), bytes: 0, greeting })
    }
}

/// Whether a child that ended by itself says that the machine failed it, never came to be, or was killed from
/// outside: its own limits abort it or end its time, and never kill.
fn failed_by_the_machine(status: ExitStatus) -> bool {
    #[cfg(unix)]
    let killed = std::os::unix::process::ExitStatusExt::signal(&status) == Some(KILLED);
    #[cfg(not(unix))]
    let killed = false;
    killed || matches!(status.code(), Some(MACHINE_FAULT | NOT_LOADED))
}

/// Ctrl-C goes to a whole group of processes; the batch in hand is to be finished first.
fn apart_from_the_terminal(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// The right to use one child; given back when it goes.
struct Permit<'a> {
    helpers: &'a Helpers,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.helpers.pool().free += 1;
        self.helpers.freed.notify_one();
    }
}

impl Helper {
    /// The exchange over one file, with a thread that watches the clock and kills.
    fn read_within(
        &mut self,
        deadline: Duration,
        weight: Weight,
        format: Format,
        bytes: &[u8],
    ) -> io::Result<Option<Reading>> {
        let (done, watch) = channel::<()>();
        let child = Arc::clone(&self.child);
        std::thread::scope(|scope| {
            let clock = scope.spawn(move || {
                let late = watch.recv_timeout(deadline) == Err(RecvTimeoutError::Timeout);
                if late {
                    let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
                }
                late
            });
            let answer = self.exchange(weight, format, bytes);
            drop(done);
            let late = clock.join().unwrap_or(false);
            answer.map_err(|error| if late { io::ErrorKind::TimedOut.into() } else { error })
        })
    }

    fn exchange(&mut self, weight: Weight, format: Format, bytes: &[u8]) -> io::Result<Option<Reading>> {
        self.bytes += bytes.len();
        let greeting = self.greeting.take();
        let input = self.input()?;
        if let Some(hello) = greeting {
            wire::send_value(input, &hello)?;
        }
        wire::send_value(input, &Request { format })?;
        wire::send(input, bytes)?;
        let mut workbook = Workbook::default();
        let before = self.bytes;
        loop {
            let frame = wire::receive(&mut self.output, wire::MESSAGE_BYTES)?;
            let frame = frame.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
            self.bytes += frame.len();
            if weight == Weight::Light && self.bytes - before > LIGHT_BYTES {
                return Ok(None);
            }
            match serde_json::from_slice(&frame)? {
                Message::Sheet { name, visible, merges } => {
                    let merges = merges.into_iter().map(wire::area).collect();
                    let _ = workbook.sheet(&name, visible, merges);
                }
                Message::Rows(rows) => {
                    for row in rows {
                        let _ = workbook.row(wire::unpacked(row));
                    }
                }
                Message::Done { characters, warnings } => {
                    return Ok(Some(taken(format, workbook, characters, warnings)));
                }
                Message::Refused(rejection) => return Ok(Some(refused(format, rejection))),
            }
        }
    }

    /// Ends a child after an exchange that failed, and tells whose fault it was by what either side saw.
    fn ended(mut self, error: io::Error) -> Ended {
        self.input = None;
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if is_of_the_machine(&error) {
            return Ended::ByTheMachine(error);
        }
        // A child whose pipes closed has ended or is about to; one that babbles or was late is killed by us.
        let by_itself = matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe);
        if !by_itself {
            let _ = child.kill();
        }
        match child.wait() {
            Ok(status) if by_itself && failed_by_the_machine(status) => Ended::ByTheMachine(error),
            _ => Ended::ByTheFile,
        }
    }

    fn input(&mut self) -> io::Result<&mut ChildStdin> {
        self.input.as_mut().ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Drop for Helper {
    /// A child leaves when its input closes; one that does not is killed, and none is left unreaped.
    fn drop(&mut self) {
        self.input = None;
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}
