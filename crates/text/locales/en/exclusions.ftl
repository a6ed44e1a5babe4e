# Whom policies leave out: why, and until when.

exclusions-title = Left out
exclusions-about = An exception beats everything that the policy is about: whoever is here is not asked, and not stopped.
exclusions-person = A person
# $members (Number)
exclusions-group = { $members ->
        [0] A group, with nobody in it
        [one] A group, with 1 member
       *[other] A group, with { $members } members
    }
exclusions-no-reason = No reason was given: it came in a file, by the API or by a command, or with an earlier revision.
# $by (String)
# $when (String)
exclusions-said = Said by { $by }, { $when }
exclusions-no-end = No last day
# $day (String)
exclusions-until = Last day { $day }
# $day (String)
exclusions-ended = The last day was { $day }
exclusions-stuck = leaves somebody out too long
# $name (String)
# $day (String)
exclusions-refused-lock-out = The last day on which { $name } is left out was { $day }. Taking this out was refused: too few administrators would still get in. Let one more administrator register a method that the policy takes, or give it a later last day.
# $name (String)
# $day (String)
exclusions-refused-other = The last day on which { $name } is left out was { $day }. Taking this out was refused: the policy could not be on as it would be then. Open the policy, mend what its check says, and take it out.
exclusions-explain = Reason and last day
# $name (String)
exclusions-explain-label = Reason and last day for { $name }
# $name (String)
exclusions-one = Why { $name } is left out
exclusions-reason = Reason
exclusions-reason-hint = What a colleague must know in a year: “Emergency account”, “New telephone is on its way”. Nothing about somebody’s health.
exclusions-last-day = Last day
exclusions-last-day-hint = After this day the policy counts for them again by itself.
# $name (String)
exclusions-why = Why is { $name } left out?
# $name (String)
exclusions-last-day-of = Last day for { $name }
exclusions-reason-error = Say in one line of at most 300 characters why they are left out.
exclusions-until-error = The last day must be today or later.
exclusions-problem-no-reason = Say of each person, group or role that is newly left out why. Only exceptions with a reason can be saved here.
exclusions-done-explained = The reason was saved.
exclusions-hole-title = Policies leave out whoever is in this group.
# $group (String)
exclusions-hole-ask = Let somebody else in { $group }?
# $policies (String)
exclusions-hole-ask-text = Whoever is in this group is left out of: { $policies }. What these policies ask is not asked of them. It is kept in the audit log as a change of the policies.
exclusions-hole-ask-button = Yes, leave them out
exclusions-hole = Each member is a hole in them, and adding one is in the audit log as a change of the policy:
# $exclusions (Number)
exclusions-todo = { $exclusions ->
        [one] A policy still leaves somebody out whose last day is over.
       *[other] Policies still leave out { $exclusions } whose last day is over.
    }
exclusions-todo-button = Show policies

## In the audit log

# $by (String)
# $whom (String)
audit-explain-exclusion = { $by } said why the policy { $whom } leaves somebody out.
audit-explain-exclusion-name = Reason for an exception of a policy
# $whom (String)
audit-end-exclusion = An exception of the policy { $whom } reached its last day.
audit-end-exclusion-name = Exception of a policy ended
# $by (String)
# $whom (String)
audit-widen-exclusion = { $by } put somebody in a group that the policy { $whom } leaves out.
audit-widen-exclusion-name = Somebody in a group that a policy leaves out
audit-property-exclusion-reason = Reason
audit-property-nested-group = Group in the group
