//! Classification and routing: conditions compiled once, words counted, every decision with its reasons.
//! It never decides by chance or by the order of a hash.
