// An application that people sign in to, on openid-client: an independent relying party for the browser tests.
// usage: node application.mjs <issuer> <client id> <client secret or ""> <port>
import http from 'node:http'
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, jwtVerify } from 'jose'
import * as client from 'openid-client'

const DAY = 24 * 60 * 60 * 1000
const [issuer, id, secret, port] = process.argv.slice(2)
const origin = `http://127.0.0.1:${port}`
const redirect_uri = `${origin}/callback`
const authentication = secret ? client.ClientSecretBasic(secret) : client.None()
const config = await client.discovery(new URL(issuer), id, undefined, authentication, {
  execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
})

// The clock of the machine that the application runs on; tests set it.
const RealDate = Date
let ahead = 0
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length ? parts : [RealDate.now() + ahead]))
  }
  static now() {
    return RealDate.now() + ahead
  }
}

// Beside openid-client, which keeps the key set for five minutes: a verifier that keeps it for a day.
let fetched = 0
const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri), {
  cacheMaxAge: DAY,
  [customFetch]: (...request) => {
    fetched += 1
    return fetch(...request)
  },
})

const PASSED_ON = ['prompt', 'max_age', 'acr_values', 'claims', 'login_hint', 'ui_locales', 'response_mode']
let attempt
let tokens

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c])
const page = (title, body) =>
  `<!doctype html><html lang="en"><title>${title}</title><body><main><h1>${title}</h1>${body}</main>`
const told = (title, what) => page(title, `<pre id="claims">${escape(JSON.stringify(what))}</pre>`)

async function begin(query) {
  const verifier = client.randomPKCECodeVerifier()
  attempt = { verifier, state: client.randomState(), nonce: client.randomNonce() }
  const parameters = {
    redirect_uri,
    scope: query.get('scope') ?? 'openid profile email offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: attempt.state,
    nonce: attempt.nonce,
  }
  for (const name of PASSED_ON) {
    if (query.has(name)) parameters[name] = query.get(name)
  }
  if (query.has('max_age')) attempt.maxAge = Number(query.get('max_age'))
  return client.buildAuthorizationUrl(config, parameters).href
}

// What came is an address, or a form that a browser sent there (response_mode form_post).
async function finish(answer, method) {
  tokens = await client.authorizationCodeGrant(config, answer, {
    pkceCodeVerifier: attempt.verifier,
    expectedState: attempt.state,
    expectedNonce: attempt.nonce,
    maxAge: attempt.maxAge,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub)
  const { header } = await verified(tokens.id_token)
  return { claims, userinfo, scope: tokens.scope, header, id_token: tokens.id_token, method }
}

async function verified(token) {
  const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer, audience: id })
  return { claims: payload, header: protectedHeader }
}

async function sent(url, request) {
  const parts = []
  for await (const part of request) parts.push(part)
  const headers = { 'content-type': request.headers['content-type'] }
  return new Request(url, { method: 'POST', headers, body: Buffer.concat(parts) })
}

const routes = {
  '/': async () => page('Payroll', '<p><a id="sign-in" href="/login">Sign in</a></p>'),
  '/login': async (url, response) => {
    response.writeHead(302, { location: await begin(url.searchParams) })
    return ''
  },
  '/callback': async (url, _, request) => {
    const answer = request.method === 'POST' ? await sent(url, request) : url
    return told('Signed in', await finish(answer, request.method))
  },
  '/refresh': async () => {
    tokens = { ...tokens, ...(await client.refreshTokenGrant(config, tokens.refresh_token)) }
    return told('Refreshed', { scope: tokens.scope, header: decodeProtectedHeader(tokens.id_token) })
  },
  '/introspect': async (url) => {
    const kind = url.searchParams.get('kind')
    const about = await client.tokenIntrospection(config, tokens[kind], { token_type_hint: kind })
    return told('About a token', about)
  },
  '/revoke': async (url) => {
    const kind = url.searchParams.get('kind')
    await client.tokenRevocation(config, tokens[kind], { token_type_hint: kind })
    return told('Given up', { status: 200, body: '' })
  },
  '/verify': async (url) => told('Verified', await verified(url.searchParams.get('token'))),
  '/keys': async () => told('Keys', { fetched }),
  '/clock': async (url) => {
    ahead = Number(url.searchParams.get('now')) * 1000 - RealDate.now()
    return told('Clock', { now: Date.now() })
  },
  '/logout': async (_, response) => {
    const location = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: `${origin}/`,
    }).href
    response.writeHead(302, { location })
    return ''
  },
}

http
  .createServer(async (request, response) => {
    const url = new URL(request.url, origin)
    const route = routes[url.pathname]
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (!route) return response.writeHead(404).end()
    try {
      response.end(await route(url, response, request))
    } catch (error) {
      const why = { error: error.error ?? error.code ?? error.message, description: error.error_description }
      response.end(page('Refused', `<pre id="error">${escape(JSON.stringify(why))}</pre>`))
    }
  })
  .listen(Number(port), '127.0.0.1', () => console.log('ready'))
