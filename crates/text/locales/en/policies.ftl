# Conditional access in the admin centre: policies, their words, the trial.

policies-nav = Conditional access
policies-title = Policies
policies-about = Rules on sign-ins: who opens what, from where, and what is asked before they get in.
policies-new = New policy
policies-empty = There are no policies yet. A policy can ask everybody for a second step, or let nobody in from outside a country. It begins as report-only: it stops nobody, and you see what it would have done.
policies-empty-defaults = There are no policies yet. Security defaults protect the organisation now; policies take their place when you want other rules for other people.
policies-defaults-on = Security defaults are on, so no policy can be on: a policy can be written, and be report-only. To turn one on, turn security defaults off first.
policies-defaults-link = Manage security defaults
policies-column-state = State
policies-column-since = Changed
policies-column-findings = Check
policies-state-on = On
policies-state-off = Off
policies-state-report = Report-only
# $days (Number)
policies-state-report-days = Report-only for { $days ->
        [one] 1 day
       *[other] { $days } days
    }
# $n (Number)
policies-findings = { $n ->
        [0] Nothing found
        [one] 1 finding
       *[other] { $n } findings
    }
policies-deleted = Deleted policies
policies-deleted-about = A deleted policy can be brought back for 30 days. It comes back off.
policies-column-until = Until
policies-restore = Restore
# $name (String)
policies-restore-label = Restore { $name }

## One policy

policies-parts = In full
policies-part-what = What
policies-part-grant = Access
policies-part-session = Session
policies-part-foreign = Not understood
policies-check = Check
policies-check-nothing = Nothing was found. What a policy would have done stands in the story of each sign-in.
policies-error-note = to mend first
policies-switch = Enable policy
policies-switch-on = On: what it says is asked and stopped.
policies-switch-report = Report-only: it stops nobody, and each sign-in’s story says what it would have done.
policies-switch-off = Off: it is not looked at.
policies-facts = About this policy
policies-made = Made
policies-changed = Changed
policies-id = Policy id
policies-export = Export as JSON
policies-delete = Delete policy
policies-delete-hint = It stops counting at once. For 30 days you can bring it back.
# $name (String)
policies-delete-title = Delete { $name }?
policies-delete-text = It stops counting at once. For 30 days it can be brought back; it comes back off.
# $name (String)
policies-switch-title-on = Turn { $name } on?
policies-switch-text-on = From the next request on it is asked of everybody whom it is about, whoever is signed in already too.
# $name (String)
policies-switch-title-off = Turn { $name } off?
policies-switch-text-off = From the next request on nothing of it is asked and nobody is stopped by it.
# $name (String)
policies-switch-title-report = Set { $name } to report-only?
policies-switch-text-report = From the next request on it stops nobody. Each sign-in’s story says what it would have done.
policies-switch-button-on = Turn on
policies-switch-button-off = Turn off
policies-switch-button-report = Set to report-only
policies-done-on = The policy is on.
policies-done-off = The policy is off.
policies-done-report = The policy is report-only.
policies-done-deleted = The policy was deleted.
policies-done-restored = The policy is back, and off.
policies-done-saved = The policy was saved.
policies-done-added = The policy was made.

## The trial

policies-trial-label = On trial
policies-trial-hint = What was before comes back by itself, unless somebody signs in once more and confirms.
policies-trial-none = No trial: it stays
# $minutes (Number)
policies-trial-minutes = For { $minutes } minutes
# $hours (Number)
policies-trial-hours = For { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }
# $until (String)
policies-trial-banner = Policies are on trial until { $until }. Then what was before comes back, unless an administrator who signed in after they were saved confirms them.
policies-trial-confirm = Keep them
policies-trial-back = Take back now
policies-trial-back-title = Take the policies back now?
policies-trial-back-text = What was before the trial counts again from the next request on.
policies-trial-not-fresh-title = Sign in once more first
policies-trial-not-fresh-text = This session was there before the policies were. Whether somebody still gets in shows only in a new sign-in: open the admin centre in another browser or a private window, sign in there, and choose “Keep them” there. Or sign out here and sign in again.
policies-done-trial-kept = The trial has ended: the policies stay.
policies-done-trial-back = What was before is back.
policies-done-trial-none = No trial is running any more.

## What was not saved, and why

policies-not-saved = Not saved.
# $reason (String)
policies-problem-unreadable = The policy could not be read: { $reason }.
policies-problem-too-large = The policy is too large. Name a group in place of many people.
policies-problem-name = Give the policy a name of at most 256 characters, on one line.
# $most (Number)
policies-problem-too-many = There are { $most } policies already, and more there cannot be. Delete one that is off first.
# $plan (String)
policies-problem-plan = The plan of this organisation does not have this: it needs { $plan }. Whoever runs the installation sets the plan; see Properties, Plan.
policies-problem-defaults = Security defaults are on, and a policy cannot be on beside them. Turn security defaults off first, or leave the policy report-only.
# $members (String)
policies-problem-not-understood = It has members that Sluis does not understand, so it cannot be on: { $members }. Leave it off or report-only.
# $findings (String)
policies-problem-unsound = It cannot be on like this: { $findings }.
# $words (String)
policies-problem-cannot-yet = It demands what Sluis cannot do yet, so it cannot be on: { $words }. Leave it off or report-only, or demand something else.
# $ids (String)
policies-problem-location = It names a location that is not there: { $ids }. Choose another one.
# $people (String)
policies-problem-locks-out = With this policy too few administrators would still get in. Who would not: { $people }. Let them register a stronger method first, designate an emergency account, or save it as report-only.
# $name (String)
# $from (String)
policies-problem-person = { $name } (from { $from })
# $name (String)
policies-problem-person-anywhere = { $name } (from anywhere)
policies-problem-changed = Somebody changed this since you opened it, so nothing was saved. What you typed is still here: saving again puts it in the place of what they saved.
policies-problem-meanwhile = Somebody changed this policy since you opened it. What you see below is what you typed; open the policy in another tab, and save again from there.
policies-problem-asked = Somebody changed this policy since you were asked. Look at what they changed before you decide.
policies-see-change = See what was changed
policies-problem-name-of-ours = Sluis has a policy of its own with this name. Choose another name.
policies-problem-another = This is another policy than the one that was opened. Open the policy again.
# $until (String)
policies-problem-on-trial = Policies are on trial until { $until }. Keep them or take them back first, or choose a trial for this change too.
policies-problem-head = Somebody saved another policy at the same moment. Save once more.

## The sentence

# $circumstances (String)
policies-sentence-block = When { $circumstances }, **nobody gets in**.
# $circumstances (String)
# $grant (String)
policies-sentence-grant = When { $circumstances }, then only with { $grant }.
# $circumstances (String)
# $grant (String)
# $session (String)
policies-sentence-both = When { $circumstances }, then only with { $grant }, and { $session }.
# $circumstances (String)
# $session (String)
policies-sentence-session = When { $circumstances }, then with { $session }.
# $circumstances (String)
policies-sentence-nothing = When { $circumstances }, nothing more is asked.
# $who (String)
# $does (String)
policies-circumstances = { $who } { $does }
# $who (String)
# $does (String)
# $more (String)
policies-circumstances-more = { $who } { $does }, { $more }
# $place (String)
policies-when-from = from { $place }
# $program (String)
policies-when-with = with { $program }
# $system (String)
policies-when-on = on { $system }
# $level (String)
policies-when-sign-in-risk = at a sign-in of { $level } risk
# $level (String)
policies-when-user-risk = at { $level } risk of the person
# $condition (String)
# $value (String)
policies-when-other = under a condition ({ $condition }: { $value })
# $flow (String)
policies-when-flow = by { $flow }
policies-flow-none = no other device
policies-flow-code = a code for another device
policies-flow-transfer = taking a sign-in over from another device
# $rule (String)
policies-device-fits = a device that fits the rule { $rule }
# $rule (String)
policies-device-unfit = any device but those that fit the rule { $rule }
# $first (String)
# $last (String)
policies-or = { $first } or { $last }
# $first (String)
# $last (String)
policies-and = { $first } and { $last }
# $n (Number)
policies-others = { $n } others
# $what (String)
# $but (String)
policies-except = { $what } except { $but }
policies-who-everyone = everyone
policies-who-nobody = nobody
policies-who-guest = any guest
# $kinds (String)
policies-who-guests = a guest ({ $kinds })
policies-who-agent = any agent
policies-who-program = a program that signs in by itself
# $group (String)
policies-who-group = anyone in { $group }
# $role (String)
policies-who-role = any { $role }
policies-missing-person = a person who is not here
policies-missing-group = a group that is not here
policies-missing-role = a role that is not here
policies-missing-app = an application that is not here
policies-missing-place = a location that is not here
policies-guest-none = no guest
policies-guest-internal = with an account here
policies-guest-b2b = invited from another organisation
policies-guest-b2b-member = from another organisation, as a member
policies-guest-direct = from another organisation, without an account
policies-guest-other = otherwise from outside
policies-guest-provider = of a service provider
# $what (String)
policies-does-open = opens { $what }
policies-does-nothing = opens nothing
policies-does-security-info = registers security info
policies-does-device = registers a device
policies-does-recover = gets a lost account back
# $context (String)
policies-does-context = does what asks for the context { $context }
policies-what-all = all applications
policies-what-office = the applications of Office 365
policies-what-admin-centre = the admin centre
policies-what-api = the API and the command line
policies-what-agents = what agents open
# $rule (String)
policies-what-fits = applications that fit the rule { $rule }
policies-where-anywhere = anywhere
policies-where-nowhere = nowhere
policies-where-trusted = all trusted locations
policies-where-trusted-ips = the MFA trusted IPs
policies-client-any = any program
policies-client-browser = a browser
policies-client-modern = a modern app or desktop program
policies-client-active-sync = Exchange ActiveSync
policies-client-active-sync-known = Exchange ActiveSync on a known system
policies-client-active-sync-unknown = Exchange ActiveSync on an unknown system
policies-client-old = an old program that sends a bare password
policies-platform-any = any system
policies-risk-low = low
policies-risk-medium = medium
policies-risk-high = high
policies-risk-hidden = hidden
policies-risk-none = no
policies-grant-block = block access
policies-grant-nothing = Nothing is needed.
policies-grant-mfa = multi-factor authentication
# $strength (String)
policies-grant-strength = the strength { $strength }
policies-grant-compliant = a compliant device
policies-grant-joined = a device joined to the domain
policies-grant-approved = an approved app
policies-grant-protected = a protected app
policies-grant-password = a new password
policies-grant-remediation = the risk dealt with
policies-grant-terms = accepted terms of use
policies-grant-verified = a verified ID
policies-grant-custom = a control of another service
policies-strength-mfa = multi-factor authentication
policies-strength-passwordless = passwordless
policies-strength-phishing = phishing-resistant
policies-strength-own = of your own
policies-session-nothing = As everywhere.
policies-session-every-time = a new sign-in every time
# $n (Number)
policies-session-hours = a new sign-in after { $n ->
        [one] 1 hour
       *[other] { $n } hours
    }
# $n (Number)
policies-session-days = a new sign-in after { $n ->
        [one] 1 day
       *[other] { $n } days
    }
# $n (Number)
policies-session-second-hours = the second step again after { $n ->
        [one] 1 hour
       *[other] { $n } hours
    }
# $n (Number)
policies-session-second-days = the second step again after { $n ->
        [one] 1 day
       *[other] { $n } days
    }
policies-session-stays = a browser that stays signed in
policies-session-ends = a browser that does not stay signed in
policies-session-proxy = the proxy for cloud applications
policies-session-restrictions = restrictions by the application
policies-session-bound = tokens bound to the device
policies-session-strict = no exception during an outage
policies-session-evaluation = strict continuous access evaluation
policies-session-evaluation-off = no continuous access evaluation
policies-session-network = a profile of the network filter

## The editor

policies-new-title = New policy
policies-edit = Change policy
# $name (String)
policies-edit-title = Change { $name }
policies-edit-said = What it says
policies-edit-look = Say it anew
policies-edit-kept = Kept as it is
policies-edit-kept-hint = This page does not show these parts. They stay in the policy when you save.
policies-edit-name = Name
policies-edit-name-hint = What colleagues will recognise: “Two steps outside the office”.
policies-edit-who-all = Everyone, guests too
policies-edit-who-chosen = Chosen people, groups, roles and guests
policies-edit-who-kept = As it is: programs that sign in by themselves
policies-edit-included = Who it is about
policies-edit-excluded = Except
policies-edit-excluded-hint = An exception beats everything that is included. Emergency accounts need none: they are left out of every policy.
policies-edit-find-people = Add a person, group or role
policies-edit-find-people-out = Except a person, group or role
policies-edit-find = Find
policies-edit-add = Add
# $name (String)
policies-edit-add-this = Add { $name }
# $name (String)
policies-edit-remove = Remove { $name }
# $typed (String)
policies-edit-nothing = Nothing here begins with “{ $typed }”. Try the beginning of another word of the name.
policies-edit-a-role = A role
policies-edit-what-all = All applications
policies-edit-what-chosen = Chosen applications
policies-edit-what-actions = An action in place of an application
policies-edit-what-contexts = What asks for an authentication context
policies-edit-guest-kinds = Kinds of guests
policies-edit-guest-kinds-out = Except kinds of guests
policies-edit-device-any = Any device
policies-edit-device-include = Devices that fit the rule
policies-edit-device-exclude = All but devices that fit the rule
policies-edit-device-rule = Rule about devices
policies-edit-device-hint = In Microsoft’s words: device.isCompliant -eq True -or device.model -startsWith "Surface". A device that is not known has no properties.
policies-edit-device-error = The rule about devices cannot be read. Write it as device.isCompliant -eq True; text stands in quotes.
policies-edit-what-kept = As it is: applications by a rule, or several kinds together
policies-edit-apps = Which applications
policies-edit-apps-excluded = Except applications
policies-edit-actions = Which action
policies-edit-find-apps = Add an application
policies-edit-find-apps-out = Except an application
policies-edit-from-any = Anywhere
policies-edit-from-trusted = All trusted locations
policies-edit-from-chosen = Chosen locations
policies-edit-places = Which locations
policies-edit-places-excluded = Except locations
policies-edit-conditions = Further conditions
policies-edit-conditions-hint = Where nothing is ticked, the condition holds for everything.
policies-edit-platforms-excluded = Except systems
policies-edit-access-grant = Let in with what is asked below
policies-edit-access-block = Block: nobody gets in
policies-edit-access-nothing = Ask nothing more
policies-edit-mfa = Multi-factor authentication
policies-edit-strength = Authentication strength
policies-edit-strength-no = None
policies-edit-operator = Where several are asked
policies-edit-operator-or = One of them is enough
policies-edit-operator-and = All of them
policies-edit-again = Sign in again
policies-edit-again-no = As everywhere
policies-edit-again-every = Every time
policies-edit-again-hours = After so many hours
policies-edit-again-days = After so many days
policies-edit-number = How many
policies-edit-number-error = Fill in after how many hours or days, a number from 1 to 9,999.
policies-edit-browser = When the browser is closed
policies-edit-browser-no = As everywhere

## Named locations

locations-title = Named locations
locations-about = Places that policies name: ranges of addresses, or countries.
locations-new = New location
locations-new-title = New location
locations-empty = There are no named locations yet. With one for the office, a policy can ask less there, or more everywhere else.
locations-column-where = Where
locations-column-trusted = Trusted
locations-column-used = Used by
locations-trusted = Trusted
locations-trusted-hint = Policies can leave all trusted locations out, or be about them.
locations-unused = No policy
# $policies (String)
locations-used-by = Used by { $policies }. A change counts for them from the next request on.
locations-ips-hint = The MFA trusted IPs are a trusted location too.
locations-ranges = Address ranges
locations-ranges-hint = One on each line, such as 203.0.113.0/24 or 2001:db8::/32. Each is longer than /8.
locations-name-hint = What colleagues will recognise: “Office Utrecht”.
locations-kind = What it is
locations-kind-addresses = Ranges of addresses
locations-kind-countries = Countries
locations-countries = Countries
locations-countries-hint = Two letters each, such as NL, BE, DE.
locations-unknown = An address whose country cannot be told is here too
locations-delete = Delete location
locations-delete-hint = A location that a policy names, or that is trusted, is not deleted.
# $name (String)
locations-delete-title = Delete { $name }?
locations-delete-text = No policy can name it any more. It can be brought back for 30 days.
locations-done-saved = The location was saved.
locations-done-deleted = The location was deleted.
locations-done-restored = The location is back.
locations-deleted = Deleted locations
locations-deleted-about = A deleted location can be brought back for 30 days.
locations-problem-name = Give the location a name of at most 256 characters, on one line.
# $range (String)
locations-problem-range = “{ $range }” is no range that can be used. Write it as 203.0.113.0/24, longer than /8.
locations-problem-ranges = There are too many ranges: a location has at most 2,000.
# $country (String)
locations-problem-country = “{ $country }” is no country of two letters. Write NL, not Netherlands.
locations-problem-empty = Fill in at least one range or country.
# $reason (String)
locations-problem-unreadable = The location could not be read: { $reason }.
# $most (Number)
locations-problem-too-many = There are { $most } locations already, and more there cannot be. Delete one that no policy names.
locations-problem-trusted = It is trusted. Take that off and save, then delete it.
# $policies (String)
locations-problem-used = These policies name it: { $policies }. Take it out of them first.

## Templates

policies-templates-title = New from template
policies-templates-about = Policies that many organisations have. Each begins as report-only: it stops nobody until you turn it on.
policies-templates-blank = Begin without a template
policies-templates-use = Use
# $name (String)
policies-templates-use-label = Use { $name }
policies-template-mfa-admins = Second step for administrators
policies-template-security-info = Second step to register security info
policies-template-legacy = Block old programs
policies-template-mfa-everybody = Second step for everybody
policies-template-mfa-guests = Second step for guests
policies-template-mfa-management = Second step for the API and the command line
policies-template-mfa-risk = Second step at risky sign-ins
policies-template-password-risk = New password for people at high risk
policies-template-device-admins = Managed device for administrators
policies-template-platform = Block unknown systems
policies-template-persistence = No lasting browser session
policies-template-device-or-mfa = Managed device or second step for everybody
policies-template-office = Restrictions by Office 365
policies-template-phishing = Phishing-resistant sign-in for administrators
policies-template-portals = Second step for the admin centre
policies-template-insider = Block Office 365 at insider risk
policies-template-compliant = Compliant device for everybody
policies-template-recovery = Verified ID to get an account back
policies-template-agents-risk = Block agents at high risk
policies-template-agents = Block all agents
policies-template-agent-users = Block agents with an account

policies-import = Import
policies-import-title = Import policies
policies-import-about = Make policies of a file from Microsoft Graph or from another Sluis. They stop nobody until you turn them on.
policies-import-file = File
policies-import-file-hint = JSON of Microsoft Graph: a policy, a list of them, or an answer that holds them in “value”. At most 4 MB.
policies-import-state = They begin as
policies-import-nothing = There are no policies in this file. Choose a JSON file of Microsoft Graph.
# $reason (String)
policies-import-unreadable = The file cannot be read: { $reason }.
# $name (String)
# $why (String)
# $before (Number)
policies-import-stopped = “{ $name }” was not made. { $why } Policies that were made before it: { $before }.
policies-done-imported = The policies were made.
policies-map-title = Unknown ids
policies-map-about = Policies name these ids, and nothing here has them. Say for each what it is here. What you leave as it is means nobody and nothing.
policies-map-none = Everything that policies name is here.
policies-map-column-id = Id
policies-map-column-kind = What it should be
policies-map-person = A person
policies-map-group = A group
policies-map-application = An application
policies-map-location = A named location
policies-map-terms = Terms of use
policies-map-strength = An authentication strength
# $kind (String)
policies-map-what = What is it here? { $kind }
policies-map-find = Name
policies-map-no-candidates = There is nothing here yet that it could be. Make it first.
policies-map-use = Use this
# $name (String)
policies-map-use-label = Use { $name }
policies-done-mapped = The id was replaced in every policy that named it.
# $count (Number)
policies-unknown = { $count ->
    [one] Policies name an id that is nothing here.
   *[other] Policies name { $count } ids that are nothing here.
}
policies-unknown-link = Say what they are
# $by (String)
audit-map-policy-id = { $by } put something of this organisation in the place of an unknown id in policies.
audit-map-policy-id-name = Id in policies replaced
