use model::Span;
use policy::{Standing, StandingStrength};
use text::Texts;

/// What an application asks of every sign-in; posts to `sign-ins` as `strength` (a word, or empty) and `max_age` (seconds,
/// or empty).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Takes(pub Standing);

/// Something that can be chosen.
#[derive(Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub text: String,
    /// What it means.
    pub hint: String,
    /// True for what is set now.
    pub is_chosen: bool,
}

/// The ages that can be chosen.
const AGES: [Span; 6] =
    [Span::minutes(5), Span::minutes(15), Span::hours(1), Span::hours(8), Span::days(1), Span::days(7)];

impl Takes {
    /// How strong a sign-in must be.
    pub fn strengths(self, t: &Texts) -> Vec<Choice> {
        let one = |strength: Option<StandingStrength>, text: String, hint: String| Choice {
            value: strength.map_or("", StandingStrength::word).to_owned(),
            text,
            hint,
            is_chosen: strength == self.0.strength,
        };
        vec![
            one(None, t.admin_app_takes_nothing(), String::new()),
            one(Some(StandingStrength::MultiFactor), t.admin_app_takes_mfa(), t.admin_app_takes_mfa_hint()),
            one(
                Some(StandingStrength::PhishingResistant),
                t.admin_app_takes_passkey(),
                t.admin_app_takes_passkey_hint(),
            ),
        ]
    }

    /// How old it may be.
    pub fn ages(self, t: &Texts) -> Vec<Choice> {
        let mut ages = AGES.to_vec();
        ages.extend(self.0.max_age.filter(|age| !AGES.contains(age)));
        ages.sort_unstable();
        let age = |age: Option<Span>| Choice {
            value: age.map_or(String::new(), |age| age.as_secs().to_string()),
            text: age.map_or_else(|| t.admin_app_takes_any_age(), |age| how_long(t, age)),
            hint: String::new(),
            is_chosen: age == self.0.max_age,
        };
        std::iter::once(None).chain(ages.into_iter().map(Some)).map(age).collect()
    }
}

fn how_long(t: &Texts, age: Span) -> String {
    let minutes = age.minutes_up();
    if minutes % (24 * 60) == 0 {
        t.admin_days(minutes / (24 * 60))
    } else if minutes % 60 == 0 {
        t.admin_hours(minutes / 60)
    } else {
        t.admin_minutes(minutes)
    }
}
