//! Who may do what, as a page that people review: `docs/generated/authority.md`.

use std::fmt::Write as _;

use expect_test::expect_file;
use service::authority::TABLE;

#[test]
fn the_table_of_who_may_do_what_is_written_out() {
    let mut page = String::from(
        "# Who may do what\n\nA Global Administrator may do everything. Where rank counts, the others do it only to people \
         who hold no role that they do not hold themselves. What is confirmed is done only by somebody who gave a second \
         factor in the last ten minutes.\n\n| Action | Rank counts | Confirmed | Who, beside a Global Administrator |\n|---|---|---|---|\n",
    );
    let yes = |so| if so { "yes" } else { "no" };
    for row in TABLE {
        let (word, ranked, confirmed) = (row.word, yes(row.is_ranked), yes(row.is_confirmed));
        let roles: Vec<String> = row.roles.iter().map(|role| format!("{role:?}")).collect();
        let _ = writeln!(page, "| `{word}` | {ranked} | {confirmed} | {} |", roles.join(", "));
    }
    page += "\n## By role\n\n| Role | Template id | Actions |\n|---|---|---|\n";
    for role in model::Role::ALL {
        let all = role == model::Role::GlobalAdministrator;
        let may = TABLE.iter().filter(|row| all || row.roles.contains(&role));
        let words: Vec<String> = may.map(|row| format!("`{}`", row.word)).collect();
        let words = if words.is_empty() { "nothing here".to_owned() } else { words.join(", ") };
        let _ = writeln!(page, "| {role:?} | `{}` | {words} |", role.id());
    }
    page += "\n## At the admin API\n\nAn application does there what a permission that it was given reaches: by itself, and then to nobody \
             who holds a role where rank counts; or on behalf of somebody, and then no more than that person may.\n\n\
             | Permission | Actions |\n|---|---|\n";
    for permission in model::Permission::ALL {
        let reached = TABLE.iter().filter(|row| row.permissions.contains(permission));
        let words: Vec<String> = reached.map(|row| format!("`{}`", row.word)).collect();
        let words = if words.is_empty() { "one's own account".to_owned() } else { words.join(", ") };
        let _ = writeln!(page, "| `{permission}` | {words} |");
    }
    page += "\nWhat concerns the installation (`manageInstallation`: organisations, addresses, the way back in for an \
             administrator) no role gives. Commands on the server do it, and the audit record names the system user.\n";
    expect_file!["../../../docs/generated/authority.md"].assert_eq(&page);
}
