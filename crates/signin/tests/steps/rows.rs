//! What a sign-in keeps of itself: a word and its data.

use expect_test::expect;
use model::{How, Id, Method, Proof, Span};
use signin::{SignIn, Stage};

use crate::people::NOW;

fn proof(method: Method, ago: Span) -> Proof {
    Proof { method, credential: None, at: NOW - ago, how: How::Prompted }
}

fn under_way() -> SignIn<()> {
    SignIn {
        id: Id::fixed(5),
        browser: [0; 32],
        stage: Stage::Claimed {
            user: Id::fixed(0xa11a),
            proofs: vec![proof(Method::Password, Span::minutes(2))],
            since: NOW - Span::minutes(2),
            invitation: None,
            session: None,
        },
        resume: (),
        version: 0,
        expires: NOW + Span::minutes(28),
    }
}

#[test]
fn a_stage_is_kept_as_a_word_and_its_data() {
    let kept = serde_json::to_string(&under_way().stage).unwrap();
    expect![[r#"{"claimed":{"user":"00000000-0000-0000-0000-00000000a11a","proofs":[{"method":"password","credential":null,"at":1794999880000000,"how":"prompted"}],"since":1794999880000000,"invitation":null,"session":null}}"#]].assert_eq(&kept);
    assert_eq!(serde_json::from_str::<Stage>(&kept).unwrap(), under_way().stage);
}

#[test]
fn each_answer_makes_the_forms_before_it_worthless() {
    let answered = under_way().proven(proof(Method::Totp, Span::ZERO));
    assert_eq!(answered.version, 1);
    assert_eq!(answered.moved().version, 2);
}

#[test]
fn a_method_that_is_proven_again_counts_by_its_newest_proof() {
    let again = under_way().proven(proof(Method::Password, Span::ZERO));
    assert_eq!(again.proofs(), [proof(Method::Password, Span::ZERO)]);
}

#[test]
fn a_sign_in_stays_with_the_person_it_is_about() {
    let answered =
        under_way().proven(proof(Method::Totp, Span::ZERO)).proven(proof(Method::Invitation, Span::ZERO));
    assert_eq!(answered.user(), under_way().user());
    assert_eq!(answered.since(), under_way().since());
    assert!(answered.has_proven(Method::Password) && answered.has_proven(Method::Totp));
}
