/// A browser that stands in for its person's second step, as a list shows it.
#[derive(Debug, Clone)]
pub struct RememberedLine {
    /// Its id.
    pub id: String,
    /// `Firefox on Windows`.
    pub agent: Option<String>,
    /// The address that it was remembered from.
    pub place: Option<String>,
    /// Since when.
    pub since: String,
    /// Until when.
    pub until: String,
}

impl RememberedLine {
    /// One.
    pub fn sample() -> Self {
        Self {
            id: "r1".to_owned(),
            agent: Some("Firefox on Windows".to_owned()),
            place: Some("198.51.100.23".to_owned()),
            since: "3 november 2026".to_owned(),
            until: "3 december 2026".to_owned(),
        }
    }
}
