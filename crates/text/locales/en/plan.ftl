# Properties > Plan: what the organisation may write.

plan-title = Plan
plan-what = Which policies the organisation may write depends on its plan.
plan-open = See the plan
plan-lacks = The plan of this organisation has no conditional access: that needs P1.
plan-free = Free
plan-means-free = Security defaults and MFA per user protect sign-ins. Conditional access needs the plan P1.
plan-means-p1 = Everything but policies that look at risk, which need the plan P2.
plan-means-p2 = Everything.
plan-column-what = What
plan-column-from = From plan
plan-column-here = In this plan
plan-feature-defaults = Security defaults, MFA per user
plan-feature-methods = Authentication methods, remembered browsers
plan-feature-policies = Conditional access policies, authentication strengths, What If
plan-feature-places = Named locations, MFA trusted IP addresses
plan-feature-risk = Policies that look at risk
plan-change = Another plan
plan-change-text = Whoever runs this installation sets the plan, on the server. An organisation that runs Sluis itself has P2 from the start.
plan-lapse = A smaller plan takes no protection away: policies that are on stay on, and can be looked at, switched off and deleted. Nothing new is written until the plan has it again.
plan-needed-p1 = The plan of this organisation does not have this: it needs P1. Whoever runs the installation sets the plan; see Properties, Plan.
search-words-plan = licence license subscription free P1 P2 premium
# $by (String)
# $whom (String)
audit-change-plan = { $by } gave the organisation { $whom } another plan.
audit-change-plan-name = Plan changed
