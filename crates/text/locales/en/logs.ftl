# Settings > Log export

logs-title = Log export
search-words-logs = syslog webhook siem forward stream logs json lines splunk sentinel
logs-about = Sign-ins and changes are sent on from the moment that you choose it, in order, and again until they are taken. The end of the chain of seals goes with them.
logs-which = Which logs
logs-sign-ins = Sign-ins
logs-audit = The audit log
logs-begin = Send from now on
logs-test = Send a test
logs-stop = Stop sending
logs-syslog = Syslog server
logs-syslog-about = RFC 5424 over TLS. The certificate must be good for its name. Syslog does not answer: what it lost after taking it is not sent again.
logs-syslog-host = Host
logs-syslog-hint = logs.example.org, or with a port: logs.example.org:6514.
logs-webhook = Address of your own
logs-webhook-about = JSON by HTTPS. Each request is signed with a secret; an answer from 200 to 299 means that it was taken. A request can come twice: each record has an id.
logs-webhook-address = Address
logs-webhook-hint = It begins with https:// and is reached without a redirect.
logs-file = File on the server
logs-file-about = JSON lines in the folder log-export of the data folder. At 100 MB the next file begins; ten are kept.
logs-target-error = This is no address that logs can be sent to. See the example above the field.
logs-streams-error = Choose at least one log.
logs-secret = Secret of the signature
logs-secret-once = You see it only now. The header Sluis-Signature of each request is made with it; the chapter beside this page says how.
logs-secret-hint = Keep it where the requests are received.
logs-test-taken = The test was taken.
# $why (String)
logs-test-failed = The test was not taken: { $why }.
# $log (String)
# $n (Number)
# $when (String)
logs-state-ok = { $log }: { $n } sent, the last on { $when }. Nothing waits.
# $log (String)
# $when (String)
logs-state-waiting = { $log }: everything since { $when } is on its way.
# $log (String)
logs-state-new = { $log }: nothing has come yet.
# $log (String)
# $n (Number)
# $why (String)
# $when (String)
logs-state-failed = { $log }: { $n ->
        [one] failed once
       *[other] failed { $n } times
    }, the last time because: { $why }. It is tried again on { $when }.
# $log (String)
# $n (Number)
logs-state-lost = { $log }: { $n ->
        [one] one record was removed
       *[other] { $n } records were removed
    } before sending succeeded, because the time under Settings > Retention was over.
# $by (String)
audit-change-log-export = { $by } changed where the logs are sent.
audit-change-log-export-name = Log export changed
audit-property-log-target = Where the logs are sent
audit-property-log-path-changed = Another path at the same host
audit-property-log-streams = Which logs
privacy-logs-sent = Your organisation also sends records of sign-ins and changes to another system of its choice. What it keeps there, and for how long, your organisation knows.
