//! Enumerations whose values are words of the office, for steps, verdicts, outcomes and the like.
//! It never holds a word itself; whoever names the words does.

/// Makes an enumeration of office words: stored, printed and read as the word, listed in order.
macro_rules! words {
    ($(#[$outer:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $word:literal,)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $type { $($(#[$doc])* #[serde(rename = $word)] $name,)* }

        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [$type] = &[$($type::$name,)*];

            /// Their words, in order, as a drop-down offers them.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The office's word.
            pub fn word(self) -> &'static str {
                match self { $($type::$name => $word,)* }
            }

            /// The one that the office's word names.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.word())
            }
        }
    };
}

pub(super) use words;
