//! The binary: nothing but the door to the library.

fn main() {
    if std::env::args().nth(1).as_deref() == Some(minyi::reader::SERVE) {
        minyi::reader::serve();
    }
}
