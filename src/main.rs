//! The program: arguments in, exit code out. Everything else is in the library.

/// Readers and writers of a batch free what other threads made, which the system's allocator keeps.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs the command.
fn main() -> std::process::ExitCode {
    minyi::cli::main()
}
