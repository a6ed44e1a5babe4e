# Health: what Sluis finds out about the machine and the network that it lives in. The page and `sluis doctor` say the same.

health-nav = Health
health-title = Health
health-about = What Sluis finds out about the machine and the network it lives in. On the server, sluis doctor says the same.
health-found = What was found
# $when (String)
health-when = Looked at on { $when }; once an hour, and when you ask.
health-again = Look again
health-none = Nothing was looked at yet. Come back in a moment.
health-well = In order
health-attention = Needs attention
health-unwell = Not in order

health-server = Server
health-server-stopped = It does not run, so the address was not looked at.
health-server-fix = Start Sluis and look again.

health-address = Address and proxy
# $address (String)
health-address-direct = { $address } leads here, and nothing stands between.
# $address (String)
health-address-forwarded = { $address } leads here, through a proxy that passes the visitor's address on.
# $proxy (String)
health-address-untrusted = The proxy { $proxy } passes the visitor's address on, and is not believed: every visitor counts as { $proxy }.
# $proxy (String)
health-address-untrusted-fix = Is this your own proxy? Add **{ $proxy }** to **trusted_proxies** in the configuration, and start Sluis again.
# $proxy (String)
health-address-silent = The proxy { $proxy } does not pass the visitor's address on: nobody is ever at a place that is known.
health-address-silent-fix = Let the proxy set **X-Forwarded-For**; the chapter Running Sluis has the lines for nginx.
# $address (String)
health-address-host = A proxy asks for another name than { $address }, which Sluis does not answer to.
health-address-host-fix = Let the proxy pass the **Host** header on unchanged.
# $address (String)
health-address-elsewhere = Something else answers at { $address }.
health-address-elsewhere-fix = Look where the name leads to, and where the proxy sends it on to. Has Sluis moved? **sluis address change** tells it so.
# $address (String)
# $why (String)
health-address-nobody = Nothing answers at { $address }: { $why }.
health-address-nobody-fix = Does it open on another machine? Then only this machine cannot reach itself by that name, and all is well for everybody else.

health-certificate = Certificate
# $day (String)
health-certificate-ends = { $days ->
        [one] It is good until { $day }, for one more day.
       *[other] It is good until { $day }, for { $days } more days.
    }
health-certificate-fix = Renew it before it ends; after that no browser gets in.

health-clock = Clock
health-clock-apart = { $seconds ->
        [one] This machine and the database are one second apart.
       *[other] This machine and the database are { $seconds } seconds apart.
    }
health-clock-fix = Let both machines keep time by NTP: codes and sessions depend on it.

health-mail = Mail
# $relay (String)
health-mail-relay = { $relay } takes mail from us.
# $relay (String)
# $why (String)
health-mail-unreachable = { $relay } takes no mail from us: { $why }
health-mail-unreachable-fix = Look at the section **[mail]** of the configuration. What is meant to leave waits, and is tried again.
health-mail-folder = No mail server is set: messages stay in a folder on this server.
health-mail-folder-fix = Name a mail server in the section **[mail]** of the configuration.
health-outbox = Outbox
health-outbox-waiting = { $messages ->
        [0] Nothing waits that could not leave.
        [one] One message could not leave, and waits.
       *[other] { $messages } messages could not leave, and wait.
    }
health-outbox-fix = They are tried again, at most six hours apart, once the mail server takes them.

health-database = Database
health-database-sound = The database is not damaged, and keeps what it has acknowledged.
# $said (String)
health-database-damaged = It is damaged: { $said }
health-database-damaged-fix = Stop Sluis, keep the file, and put a copy back. Look at the disk: databases seldom break by themselves.
# $setting (String)
health-database-loses = It may lose what it has acknowledged when the power fails: { $setting }.
health-database-loses-fix = Set it back in the configuration of the database; a block or a used code may be forgotten otherwise.

health-backup = Backup
# $day (String)
health-backup-last = { $days ->
        [0] The last one is of today.
        [one] The last one is of { $day }, a day ago.
       *[other] The last one is of { $day }, { $days } days ago.
    }
health-backup-never = There is none yet.
health-backup-not-yet = There is none yet. The first one is wanted within a week of set-up.
health-backup-fix = Let the machine run **sluis backup** every night, and keep the file on another one. The chapter Backups says how.

health-disk = Disk space
# $folder (String)
# $free (Number)
health-disk-free = { $free } GB are free for { $folder }.
# $folder (String)
# $free (Number)
health-disk-little = Only { $free } MB are free for { $folder }.
health-disk-fix = Make room: when it is full, nobody can sign in.

health-keys = Keys
health-keys-open = The key file opens what is sealed, and only its owner can read it.
health-keys-other = The key file does not open what is sealed in the database: it is another installation's.
health-keys-other-fix = Put the right file back from your copy. Authenticator apps work with no other.
# $path (String)
health-keys-readable = Others on this machine can read { $path }.
# $path (String)
health-keys-readable-fix = Run **chmod 600 { $path }**. If somebody may have read it, take every secret in the database as known.

health-audit = Audit log
# $organisation (String)
health-audit-new = Nothing in the audit log of { $organisation } is sealed yet.
# $organisation (String)
# $when (String)
health-audit-sound = The audit log of { $organisation } is sound since { $when }: what is sealed is as it was written.
# $organisation (String)
health-audit-wrong = { $n ->
        [one] In the audit log of { $organisation }, one thing is not as it was sealed.
       *[other] In the audit log of { $organisation }, { $n } things are not as they were sealed.
    }
# $organisation (String)
health-audit-wrong-fix = Run **sluis audit verify --org { $organisation }**: it says what was changed, removed or inserted. Find out who can write to the database.
# $organisation (String)
# $when (String)
health-audit-waiting = The audit log of { $organisation } has not been sealed since { $when }.
health-audit-waiting-fix = Read the server's own log: it says why sealing fails.

health-todo = { $n ->
        [one] **One thing about the server needs attention.**
       *[other] **{ $n } things about the server need attention.**
    }
health-todo-button = Show health
