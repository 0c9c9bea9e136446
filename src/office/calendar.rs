//! Deadlines: from a day and a rule to a last day, with the derivation in words.
//! It never asks what day it is; every date comes in as a value.
