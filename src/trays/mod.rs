//! trays
