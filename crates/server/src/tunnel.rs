//! Reaching ports of this machine from the machine at the other end of SSH, where the browser is.

use std::env;

/// The command that makes these ports reachable there; `None` where this terminal is not one over SSH, or there is
/// nothing to reach.
#[expect(clippy::disallowed_methods, reason = "sshd tells its sessions by the environment")]
pub fn here(ports: &[u16]) -> Option<String> {
    let connection = env::var("SSH_CONNECTION").ok()?;
    let user = env::var("USER").or_else(|_| env::var("LOGNAME")).unwrap_or_else(|_| "you".to_owned());
    command(&connection, &user, ports)
}

/// `connection` is what sshd tells its sessions: the client's address and port, then ours (sshd(8)). The port is the
/// same at both ends, because Sluis answers to one name only.
fn command(connection: &str, user: &str, ports: &[u16]) -> Option<String> {
    let mut words = connection.split_whitespace().skip(2);
    let (host, port) = (words.next()?, words.next()?);
    let tunnels: Vec<_> =
        ports.iter().filter(|port| **port != 0).map(|port| format!("-L {port}:localhost:{port}")).collect();
    if tunnels.is_empty() {
        return None;
    }
    let other_port = if port == "22" { String::new() } else { format!("-p {port} ") };
    Some(format!("ssh {} {other_port}{user}@{host}", tunnels.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONNECTION: &str = "198.51.100.7 50122 192.0.2.7 22";

    #[test]
    fn the_command_leads_back_to_where_one_came_from() {
        let command = |connection, ports: &[u16]| command(connection, "marieke", ports);
        assert_eq!(
            command(CONNECTION, &[8080]).as_deref(),
            Some("ssh -L 8080:localhost:8080 marieke@192.0.2.7")
        );
        assert_eq!(
            command("198.51.100.7 50122 2001:db8::7 2222", &[8080, 8081]).as_deref(),
            Some("ssh -L 8080:localhost:8080 -L 8081:localhost:8081 -p 2222 marieke@2001:db8::7")
        );
        assert_eq!(command(CONNECTION, &[0]), None);
        assert_eq!(command("nonsense", &[8080]), None);
    }
}
