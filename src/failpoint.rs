//! Places where tests end the process, to show that a restart loses nothing.
//! It never does anything in the program that is shipped: without the tests' feature each call is empty.

/// Marks that a step of the pass has just been done. With `FAILPOINTS="NAME=return"` in the environment a
/// test build aborts here, as a power cut would.
pub fn reached(name: &str) {
    let _ = name;
    fail::fail_point!(name, |_| { std::process::abort() });
}

/// Reads the environment's failpoints, in a test build; keep the value until the end of `main`.
pub fn listen() -> impl Drop {
    fail::FailScenario::setup()
}
