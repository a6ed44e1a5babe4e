/// The condition of a database, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The setting by which an acknowledged write could be lost when the power fails, with its value; `None` where there
    /// is none.
    pub loses_writes: Option<String>,
    /// What is damaged, in the database's own words; `None` where nothing is. PostgreSQL finds damage by itself.
    pub damage: Option<String>,
    /// What time it is there, in microseconds since 1970; `None` where it has no clock of its own.
    pub clock: Option<i64>,
}
