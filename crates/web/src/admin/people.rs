use axum::response::Response;
use model::{Attribute, Timestamp};
use service::authority::{
    BlockPeople, DeletePeople, EndSessions, ExportPeople, ImportPeople, ManagePeople, ManagePerUserMfa,
    Permit, ReadPeople, Target,
};
use service::person_changes::Typed;
use service::{Kind, Page, PeopleFilter, PeopleOrder, PlaceInOrder, SecondFactor, Standing, UserRow};

use super::desk::{Desk, shown, with_query};
use super::person;
use super::shown::{count, days_to_register, second_step, state};
use crate::form::Fields;
use crate::here::Here;
use crate::screens::admin::{Entry, People, PersonLine, SelectedAct};

/// How many people a page shows.
const LINES: usize = 50;
/// How many columns can be chosen beside those that are always there.
const MOST_COLUMNS: usize = 4;

/// What the list is narrowed to and how it is shown, from the address.
pub(super) struct Search {
    pub(super) typed: String,
    state: Option<Standing>,
    second: SecondFactor,
    kind: Kind,
    columns: Vec<Attribute>,
    /// Another order than by display name: of the whole list, for what narrows it has its own.
    order: Option<PeopleOrder>,
    after: Option<Page>,
    /// When the moment was that the order is by, in the last row of the page before.
    at: Option<Timestamp>,
}

impl Search {
    pub(super) fn of(query: &Fields) -> Self {
        let after = query.get("after").parse().ok();
        let typed: String = query.get("q").trim().chars().take(120).collect();
        let state = Standing::from_word(query.get("state"));
        let second = if query.get("second") == "no" { SecondFactor::Missing } else { SecondFactor::Any };
        let kind = if query.get("kind") == "guests" { Kind::Guests } else { Kind::Everybody };
        let is_whole = typed.is_empty() && state.is_none() && second == SecondFactor::Any;
        Self {
            order: PeopleOrder::from_word(query.get("sort")).filter(|_| is_whole && kind == Kind::Everybody),
            typed,
            state,
            second,
            kind,
            columns: columns(query),
            at: query.get("at").parse().ok().map(Timestamp::from_micros),
            after: after.map(|id| Page { display: query.get("from").to_owned(), id }),
        }
    }

    /// The same as the list is read by.
    pub(super) fn filter(&self, starting: &str) -> PeopleFilter {
        PeopleFilter {
            starting: starting.to_owned(),
            state: self.state,
            second: self.second,
            kind: self.kind,
        }
    }

    /// The address of the page after this row.
    fn after(&self, list: &str, last: &UserRow) -> String {
        let second = if self.second == SecondFactor::Missing { "no" } else { "" };
        let state = self.state.map_or("", Standing::word);
        let (from, at) = match self.order {
            None => (last.user.display.clone(), None),
            Some(PeopleOrder::UserName) => (last.user.name.to_string(), None),
            Some(PeopleOrder::LastSignIn) => (String::new(), last.last_sign_in),
            Some(PeopleOrder::Created) => (String::new(), Some(last.user.created)),
        };
        let (id, at) =
            (last.user.id.to_string(), at.map(|at| at.as_micros().to_string()).unwrap_or_default());
        let mut pairs = vec![("q", &*self.typed), ("state", state), ("second", second)];
        pairs.extend(self.columns.iter().map(|column| ("show", column.word())));
        let sort = self.order.map_or("", PeopleOrder::word);
        pairs.extend([("sort", sort), ("from", from.as_str()), ("at", at.as_str()), ("after", id.as_str())]);
        with_query(list, &pairs)
    }
}

/// The attributes that the list shows beside what it always shows, each once and at most [`MOST_COLUMNS`].
fn columns(query: &Fields) -> Vec<Attribute> {
    let asked = query.all().iter().filter(|(name, _)| name == "show");
    let mut columns: Vec<Attribute> = vec![];
    for column in asked.filter_map(|(_, word)| Attribute::from_word(word)) {
        if People::COLUMNS.contains(&column) && !columns.contains(&column) && columns.len() < MOST_COLUMNS {
            columns.push(column);
        }
    }
    columns
}

/// Users > Active users.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::ActiveUsers).await?;
    let search = Search::of(&desk.query());
    list(desk, Entry::ActiveUsers, search).await
}

/// Users > Guests.
pub(super) async fn guests(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Guests).await?;
    let search = Search { kind: Kind::Guests, order: None, ..Search::of(&desk.query()) };
    list(desk, Entry::Guests, search).await
}

async fn list(desk: Desk, entry: Entry, search: Search) -> Result<Response, Response> {
    let permit = desk.permit::<ReadPeople>(Target::Organisation)?;
    let mut rows = found(&desk, &permit, &search).await?;
    let more = if rows.len() > LINES {
        rows.truncate(LINES);
        rows.last().map(|last| desk.here.to(&search.after(entry.path(), last)))
    } else {
        None
    };
    let is_whole = more.is_none() && search.after.is_none();
    let total = desk.or_fault(desk.house().people_count(desk.tenant(), &permit).await)?;
    shown(&People {
        shell: desk.shell(),
        total: count(total),
        fitting: u32::try_from(rows.len()).ok().filter(|_| is_whole),
        lines: lines(&desk, &permit, &rows, &search.columns).await?,
        open: person::beside(&desk, &permit).await?,
        query: search.typed,
        state: search.state,
        order: search.order,
        columns: search.columns,
        acts: acts(&desk),
        may_import: desk.may::<ImportPeople>(Target::Organisation),
        may_export: desk.may::<ExportPeople>(Target::Organisation),
        only_without: search.second == SecondFactor::Missing,
        more,
        may_add: desk.may::<ManagePeople>(Target::Organisation),
    })
}

/// What the reader may do to several people at once.
fn acts(desk: &Desk) -> Vec<SelectedAct> {
    let may = |act: &SelectedAct| match act {
        SelectedAct::Block | SelectedAct::Unblock => desk.may::<BlockPeople>(Target::Organisation),
        SelectedAct::EndSessions => desk.may::<EndSessions>(Target::Organisation),
        SelectedAct::Delete => desk.may::<DeletePeople>(Target::Organisation),
        SelectedAct::Mfa(_) => desk.may::<ManagePerUserMfa>(Target::Organisation),
    };
    SelectedAct::ALL.into_iter().filter(may).collect()
}

async fn lines(
    desk: &Desk,
    permit: &Permit<ReadPeople>,
    rows: &[UserRow],
    columns: &[Attribute],
) -> Result<Vec<PersonLine>, Response> {
    let days = days_to_register(desk).await?;
    let ids = rows.iter().map(|row| row.user.id).collect();
    let found = desk.house().administrators_among(desk.tenant(), permit, ids).await;
    let administrators = desk.or_fault(found)?;
    let mut known = vec![];
    for row in rows {
        known.push(if columns.is_empty() {
            vec![]
        } else {
            let of_person = desk.house().known_of(desk.tenant(), permit, row.user.id).await;
            cells(columns, &desk.or_fault(of_person)?)
        });
    }
    let line = |(row, more): (&UserRow, Vec<String>)| PersonLine {
        more,
        id: row.user.id.to_string(),
        name: row.user.display.clone(),
        user_name: row.user.name.to_string(),
        state: state(desk, &row.user),
        second_step: second_step(desk, &row.user, row.has_second_factor, days),
        is_administrator: administrators.contains(&row.user.id),
        is_you: row.user.id == desk.visitor.user.id,
        last_sign_in: row.last_sign_in.map(|at| desk.recently(at)),
    };
    Ok(rows.iter().zip(known).map(line).collect())
}

/// What stands in the columns that were chosen.
fn cells(columns: &[Attribute], known: &Typed) -> Vec<String> {
    let cell = |column: &Attribute| {
        let found = known.iter().find(|(attribute, _)| attribute == column);
        found.map(|(_, text)| text.replace(';', ", ")).unwrap_or_default()
    };
    columns.iter().map(cell).collect()
}

/// The people of a page, and one more when there is a next page: whose name begins as typed, else as typed with a
/// capital, else who has the user name.
async fn found(desk: &Desk, permit: &Permit<ReadPeople>, search: &Search) -> Result<Vec<UserRow>, Response> {
    if let Some(order) = search.order {
        let place = |page: &Page| PlaceInOrder { name: page.display.clone(), at: search.at, id: page.id };
        let (house, after) = (desk.house(), search.after.as_ref().map(place));
        let read = house.people_in_order(desk.tenant(), permit, order, after, LINES as i64 + 1);
        return desk.or_fault(read.await);
    }
    let rows = beginning(desk, permit, search, &search.typed).await?;
    if !rows.is_empty() || search.typed.is_empty() {
        return Ok(rows);
    }
    let rows = beginning(desk, permit, search, &capitalised(&search.typed)).await?;
    if !rows.is_empty() || search.after.is_some() {
        return Ok(rows);
    }
    let named = desk.house().person_named(desk.tenant(), permit, &search.typed).await;
    let Some(user) = desk.or_fault(named)? else { return Ok(vec![]) };
    let mut rows = beginning(desk, permit, search, &user.display).await?;
    rows.retain(|row| row.user.id == user.id);
    Ok(rows)
}

async fn beginning(
    desk: &Desk,
    permit: &Permit<ReadPeople>,
    search: &Search,
    starting: &str,
) -> Result<Vec<UserRow>, Response> {
    let filter = search.filter(starting);
    let read = desk.house().people(desk.tenant(), permit, filter, search.after.clone(), LINES as i64 + 1);
    desk.or_fault(read.await)
}

/// The same with a capital at each word: `anna` finds Anna.
pub(super) fn capitalised(text: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    text.split(' ').map(word).collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_without_its_capitals() {
        assert_eq!(capitalised("anna"), "Anna");
        assert_eq!(capitalised("élise jansen"), "Élise Jansen");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn only_the_whole_list_has_another_order() {
        let order = |query: &str| Search::of(&Fields::read(query.as_bytes())).order;
        assert_eq!(order("sort=seen"), Some(PeopleOrder::LastSignIn));
        assert_eq!(order("sort=moon"), None);
        for narrowed in ["q=an", "state=invited", "second=no", "kind=guests"] {
            assert_eq!(order(&format!("sort=seen&{narrowed}")), None, "{narrowed}");
        }
    }

    #[test]
    fn the_next_page_keeps_what_the_list_is_narrowed_to() {
        let query = Fields::read(
            b"q=an&second=no&state=invited&from=Anna&after=7f000001-0000-4000-8000-000000000001",
        );
        let search = Search::of(&query);
        let after = search.after.unwrap();
        assert_eq!(after.display, "Anna");
        assert_eq!(after.id.to_string(), "7f000001-0000-4000-8000-000000000001");
        assert_eq!((search.second, search.state), (SecondFactor::Missing, Some(Standing::Invited)));
        assert!(Search::of(&Fields::read(b"after=x")).after.is_none());
    }
}
