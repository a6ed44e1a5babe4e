use askama::Template;
use model::{Flow, GuestKind, Id, Locale, Role};
use policy::AuthenticationStrength;
use policy::conditions::{Action, ClientAppType, Level, Resource};
use service::conditional_access::Names;
use text::Texts;

use super::policy::{FindingLine, trials};
use super::policy_form::{
    ACTIONS, CLIENTS, FLOWS, GUESTS, KINDS, LEFT_OUT, LEVELS, OURS, PLATFORMS, PolicyForm, TRUSTED,
};
use super::policy_problem::NotSaved;
use super::shell::{Entry, Shell};
use super::words::role;
use crate::screens::policy_words::{action, client_app, flow, guest, level, strength_name};
use crate::screens::{PolicyPart, PolicyWords};

/// The editor of a policy, new or kept. It posts to itself: `act` says what is wanted, and everything that was chosen
/// travels in the form, so that it works without JavaScript.
#[derive(Template, Clone)]
#[template(path = "admin/policy_edit.html")]
pub struct PolicyEdit {
    /// What surrounds the page.
    pub shell: Shell,
    /// The id in the address; none for a new one.
    pub id: Option<String>,
    /// The template that it is made of; empty for none.
    pub template: String,
    /// The revision that was looked at.
    pub seen: String,
    /// What is chosen.
    pub form: PolicyForm,
    /// For how many minutes it would be on trial; empty for none.
    pub trial: String,
    /// What it says, as a sentence with `**` around what was chosen.
    pub sentence: String,
    /// What was found about it.
    pub findings: Vec<FindingLine>,
    /// What stands in it that the editor does not show, and keeps.
    pub kept: Vec<PolicyPart>,
    /// What is called how.
    pub names: Names,
    /// Who or what fits what was typed.
    pub found: Option<FoundPicks>,
    /// Why it was not saved.
    pub problem: Option<NotSaved>,
    /// Where it stands what somebody else changed meanwhile, without the root.
    pub changed: Option<String>,
    /// The field that is wrong, and how to mend it.
    pub error: Option<(&'static str, String)>,
}

/// What was found for one of the search fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPicks {
    /// The field: `find-in`, `find-out`, `find-apps`, `find-not-apps`.
    pub field: &'static str,
    /// What was typed.
    pub typed: String,
    /// What fits; none for nothing.
    pub lines: Vec<Pick>,
}

/// Somebody or something in a list, or that can be put in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// The list.
    pub list: &'static str,
    /// The value.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// What tells it from others of that name.
    pub note: String,
    /// Why it is left out and the last day of it, for what is.
    pub why: Option<(String, String)>,
}

/// A choice: its value, what it says, and whether it is chosen.
pub type Choice = (String, String, bool);

impl PolicyEdit {
    fn t(&self) -> &'static Texts {
        self.shell.texts
    }

    /// Where the form goes.
    pub fn action(&self) -> String {
        let list = self.shell.to(Entry::Policies);
        match &self.id {
            Some(id) => format!("{list}/{id}/edit"),
            None => format!("{list}/new"),
        }
    }

    /// Where Cancel leads.
    pub fn back(&self) -> String {
        let list = self.shell.to(Entry::Policies);
        self.id.as_ref().map_or(list.clone(), |id| format!("{list}/{id}"))
    }

    /// What the page is called.
    pub fn title(&self) -> String {
        match self.id {
            Some(_) => self.t().policies_edit_title(self.form.name.as_str()),
            None => self.t().policies_new_title(),
        }
    }

    /// The choices of a field of one value.
    pub fn radios(&self, field: &str) -> Vec<Choice> {
        let t = self.t();
        let choices: Vec<(&str, String)> = match field {
            "who" => vec![
                ("all", t.policies_edit_who_all()),
                ("chosen", t.policies_edit_who_chosen()),
                ("kept", t.policies_edit_who_kept()),
            ],
            "what" => vec![
                ("all", t.policies_edit_what_all()),
                ("chosen", t.policies_edit_what_chosen()),
                ("actions", t.policies_edit_what_actions()),
                ("contexts", t.policies_edit_what_contexts()),
                ("kept", t.policies_edit_what_kept()),
            ],
            "from" => vec![
                ("any", t.policies_edit_from_any()),
                ("trusted", t.policies_edit_from_trusted()),
                ("chosen", t.policies_edit_from_chosen()),
            ],
            "access" => vec![
                ("grant", t.policies_edit_access_grant()),
                ("block", t.policies_edit_access_block()),
                ("nothing", t.policies_edit_access_nothing()),
            ],
            "operator" => {
                vec![("OR", t.policies_edit_operator_or()), ("AND", t.policies_edit_operator_and())]
            }
            "again" => vec![
                ("", t.policies_edit_again_no()),
                ("every", t.policies_edit_again_every()),
                ("hours", t.policies_edit_again_hours()),
                ("days", t.policies_edit_again_days()),
            ],
            "device-mode" => vec![
                ("", t.policies_edit_device_any()),
                ("include", t.policies_edit_device_include()),
                ("exclude", t.policies_edit_device_exclude()),
            ],
            "browser" => vec![
                ("", t.policies_edit_browser_no()),
                ("never", t.policies_session_ends()),
                ("always", t.policies_session_stays()),
            ],
            _ => vec![
                ("off", t.policies_switch_off()),
                ("reportOnly", t.policies_switch_report()),
                ("on", t.policies_switch_on()),
            ],
        };
        // What is kept is a choice only where it is so, and contexts where there are some.
        let is_offered = |value: &str| match value {
            "kept" => self.form.get(field) == "kept",
            "contexts" => !self.boxes("contexts").is_empty(),
            _ => true,
        };
        let choice = |(value, text): (&str, String)| (value.to_owned(), text, self.form.get(field) == value);
        choices.into_iter().filter(|(value, _)| is_offered(value)).map(choice).collect()
    }

    /// The boxes of a list of fixed words.
    pub fn boxes(&self, list: &str) -> Vec<Choice> {
        let t = self.t();
        let words: Vec<(String, String)> = match list {
            "clients" => CLIENTS
                .iter()
                .filter_map(|word| Some(((*word).to_owned(), client_app(t, ClientAppType::from_word(word)?))))
                .collect(),
            "guest-kinds" | "not-guest-kinds" => KINDS
                .iter()
                .filter_map(|word| Some(((*word).to_owned(), guest(t, GuestKind::from_word(word)?))))
                .collect(),
            "flows" => FLOWS
                .iter()
                .filter_map(|word| Some(((*word).to_owned(), flow(t, Flow::from_word(word)?))))
                .collect(),
            "levels" | "user-levels" => LEVELS
                .iter()
                .filter_map(|word| Some(((*word).to_owned(), level(t, Level::from_word(word)?))))
                .collect(),
            "actions" => ACTIONS
                .iter()
                .filter_map(|word| Some(((*word).to_owned(), action(t, Action::from_word(word)?))))
                .collect(),
            "contexts" => self.contexts(),
            "guests" | "not-guests" => vec![(GUESTS.to_owned(), t.policies_who_guest())],
            "apps" | "not-apps" => OURS
                .iter()
                .filter_map(|word| {
                    Some(((*word).to_owned(), self.words().resource(Resource::from_word(word)?)))
                })
                .collect(),
            "platforms" | "not-platforms" => {
                PLATFORMS.iter().map(|word| ((*word).to_owned(), platform_name(word))).collect()
            }
            "terms" => self.terms(),
            _ => self.places(list),
        };
        words
            .into_iter()
            .map(|(value, text)| {
                let is_chosen = self.form.list(list).contains(&value);
                (value, text, is_chosen)
            })
            .collect()
    }

    /// Every terms of use, and those that the policy names and that are not there.
    fn terms(&self) -> Vec<(String, String)> {
        let there = self.names.terms.iter().map(|(id, name)| (id.to_string(), name.clone()));
        let there: Vec<(String, String)> = there.collect();
        let is_gone = |id: &&String| !there.iter().any(|(known, _)| known == *id);
        let gone: Vec<(String, String)> =
            self.form.list("terms").iter().filter(is_gone).map(|id| (id.clone(), id.clone())).collect();
        there.into_iter().chain(gone).collect()
    }

    /// Every authentication context, and those that are named and no longer there.
    fn contexts(&self) -> Vec<(String, String)> {
        let named = self.names.contexts.iter().map(|(id, name)| (id.clone(), format!("{name} ({id})")));
        let is_gone = |id: &&String| !self.names.contexts.contains_key(*id);
        let gone = self.form.list("contexts").iter().filter(is_gone).map(|id| (id.clone(), id.clone()));
        named.chain(gone).collect()
    }

    /// Every named location, and what is trusted.
    fn places(&self, list: &str) -> Vec<(String, String)> {
        let t = self.t();
        let trusted = (list == "not-places").then(|| (TRUSTED.to_owned(), t.policies_where_trusted()));
        let ips = policy::Location::MFA_TRUSTED_IPS;
        let named = self.names.locations.iter().map(|(id, name)| (id.to_string(), name.clone()));
        trusted.into_iter().chain([(ips.to_string(), t.policies_where_trusted_ips())]).chain(named).collect()
    }

    /// Who and what is in these lists that was found by name.
    pub fn picked(&self, side: &str) -> Vec<Pick> {
        let lists: &[&'static str] = match side {
            "in" => &["people", "groups", "roles"],
            "out" => &["not-people", "not-groups", "not-roles"],
            "apps" => &["apps"],
            _ => &["not-apps"],
        };
        let mut picks = vec![];
        for list in lists.iter().copied() {
            let own = self.form.list(list).iter().filter(|value| !OURS.contains(&value.as_str()));
            picks.extend(own.map(|value| self.pick(list, value)));
        }
        picks
    }

    fn pick(&self, list: &'static str, value: &str) -> Pick {
        let (t, words) = (self.t(), self.words());
        let (name, note) = match list {
            "people" | "not-people" => {
                let name = value.parse().ok().and_then(|id| self.names.people.get(&id).cloned());
                (name.unwrap_or_else(|| t.policies_missing_person()), String::new())
            }
            "groups" | "not-groups" => {
                let name = value.parse().ok().and_then(|id| self.names.groups.get(&id).cloned());
                (name.unwrap_or_else(|| t.policies_missing_group()), t.groups_a_group())
            }
            "roles" | "not-roles" => {
                let known = value.parse().ok().and_then(Role::from_id);
                let name = known.map_or_else(|| t.policies_missing_role(), |known| role(t, known));
                (name, t.policies_edit_a_role())
            }
            _ => {
                let name = Resource::from_word(value).map(|resource| words.resource(resource));
                (name.unwrap_or_else(|| value.to_owned()), String::new())
            }
        };
        let why = LEFT_OUT.contains(&list).then(|| self.form.reasons.get(value).cloned().unwrap_or_default());
        Pick { list, value: value.to_owned(), name, note, why }
    }

    /// The values of a list that no box shows, as one hidden field.
    pub fn hidden(&self, list: &str) -> String {
        let own = self.form.list(list).iter().filter(|value| !OURS.contains(&value.as_str()));
        own.cloned().collect::<Vec<_>>().join(",")
    }

    /// The lists that are filled by finding names.
    pub const fn found_lists(&self) -> [&'static str; 8] {
        ["people", "groups", "roles", "not-people", "not-groups", "not-roles", "apps", "not-apps"]
    }

    /// The strengths that are offered: built-in ones and those of one's own, and one that the policy names and that is not
    /// there.
    pub fn strengths(&self) -> Vec<Choice> {
        let t = self.t();
        let known = AuthenticationStrength::BUILT_IN.into_iter().chain(self.names.strengths.keys().copied());
        let mut known: Vec<Id<AuthenticationStrength>> = known.collect();
        let chosen: Option<Id<AuthenticationStrength>> = self.form.get("strength").parse().ok();
        known.extend(chosen.filter(|id| !known.contains(id)));
        let none = (String::new(), t.policies_edit_strength_no(), chosen.is_none());
        let name = |id| strength_name(t, &self.names, id);
        let named = known.into_iter().map(|id| (id.to_string(), name(id), chosen == Some(id)));
        std::iter::once(none).chain(named).collect()
    }

    /// What was found for a field.
    pub fn found_for(&self, field: &str) -> Option<&FoundPicks> {
        self.found.as_ref().filter(|found| found.field == field)
    }

    /// What is wrong with a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        self.error.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, words)| words.clone())
    }

    /// The trials that are offered.
    pub fn trials(&self) -> Vec<(&'static str, String, bool)> {
        trials(self.t(), &self.trial)
    }

    fn words(&self) -> PolicyWords<'_> {
        PolicyWords::new(self.t(), &self.names)
    }

    /// New, with somebody to choose, with what is kept, and refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let mut form = PolicyForm::new();
        form.name = "Two steps <b>outside".to_owned();
        let circumstances = t.policies_circumstances(
            format!("**{}**", t.policies_who_everyone()),
            format!("**{}**", t.policies_does_open(t.policies_what_all())),
        );
        let new = Self {
            shell: Shell::sample(locale, Entry::Policies),
            id: None,
            template: String::new(),
            seen: "7f000001-0000-4000-8000-0000000000ff".to_owned(),
            form: form.clone(),
            trial: String::new(),
            sentence: t.policies_sentence_grant(circumstances, format!("**{}**", t.policies_grant_mfa())),
            findings: vec![],
            kept: vec![],
            names: Names::default(),
            found: None,
            problem: None,
            changed: None,
            error: None,
        };
        form.choose("who", "chosen");
        form.choose("what", "chosen");
        form.choose("from", "chosen");
        form.put("people", "7f000001-0000-4000-8000-000000000001");
        let held = Role::GlobalAdministrator.id().to_string();
        form.put("not-roles", &held);
        form.reasons.insert(held, ("Emergency \"<b>".to_owned(), "2027-03-31".to_owned()));
        form.put("apps", "7f000001-0000-4000-8000-000000000002");
        form.put("apps", OURS[0]);
        let mut names = Names::default();
        names
            .people
            .insert(Id::fixed(0x7f00_0001_0000_4000_8000_0000_0000_0001), "Piet <i>Bakker".to_owned());
        names.locations.insert(Id::fixed(7), "Office <b>".to_owned());
        names.terms.insert(Id::fixed(8), "House rules <b>".to_owned());
        form.put("terms", &Id::<policy::Agreement>::fixed(8).to_string());
        names.strengths.insert(Id::fixed(9), "Keys <i>only".to_owned());
        names.contexts.insert("c1".to_owned(), "Payments <b>".to_owned());
        let line = |name: &str| Pick {
            list: "not-people",
            value: "7f000001-0000-4000-8000-000000000003".to_owned(),
            name: name.to_owned(),
            note: "anna@devries.nl".to_owned(),
            why: None,
        };
        let found = FoundPicks {
            field: "find-out",
            typed: "an\"<".to_owned(),
            lines: vec![line("Anna <b>"), line("Anna Jansen")],
        };
        let kept = PolicyPart { title: t.policies_part_foreign(), text: "conditions.moonPhase".to_owned() };
        let edit = Self {
            id: Some("7f000001-0000-4000-8000-000000000001".to_owned()),
            form,
            names,
            found: Some(found),
            kept: vec![kept],
            findings: vec![FindingLine { text: t.lint_not_understood(), is_error: false }],
            ..new.clone()
        };
        let refused = Self {
            problem: Some(t.policies_problem_meanwhile().into()),
            changed: Some("/admin/conditional-access/revisions/1?with=2".to_owned()),
            error: Some(("number", t.policies_edit_number_error())),
            found: Some(FoundPicks { field: "find-apps", typed: "zz\"".to_owned(), lines: vec![] }),
            ..edit.clone()
        };
        vec![("admin-policy-new", new), ("admin-policy-edit", edit), ("admin-policy-edit-refused", refused)]
    }
}

fn platform_name(word: &str) -> String {
    model::Platform::from_word(word)
        .map_or_else(|| word.to_owned(), |known| crate::screens::policy_words::platform(known).to_owned())
}
