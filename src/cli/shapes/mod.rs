//! The shapes of `--json`: a promise to scripts. Keys are only added; a change of meaning raises `v`.
//! It never leaks a type of the program: core types are free to change behind these.

mod bulletin;
mod case;
mod office;
mod paper;
mod scores;

pub use bulletin::*;
pub use case::*;
pub use office::*;
pub use paper::*;
pub use scores::*;

/// Version of the shapes.
pub const VERSION: u32 = 1;
