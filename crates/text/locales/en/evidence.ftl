# Monitoring > Evidence: what an auditor asks for

evidence-title = Evidence
search-words-evidence = evidence audit report auditor compliance proof print export csv json period leavers backups
# $first (String)
# $last (String)
# $made (String)
evidence-about = From { $first } to { $last }, whole days in UTC. Made on { $made }.
# $all (String)
# $single (String)
# $without (Number)
evidence-lede = **{ $all } sign-ins**, of which **{ $single } by one factor alone**. { $without ->
        [0] Everybody has a second step.
        [one] One person has no second step.
       *[other] { $without } people have no second step.
    }
evidence-from = First day
evidence-to = Last day
evidence-show = Show
evidence-days-error = Choose two days, the first before the last and not in the future, and at most 366 days.
evidence-to-print = Make a page to print
evidence-print = Print
evidence-csv = Download CSV
evidence-json = Download JSON
evidence-export-logged = Each of these leaves a record in the audit log.
# $n (Number)
evidence-cut = These are the first { $n }. There are more.
# $n (Number)
evidence-many-more = There are more than { $n }. The page to print and the files show up to 5,000.
# $n (Number)
evidence-more = { $n ->
        [one] 1 more: on the page to print and in the files.
       *[other] { $n } more: on the page to print and in the files.
    }
evidence-never = never
evidence-person-gone = somebody who was removed for good

evidence-demands = What was demanded
evidence-demands-none = There were no rules yet.
# $since (String)
evidence-demands-defaults = At the end of these days security defaults were on. This set of rules was in force since { $since }.
# $since (String)
evidence-demands-since = At the end of these days these policies were in force or reported. This set of rules was in force since { $since }.
evidence-column-says = What it says
evidence-column-changed = Changed
evidence-see-revision = See this set of rules

evidence-people = People without a second step
# $registered (Number)
# $all (Number)
evidence-people-says = Now **{ $registered } of { $all } people** who may sign in have a second step.
evidence-see-people = See everybody without one

evidence-single = Sign-ins without a second step
# $single (Number)
# $all (Number)
evidence-single-says = **{ $single } of { $all } sign-ins** were by one factor alone.
# $n (Number)
# $why (String)
evidence-single-why = Of those listed here, { $n }: { $why }.
evidence-column-why = Why one was enough
evidence-why-no-rule = no rule was about it
evidence-why-reported = a policy would have asked for more, and only reported
evidence-why-not-demanded = the rules about it asked for no second step
evidence-why-not-kept = the record does not tell any more
evidence-see-sign-ins = See these sign-ins

evidence-roles = Who holds which role
# $n (Number)
evidence-roles-says = Now { $n ->
        [one] one role is held, with the way it was given and its last use.
       *[other] { $n } roles are held, each with the way it was given and its last use.
    }
# $n (Number)
evidence-roles-many = Now more than { $n } roles are held. Each stands with the way it was given and its last use.
evidence-column-role = Role
evidence-column-path = By what
evidence-column-ends = Last day
evidence-column-signed-in = Last signed in
evidence-column-acted = Last changed something
evidence-no-end = no end
evidence-path-direct = given to the person
evidence-path-everybody = everybody in the organisation
# $group (String)
evidence-path-group = through the group { $group }
evidence-see-roles = See every role

evidence-apps = Who may use which application
evidence-apps-says = As it is now. The last use goes back as far as the sign-in log.
evidence-column-used = Last used
evidence-see-apps = See every application

evidence-leavers = Who was shut out
# $n (Number)
evidence-leavers-says = { $n ->
        [0] Nobody was blocked, deleted or removed in these days.
        [one] One person was blocked, deleted or removed, with what of theirs is still open now.
       *[other] { $n } times somebody was blocked, deleted or removed, with what of theirs is still open now.
    }
evidence-left-blocked = blocked
evidence-left-deleted = deleted
evidence-left-erased = removed for good
# $how (String)
evidence-left-back = { $how }, and back since
evidence-column-how = What
evidence-column-by = By
evidence-column-open = Still open now
# $sessions (Number)
# $grants (Number)
# $groups (Number)
evidence-open = sessions: { $sessions }, tokens of applications: { $grants }, groups looked after: { $groups }
# $roles (String)
evidence-open-roles = roles: { $roles }
evidence-open-nothing = nothing
evidence-see-leavers = See every deletion

evidence-changes = Changes to policies
# $n (Number)
evidence-changes-says = { $n ->
        [0] Nothing about policies was changed in these days.
        [one] Policies were changed once.
       *[other] Policies were changed { $n } times.
    }
evidence-see-changes = See every revision

evidence-backups = Backups
evidence-backup-never = No backup was ever kept.
# $when (String)
evidence-backup-kept = The last backup that was written whole is of { $when }.
evidence-backup-taken = taken
evidence-backup-restored = put in place
evidence-see-backups = See every backup

evidence-log = The audit log
# $until (String)
# $n (Number)
evidence-log-sealed = It is sealed until { $until }; { $n ->
        [one] 1 record is
       *[other] { $n } records are
    } not sealed yet.
# $head (String)
evidence-log-head = The end of the chain is **{ $head }**.
evidence-log-verify = Keep this outside Sluis. “sluis audit verify --head” with it says whether anything up to here was changed since.
# $n (Number)
evidence-log-unsealed = Nothing is sealed yet; { $n ->
        [one] 1 record waits.
       *[other] { $n } records wait.
    }
evidence-log-not-looked = Nobody has looked at the whole log since this server started.
# $when (String)
evidence-log-sound = On { $when } the whole log was looked at, and nothing was wrong.
# $when (String)
# $n (Number)
evidence-log-wrong = On { $when } the whole log was looked at, and **{ $n ->
        [one] 1 thing was
       *[other] { $n } things were
    } wrong**.
evidence-see-seals = See the seals

# $by (String)
audit-export-evidence = { $by } took the report for auditors out.
audit-export-evidence-name = Evidence exported
audit-property-form = Form
audit-property-first-day = First day
audit-property-last-day = Last day
audit-property-chain-head = End of the chain
