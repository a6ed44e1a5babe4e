use std::fs;

use service::authority::SystemUser;

/// The user of the system with this number, by the name that this machine's own list has for it.
pub(super) fn system_user(uid: u32) -> SystemUser {
    let list = fs::read_to_string("/etc/passwd").unwrap_or_default();
    // Somebody of a directory is in no local list; the number still says who it was.
    let name = name_in(&list, uid).unwrap_or_else(|| uid.to_string());
    SystemUser { uid, name }
}

/// Who runs this process.
pub(crate) fn myself() -> SystemUser {
    system_user(rustix::process::getuid().as_raw())
}

/// `name:password:uid:…`, a line each (passwd(5)).
fn name_in(list: &str, uid: u32) -> Option<String> {
    list.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_named_as_the_machine_names_them() {
        let list = "root:x:0:0:root:/root:/bin/sh\n# nonsense\nmarieke:x:1000:1000::/tmp:/bin/sh\n";
        assert_eq!(name_in(list, 1000).as_deref(), Some("marieke"));
        assert_eq!(name_in(list, 0).as_deref(), Some("root"));
        assert_eq!(name_in(list, 7), None);
        assert_eq!(system_user(0).name, "root");
        assert_eq!(system_user(4_123_456_789).to_string(), "4123456789 (uid 4123456789)");
    }
}
