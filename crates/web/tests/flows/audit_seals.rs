//! The audit log is sealed in segments, and whatever is done to it behind our back is named, on both databases (D24).

use crate::on_both::on_both;
use crate::steps::{self, defaults, leave};
use model::{Id, Locale, Span, Tenant, Timestamp};
use service::audit::{Head, Place, Verified, Wrong};
use service::organisations::NewOrganisation;
use service::people::NewPerson;
use sql::{Param, Tx};
use store::{AuditRow, SealRow, Tables};
use testkit::{Database, Organisation, Server};

/// Some records, sealed.
async fn seal(server: &Server, at: &Organisation) {
    for enabled in [false, true, false] {
        defaults(server, at, enabled).await;
        server.pass(Span::seconds(1));
    }
    server.pass(Span::minutes(11));
    server.house.run_jobs().await;
}

/// A log with three segments.
async fn sealed(database: Database) -> (Server, Organisation) {
    let (server, at) = Server::with_organisation(database).await;
    // The first round makes signing keys and says so in the log.
    server.house.run_jobs().await;
    for _ in 0..3 {
        seal(&server, &at).await;
    }
    assert_eq!(seals(&server, &at).await.len(), 3);
    (server, at)
}

async fn verified(server: &Server, at: &Organisation, kept: Option<Head>) -> Verified {
    server.house.verify_audit(at.tenant, &leave(), kept, &|_| {}).await.unwrap()
}

async fn seals(server: &Server, at: &Organisation) -> Vec<SealRow> {
    server.database().read(at.tenant, |tx| tx.audit_seals().list(0, 100)).await.unwrap()
}

async fn segment(server: &Server, at: &Organisation, number: i64) -> Vec<AuditRow> {
    server.database().read(at.tenant, move |tx| tx.audit().of_segment(number, 100)).await.unwrap()
}

/// One more organisation on the same server.
async fn second_organisation(server: &Server) -> Id<Tenant> {
    let new = NewOrganisation {
        name: "Jansen".to_owned(),
        domain: "jansen.example".to_owned(),
        locale: Locale::Nl,
        public_address: "https://id.jansen.example".to_owned(),
        help_contact: "Jan, 030 123 45 67".to_owned(),
        administrator: NewPerson {
            display: "Jan Jansen".to_owned(),
            name: "jan@jansen.example".to_owned(),
            mail: None,
            locale: None,
        },
    };
    server.house.add_organisation(leave(), new).await.unwrap().0.id
}

/// Does to the database what somebody does who has its password; `$1` is the organisation.
async fn tamper(server: &Server, at: &Organisation, sql: &'static str, number: i64) -> u64 {
    let done = server.database().write(at.tenant, move |tx: &mut Tx<'_>| {
        let tenant = tx.tenant();
        let params: Vec<&dyn Param> = if sql.contains("$2") { vec![&tenant, &number] } else { vec![&tenant] };
        tx.execute(sql, &params)
    });
    done.await.unwrap()
}

fn place(row: &AuditRow, segment: i64) -> Place {
    Place { record: row.id, at: row.at, segment }
}

/// The place of a record of which only the id tells when it was made, to the millisecond.
fn gone(row: &AuditRow, segment: i64) -> Place {
    Place { at: Timestamp::from_millis(row.at.as_micros() / 1_000), ..place(row, segment) }
}

on_both! {
    async fn what_was_changed_is_sealed_and_found_sound(database) {
        let (server, at) = Server::with_organisation(database).await;
        defaults(&server, &at, false).await;
        let before = verified(&server, &at, None).await;
        assert_eq!((before.seals, before.records, before.sound_since, before.head), (0, 0, None, None));
        assert!(before.unsealed >= 2 && before.wrong.is_empty());
        server.house.run_jobs().await;
        assert!(seals(&server, &at).await.is_empty(), "nothing has waited for ten minutes");
        seal(&server, &at).await;
        server.house.run_jobs().await;
        let all = seals(&server, &at).await;
        assert_eq!(all.len(), 1, "one segment, however often the job runs");
        defaults(&server, &at, true).await;
        let found = verified(&server, &at, None).await;
        assert_eq!((found.seals, found.records, found.unsealed), (1, all[0].records, 1));
        assert_eq!(found.sound_since, Some(all[0].first_at));
        assert_eq!(found.sealed_until, Some(all[0].last_at));
        assert_eq!(found.wrong, vec![]);
    }

    async fn a_log_of_thousands_is_sealed_in_bounded_steps(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (tenant, now) = (at.tenant, server.now());
        server.database().write(tenant, move |tx| {
            for number in 0..2_500u16 {
                let seed = [number.to_be_bytes().as_slice(), &[0; 8]].concat().try_into().unwrap();
                tx.audit().insert(&store::AuditRecord {
                    id: Id::ordered(now, seed),
                    at: now + Span::micros(i64::from(number)),
                    actor: store::Actor::System,
                    action: "blockPerson".to_owned(),
                    target_kind: "user".to_owned(),
                    target: None,
                    changes: "[]".to_owned(),
                    address: None,
                })?;
            }
            Ok::<_, sql::Error>(())
        }).await.unwrap();
        server.pass(Span::minutes(2));
        let mut lengths = vec![];
        for _ in 0..4 {
            server.house.run_jobs().await;
            lengths.push(seals(&server, &at).await.len());
        }
        assert_eq!(lengths, [1, 2, 2, 2], "a thousand at a time, and what is not full waits for ten minutes");
        server.pass(Span::minutes(10));
        server.house.run_jobs().await;
        let said = std::sync::Mutex::new(vec![]);
        let found = server.house.verify_audit(at.tenant, &leave(), None, &|progress| {
            said.lock().unwrap().push((progress.done, progress.of));
        }).await.unwrap();
        assert_eq!(*said.lock().unwrap(), [(1, 3), (2, 3), (3, 3)]);
        assert_eq!((found.unsealed, found.wrong_count), (0, 0));
        assert!(found.records >= 2_500);
    }

    /// Attack 87: what was taken away is taken away again by a restore, also when the log no longer says so.
    async fn what_was_taken_away_is_remembered_longer_than_the_log(database) {
        let (server, at) = Server::with_organisation(database).await;
        let link = steps::invite(&server, &at, steps::PIET, None).await;
        assert!(!link.is_empty());
        let piet = steps::user(&server, at.tenant, steps::PIET).await;
        let role = model::Role::ReportsReader;
        let (house, give) = (&server.house, service::people::RoleChange::Give(role));
        house.set_role(at.tenant, leave(), piet, give).await.unwrap();
        let backup = server.now();
        server.pass(Span::minutes(1));
        house.set_role(at.tenant, leave(), piet, service::people::RoleChange::Take(role)).await.unwrap();
        server.pass(Span::minutes(11));
        house.run_jobs().await;
        server.pass(Span::days(731));
        for _ in 0..3 {
            house.run_jobs().await;
        }
        assert_eq!(steps::audited(&server, &at, "takeRole").await, 0, "the log was kept for long enough");
        let since = house.taken_since(&leave(), backup).await.unwrap();
        // The store of the backup, in which the role is still held.
        let now = server.now();
        server.database().write(at.tenant, move |tx| tx.users().assign(piet, role, now)).await.unwrap();
        let again = house.make_fit(leave(), backup, Some(since)).await.unwrap();
        assert_eq!(again.roles, 1);
        assert!(house.roles_of(at.tenant, piet).await.unwrap().is_empty());
        // And by a still older backup of the same, restored over this one: its log ends with the first.
        let still = house.taken_since(&leave(), now).await.unwrap();
        server.database().write(at.tenant, move |tx| tx.users().assign(piet, role, now)).await.unwrap();
        assert_eq!(house.make_fit(leave(), backup, Some(still)).await.unwrap().roles, 1);
    }

    /// A seal that is made while somebody looks takes records out of those that wait; they are no strays.
    async fn a_seal_made_meanwhile_is_looked_at_too(database) {
        let (server, at) = sealed(database).await;
        defaults(&server, &at, true).await;
        server.pass(Span::minutes(11));
        let handle = tokio::runtime::Handle::current();
        let found = server.house.verify_audit(at.tenant, &leave(), None, &|progress| {
            if progress.done == 3 {
                tokio::task::block_in_place(|| handle.block_on(server.house.run_jobs()));
            }
        }).await.unwrap();
        assert_eq!(seals(&server, &at).await.len(), 4);
        assert_eq!((found.seals, found.unsealed, found.wrong), (4, 0, vec![]));
    }

    /// The largest number there is comes last, whoever wrote it.
    async fn a_look_comes_to_its_end_whatever_number_a_seal_has(database) {
        let (server, at) = sealed(database).await;
        let sql = "update audit_seals set number = $2 where tenant = $1 and number = 3";
        assert_eq!(tamper(&server, &at, sql, i64::MAX).await, 1);
        let found = verified(&server, &at, None).await;
        assert_eq!(found.seals, 3);
        assert!(found.wrong.contains(&Wrong::SealGone(3)), "{:?}", found.wrong);
    }

    async fn a_look_that_is_given_up_leaves_room_for_another(database) {
        let (server, at) = sealed(database).await;
        let look = server.house.clone();
        let permit = leave();
        // Polled once and dropped, as when a page is left.
        let mut given_up = Box::pin(look.look_at_audit(at.tenant, &permit));
        let polled = std::future::poll_fn(|context| {
            std::task::Poll::Ready(given_up.as_mut().poll(context).is_pending())
        }).await;
        assert!(polled && server.house.audit_look(at.tenant, &permit).1.is_some());
        drop(given_up);
        assert_eq!(server.house.audit_look(at.tenant, &permit), (None, None));
        server.house.look_at_audit(at.tenant, &permit).await.unwrap();
        assert_eq!(server.house.audit_look(at.tenant, &permit).0.unwrap().wrong, vec![]);
    }

    async fn a_changed_record_is_named(database) {
        let (server, at) = sealed(database).await;
        let rows = segment(&server, &at, 2).await;
        let sql = "update audit_records set changes = '[]' where tenant = $1 and segment = $2 and id in \
                   (select id from audit_records where tenant = $1 and segment = $2 order by at, id limit 1)";
        assert_eq!(tamper(&server, &at, sql, 2).await, 1);
        let found = verified(&server, &at, None).await;
        assert_eq!(found.wrong, [Wrong::Changed(place(&rows[0], 2))]);
        assert_eq!(found.sound_since, Some(seals(&server, &at).await[2].first_at), "what came after it is sound");
    }

    async fn who_did_it_is_part_of_the_record(database) {
        let (server, at) = sealed(database).await;
        let rows = segment(&server, &at, 1).await;
        let sql = "update audit_records set actor_kind = 'nobody' where tenant = $1 and segment = $2";
        assert_eq!(tamper(&server, &at, sql, 1).await, rows.len() as u64);
        let wrong: Vec<_> = rows.iter().map(|row| Wrong::Changed(place(row, 1))).collect();
        assert_eq!(verified(&server, &at, None).await.wrong, wrong);
    }

    async fn a_removed_record_is_named(database) {
        let (server, at) = sealed(database).await;
        let rows = segment(&server, &at, 3).await;
        let sql = "delete from audit_records where tenant = $1 and id in \
                   (select id from audit_records where tenant = $1 and segment = $2 order by at, id limit 1)";
        assert_eq!(tamper(&server, &at, sql, 3).await, 1);
        let found = verified(&server, &at, None).await;
        assert_eq!(found.wrong, [Wrong::Removed(gone(&rows[0], 3))]);
        assert_eq!(found.sound_since, None, "nothing comes after it");
    }

    async fn an_inserted_record_is_named_wherever_it_is_put(database) {
        let (server, at) = sealed(database).await;
        let row = segment(&server, &at, 2).await[0].clone();
        for (target, id) in [(2i64, 7u128), (99, 8), (-1, 9)] {
            let at_tenant = at.tenant;
            let when = row.at;
            server.database().write(at_tenant, move |tx| {
                let tenant = tx.tenant();
                tx.execute(
                    "insert into audit_records (tenant, id, at, actor_kind, action, target_kind, changes, segment) \
                     values ($1, $2, $3, 'system', 'blockPerson', 'user', '[]', $4)",
                    &[&tenant, &Id::<()>::fixed(id), &when, &target],
                )
            }).await.unwrap();
        }
        let inserted = |segment, id| {
            Wrong::Inserted(Place { record: Id::fixed(id), at: row.at, segment })
        };
        assert_eq!(verified(&server, &at, None).await.wrong, [inserted(2, 7), inserted(-1, 9), inserted(99, 8)]);
    }

    async fn a_record_with_an_old_date_is_noticed_when_it_is_sealed(database) {
        let (server, at) = sealed(database).await;
        let when = segment(&server, &at, 1).await[0].at;
        server.database().write(at.tenant, move |tx| {
            let tenant = tx.tenant();
            tx.execute(
                "insert into audit_records (tenant, id, at, actor_kind, action, target_kind, changes) \
                 values ($1, $2, $3, 'system', 'blockPerson', 'user', '[]')",
                &[&tenant, &Id::<()>::fixed(7), &when],
            )
        }).await.unwrap();
        server.house.run_jobs().await;
        let late = Place { record: Id::fixed(7), at: when, segment: 4 };
        assert_eq!(verified(&server, &at, None).await.wrong, [Wrong::Late(late)]);
    }

    async fn two_records_that_changed_places_are_named(database) {
        let (server, at) = sealed(database).await;
        let rows = segment(&server, &at, 2).await;
        let sql = "update audit_records set action = case when action = 'turnSecurityDefaultsOn' \
                   then 'turnSecurityDefaultsOff' else 'turnSecurityDefaultsOn' end \
                   where tenant = $1 and segment = $2";
        assert_eq!(tamper(&server, &at, sql, 2).await, 3);
        let wrong: Vec<_> = rows.iter().map(|row| Wrong::Changed(place(row, 2))).collect();
        assert_eq!(verified(&server, &at, None).await.wrong, wrong);
    }

    async fn a_record_that_is_moved_to_another_segment_is_named_in_both(database) {
        let (server, at) = sealed(database).await;
        let row = segment(&server, &at, 1).await.last().unwrap().clone();
        let sql = "update audit_records set segment = 3 where tenant = $1 and id in \
                   (select id from audit_records where tenant = $1 and segment = $2 order by at desc, id desc limit 1)";
        assert_eq!(tamper(&server, &at, sql, 1).await, 1);
        assert_eq!(
            verified(&server, &at, None).await.wrong,
            [
                Wrong::Removed(gone(&row, 1)),
                Wrong::Inserted(place(&row, 3)),
                Wrong::Late(place(&row, 3)),
            ]
        );
    }

    async fn a_seal_that_is_changed_moved_or_gone_is_named(database) {
        for (sql, wrong) in [
            ("update audit_seals set records = 2 where tenant = $1 and number = 2",
             vec![Wrong::Seal(2), Wrong::Chain(3)]),
            ("update audit_seals set leaves = signature where tenant = $1 and number = 2", vec![Wrong::Seal(2)]),
            ("delete from audit_seals where tenant = $1 and number = 2", vec![Wrong::SealGone(2)]),
            ("update audit_seals set number = 5 where tenant = $1 and number = 3",
             vec![Wrong::SealGone(3), Wrong::Seal(5)]),
        ] {
            let (server, at) = sealed(database).await;
            tamper(&server, &at, sql, 0).await;
            let found = verified(&server, &at, None).await.wrong;
            // Records of a segment without a seal, and the head that this process remembers, come after.
            assert_eq!(found[..wrong.len()], wrong, "{sql}");
        }
    }

    /// The newest segments are taken away, as if nothing had happened since: the server that sealed them remembers, and
    /// so does whoever kept the head.
    async fn a_tail_that_is_cut_off_is_noticed(database) {
        let (server, at) = sealed(database).await;
        let all = seals(&server, &at).await;
        let kept = verified(&server, &at, None).await.head;
        tamper(&server, &at, "delete from audit_records where tenant = $1 and segment >= $2", 3).await;
        tamper(&server, &at, "delete from audit_seals where tenant = $1 and number >= $2", 3).await;
        assert_eq!(verified(&server, &at, None).await.wrong, [Wrong::Head(3)]);
        seal(&server, &at).await;
        assert_eq!(seals(&server, &at).await, all[..2], "no seal lends such a log its name");
        let again = server.started_again().await;
        let found = again.verify_audit(at.tenant, &leave(), kept, &|_| {}).await.unwrap();
        assert_eq!(found.wrong, [Wrong::Head(3)]);
        assert_eq!(found.sound_since, None);
    }

    /// Somebody who has everything, the key file too, makes the whole chain again over a log that suits them.
    async fn a_chain_that_is_made_again_is_noticed_by_whoever_kept_its_head(database) {
        let (server, at) = sealed(database).await;
        let kept = verified(&server, &at, None).await.head;
        for sql in [
            "delete from audit_seals where tenant = $1",
            "delete from audit_records where tenant = $1 and segment = 2",
            "update audit_records set segment = 0 where tenant = $1",
        ] {
            tamper(&server, &at, sql, 0).await;
        }
        let again = server.started_again().await;
        // The lease of the node before it runs out.
        server.pass(Span::minutes(1));
        again.run_jobs().await;
        let alone = again.verify_audit(at.tenant, &leave(), None, &|_| {}).await.unwrap();
        assert_eq!((alone.wrong, alone.seals), (vec![], 1), "the log alone cannot know");
        let found = again.verify_audit(at.tenant, &leave(), kept, &|_| {}).await.unwrap();
        assert_eq!(found.wrong, [Wrong::Head(3)]);
        // While the server runs that sealed it, it is noticed without any help.
        assert_eq!(verified(&server, &at, None).await.wrong, [Wrong::Head(3)]);
    }

    async fn a_seal_by_another_key_is_none(database) {
        let (server, at) = sealed(database).await;
        let other = server.with_other_keys().await;
        let found = other.verify_audit(at.tenant, &leave(), None, &|_| {}).await.unwrap();
        assert_eq!(found.wrong, [Wrong::Seal(1), Wrong::Seal(2), Wrong::Seal(3)]);
    }

    async fn records_go_after_their_time_and_what_is_left_is_still_sound(database) {
        let (server, at) = sealed(database).await;
        let all = seals(&server, &at).await;
        let kept = verified(&server, &at, None).await.head;
        let days = server.house.retention(at.tenant).await.unwrap().audit_days;
        server.pass(Span::minutes(days * 24 * 60 - 40));
        server.house.run_jobs().await;
        assert!(seals(&server, &at).await.iter().all(|seal| seal.cleared.is_none()), "nothing is old enough");
        server.pass(Span::minutes(15));
        for _ in 0..3 {
            server.house.run_jobs().await;
        }
        let found = verified(&server, &at, kept).await;
        assert_eq!(found.wrong, vec![]);
        assert_eq!(found.cleared, all[0].records);
        assert!(segment(&server, &at, 1).await.is_empty());
        assert_eq!(found.sound_since, Some(all[1].first_at));
        // Whoever removes more than what was old enough cannot say that it was.
        tamper(&server, &at, "delete from audit_records where tenant = $1 and segment = $2", 2).await;
        tamper(&server, &at, "update audit_seals set leaves = previous, cleared = 1, cleared_signature = signature \
                              where tenant = $1 and number = $2", 2).await;
        assert_eq!(verified(&server, &at, None).await.wrong, [Wrong::Seal(2)]);
    }

    async fn each_organisation_has_a_chain_of_its_own(database) {
        let (server, at) = sealed(database).await;
        let other = second_organisation(&server).await;
        server.pass(Span::minutes(11));
        server.house.run_jobs().await;
        let theirs = server.house.verify_audit(other, &leave(), None, &|_| {}).await.unwrap();
        assert_eq!((theirs.seals, theirs.wrong_count), (1, 0));
        // Seals of one do not pass in the other.
        let head = verified(&server, &at, None).await.head;
        let found = server.house.verify_audit(other, &leave(), head, &|_| {}).await.unwrap();
        assert_eq!(found.wrong, [Wrong::Head(3)]);
    }
}
