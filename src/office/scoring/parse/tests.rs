//! What is said of faults in a scoring file.
//! It never tests what a sound file does.

