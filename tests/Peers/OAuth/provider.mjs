// node provider.mjs SETTINGS.json: an OpenID provider for tests. It keeps everything in memory, and listens on free ports of 127.0.0.1.
// When it serves it prints a line: ready ISSUER CONTROL.
//
// SETTINGS.json, none of it is required:
//   certificate, key       PEM files; with them the issuer is https
//   clientCertificate      PEM file: the certificate of the client "app-cert"
//   serviceKey             PEM file: the public key of the service account
//   registers              whether anybody may register a client (RFC 7591)
//
// CONTROL is a URL of its own. GET answers what has happened so far, PATCH changes the behaviour, PUT puts behaviour and record back to
// where they started, DELETE makes it forget an access token (the body) without revoking anything else, so that it looks valid to the
// client alone.
import { X509Certificate, createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { json, text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { Provider, errors } from 'oidc-provider';
import * as jose from 'jose';

const mailScope = 'https://mail.example.org/';
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const deviceCode = 'urn:ietf:params:oauth:grant-type:device_code';

const settings = JSON.parse(readFileSync(process.argv[2]));
const initialBehaviour = () => ({
  accessLifetime: 3600,     // of access tokens, in seconds
  deviceLifetime: 600,      // of device codes, in seconds
  interval: 1,              // between two polls for a device code; null: is not told
  rotates: true,            // each refresh makes a new refresh token; the old one, used again, revokes the family
  leavesOut: [],            // members of token answers that are missing: refresh_token, expires_in, scope, id_token
  scope: null,              // what token answers say has been granted
  delay: 0,                 // before each token answer, in milliseconds
  answers: [],              // token answers to come: { grant, status, body, headers, hangs }; without grant: for any grant
  issuer: null,             // what authorization responses say in iss
  state: null,              // what they say in state
  hides: [],                // members of the metadata that are missing
  mailbox: 'app@example.org', // whose mail an application sends that signs in as itself
});
const nothingSeen = () => ({
  requests: {},             // by method and path
  tokens: {},               // requests at the token endpoint, by grant type
  granted: {},              // those with a token as answer
  refusals: [],             // why others had none
  revokedFamilies: 0,       // all tokens of one consent, because of a reuse or on request
  revocations: 0,           // requests at the revocation endpoint
  assertions: [],           // header and claims of each client assertion
});
const behaviour = initialBehaviour();
const seen = nothingSeen();

const count = (table, name) => { table[name] = (table[name] ?? 0) + 1; };

const listen = async (server) => {
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return `127.0.0.1:${server.address().port}`;
};

let answer;
const handler = (request, response) => answer(request, response);
const server = settings.certificate
  ? createTlsServer({ cert: readFileSync(settings.certificate), key: readFileSync(settings.key) }, handler)
  : createServer(handler);
const issuer = `${settings.certificate ? 'https' : 'http'}://${await listen(server)}`;

// ---- clients

const clients = [
  // A public client of a native application: any port of the loopback address is its redirect (RFC 8252 §7.3).
  {
    client_id: 'msmtp', application_type: 'native', token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/', 'http://localhost/'], grant_types: ['authorization_code', 'refresh_token', deviceCode],
  },
  // Google's kind of native application has a secret, which is in everybody's hands.
  {
    client_id: 'desktop', client_secret: 'not-a-secret', application_type: 'native', token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: ['http://127.0.0.1/'], grant_types: ['authorization_code', 'refresh_token'],
  },
  {
    client_id: 'app', client_secret: 'app-secret', token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials'], redirect_uris: [], response_types: [],
  },
  { client_id: 'service', token_endpoint_auth_method: 'none', grant_types: [jwtBearer], redirect_uris: [], response_types: [] },
];

const clientCertificate = settings.clientCertificate && new X509Certificate(readFileSync(settings.clientCertificate));
if (clientCertificate) {
  clients.push({
    client_id: 'app-cert', token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'PS256',
    jwks: { keys: [{ ...(await jose.exportJWK(clientCertificate.publicKey)), use: 'sig' }] },
    grant_types: ['client_credentials'], redirect_uris: [], response_types: [],
  });
}

// ---- the provider

const provider = new Provider(issuer, {
  clients,
  scopes: ['openid', 'offline_access', 'email', mailScope],
  claims: { openid: ['sub'], email: ['email'] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: id }) }),
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    registration: { enabled: settings.registers === true },
    revocation: { enabled: true, allowedPolicy: () => true },
    introspection: { enabled: true, allowedPolicy: () => true },
  },
  clientAuthMethods: ['none', 'client_secret_post', 'client_secret_basic', 'private_key_jwt'],
  enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256'] },
  rotateRefreshToken: () => behaviour.rotates,
  issueRefreshToken: (_, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  pkce: { required: () => true },
  ttl: {
    AccessToken: () => behaviour.accessLifetime, ClientCredentials: () => behaviour.accessLifetime,
    DeviceCode: () => behaviour.deviceLifetime, RefreshToken: 14 * 86400, Grant: 14 * 86400, Session: 86400, Interaction: 600,
    IdToken: 3600,
  },
  cookies: { keys: ['of a test'] },
});

// RFC 7523 §2.1 as Google's service accounts use it: the assertion says everything, and the client does not authenticate.
const serviceKey = settings.serviceKey && createPublicKey(readFileSync(settings.serviceKey));
provider.registerGrantType(jwtBearer, async (ctx) => {
  const rules = { audience: `${issuer}/token`, requiredClaims: ['iss', 'exp', 'iat', 'scope'], algorithms: ['RS256'] };
  const { payload } = await jose.jwtVerify(ctx.oidc.params.assertion, serviceKey, rules)
    .catch((e) => { throw new errors.InvalidGrant(e.message); });
  // The token acts for the subject, which introspection then reports as it does for a person.
  const token = payload.sub
    ? new provider.AccessToken({
      client: ctx.oidc.client, accountId: payload.sub, grantId: await grantOf(payload), scope: payload.scope, gty: 'jwt-bearer',
    })
    : new provider.ClientCredentials({ client: ctx.oidc.client, scope: payload.scope });
  ctx.body = { access_token: await token.save(), expires_in: behaviour.accessLifetime, token_type: 'Bearer' };
}, ['assertion', 'scope'], []);

async function grantOf({ sub, scope }) {
  const grant = new provider.Grant({ accountId: sub, clientId: 'service' });
  grant.addOIDCScope(scope);
  return grant.save();
}

provider.on('grant.revoked', () => { seen.revokedFamilies += 1; });
provider.on('grant.error', (_, e) => seen.refusals.push(`${e.error}: ${e.error_detail ?? e.error_description}`));
provider.on('server_error', (_, e) => console.error(e.stack));

provider.use(async (ctx, next) => {
  await next();
  if (ctx.path === '/token') changeTokens(ctx);
  else if (ctx.path === '/device/auth' && ctx.body?.device_code && behaviour.interval !== null) ctx.body.interval = behaviour.interval;
  else if (ctx.path === '/token/introspection' && ctx.body?.active) ctx.body.sub ??= behaviour.mailbox;
  else if (ctx.path.startsWith('/.well-known/')) for (const name of behaviour.hides) delete ctx.body[name];
  else if (ctx.path.startsWith('/auth') && ctx.response.get('location')) changeRedirect(ctx);
});

function changeTokens(ctx) {
  if (!ctx.body?.access_token) return;
  count(seen.granted, ctx.oidc.params.grant_type);
  for (const name of behaviour.leavesOut) delete ctx.body[name];
  if (behaviour.scope !== null) ctx.body.scope = behaviour.scope;
}

function changeRedirect(ctx) {
  const location = new URL(ctx.response.get('location'), issuer);
  if (location.origin === issuer) return;
  if (behaviour.issuer !== null) location.searchParams.set('iss', behaviour.issuer);
  if (behaviour.state !== null) location.searchParams.set('state', behaviour.state);
  ctx.response.set('location', location.href);
}

// ---- requests, before the provider sees them

const callback = provider.callback();
answer = async (request, response) => {
  const { pathname } = new URL(request.url, issuer);
  count(seen.requests, `${request.method} ${pathname}`);
  if (request.method === 'POST' && pathname === '/token/revocation') seen.revocations += 1;
  if (request.method === 'POST' && pathname === '/token' && await answerToken(request, response)) return;
  callback(request, response);
};

// Whether the answer is one that was ordered.
async function answerToken(request, response) {
  request.body = Object.fromEntries(new URLSearchParams(await text(request)));
  const { grant_type: grant, client_assertion: assertion } = request.body;
  count(seen.tokens, grant);
  // Google needs no client_id here; this provider does.
  if (grant === jwtBearer) request.body.client_id ??= 'service';
  if (behaviour.delay) await pause(behaviour.delay);
  if (assertion && !isOfCertificate(assertion)) {
    return send(response, { status: 401, body: { error: 'invalid_client', error_description: 'x5t#S256' } });
  }
  const at = behaviour.answers.findIndex((each) => !each.grant || each.grant === grant);
  return at >= 0 && send(response, behaviour.answers.splice(at, 1)[0]);
}

// Microsoft finds the certificate of a client by its thumbprint (RFC 7515 §4.1.8).
function isOfCertificate(assertion) {
  const header = jose.decodeProtectedHeader(assertion);
  seen.assertions.push({ header, claims: jose.decodeJwt(assertion) });
  return header['x5t#S256'] === createHash('sha256').update(clientCertificate?.raw ?? '').digest('base64url');
}

function send(response, { status = 400, body = '', headers = {}, hangs = false }) {
  if (hangs) return true;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
  return true;
}

// ---- control

const control = createServer(async (request, response) => {
  if (request.method === 'PATCH') Object.assign(behaviour, await json(request));
  if (request.method === 'PUT') {
    Object.assign(behaviour, initialBehaviour());
    Object.assign(seen, nothingSeen());
  }
  if (request.method === 'DELETE') {
    const token = await text(request);
    for (const kind of [provider.AccessToken, provider.ClientCredentials]) await (await kind.find(token))?.destroy();
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(seen));
});
console.log(`ready ${issuer} http://${await listen(control)}`);
