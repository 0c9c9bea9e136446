//! The program: arguments in, exit code out. Everything else is in the library.

/// Runs the command.
fn main() -> std::process::ExitCode {
    minyi::cli::main()
}
