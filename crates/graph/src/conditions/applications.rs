use policy::conditions::{Action, Applications, Resource};
use serde_json::{Value, json};

use super::filter;
use crate::reader::{Object, word_of};

pub(super) fn read(object: &mut Object<'_>) -> Applications {
    let mut applications = Applications::default();
    for named in object.list("includeApplications", named) {
        match named {
            Named::All => applications.all = true,
            Named::None => applications.none = true,
            Named::One(resource) => applications.include.push(resource),
        }
    }
    applications.exclude = object.list("excludeApplications", Resource::from_word);
    applications.actions = object.list("includeUserActions", word_of(Action::ALL, Action::word));
    applications.contexts = object.list("includeAuthenticationContextClassReferences", context);
    applications.filter = filter::read(object, "applicationFilter");
    applications
}

enum Named {
    All,
    None,
    One(Resource),
}

fn named(word: &str) -> Option<Named> {
    match word {
        "All" | "all" => Some(Named::All),
        "None" | "none" => Some(Named::None),
        other => Resource::from_word(other).map(Named::One),
    }
}

/// `c1` to `c99`.
fn context(word: &str) -> Option<String> {
    let digits = word.strip_prefix('c')?;
    let number: u8 = digits.parse().ok()?;
    ((1..=99).contains(&number) && number.to_string() == digits).then(|| word.to_owned())
}

pub(super) fn write(applications: &Applications) -> Value {
    let mut include: Vec<String> = vec![];
    include.extend(applications.all.then(|| "All".to_owned()));
    include.extend(applications.none.then(|| "None".to_owned()));
    include.extend(applications.include.iter().map(|resource| resource.word()));
    json!({
        "includeApplications": include,
        "excludeApplications": applications.exclude.iter().map(|one| one.word()).collect::<Vec<_>>(),
        "includeUserActions": applications.actions.iter().map(|action| action.word()).collect::<Vec<_>>(),
        "includeAuthenticationContextClassReferences": applications.contexts,
        "applicationFilter": applications.filter.as_ref().map(filter::write),
    })
}
