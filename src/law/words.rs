//! Enumerations whose words are the same in code, database and JSON (kodord).

/// A word that no value of the enumeration has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such {what}: {word}")]
pub struct UnknownWord {
    pub what: &'static str,
    pub word: String,
}

/// An enumeration with words.
pub trait Word: Copy {
    /// The word in the database and in JSON.
    fn word(self) -> &'static str;
}

/// Gives an enumeration its words, its Swedish names, and the way back from a word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal {
        $($(#[$value_doc:meta])* $value:ident = $word:literal, $swedish:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$value_doc])* $value,)+
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];

            /// The word in the database and in JSON.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }

            /// What it is called in Swedish.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $swedish,)+
                }
            }
        }

        impl $crate::law::words::Word for $name {
            fn word(self) -> &'static str {
                self.as_str()
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::law::words::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().find(|value| value.as_str() == word);
                found.copied().ok_or_else(|| $crate::law::words::UnknownWord {
                    what: $what,
                    word: word.to_owned(),
                })
            }
        }
    };
}

pub(super) use words;
