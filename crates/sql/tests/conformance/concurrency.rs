use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::task::Poll;

use sql::{ConstraintKind, Error, Tx};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::house::{self, House, TENANT, add, ids, on_both};

on_both!(
    conflicting_increments_end_at_the_right_sum,
    two_that_read_what_the_other_writes_do_not_both_win,
    each_caller_gets_its_own_answer,
    a_caller_that_goes_away_does_not_stop_its_work,
    a_full_queue_refuses_at_once,
    closing_finishes_what_waits_and_refuses_what_comes,
);

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).build().unwrap()
}

fn increment(tx: &mut Tx<'_>) -> Result<i64, Error> {
    let row = tx.query_one("select number from things where tenant = $1 and id = 1", &[&TENANT])?;
    let next = row.get::<i64>(0)? + 1;
    tx.execute("update things set number = $2 where tenant = $1 and id = 1", &[&TENANT, &next])?;
    Ok(next)
}

fn set_to_zero(house: &House) {
    let insert = "insert into things (tenant, id, number) values ($1, 1, 0)";
    house.db.write_blocking(TENANT, move |tx| tx.execute(insert, &[&TENANT])).unwrap();
}

fn conflicting_increments_end_at_the_right_sum(house: &House) {
    set_to_zero(house);
    let seen = runtime().block_on(async {
        let mut callers = JoinSet::new();
        for _ in 0..16 {
            let db = house.db.clone();
            callers.spawn(async move {
                let mut seen = Vec::new();
                for _ in 0..16 {
                    seen.push(db.write(TENANT, increment).await.unwrap());
                }
                seen
            });
        }
        callers.join_all().await
    });
    let mut seen = seen.concat();
    seen.sort_unstable();
    assert_eq!(seen, (1..=256).collect::<Vec<i64>>(), "no increment is lost and none is seen twice");
}

#[test]
fn a_conflict_runs_the_closure_again() {
    let house = house::postgres();
    set_to_zero(&house);
    let runs = Arc::new(AtomicUsize::new(0));
    let both_have_read = Arc::new(Barrier::new(2));
    let callers = [(), ()].map(|()| {
        let (db, runs, both_have_read) = (house.db.clone(), Arc::clone(&runs), Arc::clone(&both_have_read));
        std::thread::spawn(move || {
            db.write_blocking(TENANT, move |tx| {
                let row = tx.query_one("select number from things where tenant = $1", &[&TENANT])?;
                if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                    both_have_read.wait();
                }
                let next = row.get::<i64>(0)? + 1;
                // Whatever the closure makes of the error, the layer knows what it was.
                tx.execute("update things set number = $2 where tenant = $1", &[&TENANT, &next])
                    .map_err(|_| Error::Other("translated".to_owned()))
            })
        })
    });
    for caller in callers {
        assert_eq!(caller.join().unwrap(), Ok(1));
    }
    assert_eq!(runs.load(Ordering::SeqCst), 3);
    let number = house.db.read_blocking(TENANT, |tx| tx.query_one("select number from things", &[])?.get(0));
    assert_eq!(number, Ok::<i64, Error>(2));
}

fn two_that_read_what_the_other_writes_do_not_both_win(house: &House) {
    // On call are 1 and 2; each may go if another one stays.
    fn leave(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
        let count = tx.query_one("select count(*) from things where flag = true", &[])?.get::<i64>(0)?;
        if count < 2 {
            return Ok(false);
        }
        tx.execute("update things set flag = false where tenant = $1 and id = $2", &[&TENANT, &id])?;
        Ok(true)
    }
    let runtime = runtime();
    house.add(1).unwrap();
    house.add(2).unwrap();
    for _ in 0..50 {
        house.db.write_blocking(TENANT, |tx| tx.execute("update things set flag = true", &[])).unwrap();
        let left = runtime.block_on(async {
            tokio::join!(house.db.write(TENANT, |tx| leave(tx, 1)), house.db.write(TENANT, |tx| leave(tx, 2)))
        });
        assert_eq!(usize::from(left.0.unwrap()) + usize::from(left.1.unwrap()), 1);
    }
}

fn each_caller_gets_its_own_answer(house: &House) {
    house.add(-1).unwrap();
    let answers = runtime().block_on(async {
        let mut callers = JoinSet::new();
        for id in 0..200_i64 {
            let db = house.db.clone();
            callers.spawn(async move {
                let answer = db.write(TENANT, move |tx| {
                    add(tx, id)?;
                    match id % 4 {
                        0 => Ok(id),
                        1 => Err(Error::Other(format!("refused {id}"))),
                        2 => add(tx, -1).map(|()| id),
                        _ => panic!("on purpose"),
                    }
                });
                (id, answer.await)
            });
        }
        callers.join_all().await
    });
    for (id, answer) in answers {
        match id % 4 {
            0 => assert_eq!(answer, Ok(id)),
            1 => assert_eq!(answer, Err(Error::Other(format!("refused {id}")))),
            2 => assert!(answer.unwrap_err().is_unique_violation()),
            _ => assert_eq!(answer, Err(Error::Panicked)),
        }
    }
    let kept: Vec<i64> = (0..200).filter(|id| id % 4 == 0).collect();
    assert_eq!(house.ids()[1..], kept);
}

fn a_caller_that_goes_away_does_not_stop_its_work(house: &House) {
    runtime().block_on(async {
        for id in 0..20 {
            let mut write = Box::pin(house.db.write(TENANT, move |tx| add(tx, id)));
            // Polled once, so that it is under way, then dropped.
            std::future::poll_fn(|context| {
                drop(write.as_mut().poll(context));
                Poll::Ready(())
            })
            .await;
        }
    });
    house.db.close();
    assert_eq!(ids(&house.reopened()), (0..20).collect::<Vec<_>>());
}

/// A caller whose closure keeps a thread that writes busy.
struct Blocked {
    release: mpsc::Sender<()>,
    caller: std::thread::JoinHandle<Result<(), Error>>,
}

impl Blocked {
    fn release(self) {
        drop(self.release);
        self.caller.join().unwrap().unwrap();
    }
}

/// Keeps every thread that writes busy.
fn block_writers(house: &House) -> Vec<Blocked> {
    let block = |_| {
        let (began, has_begun) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let db = house.db.clone();
        let caller = std::thread::spawn(move || {
            db.write_blocking(TENANT, move |_| {
                began.send(()).unwrap();
                assert!(released.recv().is_err(), "the sender was dropped");
                Ok(())
            })
        });
        has_begun.recv().unwrap();
        Blocked { release, caller }
    };
    (0..house.writers).map(block).collect()
}

fn a_full_queue_refuses_at_once(house: &House) {
    let blocked = block_writers(house);
    runtime().block_on(async {
        let mut callers = JoinSet::new();
        for id in 0..1100 {
            let db = house.db.clone();
            callers.spawn(async move { db.write(TENANT, move |tx| add(tx, id)).await });
        }
        for _ in 0..76 {
            assert_eq!(callers.join_next().await.unwrap().unwrap(), Err(Error::Busy));
        }
        blocked.into_iter().for_each(Blocked::release);
        assert!(callers.join_all().await.into_iter().all(|answer| answer.is_ok()));
    });
    assert_eq!(house.ids().len(), 1024);
}

type Work = fn(&mut Tx<'_>) -> Result<(), Error>;

/// Queues closures behind one that blocks the writer, so that they share a commit; their answers in order.
fn in_one_commit(house: &House, work: Vec<Work>) -> Vec<Result<(), Error>> {
    let blocked = block_writers(house);
    Builder::new_current_thread().build().unwrap().block_on(async {
        let callers: Vec<_> = work
            .into_iter()
            .map(|work| {
                let db = house.db.clone();
                tokio::spawn(async move { db.write(TENANT, work).await })
            })
            .collect();
        // On one thread, each of them is polled before this goes on.
        tokio::task::yield_now().await;
        blocked.into_iter().for_each(Blocked::release);
        let mut answers = Vec::new();
        for caller in callers {
            answers.push(caller.await.unwrap());
        }
        answers
    })
}

/// SQLite gives the whole transaction up at some errors (a full disk); `or rollback` does it at will.
#[test]
fn an_error_that_ends_the_shared_transaction_is_one_callers_own() {
    let house = house::sqlite();
    house.add(1).unwrap();
    let answers = in_one_commit(
        &house,
        vec![
            |tx| add(tx, 2),
            |tx| {
                tx.execute("insert or rollback into things (tenant, id) values ($1, 1)", &[&TENANT]).map(drop)
            },
            |tx| add(tx, 3),
            |tx| add(tx, 1),
        ],
    );
    let unique = |answer: &Result<(), Error>| answer.as_ref().is_err_and(Error::is_unique_violation);
    assert_eq!((&answers[0], &answers[2]), (&Ok(()), &Ok(())));
    assert!(unique(&answers[1]) && unique(&answers[3]), "{answers:?}");
    assert_eq!(house.ids(), [1, 2, 3]);
}

/// What one closure saw of another was never true then, so none of their answers may stand.
#[test]
fn a_commit_that_fails_fails_all_that_share_it() {
    let house = house::sqlite();
    let debt = "create table debts (tenant blob not null, thing bigint not null,
        foreign key (tenant, thing) references things (tenant, id) deferrable initially deferred)";
    house.db.write_installation_blocking(move |installation| installation.execute(debt, &[])).unwrap();
    let answers = in_one_commit(
        &house,
        vec![
            |tx| add(tx, 1),
            |tx| tx.execute("insert into debts (tenant, thing) values ($1, 9)", &[&TENANT]).map(drop),
            |_| Err(Error::Other("refused".to_owned())),
        ],
    );
    for answer in answers {
        assert!(
            matches!(&answer, Err(Error::Constraint { kind: ConstraintKind::ForeignKey, .. })),
            "{answer:?}"
        );
    }
    assert_eq!(house.ids(), []);
    house.add(2).unwrap();
}

fn closing_finishes_what_waits_and_refuses_what_comes(house: &House) {
    let blocked = block_writers(house);
    runtime().block_on(async {
        let mut callers = JoinSet::new();
        for id in 0..10 {
            let mut write = Box::pin({
                let db = house.db.clone();
                async move { db.write(TENANT, move |tx| add(tx, id)).await }
            });
            std::future::poll_fn(|context| {
                assert!(write.as_mut().poll(context).is_pending());
                Poll::Ready(())
            })
            .await;
            callers.spawn(write);
        }
        let db = house.db.clone();
        let closing = tokio::task::spawn_blocking(move || db.close());
        blocked.into_iter().for_each(Blocked::release);
        closing.await.unwrap();
        assert!(callers.join_all().await.into_iter().all(|answer| answer.is_ok()));
        assert_eq!(house.db.write(TENANT, |tx| add(tx, 11)).await, Err(Error::Closed));
        assert_eq!(house.db.read(TENANT, |_| Ok::<_, Error>(())).await, Err(Error::Closed));
    });
    assert_eq!(ids(&house.reopened()).len(), 10);
}
