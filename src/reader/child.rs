//! The child's side: takes a workbook from its standard input, gives rows to its standard output.
//! It never opens a file, never outlives its parent's pipe, never exceeds the limits that it sets itself.

use super::wire::{self, Hello, Message, Request, WireCell};
use crate::document::{Area, SheetRow};
use crate::formats::sheet::{self, Sink, Summary};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use std::io::{self, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Cells that go in one message.
const BATCH_CELLS: usize = 2_000;
/// Exit code by which a child says that the machine failed it, so that no file is blamed.
pub(super) const MACHINE_FAULT: i32 = 74;
/// Bytes of text that go in one message.
const BATCH_BYTES: usize = 256 << 10;

/// Serves workbooks until the pipe closes, then ends the process. The first frame holds the limits.
pub fn serve() -> ! {
    let served = serve_pipes(&mut io::stdin().lock(), &mut BufWriter::new(io::stdout().lock()));
    std::process::exit(match served {
        Ok(()) => 0,
        Err(error) if is_of_the_machine(&error) => MACHINE_FAULT,
        Err(_) => 1,
    })
}

/// Whether the system itself refused to move bytes; a pipe that the other side closed is no such fault.
pub(super) fn is_of_the_machine(error: &io::Error) -> bool {
    error.raw_os_error().is_some() && error.kind() != io::ErrorKind::BrokenPipe
}

fn serve_pipes(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    std::panic::set_hook(Box::new(|_| {})); // nobody reads a child's stderr
    let Some(hello) = wire::receive(input, wire::MESSAGE_BYTES)? else {
        return Ok(());
    };
    let limits = serde_json::from_slice::<Hello>(&hello)?.limits;
    confine(&limits)?;
    let file_bytes = usize::try_from(limits.sheet_mib << 20).unwrap_or(usize::MAX);
    while let Some(head) = wire::receive(input, wire::MESSAGE_BYTES)? {
        let request: Request = serde_json::from_slice(&head)?;
        let Some(bytes) = wire::receive(input, file_bytes)? else {
            return Ok(());
        };
        allow_seconds(limits.reader_seconds)?;
        let mut sink = PipeSink { output: &mut *output, rows: Vec::new(), cells: 0, bytes: 0, broken: None };
        let answer = read(&bytes, &request, &limits, &mut sink);
        if let Some(error) = sink.broken {
            return Err(error);
        }
        wire::send_value(output, &answer)?;
    }
    Ok(())
}

fn read(bytes: &[u8], request: &Request, limits: &Limits, sink: &mut PipeSink<impl Write>) -> Message {
    let result = catch_unwind(AssertUnwindSafe(|| {
        let summary = sheet::stream(bytes, request.format, limits, sink)?;
        sink.flush()?;
        Ok(summary)
    }));
    match result {
        Ok(Ok(Summary { characters, warnings })) => Message::Done { characters, warnings },
        Ok(Err(rejection)) => Message::Refused(rejection),
        Err(_) => Message::Refused(Rejection::of_file(Code::Damaged, "表格已损坏，无法读取")),
    }
}

/// Rows on their way to the parent, in batches.
struct PipeSink<'a, W: Write> {
    output: &'a mut W,
    rows: Vec<(u32, Vec<WireCell>)>,
    cells: usize,
    bytes: usize,
    broken: Option<io::Error>,
}

impl<W: Write> PipeSink<'_, W> {
    fn flush(&mut self) -> Result<(), Rejection> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.rows);
        (self.cells, self.bytes) = (0, 0);
        self.send(&Message::Rows(rows))
    }

    fn send(&mut self, message: &Message) -> Result<(), Rejection> {
        wire::send_value(self.output, message).map_err(|error| {
            self.broken = Some(error);
            super::beyond_limits()
        })
    }
}

impl<W: Write> Sink for PipeSink<'_, W> {
    fn sheet(&mut self, name: &str, visible: bool, merges: Vec<Area>) -> Result<(), Rejection> {
        self.flush()?;
        let merges = merges.iter().map(wire::corners).collect();
        self.send(&Message::Sheet { name: name.to_owned(), visible, merges })
    }

    fn row(&mut self, row: SheetRow) -> Result<(), Rejection> {
        self.cells += row.cells.len();
        self.bytes += row.cells.iter().map(|cell| cell.text.len()).sum::<usize>();
        self.rows.push(wire::packed(row));
        if self.cells >= BATCH_CELLS || self.bytes >= BATCH_BYTES { self.flush() } else { Ok(()) }
    }
}

/// Limits that hold for the whole process: address space against readers that allocate what a file declares,
/// no core dumps of a submission, no files.
#[cfg(unix)]
fn confine(limits: &Limits) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let set =
        |resource, value: u64| setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) });
    set(Resource::As, limits.reader_mib << 20)?;
    set(Resource::Core, 0)?;
    set(Resource::Fsize, 0)?;
    set(Resource::Nofile, 16)?;
    Ok(())
}

/// Seconds of processor time from now on, for the next file; the parent's clock stops what merely waits.
#[cfg(unix)]
fn allow_seconds(seconds: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let maximum = getrlimit(Resource::Cpu).maximum;
    let wanted = used + seconds + 1;
    let current = Some(maximum.map_or(wanted, |maximum| wanted.min(maximum)));
    Ok(setrlimit(Resource::Cpu, Rlimit { current, maximum })?)
}

#[cfg(not(unix))]
fn confine(_: &Limits) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn allow_seconds(_: u64) -> io::Result<()> {
    Ok(())
}
