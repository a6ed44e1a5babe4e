//! Whether the time of a refusal tells who exists: wrong passwords for names that are somebody's and names that are not.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::flows::expect;
use crate::seed::{DOMAIN, login};
use crate::wire::Wire;

/// Guesses for each kind of name: together fewer than a network is allowed before it has to wait.
const GUESSES: usize = 25;

/// The medians: for names that are somebody's, and for names that are nobody's. They take turns, so that whatever else
/// the machine does falls on both alike.
pub(crate) async fn medians(port: u16, first: usize) -> Outcome<(Duration, Duration)> {
    let mut wire = Wire::open(port).await?;
    let (mut somebody, mut nobody) = (vec![], vec![]);
    for number in 0..GUESSES {
        somebody.push(guess(&mut wire, &login(first + number)).await?);
        nobody.push(guess(&mut wire, &format!("nobody{number:06}@{DOMAIN}")).await?);
    }
    Ok((median(somebody), median(nobody)))
}

/// How long the answer to a wrong password takes, in a new browser.
async fn guess(wire: &mut Wire, name: &str) -> Outcome<Duration> {
    let mut jar = String::new();
    let reply_to = |ticket: &str, field: &str, value: &str| format!("t={ticket}&{field}={value}");
    let request = wire.get("/sign-in", "");
    let reply = wire.send(&request).await?;
    reply.keep_cookies(&mut jar);
    let ticket = reply.ticket().ok_or("no ticket on the first page")?;
    let request = wire.post("/sign-in", &jar, &reply_to(&ticket, "name", name));
    let reply = wire.send(&request).await?;
    let ticket = reply.ticket().ok_or("no ticket after the name")?;
    let request = wire.post("/sign-in", &jar, &reply_to(&ticket, "password", "not-the-password-of-anybody"));
    let start = Instant::now();
    let reply = wire.send(&request).await?;
    let took = start.elapsed();
    expect(&reply, 200)?;
    if reply.body.contains("is not right") {
        Ok(took)
    } else {
        Err("a wrong password was not refused".into())
    }
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all[all.len() / 2]
}
