use model::Locale;
use text::Texts;

/// What surrounds every door page: language, organisation, the way its form goes, the links at the foot.
#[derive(Clone)]
pub struct Chrome {
    /// The language of the page.
    pub locale: Locale,
    /// Its texts.
    pub texts: &'static Texts,
    /// What stands before every path: empty, or `/{tenant}` where the address names the organisation.
    pub root: String,
    /// The organisation's name; `Sluis` before there is one.
    pub organisation: String,
    /// Where the page's form is sent.
    pub action: String,
    /// The form token, sent as `t`.
    pub token: String,
    /// How the page is shown in the other language.
    pub switch: Switch,
    /// True when somebody who is signed in confirms once more that it is them.
    pub is_confirming: bool,
}

/// How a page is shown in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Switch {
    /// By a link to this address.
    Link(String),
    /// By sending the form token and `language` to [`Chrome::action`], because the page is the answer to a form.
    Resend,
    /// Not: nothing is known that could show it again.
    None,
}

/// Within what a page is shown, where two ways lead to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Journey {
    /// Setting up Sluis; the page counts its steps and leads back.
    SetUp,
    /// Signing in.
    SignIn,
    /// The person's own pages; going back leads to security info.
    My,
}

impl Journey {
    /// True within set-up.
    pub fn is_set_up(self) -> bool {
        self == Self::SetUp
    }

    /// True on the way from the person's own pages.
    pub fn is_my(self) -> bool {
        self == Self::My
    }
}

impl Chrome {
    /// The language that the page is not in.
    pub const fn other(&self) -> Locale {
        match self.locale {
            Locale::En => Locale::Nl,
            Locale::Nl => Locale::En,
        }
    }

    /// The address that shows the page in the other language.
    pub fn link(&self) -> Option<&str> {
        match &self.switch {
            Switch::Link(href) => Some(href),
            Switch::Resend | Switch::None => None,
        }
    }

    /// True when the form's own token shows the page in the other language.
    pub fn resends(&self) -> bool {
        self.switch == Switch::Resend
    }

    /// `Step 2 of 5`.
    pub fn step(&self, number: u8) -> String {
        self.texts.door_step(number, 5)
    }

    /// A chrome for samples; its organisation is what a careless or wicked one may be called.
    pub fn sample(locale: Locale) -> Self {
        Self {
            locale,
            texts: text::of(locale),
            root: String::new(),
            organisation: "De Vries & <script>\"Zonen\"</script>".to_owned(),
            action: "/sign-in".to_owned(),
            token: "b3JkaW5hcnktdG9rZW4".to_owned(),
            switch: Switch::Resend,
            is_confirming: false,
        }
    }

    /// The same, as most organisations are called.
    pub fn ordinary(locale: Locale) -> Self {
        Self { organisation: "De Vries Accountants".to_owned(), ..Self::sample(locale) }
    }

    /// The same, before there is an organisation.
    pub fn set_up(locale: Locale) -> Self {
        Self { organisation: "Sluis".to_owned(), action: "/set-up".to_owned(), ..Self::sample(locale) }
    }
}
