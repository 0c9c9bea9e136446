//! What becomes of a paper that is registered, and of a case that a person judged: values in, entries out.
//! It never stores anything and never hands out a number.
