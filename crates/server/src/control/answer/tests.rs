use expect_test::expect;

use super::*;

fn piet() -> Person {
    Person {
        id: "62e90394-69f5-4237-9190-012177145e10".to_owned(),
        name: "piet@devries.example".to_owned(),
        display: "Piet \u{1b}[31mBakker\n".to_owned(),
        state: "active".to_owned(),
        administrator: false,
        second_step: true,
        last_sign_in: Some(moment(Timestamp::from_secs(1_795_420_330))),
    }
}

#[test]
fn a_list_stands_in_columns_and_no_name_colours_the_terminal() {
    let never = Person { last_sign_in: None, ..piet() };
    let list = Answer::Users { users: vec![never] };
    expect![[r"
        NAME                  STATE   ADMINISTRATOR  SECOND STEP  LAST SIGN-IN  DISPLAY NAME
        piet@devries.example  active  no             yes          never         Piet [31mBakker
    "]]
    .assert_eq(&list.to_string());
}

#[test]
fn what_a_person_is_shown_as_stands_in_two_columns_each_with_its_own_names() {
    let known = [("preferredLanguage", "nl"), ("userType", "Member")];
    let user = PersonDetails {
        person: Person { last_sign_in: None, display: "Piet Bakker".to_owned(), ..piet() },
        mail: None,
        known: known.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        roles: vec![],
        methods: vec![],
        recovery_codes: 0,
        sessions: 0,
        locked_until: None,
    };
    expect![[r"
        Piet Bakker (piet@devries.example)
          id              62e90394-69f5-4237-9190-012177145e10
          state           active
          locked until    not locked
          mail            none
          roles           none
          methods         none
          recovery codes  0
          open sessions   0
          last sign-in    never

        attributes, as `sluis user set` names them:
          preferredLanguage nl
          userType          Member
    "]]
    .assert_eq(&Answer::User { user: Box::new(user) }.to_string());
}

#[test]
fn mail_that_no_server_takes_is_not_called_under_way() {
    let invited = |kept_in: Option<&str>| {
        Answer::Invited {
            name: "piet@devries.example".to_owned(),
            link: LinkMade { address: "http://localhost/x".to_owned(), until: "soon".to_owned() },
            mailed: Some("piet@post.example".to_owned()),
            kept_in: kept_in.map(str::to_owned),
        }
        .to_string()
    };
    assert!(invited(None).ends_with("\nIt is on its way to piet@post.example too.\n"));
    let kept = "\nNo mail server is set: the mail to piet@post.example stays in data/outbox.\n";
    assert!(invited(Some("data/outbox")).ends_with(kept));
}

#[test]
fn one_passkey_is_not_several() {
    let keys = |count| Passkeys { name: "piet".to_owned(), count, other_second_step: true }.to_string();
    assert!(keys(1).contains(": 1 passkey or security key;"), "{}", keys(1));
    assert!(keys(2).contains(": 2 passkeys or security keys;"), "{}", keys(2));
}

#[test]
fn people_read_times_as_their_clock_shows_them() {
    let zone = |name| jiff::tz::TimeZone::get(name).unwrap();
    let (winter, summer) = ("2026-11-23T07:52:10Z", "2026-07-23T07:52:10Z");
    assert_eq!(in_zone(winter, zone("Europe/Amsterdam")), "2026-11-23 08:52:10 +01:00");
    assert_eq!(in_zone(summer, zone("Europe/Amsterdam")), "2026-07-23 09:52:10 +02:00");
    assert_eq!(in_zone(winter, zone("UTC")), "2026-11-23 07:52:10 +00:00");
    assert_eq!(in_zone("soon", zone("UTC")), "soon");
}

#[test]
fn programs_get_every_answer_under_names_that_stay() {
    let list = Answer::Users { users: vec![piet()] };
    let json = serde_json::to_value(&list).unwrap();
    assert_eq!(json["answer"], "users");
    assert_eq!(json["users"][0]["secondStep"], true);
    assert_eq!(serde_json::from_value::<Answer>(json).unwrap(), list);
}
