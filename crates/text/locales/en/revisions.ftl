# Conditional access > Revisions: who made which, one beside another, and the way back.

revisions-title = Revisions
search-words-revisions = conditional access policies history versions before changed who compare go back restore undo
revisions-about = Each save of policies, named locations and what they rest on makes a revision. Look at what was changed, and go back to an earlier one.
revisions-empty = There is nothing before this.
revisions-newest = To the newest
revisions-column-when = When
revisions-column-what = What was changed
revisions-column-by = By whom
revisions-column-trial = Trial
revisions-in-force = In force
revisions-no-trial = None
revisions-nothing = Nothing that decides
revisions-by-nobody = Unknown: the audit log no longer tells
# $n (Number)
revisions-and-more = and { $n } more
# $when (String)
revisions-one = Revision of { $when }
revisions-with = Beside which revision
revisions-with-before = The one before it
revisions-with-head = The one in force
revisions-with-older = The one that was chosen
revisions-compare = Compare
revisions-same = These two say the same.
revisions-first = This is the first revision: there is none before it.
revisions-part = Part
revisions-kept = As it is kept
revisions-facts = About this revision
revisions-id = Revision id
revisions-record = Record in the audit log

## What is otherwise

# $name (String)
revisions-policy-added = Policy { $name } made
# $name (String)
revisions-policy-changed = Policy { $name } changed
# $name (String)
revisions-policy-removed = Policy { $name } deleted
# $name (String)
revisions-policy-restored = Policy { $name } brought back
# $name (String)
revisions-policy-purged = Policy { $name } deleted for good
# $name (String)
revisions-policy-on = Policy { $name } turned on
# $name (String)
revisions-policy-off = Policy { $name } turned off
# $name (String)
revisions-policy-report = Policy { $name } set to report-only
# $name (String)
revisions-location-added = Location { $name } made
# $name (String)
revisions-location-changed = Location { $name } changed
# $name (String)
revisions-location-removed = Location { $name } deleted
# $name (String)
revisions-strength-added = Authentication strength { $name } made
# $name (String)
revisions-strength-changed = Authentication strength { $name } changed
# $name (String)
revisions-strength-removed = Authentication strength { $name } deleted
# $name (String)
revisions-context-added = Authentication context { $name } made
# $name (String)
revisions-context-changed = Authentication context { $name } changed
# $name (String)
revisions-context-removed = Authentication context { $name } deleted
revisions-defaults-on = Security defaults on
revisions-defaults-off = Security defaults off
revisions-defaults-changed = Security defaults changed
revisions-methods = Authentication methods changed
revisions-passkeys = Settings of passkeys changed
revisions-trusted-ips = MFA trusted IPs changed
revisions-browsers = Trust in browsers changed
revisions-plan = Plan changed
revisions-blocked = Organisation blocked
revisions-unblocked = Organisation unblocked
revisions-trial-confirmed = Trial confirmed
revisions-trial-back = Trial taken back
revisions-trial-ended = Trial ended unconfirmed
# $part (String)
revisions-other = { $part } changed

## What became of a trial

# $until (String)
revisions-outcome-running = On trial until { $until }
revisions-outcome-joined = Went on in the next revision
revisions-outcome-kept = Confirmed
revisions-outcome-back = Taken back
revisions-outcome-lapsed = Not confirmed in time: what was before came back

## The way back

revisions-restore = Go back to this revision
# $when (String)
revisions-restore-title = Go back to the revision of { $when }?
revisions-restore-text = Its policies and named locations count again from the next request on, in a new revision. Policies and locations that were not there then are deleted, and can be brought back for 30 days. Security defaults, strengths, authentication methods and everything else stay as they are now. This is what changes:
revisions-ended = These exclusions were over since. They do not come back:
# $who (String)
# $policy (String)
revisions-ended-one = { $who } in the policy { $policy }
revisions-restore-same = Its policies and named locations are those in force already.
revisions-done-restored = The policies of the earlier revision count again.
# $name (String)
# $problem (String)
revisions-problem-policy = The policy { $name } cannot be as it was. { $problem }
revisions-problem-meanwhile = Somebody saved policies since you were asked. Below is what going back changes now.
audit-property-revision = Revision
