# Conditional access > Overview: how far rules reach, and what needs somebody.

overview-title = Overview
search-words-overview = conditional access overview coverage insights report share without MFA legacy
overview-about = How many sign-ins a rule was enforced for, and what needs somebody. What applications ask by themselves is not counted.
# $n (Number)
overview-days = { $n ->
        [one] Last day
       *[other] Last { $n } days
    }
# $covered (String)
# $all (String)
# $percent (String)
overview-lede = **{ $covered } of { $all } sign-ins** ({ $percent } %) were under a rule: security defaults, MFA per user, or a policy that is on.
overview-lede-none = Nobody signed in in this time.
# $day (String)
overview-since = Counted since { $day }.
overview-figures = Sign-ins in numbers
overview-covered = Under a rule
overview-uncovered = Under no rule
overview-single = Without a second factor
overview-legacy = By old programs
overview-blocked = Stopped by a rule
# $percent (String)
overview-share = ({ $percent } %)
overview-replay-defaults = What would security defaults have done?
# $policy (String)
overview-replay = What would “{ $policy }” have done?
overview-chart = Per day
overview-chart-empty = There is nothing to show for this time.
# $covered (Number)
# $uncovered (Number)
# $blocked (Number)
overview-chart-words = Per day: { $covered } sign-ins under a rule, { $uncovered } under no rule, { $blocked } stopped by a rule.
overview-todo = What needs you
overview-todo-none = Nothing about policies needs you now.
# $n (Number)
overview-todo-others = { $n ->
        [one] 1 more thing: see the policies
       *[other] { $n } more things: see the policies
    }
overview-no-rules = **No rule is on.** For whoever has no second step, a password is enough. Turn security defaults on, or begin with a template.
# $n (Number)
overview-todo-legacy = { $n ->
        [one] **Old programs signed in once.** They cannot give a second step: block them.
       *[other] **Old programs signed in { $n } times.** They cannot give a second step: block them.
    }
# $n (Number)
overview-todo-tests = { $n ->
        [one] **1 policy test does not hold.**
       *[other] **{ $n } policy tests do not hold.**
    }
# $n (Number)
# $policy (String)
overview-todo-findings = { $n ->
        [one] **{ $policy }** has 1 finding that is to be mended.
       *[other] **{ $policy }** has { $n } findings that are to be mended.
    }
# $n (Number)
# $policy (String)
overview-todo-report = { $n ->
        [one] **{ $policy }** has been report-only for 1 day: turn it on, or off.
       *[other] **{ $policy }** has been report-only for { $n } days: turn it on, or off.
    }
# $n (Number)
# $policy (String)
overview-todo-exceptions = { $n ->
        [one] **{ $policy }** leaves out 1 person or group by name. Look whether that is still needed.
       *[other] **{ $policy }** leaves out { $n } people or groups by name. Look whether they still need to be.
    }
overview-see-sign-ins = See the sign-ins
overview-open-policy = Open the policy
policies-column-people = People, 7 days
# $what (String)
# $time (String)
admin-log-gap = Only sign-ins that the overview counts as “{ $what }”. Time: { $time }.
admin-log-gap-clear = Show all sign-ins
