//! Story tests.
