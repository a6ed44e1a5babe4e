//! Who may do what, as a page that people review: `docs/generated/authority.md`.

use std::fmt::Write as _;

use expect_test::expect_file;
use service::authority::TABLE;

#[test]
fn the_table_of_who_may_do_what_is_written_out() {
    let mut page = String::from(
        "# Who may do what\n\nA Global Administrator may do everything. Where rank counts, the others do it only to people \
         who hold no role that they do not hold themselves.\n\n| Action | Rank counts | Who, beside a Global Administrator |\n|---|---|---|\n",
    );
    for (word, ranked, roles) in TABLE {
        let ranked = if *ranked { "yes" } else { "no" };
        let roles: Vec<String> = roles.iter().map(|role| format!("{role:?}")).collect();
        let _ = writeln!(page, "| `{word}` | {ranked} | {} |", roles.join(", "));
    }
    page += "\nWhat concerns the installation (`manageInstallation`: organisations, addresses, the way back in for an \
             administrator) no role gives. Commands on the server do it, and the audit record names the system user.\n";
    expect_file!["../../../docs/generated/authority.md"].assert_eq(&page);
}
