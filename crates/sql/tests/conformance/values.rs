use std::fmt::Debug;

use model::{Id, Span, Timestamp, User};
use sql::{Column, Error, Param};

use crate::house::{House, TENANT, on_both};

on_both!(
    every_type_comes_back_as_it_went_in,
    nothing_comes_back_as_nothing,
    a_parameter_is_bound_by_its_number,
    literals_reach_the_database_as_they_are,
    text_is_ordered_by_its_bytes,
    small_integers_are_integers,
    a_wrong_count_of_parameters_is_an_error,
    a_column_that_holds_something_else_is_an_error,
    fractions_are_refused,
    one_row_means_one_row,
);

fn check<T>(house: &House, column: &'static str, value: T)
where
    T: Param + Column + Clone + PartialEq + Debug + Send + 'static,
{
    let (insert, select) = match column {
        "number" => {
            ("insert into things (tenant, id, number) values ($1, 1, $2)", "select number from things")
        }
        "note" => ("insert into things (tenant, id, note) values ($1, 1, $2)", "select note from things"),
        "flag" => ("insert into things (tenant, id, flag) values ($1, 1, $2)", "select flag from things"),
        _ => ("insert into things (tenant, id, content) values ($1, 1, $2)", "select content from things"),
    };
    let stored = value.clone();
    let read = house.db.write_blocking(TENANT, move |tx| {
        tx.execute("delete from things", &[])?;
        assert_eq!(tx.execute(insert, &[&TENANT, &stored])?, 1);
        tx.query_one(select, &[])?.get::<T>(0)
    });
    assert_eq!(read, Ok(value.clone()));
    assert_eq!(house.db.read_blocking(TENANT, move |tx| tx.query_one(select, &[])?.get::<T>(0)), Ok(value));
}

fn every_type_comes_back_as_it_went_in(house: &House) {
    for number in [0, 1, -1, i64::MIN, i64::MAX, i64::from(i32::MAX) + 1] {
        check(house, "number", number);
        check(house, "number", Timestamp::from_micros(number));
        check(house, "number", Span::micros(number));
        check(house, "number", Some(number));
    }
    check(house, "number", u32::MAX);
    check(house, "flag", true);
    check(house, "flag", false);
    for word in ["", "plain", "O'Neil \"x\" $1 ?1 blob \\ % ;", "Zoë Ωμέγα 日本語 👩‍👩‍👧\u{301}", "\u{1}\t\r\n"]
    {
        check(house, "note", word.to_owned());
    }
    check(house, "note", "é".repeat(1 << 20));
    check(house, "content", Vec::new());
    check(house, "content", (0..=255).collect::<Vec<u8>>());
    check(house, "content", vec![0; 1 << 20]);
    check(house, "content", [7_u8; 32]);
    check(house, "content", Id::<User>::fixed(u128::MAX));
    check(house, "content", Some(Id::<User>::fixed(0)));
}

fn nothing_comes_back_as_nothing(house: &House) {
    check(house, "number", None::<i64>);
    check(house, "number", None::<Timestamp>);
    check(house, "note", None::<String>);
    check(house, "flag", None::<bool>);
    check(house, "content", None::<Vec<u8>>);
    check(house, "content", None::<Id<User>>);
}

fn a_parameter_is_bound_by_its_number(house: &House) {
    let found = house.db.write_blocking(TENANT, |tx| {
        tx.execute(
            "insert into things (number, word, id, tenant) values ($2, $4, $2, $3), ($1, $5, $1, $3)",
            &[&10, &20, &TENANT, &"twenty", &"ten"],
        )?;
        let row = tx.query_one(
            "select word, number from things where tenant = $3 and number = $2 and word = $1 and id = $2",
            &[&"twenty", &20, &TENANT],
        )?;
        Ok::<_, Error>((row.get::<String>(0)?, row.get::<i64>(1)?))
    });
    assert_eq!(found, Ok(("twenty".to_owned(), 20)));
}

fn literals_reach_the_database_as_they_are(house: &House) {
    let text = house.db.read_blocking(TENANT, |tx| {
        tx.query_one("select 'it''s $1 blob collate \"C\"' /* $2 ' */ -- $3", &[])?.get::<String>(0)
    });
    assert_eq!(text, Ok("it's $1 blob collate \"C\"".to_owned()));
}

fn text_is_ordered_by_its_bytes(house: &House) {
    let mut words =
        ["Zebra", "apple", "Apple", "zebra", "élan", "eland", "ß", "ss", "Ａ", "日本", "a b", "a-b", "😀"];
    let sorted = house.db.write_blocking(TENANT, move |tx| {
        for (id, word) in (0_i64..).zip(words) {
            tx.execute("insert into things (tenant, id, word) values ($1, $2, $3)", &[&TENANT, &id, &word])?;
        }
        tx.query("select word from things where tenant = $1 and word > $2 order by word", &[&TENANT, &""])?
            .iter()
            .map(|row| row.get::<String>(0))
            .collect::<Result<Vec<_>, Error>>()
    });
    words.sort_unstable();
    assert_eq!(sorted.unwrap(), words);
}

fn small_integers_are_integers(house: &House) {
    let read = house.db.write_blocking(TENANT, |tx| {
        tx.execute("insert into things (tenant, id, number) values ($1, 1, 41)", &[&TENANT])?;
        let row = tx.query_one(
            "select 1, count(*), exists (select 1 from things) from things where number = $1 + 1",
            &[&40],
        )?;
        Ok::<_, Error>((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<bool>(2)?))
    });
    assert_eq!(read, Ok((1, 1, true)));
}

fn a_wrong_count_of_parameters_is_an_error(house: &House) {
    for params in [0_usize, 2] {
        let read = house.db.read_blocking(TENANT, move |tx| {
            let params = vec![&1_i64 as &dyn Param; params];
            tx.query("select id from things where id = $1", &params)
        });
        assert!(matches!(read, Err(Error::Other(message)) if message.contains("1 are expected")));
    }
}

fn a_column_that_holds_something_else_is_an_error(house: &House) {
    let row = house.db.write_blocking(TENANT, |tx| {
        tx.execute("insert into things (tenant, id, word) values ($1, 7, 'seven')", &[&TENANT])?;
        tx.query_one("select id, word, content from things", &[])
    });
    let row = row.unwrap();
    let message = |error: Error| error.to_string();
    assert_eq!(
        row.get::<String>(0).map_err(message),
        Err("the database holds something unexpected: column 0 holds an integer where text is expected"
            .to_owned())
    );
    assert!(row.get::<i64>(1).is_err());
    assert!(row.get::<Id<User>>(2).is_err());
    assert!(row.get::<i64>(3).is_err());
    assert_eq!(row.get::<Option<Id<User>>>(2), Ok(None));
}

fn fractions_are_refused(house: &House) {
    let read = house.db.read_blocking(TENANT, |tx| tx.query("select 1.5", &[]));
    assert!(matches!(read, Err(Error::Decode(_))), "{read:?}");
}

fn one_row_means_one_row(house: &House) {
    house.add(1).unwrap();
    house.add(2).unwrap();
    let one = |sql: &'static str| house.db.read_blocking(TENANT, move |tx| tx.query_one(sql, &[]));
    let some = |sql: &'static str| house.db.read_blocking(TENANT, move |tx| tx.query_opt(sql, &[]));
    assert!(one("select id from things where id = 1").is_ok());
    assert!(matches!(one("select id from things where id = 3"), Err(Error::Decode(_))));
    assert!(matches!(one("select id from things"), Err(Error::Decode(_))));
    assert_eq!(some("select id from things where id = 3"), Ok(None));
    assert!(matches!(some("select id from things"), Err(Error::Decode(_))));
}
