//! The commands of the real binary, with the server running and stopped, on both databases.

#![allow(clippy::unwrap_used, reason = "tests")]

mod house;

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;

use house::{ANNA, Installed, installed, myself, on_both};
use store::Actor;
use testkit::Database;

const PIET: &str = "piet@example.org";

/// Adds Piet; the link that invites him.
fn add_piet(house: &Installed) -> String {
    let answer = house.json(&["user", "add", PIET, "--display", "Piet Bakker", "--mail", PIET]);
    assert_eq!(answer["answer"], "invited");
    answer["link"]["address"].as_str().unwrap().to_owned()
}

fn state_of(house: &Installed, name: &str) -> String {
    house.json(&["user", "show", name])["user"]["state"].as_str().unwrap().to_owned()
}

/// The whole life of an account by commands; every audit record names who ran them.
fn life(house: &Installed) {
    let link = add_piet(house);
    assert!(link.starts_with("http://localhost:8080/") && link.contains("/invitation/"), "{link}");
    assert_eq!(state_of(house, PIET), "invited");
    assert_eq!(house.refused(&["user", "add", PIET, "--display", "Piet"]).0, 4);
    let again = house.json(&["user", "invite", PIET]);
    assert_ne!(again["link"]["address"].as_str().unwrap(), link);
    assert!(house.run(&["user", "end-sessions", PIET]).status.success());
    assert!(house.run(&["user", "block", PIET]).status.success());
    assert_eq!(state_of(house, PIET), "blocked");
    assert_eq!(house.refused(&["user", "block", PIET]).0, 4);
    assert!(house.run(&["user", "unblock", PIET]).status.success());
    let users = house.json(&["user", "list"])["users"].as_array().unwrap().clone();
    let names: Vec<_> = users.iter().map(|user| user["name"].as_str().unwrap()).collect();
    assert_eq!(names, [ANNA, PIET]);
    assert_eq!(users[0]["secondStep"], true);
    assert_eq!(house.json(&["user", "list", "Piet"])["users"].as_array().unwrap().len(), 1);
    let organisations = house.json(&["org", "list"]);
    assert_eq!(organisations["organisations"][0]["domain"], "example.org");
}

fn check_records(house: &Installed) {
    let records = house.audited();
    let ours: Vec<_> = records.iter().filter(|record| matches!(record.actor, Actor::Cli(_))).rev().collect();
    let actions: Vec<_> = ours.iter().map(|record| record.action.as_str()).collect();
    assert_eq!(actions, ["managePeople", "helpPeople", "helpPeople", "blockPeople", "blockPeople"]);
    for record in ours {
        assert_eq!(record.actor, Actor::Cli(myself()));
    }
}

on_both! {
    fn a_running_server_does_what_commands_ask_and_the_record_names_who(database) {
        let house = installed(database);
        let server = house.start(&[]);
        life(&house);
        server.stop();
        check_records(&house);
    }

    fn without_a_server_the_command_does_the_same_itself(database) {
        let house = installed(database);
        life(&house);
        check_records(&house);
        let server = house.start(&[]);
        assert_eq!(state_of(&house, PIET), "active");
        server.stop();
    }

    fn the_last_administrator_is_blocked_by_no_command(database) {
        let house = installed(database);
        let (code, said) = house.refused(&["user", "block", ANNA]);
        assert_eq!(code, 4);
        assert!(said.contains("last Global Administrator"), "{said}");
    }

    fn a_server_that_crashed_leaves_nothing_in_the_way(database) {
        let house = installed(database);
        house.start(&[]).kill();
        assert!(house.data().join("socket").exists(), "a crash cleans nothing up");
        assert_eq!(state_of(&house, ANNA), "active");
        let server = house.start(&[]);
        add_piet(&house);
        server.stop();
        assert!(!house.data().join("socket").exists());
        assert_eq!(state_of(&house, PIET), "invited");
    }
}

#[test]
fn the_socket_is_private_and_takes_one_request_of_its_own_version() {
    let house = installed(Database::Sqlite);
    let server = house.start(&[]);
    let path = house.data().join("socket");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(&house.data())), (0o600, 0o700));
    let ask = |request: &[u8]| {
        let mut stream = UnixStream::connect(&path).unwrap();
        let _ = stream.write_all(request);
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    };
    assert!(ask(b"{\"version\":1,\"verb\":{\"verb\":\"orgList\"}}\n").starts_with("{\"done\":"));
    assert!(ask(b"{\"version\":99,\"verb\":{\"verb\":\"orgList\"}}\n").contains("\"kind\":\"state\""));
    assert!(ask(b"GET / HTTP/1.1\n").contains("\"kind\":\"usage\""));
    let endless = ask(&vec![b'a'; 1 << 20]);
    assert!(!endless.contains("done"), "{endless}");
    server.stop();
}

#[test]
fn exit_codes_are_the_ones_of_the_book() {
    let house = installed(Database::Sqlite);
    assert_eq!(house.refused(&["user", "show"]).0, 2);
    assert_eq!(house.refused(&["user", "add", "piet", "--display", "P", "--language", "tlh"]).0, 2);
    assert_eq!(house.refused(&["user", "show", "nobody@example.org"]).0, 3);
    assert_eq!(house.refused(&["user", "list", "--org", "elsewhere.example"]).0, 3);
    assert_eq!(house.refused(&["--data-dir", "nowhere", "org", "list"]).0, 3);
    let output = house.run(&["user", "show", "nobody@example.org", "--json"]);
    let error: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(error["error"]["kind"], "notFound");
    // A server that holds the folder and cannot be told anything.
    let server = house.start(&[]);
    fs::remove_file(house.data().join("socket")).unwrap();
    let (code, said) = house.refused(&["user", "list"]);
    assert_eq!(code, 5);
    assert!(said.contains("another sluis"), "{said}");
    server.stop();
}
