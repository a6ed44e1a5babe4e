# Conditional access

policy-block-legacy = Block legacy authentication
policy-mfa-management = Require multifactor authentication for the API and the command line
policy-mfa-administrators = Require multifactor authentication for administrators
policy-mfa-everybody = Require multifactor authentication for all users

admin-verdict-report-satisfied = report-only: would be satisfied
admin-verdict-report-stops = report-only: would stop
admin-verdict-report-asks = report-only: would ask
admin-condition-platforms = System
admin-condition-locations = From where
admin-condition-devices = Device
admin-condition-sign-in-risk = Risk of the sign-in
admin-condition-user-risk = Risk of the person
admin-condition-workload-risk = Risk of the program
admin-condition-insider-risk = Risk inside
admin-condition-agent-risk = Risk of the agent
admin-condition-flows = Way of signing in
admin-condition-workloads = Program that signs in by itself
