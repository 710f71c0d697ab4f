//! Identifiers (nycklar) of everything that has a row of its own.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub(crate) struct $name(pub(crate) uuid::Uuid);

        impl $name {
            /// A new identifier; later ones sort after earlier ones.
            pub(crate) fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids!(
    AccountId,
    BatchId,
    BoardId,
    ItemId,
    MeetingId,
    MunicipalityId,
    NoticeId,
    OrderId,
    PersonId,
    SeatId,
    SeriesId,
    VersionId
);
