use std::sync::mpsc;

use model::{Id, Tenant};
use sql::{ConstraintKind, Error};

use crate::house::{House, OTHER, TENANT, add, on_both};

on_both!(
    constraints_are_told_apart,
    an_error_undoes_the_work,
    a_failed_statement_dooms_the_transaction,
    a_panic_undoes_the_work_and_the_thread_lives_on,
    a_reading_closure_cannot_write,
    a_read_sees_one_moment,
    an_acknowledged_write_is_seen_by_the_next_read,
    changed_rows_are_counted_and_returned,
    a_transaction_is_bound_to_its_tenant,
);

#[derive(Debug, PartialEq)]
enum Fault {
    NameTaken,
    Database(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        if error.is_unique_violation() { Self::NameTaken } else { Self::Database(error) }
    }
}

fn constraints_are_told_apart(house: &House) {
    let kind =
        |sql: &'static str| match house.db.write_blocking(TENANT, move |tx| tx.execute(sql, &[&TENANT])) {
            Err(Error::Constraint { kind, message }) => {
                assert!(!message.contains("secret"), "values stay out of messages: {message}");
                kind
            }
            other => panic!("`{sql}` gave {other:?}"),
        };
    house.add(1).unwrap();
    assert_eq!(
        kind("insert into things (tenant, id, word) values ($1, 1, 'secret')"),
        ConstraintKind::Unique
    );
    assert_eq!(
        kind("insert into things (tenant, id, word) values ($1, 2, 'secret'), ($1, 3, 'secret')"),
        ConstraintKind::Unique
    );
    assert_eq!(kind("insert into things (tenant, id) values ($1, null)"), ConstraintKind::NotNull);
    assert_eq!(kind("insert into parts (tenant, thing, size) values ($1, 9, 1)"), ConstraintKind::ForeignKey);
    assert_eq!(kind("insert into parts (tenant, thing, size) values ($1, 1, -1)"), ConstraintKind::Check);
    assert_eq!(house.ids(), [1]);
}

fn an_error_undoes_the_work(house: &House) {
    let ended = house.db.write_blocking(TENANT, |tx| {
        add(tx, 1)?;
        Err::<(), _>(Fault::NameTaken)
    });
    assert_eq!(ended, Err(Fault::NameTaken));
    assert_eq!(house.ids(), []);
}

fn a_failed_statement_dooms_the_transaction(house: &House) {
    house.add(1).unwrap();
    let ended = house.db.write_blocking(TENANT, |tx| {
        add(tx, 2)?;
        assert!(add(tx, 1).unwrap_err().is_unique_violation());
        assert!(add(tx, 3).unwrap_err().is_unique_violation(), "what comes later fails alike");
        Ok::<_, Fault>("all is well")
    });
    assert_eq!(ended, Err(Fault::NameTaken));
    assert_eq!(house.ids(), [1]);
    house.add(4).unwrap();
}

fn a_panic_undoes_the_work_and_the_thread_lives_on(house: &House) {
    for id in 0..8 {
        let ended = house.db.write_blocking(TENANT, move |tx| {
            add(tx, id)?;
            panic!("on purpose");
            #[expect(unreachable_code)]
            Ok::<(), Error>(())
        });
        assert_eq!(ended, Err(Error::Panicked));
        let ended = house.db.read_blocking(TENANT, |_| -> Result<(), Error> { panic!("on purpose") });
        assert_eq!(ended, Err(Error::Panicked));
    }
    house.add(100).unwrap();
    assert_eq!(house.ids(), [100]);
}

fn a_reading_closure_cannot_write(house: &House) {
    assert!(house.db.read_blocking(TENANT, |tx| add(tx, 1)).is_err());
    assert_eq!(house.ids(), []);
}

fn a_read_sees_one_moment(house: &House) {
    house.add(1).unwrap();
    let (began, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    let count = "select count(*) from things";
    let db = house.db.clone();
    let reader = std::thread::spawn(move || {
        db.read_blocking(TENANT, move |tx| {
            let before = tx.query_one(count, &[])?.get::<i64>(0)?;
            began.send(()).unwrap();
            may_go_on.recv().unwrap();
            Ok::<_, Error>((before, tx.query_one(count, &[])?.get::<i64>(0)?))
        })
    });
    has_begun.recv().unwrap();
    house.add(2).unwrap();
    go_on.send(()).unwrap();
    assert_eq!(reader.join().unwrap(), Ok((1, 1)));
    assert_eq!(house.ids(), [1, 2]);
}

fn an_acknowledged_write_is_seen_by_the_next_read(house: &House) {
    for id in 0..50 {
        house.add(id).unwrap();
        assert_eq!(house.ids().len() as i64, id + 1);
    }
}

fn changed_rows_are_counted_and_returned(house: &House) {
    for id in 1..=3 {
        house.add(id).unwrap();
    }
    let ended = house.db.write_blocking(TENANT, |tx| {
        let changed = tx.execute("update things set number = 5 where id > $1", &[&1])?;
        let clashed = tx.execute(
            "insert into things (tenant, id) values ($1, 1) on conflict (tenant, id) do nothing",
            &[&TENANT],
        )?;
        let mut gone = tx
            .query("delete from things where number = $1 returning id", &[&5])?
            .iter()
            .map(|row| row.get::<i64>(0))
            .collect::<Result<Vec<_>, Error>>()?;
        gone.sort_unstable();
        Ok::<_, Error>((changed, clashed, gone))
    });
    assert_eq!(ended, Ok((2, 0, vec![2, 3])));
    assert_eq!(house.ids(), [1]);
}

fn a_transaction_is_bound_to_its_tenant(house: &House) {
    let add_to = |tenant: Id<Tenant>| house.db.write_blocking(tenant, |tx| add(tx, 1));
    add_to(TENANT).unwrap();
    add_to(OTHER).unwrap();
    let moved = house.db.write_installation_blocking(|installation| {
        let all = installation.query_one("select count(*) from things", &[])?.get::<i64>(0)?;
        for tenant in [TENANT, OTHER] {
            let mut tx = installation.tenant(tenant);
            assert_eq!(tx.tenant(), tenant);
            tx.execute("update things set number = 1 where tenant = $1", &[&tenant])?;
        }
        Ok::<_, Error>(all)
    });
    assert_eq!(moved, Ok(2));
    let count = house.db.read_installation_blocking(|installation| {
        installation.query_one("select count(*) from things where number = 1", &[])?.get::<i64>(0)
    });
    assert_eq!(count, Ok(2));
}
