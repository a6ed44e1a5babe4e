# Voorwaardelijke toegang

policy-block-legacy = Verouderde verificatie blokkeren
policy-mfa-management = Meervoudige verificatie eisen voor de API en de opdrachtregel
policy-mfa-administrators = Meervoudige verificatie eisen voor beheerders
policy-mfa-everybody = Meervoudige verificatie eisen voor alle gebruikers

admin-verdict-report-satisfied = alleen rapporteren: zou voldaan zijn
admin-verdict-report-stops = alleen rapporteren: zou stoppen
admin-verdict-report-asks = alleen rapporteren: zou vragen
admin-condition-platforms = Systeem
admin-condition-locations = Waarvandaan
admin-condition-devices = Apparaat
admin-condition-sign-in-risk = Risico van de aanmelding
admin-condition-user-risk = Risico van de persoon
admin-condition-workload-risk = Risico van het programma
admin-condition-insider-risk = Risico van binnenuit
admin-condition-agent-risk = Risico van de agent
admin-condition-flows = Manier van aanmelden
admin-condition-workloads = Programma dat zichzelf aanmeldt
