//! intake
pub mod roster;
