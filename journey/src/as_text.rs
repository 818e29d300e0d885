//! Types that are one short text, in JSON too: what `Display` writes is what is read back.

/// Reads a type by `parse`, which gives none for what is no such text, and serializes it by
/// `Display`. The error is a type of its own that says what is allowed.
macro_rules! as_text {
    ($type:ident, $parse:ident, $(#[$doc:meta])* $error:ident: $allowed:literal) => {
        impl std::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                $parse(text).ok_or($error)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }

        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $error;

        impl std::fmt::Display for $error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($allowed)
            }
        }

        impl std::error::Error for $error {}
    };
}

pub(crate) use as_text;
