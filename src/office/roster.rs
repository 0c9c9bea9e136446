//! The roster (名册): members, informants, units, groups, terms, contacts; and who an author is.
//! It never guesses between two people of one name.
