//! Nanoseconds a decision: the rows of bits of `policy` beside Cedar and Rego, all three giving the same answers.
//!
//! `cargo run --release`, from this folder. Cedar and Rego get their requests ready made, and are timed deciding; ours is
//! timed with looking up whose row it is among everybody's. Compare ratios, on a quiet machine.

mod cases;
mod cedar;
mod ours;
mod rego;

use std::hint::black_box;
use std::time::{Duration, Instant};

use model::{ClientApp, Id};
use policy::controls::{AtLeast, Control};
use policy::replay::Replay;
use policy::{Answer, Applied, Classes, Facts, Person, Point, Policy, Strength, evaluate};

use cases::{Case, Dice, Rule, Said};

const PEOPLE: u64 = 50_000;
const MANY: u64 = 1_000_000;
const CASES: u64 = 1_000;
const COUNTS: [u64; 4] = [10, 100, 175, 1_000];
/// How many answers are compared.
const COMPARED: usize = 300;
const AT_LEAST: Duration = Duration::from_millis(700);

fn main() {
    println!("| policies | compile | decide, {PEOPLE} people | {MANY} people | whole decision | Cedar | Rego | applied |");
    println!("|---|---|---|---|---|---|---|---|");
    for count in COUNTS {
        row(count);
    }
    println!();
    println!("| replay over 175 policies | sign-ins a second | of them otherwise |");
    println!("|---|---|---|");
    replays();
}

/// A draft over sign-ins that were kept, each row by itself, where everybody got in with a password and a code: a block for
/// a few, and a passkey for everybody, so that each sign-in is decided at length under both sets.
fn replays() {
    let rules: Vec<Rule> = cases::rules(175).into_iter().map(|rule| Rule { blocks: false, ..rule }).collect();
    let set = ours::set(&rules);
    let all = cases::cases(20_000, PEOPLE).into_iter().filter(|case| !ours::is_legacy(case.client_app));
    let facts: Vec<Facts> = all.map(|case| ours::with_code(ours::facts(&case))).collect();
    let few = Rule { groups: Some((0..20).collect()), apps: Some((0..20).collect()), blocks: true, ..plain() };
    let passkey = Control::AtLeast(AtLeast { strength: Strength::phishing_resistant() });
    let everybody = Policy { controls: vec![passkey], ..ours::policy(175, &plain()) };
    for (name, policy) in [("a block for a few", ours::policy(175, &few)), ("a passkey for everybody", everybody)] {
        let draft = set.clone().with([policy]);
        let began = Instant::now();
        let mut replay = Replay::new(&set, &draft);
        for (place, facts) in facts.iter().enumerate() {
            replay.add(Id::fixed(place as u128), facts, 1);
        }
        let seconds = began.elapsed().as_secs_f64();
        let otherwise = replay.found().changed.total();
        println!("| {name} | {:.0} | {otherwise} of {} |", facts.len() as f64 / seconds, facts.len());
    }
}

fn plain() -> Rule {
    Rule {
        groups: None,
        not_groups: vec![],
        apps: None,
        not_apps: vec![],
        not_places: vec![],
        places: None,
        platforms: None,
        client_apps: None,
        sign_in_risks: None,
        not_model: None,
        blocks: false,
    }
}

fn row(count: u64) {
    let rules = cases::rules(count);
    let all = cases::cases(CASES, PEOPLE);
    let facts: Vec<Facts> = all.iter().map(ours::facts).collect();
    let set = ours::set(&rules);
    let policies = set.policies().to_vec();
    let compile = time(1, || drop(black_box(ours::set(&[]).only(black_box(policies.clone())))));

    let applied = compare(&rules, &all, &facts);
    let few = decide(&set, &facts, PEOPLE);
    let many = decide(&set, &facts, MANY);
    let mut next = 0;
    let whole = time(1, || {
        next = (next + 1) % facts.len();
        drop(black_box(evaluate(&set, &facts[next])));
    });

    let cedar = cedar::Cedar::new(&rules, PEOPLE);
    let requests: Vec<_> = all.iter().map(cedar::Cedar::request).collect();
    let cedar = time(1, || {
        next = (next + 1) % requests.len();
        drop(black_box(cedar.decide(&requests[next])));
    });
    let mut rego = rego::Rego::new(&rules, PEOPLE);
    let inputs: Vec<_> = all.iter().map(rego::Rego::input).collect();
    let rego = time(1, || {
        next = (next + 1) % inputs.len();
        drop(black_box(rego.decide(inputs[next].clone())));
    });
    println!(
        "| {count} | {} | {} | {} | {} | {} | {} | {applied:.1} |",
        shown(compile),
        shown(few),
        shown(many),
        shown(whole),
        shown(cedar),
        shown(rego)
    );
}

/// All three give the same answers; how many policies apply on average.
fn compare(rules: &[Rule], all: &[Case], facts: &[Facts]) -> f64 {
    let set = ours::set(rules);
    let (mut classes, mut applied) = (Classes::new(&set), Applied::default());
    let cedar = cedar::Cedar::new(rules, PEOPLE);
    let mut rego = rego::Rego::new(rules, PEOPLE);
    let mut total = 0;
    for (case, facts) in all.iter().zip(facts).take(COMPARED) {
        let point = classes.point(facts);
        let blocks = classes.decide(point, &mut applied) == Answer::Blocks;
        let ours = Said { blocks, applied: applied.places().collect() };
        assert_eq!(evaluate(&set, facts).block().is_some(), blocks);
        assert_eq!(cedar.said(case, &cedar.decide(&cedar::Cedar::request(case))), ours, "{case:?}");
        let value = rego.decide(rego::Rego::input(case));
        assert_eq!(rego.said(case, &value), ours, "{case:?}");
        total += ours.applied.len();
    }
    total as f64 / COMPARED.min(all.len()) as f64
}

/// A decision with the list of applied policies, each about somebody else among so many.
fn decide(set: &policy::PolicySet, facts: &[Facts], people: u64) -> f64 {
    let mut classes = Classes::new(set);
    let persons: Vec<Person> =
        (0..people).map(|user| classes.person(&ours::subject(user), ClientApp::Browser)).collect();
    let points: Vec<Point> = facts.iter().map(|facts| classes.point(facts)).collect();
    let mut dice = Dice(3);
    let turns: Vec<(u32, u16)> =
        (0..1_000_003).map(|_| (dice.below(people) as u32, dice.below(points.len() as u64) as u16)).collect();
    let (mut applied, mut list, mut next) = (Applied::default(), Vec::with_capacity(1_000), 0);
    time(1_000, || {
        for _ in 0..1_000 {
            let (person, point) = turns[next];
            next = if next + 1 == turns.len() { 0 } else { next + 1 };
            let point = points[point as usize].of(persons[person as usize]);
            black_box(classes.decide(point, &mut applied));
            list.clear();
            list.extend(applied.places());
            black_box(&list);
        }
    })
}

/// Seconds each of so many turns takes that one call makes: the best of five rounds, so that others disturb least.
fn time(turns: u32, mut call: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..5 {
        let (began, mut calls) = (Instant::now(), 0);
        while began.elapsed() < AT_LEAST / 5 || calls == 0 {
            call();
            calls += 1;
        }
        best = best.min(began.elapsed().as_secs_f64() / f64::from(calls) / f64::from(turns));
    }
    best
}

fn shown(seconds: f64) -> String {
    match seconds {
        _ if seconds < 1e-6 => format!("{:.0} ns", seconds * 1e9),
        _ if seconds < 1e-3 => format!("{:.1} µs", seconds * 1e6),
        _ => format!("{:.1} ms", seconds * 1e3),
    }
}
