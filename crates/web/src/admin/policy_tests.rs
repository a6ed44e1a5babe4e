use axum::extract::Path;
use axum::response::Response;
use model::{FirstParty, GuestKind, Id, Role, Signal, UserAction};
use policy::statement::{Opened, Proven, Rule, Statement, Whence, Whom};
use service::authority::{ManagePolicies, ReadLogs, ReadSecurity, Target};
use service::conditional_access::{Counterexample, TestNames, TestProblem, Tested};
use text::Texts;

use super::desk::{Desk, refused, shown, with_query};
use super::shown::page_name;
use super::sign_ins::applications;
use super::what_if;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{Done, Entry, PolicyTests, TestError, TestForm, TestLine, method, platform};
use crate::screens::statement_words;

/// Where the page is.
pub(super) const PATH: &str = "/admin/conditional-access/tests";

/// The tests, looked at now, and the form for one more.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::PolicyTests).await?;
    shown(&screen(&desk, TestForm::default()).await?)
}

/// Keeps one more test.
pub(super) async fn add(sent: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(sent, Entry::PolicyTests, PATH).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    let form = form(&fields);
    let wrong = async |error, form| {
        let screen = screen(&desk, form).await?;
        Err(refused(&PolicyTests { error: Some(error), ..screen }))
    };
    let whom = if form.person.is_empty() {
        whom(&form.whom)
    } else {
        let named = desk.house().person_named(desk.tenant(), &permit, &form.person).await;
        match desk.or_fault(named)? {
            Some(person) => Whom::Person(person.id),
            None => return wrong(TestError::Person, form).await,
        }
    };
    let statement =
        Statement { whom, opened: opened(&form.open), whence: whence(&form.whence), rule: rule(&form.rule) };
    let added = desk.house().add_policy_test(desk.tenant(), permit, &form.name, statement).await;
    match desk.or_fault(added)? {
        Ok(_) => Ok(desk.done(PATH, Done::PolicyTestAdded)),
        Err(TestProblem::Name) => wrong(TestError::Name, form).await,
        Err(TestProblem::TooMany) => wrong(TestError::TooMany, form).await,
    }
}

/// Removes a test; the way back is to add it again.
pub(super) async fn remove(Path(id): Path<String>, sent: Form) -> Result<Response, Response> {
    let (desk, _) = Desk::take(sent, Entry::PolicyTests, PATH).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    let removed = desk.house().remove_policy_test(desk.tenant(), permit, desk.id(&id)?).await;
    let removed = desk.or_fault(removed)?;
    Ok(desk.done_until_undone(
        PATH,
        Done::PolicyTestRemoved,
        (PATH, fields_of(&removed.name, &removed.statement)),
    ))
}

async fn screen(desk: &Desk, form: TestForm) -> Result<PolicyTests, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.permit::<ReadLogs>(Target::Organisation)?;
    let tests = desk.or_fault(desk.house().policy_tests(desk.tenant(), &permit, vec![]).await)?;
    let names = desk.or_fault(desk.house().policy_test_names(desk.tenant(), &permit).await)?;
    let mut shell = desk.shell();
    PATH.clone_into(&mut shell.here);
    let pairs = |(id, name): (String, &String)| (id, name.clone());
    Ok(PolicyTests {
        shell,
        lines: tests.unwrap_or_default().iter().map(|tested| line(desk, tested, &names)).collect(),
        form,
        groups: names.groups.iter().map(|(id, name)| pairs((id.to_string(), name))).collect(),
        applications: applications(desk).await?,
        places: names.places.iter().map(|(id, name)| pairs((id.to_string(), name))).collect(),
        error: None,
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
    })
}

fn form(fields: &Fields) -> TestForm {
    let text = |name: &str| fields.get(name).trim().chars().take(256).collect::<String>();
    TestForm {
        name: text("name"),
        whom: text("whom"),
        person: text("person"),
        open: text("open"),
        whence: text("whence"),
        rule: text("rule"),
    }
}

/// What no choice has is everybody.
fn whom(word: &str) -> Whom {
    let role = |id: &str| id.parse().ok().and_then(Role::from_id).map(Whom::Role);
    match (word, word.split_once(':')) {
        ("members", _) => Whom::Members,
        ("guests", _) => Whom::Guests,
        (_, Some(("role", id))) => role(id).unwrap_or(Whom::Everybody),
        (_, Some(("group", id))) => id.parse().map_or(Whom::Everybody, Whom::Group),
        (_, Some(("person", id))) => id.parse().map_or(Whom::Everybody, Whom::Person),
        _ => Whom::Everybody,
    }
}

fn opened(word: &str) -> Opened {
    match (UserAction::from_word(word), word.parse()) {
        (Some(action), _) => Opened::Action(action),
        (None, Ok(app)) => Opened::Application(app),
        (None, Err(_)) => Opened::Anything,
    }
}

fn whence(word: &str) -> Whence {
    match (word, word.split_once(':')) {
        ("untrusted", _) => Whence::Untrusted,
        (_, Some(("at", id))) => id.parse().map_or(Whence::Anywhere, Whence::At),
        (_, Some(("outside", id))) => id.parse().map_or(Whence::Anywhere, Whence::Outside),
        _ => Whence::Anywhere,
    }
}

fn rule(word: &str) -> Rule {
    let proven = |word: &str| match word {
        "password" => Proven::Password,
        "phishingResistant" => Proven::PhishingResistant,
        _ => Proven::SecondStep,
    };
    match (word, word.split_once(':')) {
        ("never", _) => Rule::Never,
        (_, Some(("always", least))) => Rule::Always(proven(least)),
        (_, Some((_, least))) => Rule::NeverWithout(proven(least)),
        _ => Rule::NeverWithout(Proven::SecondStep),
    }
}

/// The form that keeps a test, filled in: what undoes its removal.
fn fields_of(name: &str, statement: &Statement) -> Vec<(String, String)> {
    let whom = match statement.whom {
        Whom::Everybody => "everybody".to_owned(),
        Whom::Person(person) => format!("person:{person}"),
        Whom::Members => "members".to_owned(),
        Whom::Guests => "guests".to_owned(),
        Whom::Role(role) => format!("role:{role}"),
        Whom::Group(group) => format!("group:{group}"),
    };
    let open = match statement.opened {
        Opened::Anything => String::new(),
        Opened::Application(app) => app.to_string(),
        Opened::Action(action) => action.word().to_owned(),
    };
    let whence = match statement.whence {
        Whence::Anywhere => String::new(),
        Whence::Untrusted => "untrusted".to_owned(),
        Whence::At(place) => format!("at:{place}"),
        Whence::Outside(place) => format!("outside:{place}"),
    };
    let word = |proven| match proven {
        Proven::Password => "password",
        Proven::SecondStep => "secondStep",
        Proven::PhishingResistant => "phishingResistant",
    };
    let rule = match statement.rule {
        Rule::Never => "never".to_owned(),
        Rule::Always(least) => format!("always:{}", word(least)),
        Rule::NeverWithout(least) => format!("without:{}", word(least)),
    };
    let fields =
        [("name", name.to_owned()), ("whom", whom), ("open", open), ("whence", whence), ("rule", rule)];
    fields.map(|(field, value)| (field.to_owned(), value)).to_vec()
}

fn line(desk: &Desk, tested: &Tested, names: &TestNames) -> TestLine {
    let t = desk.texts();
    let rule = tested.test.statement.rule;
    TestLine {
        id: tested.test.id.to_string(),
        name: tested.test.name.clone(),
        says: statement_words::statement(t, &tested.test.statement, names),
        example: tested.broken.as_deref().map(|broken| example(t, rule, broken)),
        ask: tested.broken.as_deref().and_then(ask).map(|path| desk.here.to(&path)),
        extent: tested.extent,
        is_empty: tested.is_empty,
    }
}

/// The sign-in that shows it, in a sentence.
fn example(t: &Texts, rule: Rule, broken: &Counterexample) -> String {
    let facts = &broken.facts;
    let person = broken.person.clone().unwrap_or_else(|| match facts.subject.guest {
        GuestKind::Member => t.tests_nobody(),
        _ => t.tests_nobody_guest(),
    });
    let page = facts.target.resource.and_then(FirstParty::from_app_id).map(|page| page_name(t, page));
    let what = broken.application.clone().or(page).unwrap_or_else(|| t.tests_unnamed_application());
    let given: Vec<String> = facts.proofs.iter().map(|proof| method(t, proof.method)).collect();
    let whence = whence_words(t, broken);
    let given = given.join(" + ");
    match rule {
        Rule::Always(_) => t.tests_example_out(person, what, whence, given),
        Rule::Never | Rule::NeverWithout(_) => t.tests_example_in(person, what, whence, given),
    }
}

fn whence_words(t: &Texts, broken: &Counterexample) -> String {
    let here = &broken.facts.circumstances;
    let place = match (broken.places.first(), here.address.known(), here.country.known()) {
        (Some(_), _, _) => t.tests_at(broken.places.join(", ")),
        (None, _, Some(country)) if country.code() != "XX" => t.tests_from_country(country.code()),
        (None, Some(address), _) => t.tests_from_address(address.ip.to_string()),
        (None, None, _) => t.tests_from_unknown(),
    };
    match here.platform {
        Signal::Known(known) => format!("{place} {}", t.tests_on(platform(known))),
        Signal::Unknown | Signal::NotGiven => place,
    }
}

/// What If about the same sign-in; somebody whom nothing names cannot be asked about.
fn ask(broken: &Counterexample) -> Option<String> {
    let facts = &broken.facts;
    let here = &facts.circumstances;
    let open = match (facts.target.action, facts.target.resource) {
        (Some(action), _) => action.word().to_owned(),
        (None, resource) => resource.filter(|id| *id != Id::fixed(0))?.to_string(),
    };
    let given: Vec<&str> = facts.proofs.iter().map(|proof| proof.method.word()).collect();
    let address = here.address.known().map(|address| address.ip.to_string()).unwrap_or_default();
    let country = here.country.known().map(|country| country.code().to_owned()).unwrap_or_default();
    Some(with_query(
        what_if::PATH,
        &[
            ("person", broken.user_name.as_deref()?),
            ("open", &open),
            ("address", &address),
            ("country", &country),
            ("platform", here.platform.known().map_or("", |platform| platform.word())),
            ("client", here.client_app.word()),
            ("given", &given.join(",")),
        ],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_removed_comes_back_as_it_was() {
        let statements = [
            Statement {
                whom: Whom::Guests,
                opened: Opened::Anything,
                whence: Whence::Outside(Id::fixed(3)),
                rule: Rule::NeverWithout(Proven::PhishingResistant),
            },
            Statement {
                whom: Whom::Role(Role::GlobalAdministrator),
                opened: Opened::Application(Id::fixed(4)),
                whence: Whence::Anywhere,
                rule: Rule::Always(Proven::Password),
            },
            Statement {
                whom: Whom::Person(Id::fixed(6)),
                opened: Opened::Anything,
                whence: Whence::At(Id::fixed(3)),
                rule: Rule::Always(Proven::SecondStep),
            },
            Statement {
                whom: Whom::Group(Id::fixed(5)),
                opened: Opened::Action(UserAction::RegisterDevice),
                whence: Whence::Untrusted,
                rule: Rule::Never,
            },
        ];
        for statement in statements {
            let form = form(&Fields::of(fields_of("Name", &statement)));
            let again = Statement {
                whom: whom(&form.whom),
                opened: opened(&form.open),
                whence: whence(&form.whence),
                rule: rule(&form.rule),
            };
            assert_eq!((again, form.name.as_str()), (statement, "Name"));
        }
    }
}
