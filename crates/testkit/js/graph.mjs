// A script that administers an organisation with Microsoft's own client for Graph: what it says is printed as JSON.
// usage: node graph.mjs <base address> <issuer> <client id> <client secret>
import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  GraphError,
  HTTPMessageHandler,
} from '@microsoft/microsoft-graph-client'
import * as openid from 'openid-client'

const [base, issuer, id, secret] = process.argv.slice(2)
const config = await openid.discovery(new URL(issuer), id, undefined, openid.ClientSecretPost(secret), {
  execute: [openid.allowInsecureRequests],
})
const tokens = await openid.clientCredentialsGrant(config, { scope: 'https://graph.microsoft.com/.default' })

// The client sends tokens over https alone; this server is on loopback.
const bearer = {
  async execute(context) {
    context.options.headers = { ...context.options.headers, Authorization: `Bearer ${tokens.access_token}` }
    await this.next.execute(context)
  },
  setNext(next) {
    this.next = next
  },
}
bearer.setNext(new HTTPMessageHandler())
const graph = Client.initWithMiddleware({ baseUrl: base, middleware: bearer })
const told = {}

const conditional = '/identity/conditionalAccess/policies'
const made = await graph.api(conditional).post({
  displayName: 'Everybody',
  state: 'disabled',
  conditions: {
    clientAppTypes: ['all'],
    applications: { includeApplications: ['All'] },
    users: { includeUsers: ['All'] },
  },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] },
})
await graph.api(`${conditional}/${made.id}`).patch({ displayName: 'All' })
told.policy = (await graph.api(`${conditional}/${made.id}`).get()).displayName
told.beta = (await graph.api(conditional).version('beta').filter("state eq 'disabled'").get()).value.length
await graph.api(`${conditional}/${made.id}`).delete()
told.deleted = (await graph.api('/identity/conditionalAccess/deletedItems/policies').get()).value.length

const strengths = '/identity/conditionalAccess/authenticationStrength/policies'
const strength = await graph.api(strengths).post({ displayName: 'Keys', allowedCombinations: ['fido2'] })
await graph
  .api(`${strengths}/${strength.id}/updateAllowedCombinations`)
  .post({ allowedCombinations: ['fido2', 'password,softwareOath'] })
await graph.api(`${strengths}/${strength.id}`).patch({ description: 'Of the firm' })
told.strength = (await graph.api(`${strengths}/${strength.id}`).get()).allowedCombinations
told.usage = (await graph.api(`${strengths}/${strength.id}/usage`).get()).mfa.length
await graph.api(`${strengths}/${strength.id}`).delete()

const contexts = '/identity/conditionalAccess/authenticationContextClassReferences'
await graph.api(`${contexts}/c1`).patch({ displayName: 'Payments', isAvailable: false })
told.context = (await graph.api(contexts).get()).value.map((context) => context.displayName)
await graph.api(`${contexts}/c1`).delete()

const methods = '/policies/authenticationMethodsPolicy'
const configured = await graph.api(`${methods}/authenticationMethodConfigurations/softwareOath`).get()
await graph.api(`${methods}/authenticationMethodConfigurations/softwareOath`).patch({ state: configured.state })
told.method = configured.state

for (const name of ['bram', 'cor', 'dirk']) {
  await graph.api('/users').post({
    accountEnabled: true,
    displayName: name,
    mailNickname: name,
    userPrincipalName: `${name}@example.org`,
  })
}
told.people = []
let page = await graph.api('/users').top(2).select('displayName,userPrincipalName').count(true).get()
told.count = page['@odata.count']
for (;;) {
  told.people.push(...page.value.map((person) => person.displayName))
  const next = page['@odata.nextLink']
  if (!next) break
  // The client follows whole addresses over https alone, as above.
  page = await graph.api(next.replace(`${base}/v1.0`, '')).get()
}

const requirements = '/users/bram@example.org/authentication/requirements'
await graph.api(requirements).version('beta').patch({ perUserMfaState: 'enabled' })
told.perUser = (await graph.api(requirements).version('beta').get()).perUserMfaState

const group = await graph.api('/groups').post({
  displayName: 'On call',
  mailEnabled: false,
  mailNickname: 'oncall',
  securityEnabled: true,
})
const bram = await graph.api('/users/bram@example.org').get()
await graph.api(`/groups/${group.id}/members/$ref`).post({ '@odata.id': `${base}/v1.0/directoryObjects/${bram.id}` })
told.members = (await graph.api(`/groups/${group.id}/members`).get()).value.map((member) => member.displayName)

told.templates = (await graph.api('/identity/conditionalAccess/templates').get()).value.length
await graph.api(conditional).post({
  displayName: 'Android',
  state: 'enabledForReportingButNotEnforced',
  conditions: {
    clientAppTypes: ['all'],
    applications: { includeApplications: ['All'] },
    users: { includeUsers: ['All'] },
    platforms: { includePlatforms: ['android'] },
  },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] },
})
told.evaluated = []
for (const devicePlatform of ['android', 'linux']) {
  const answer = await graph.api('/identity/conditionalAccess/evaluate').post({
    signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId: bram.id },
    signInContext: { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [id] },
    signInConditions: { devicePlatform, clientAppType: 'browser' },
    appliedPoliciesOnly: false,
  })
  told.evaluated.push(answer.value.map((policy) => [policy.policyApplies, policy.analysisReasons]))
}

const app = await graph.api('/applications').post({
  displayName: 'Wiki',
  web: { redirectUris: ['https://wiki.example.org/callback'] },
})
const added = await graph
  .api(`/applications/${app.id}/addPassword`)
  .post({ passwordCredential: { displayName: 'Backup' } })
const found = await graph.api('/servicePrincipals').filter(`appId eq '${app.appId}'`).get()
told.application = { secret: added.secretText.length, named: found.value[0].displayName }

// The client makes addresses of a batch from whole ones.
const batch = new BatchRequestContent([
  { id: '1', request: new Request(`${base}/v1.0/users/bram@example.org?$select=displayName`) },
  { id: '2', request: new Request(`${base}/v1.0/users/nobody@example.org`), dependsOn: ['1'] },
  { id: '3', request: new Request(`${base}/v1.0/applications/${app.id}`, { method: 'DELETE' }), dependsOn: ['1'] },
])
const answers = new BatchResponseContent(await graph.api('/$batch').post(await batch.getContent()))
const first = await answers.getResponseById('1').json()
told.batch = [first.displayName, answers.getResponseById('2').status, answers.getResponseById('3').status]

const changes = await graph
  .api('/auditLogs/directoryAudits')
  .filter(`targetResources/any(t:t/id eq '${app.appId}') and activityDateTime ge 2020-01-01T00:00:00Z`)
  .orderby('activityDateTime desc')
  .get()
told.changes = changes.value.map((change) => change.activityDisplayName)
const stopped = await graph.api('/auditLogs/signIns').filter('status/errorCode eq 50126').top(1).get()
told.stopped = stopped.value.length

const places = '/identity/conditionalAccess/namedLocations'
const office = await graph.api(places).post({
  '@odata.type': '#microsoft.graph.ipNamedLocation',
  displayName: 'Office',
  ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '203.0.113.0/24' }],
})
await graph.api(`${places}/${office.id}`).delete()
await graph.api(`/identity/conditionalAccess/deletedItems/namedLocations/${office.id}/restore`).post({})
told.place = (await graph.api(`${places}/${office.id}`).get()).displayName

try {
  await graph.api('/users/nobody@example.org').get()
} catch (error) {
  told.error = { known: error instanceof GraphError, status: error.statusCode, code: error.code }
}
console.log(JSON.stringify(told))
