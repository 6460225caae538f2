'use strict';
// The page around GraphiQL: which tenant is asked, as whom, and the examples. No build step: React and GraphiQL are globals here.

const {createElement: h} = React;
const element = id => document.getElementById(id);
const OTHER = '\u0000other';
const GUEST = '\u0000guest';
const VISITOR = {label: 'Visitor (storefront)'};
const kept = {
    read: key => JSON.parse(sessionStorage.getItem('merkato:' + key) ?? 'null'),
    write: (key, value) => sessionStorage.setItem('merkato:' + key, JSON.stringify(value)),
};

let setup = {tenants: [], people: [], examples: []};
let tenant = kept.read('tenant') ?? '';
let session = kept.read('session');
let guest = kept.read('guest');
let made = kept.read('made') ?? {};

function sentHeaders() {
    const headers = {};
    if (tenant) headers['Merkato-Tenant'] = tenant;
    if (session) headers.Authorization = 'Bearer ' + session.accessToken;
    else if (guest) headers['Merkato-Guest'] = guest;
    return headers;
}

/** What a mutation has made: a guest's token is sent from then on, and ids are put into the examples that ask for one. */
function learn(answer) {
    const text = JSON.stringify(answer?.data ?? null);
    for (const [, id, kind] of text.matchAll(/"id":"(([a-z_]+)_[0-7][0-9a-z]{25})"/g)) made[kind] = id;
    kept.write('made', made);
    const token = text.match(/"guestToken":"([^"]+)"/)?.[1];
    if (token) beGuest(token);
}

function filled(query) {
    return query.replaceAll(/"([a-z_]+)_…"/g, (all, kind) => {
        const value = kind === 'key' || kind === 'uuid' ? crypto.randomUUID?.() : kind === 'now' ? new Date().toISOString() : made[kind];
        return value ? JSON.stringify(value) : all;
    });
}

function showSent() {
    const shown = Object.entries(sentHeaders()).map(([name, value]) => name + ': ' + (value.length > 40 ? value.slice(0, 20) + '…' : value));
    element('sent').textContent = shown.join('   ');
}

async function ask(query, variables) {
    const response = await fetch('graphql', {
        method: 'POST',
        headers: {'Content-Type': 'application/json', Accept: 'application/graphql-response+json, application/json', ...(tenant && {'Merkato-Tenant': tenant})},
        body: JSON.stringify({query, variables}),
    });
    return response.json();
}

const TOKENS = 'tokens { accessToken expiresIn refreshToken } userErrors { message }';
const SIGN_IN = `mutation SignIn($input: SignInInput!) { signIn(input: $input) { ${TOKENS} } }`;
const REFRESH = `mutation Refresh($token: String!) { tokenRefresh(input: {refreshToken: $token}) { ${TOKENS} } }`;

function keep(login, answer) {
    const payload = answer.data?.signIn ?? answer.data?.tokenRefresh;
    const refused = answer.errors?.[0]?.message ?? payload?.userErrors?.[0]?.message;
    if (refused) throw new Error(refused);
    session = {login, ...payload.tokens, expiresAt: Date.now() + payload.tokens.expiresIn * 1000};
    kept.write('session', session);
    showWho();
}

async function signIn(login, password) {
    keep(login, await ask(SIGN_IN, {input: {login, password, device: 'GraphiQL'}}));
}

/** A new access token when the old one is about to end; asks for the password when the session itself has ended. */
async function freshen() {
    if (!session || Date.now() < session.expiresAt - 10_000) return;
    const {login, refreshToken} = session;
    try {
        keep(login, await ask(REFRESH, {token: refreshToken}));
    } catch {
        signOut();
        openSignIn(login, 'Your session has ended.');
        throw new Error('Your session has ended: sign in again.');
    }
}

function signOut() {
    session = null;
    kept.write('session', null);
    showWho();
}

function beGuest(token) {
    guest = token;
    kept.write('guest', token);
    showWho();
}

function showTenants() {
    const select = element('tenant');
    const known = setup.tenants.some(each => each.slug === tenant);
    select.replaceChildren(
        ...setup.tenants.map(each => new Option(each.name + ' (' + each.slug + ')', each.slug)),
        new Option('None: by host name', ''),
        new Option('Another tenant…', OTHER));
    select.value = known || tenant === '' ? tenant : OTHER;
    element('other-tenant').hidden = select.value !== OTHER;
    element('other-tenant').value = known ? '' : tenant;
}

function showWho() {
    const people = setup.people.filter(each => !each.tenant || each.tenant === tenant);
    const options = [new Option(VISITOR.label, ''), ...(guest ? [new Option('Guest (storefront)', GUEST)] : []), ...people.map(each => new Option(each.label, each.login))];
    if (session && !people.some(each => each.login === session.login)) options.push(new Option(session.login, session.login));
    options.push(new Option('Sign in…', OTHER));
    element('who').replaceChildren(...options);
    element('who').value = session?.login ?? (guest ? GUEST : '');
    showSent();
}

function choose(slug) {
    if (slug === tenant) return;
    tenant = slug;
    kept.write('tenant', tenant);
    guest = null;
    made = {};
    kept.write('guest', guest);
    kept.write('made', made);
    signOut();
    showTenants();
}

function openSignIn(login, problem) {
    const form = element('sign-in').querySelector('form');
    form.reset();
    form.login.value = login ?? '';
    form.querySelector('[role=alert]').textContent = problem ?? '';
    element('sign-in').showModal();
}

element('tenant').addEventListener('change', event => {
    const other = event.target.value === OTHER;
    element('other-tenant').hidden = !other;
    if (other) element('other-tenant').focus();
    else choose(event.target.value);
});
element('other-tenant').addEventListener('change', event => choose(event.target.value.trim()));
element('who').addEventListener('change', async event => {
    const login = event.target.value;
    if (login === '') beGuest(null);
    if (login === '' || login === GUEST) return signOut();
    if (login === OTHER) {
        showWho();
        return openSignIn();
    }
    const person = setup.people.find(each => each.login === login);
    try {
        await signIn(login, person.password);
    } catch (problem) {
        showWho();
        openSignIn(login, problem.message);
    }
});
element('sign-in-now').addEventListener('click', async event => {
    const form = event.target.form;
    if (!form.reportValidity()) return;
    event.preventDefault();
    try {
        await signIn(form.login.value.trim(), form.password.value);
        element('sign-in').close();
    } catch (problem) {
        form.querySelector('[role=alert]').textContent = problem.message;
    }
});

const send = GraphiQL.createFetcher({url: 'graphql'});

/** A subscription as events over HTTP: a browser's WebSocket carries no headers, and so no tenant. */
async function* watch(request, headers) {
    const response = await fetch('graphql', {
        method: 'POST',
        headers: {'Content-Type': 'application/json', Accept: 'text/event-stream', ...headers},
        body: JSON.stringify(request),
    });
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
        yield response.json();
        return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    try {
        let text = '';
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
            const events = (text + read.value).split('\n\n');
            text = events.pop();
            for (const event of events) {
                const data = event.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5)).join('\n');
                if (/^event: ?next/m.test(event)) yield JSON.parse(data);
            }
        }
    } finally {
        await reader.cancel();
    }
}

async function* learning(answers) {
    for await (const answer of answers) {
        learn(Array.isArray(answer) ? answer[0] : answer);
        yield answer;
    }
}

/** The bar's headers first, so that the Headers editor of a tab can overrule them. */
async function fetcher(request, options) {
    await freshen();
    const headers = {...sentHeaders(), ...options?.headers};
    const runs = operation => options?.documentAST?.definitions.some(each => each.operation === operation
        && (!request.operationName || each.name?.value === request.operationName));
    if (runs('subscription')) return watch(request, headers);
    const answer = await send(request, {...options, headers});
    if (!runs('mutation')) return answer;
    if (answer[Symbol.asyncIterator]) return learning(answer);
    learn(answer);
    return answer;
}

function Examples() {
    const editor = GraphiQL.React.useEditorContext({nonNull: true});
    const open = example => {
        const query = filled(example.query);
        const at = editor.tabs.findIndex(tab => tab.query === query);
        if (at >= 0) return editor.changeTab(at);
        editor.addTab();
        setTimeout(() => editor.queryEditor.setValue(query));
    };
    const audiences = [...new Set(setup.examples.map(each => each.audience))];
    return h('div', {className: 'graphiql-markdown-description examples'},
        h('div', {className: 'graphiql-doc-explorer-title'}, 'Examples'),
        audiences.map(audience => h('section', {key: audience},
            h('h2', null, audience),
            setup.examples.filter(each => each.audience === audience).map(each =>
                h('button', {key: each.name, type: 'button', onClick: () => open(each)}, each.name, h('small', null, each.about))))));
}

const examplesPlugin = {
    title: 'Examples',
    icon: () => h('svg', {viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, height: '1em'},
        h('path', {d: 'M9 3h6M10 3v6L5 18.5A1.7 1.7 0 0 0 6.5 21h11a1.7 1.7 0 0 0 1.5-2.5L14 9V3M7.5 15h9'})),
    content: Examples,
};

function CopyCurl() {
    const {queryEditor, variableEditor, headerEditor} = GraphiQL.React.useEditorContext({nonNull: true});
    const copy = () => {
        const json = text => { try { return JSON.parse(text); } catch { return undefined; } };
        const body = JSON.stringify({query: queryEditor.getValue(), variables: json(variableEditor?.getValue())});
        const headers = {'Content-Type': 'application/json', ...sentHeaders(), ...json(headerEditor?.getValue())};
        const quoted = text => "'" + text.replaceAll("'", "'\\''") + "'";
        navigator.clipboard.writeText(['curl ' + quoted(new URL('graphql', location.href).href),
            ...Object.entries(headers).map(([name, value]) => '  -H ' + quoted(name + ': ' + value)), '  -d ' + quoted(body)].join(' \\\n'));
    };
    return h(GraphiQL.React.ToolbarButton, {label: 'Copy as a curl command', onClick: copy},
        h('svg', {className: 'graphiql-toolbar-icon', viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5},
            h('path', {d: 'm5 7 5 5-5 5M12 17h7'})));
}

const WELCOME = '# Open an example from the flask on the left, or write a query: Ctrl-Space completes, Ctrl-Enter sends.\n';

async function start() {
    setup = await (await fetch('graphiql/setup')).json();
    if (kept.read('tenant') === null && setup.tenants.length) choose(setup.tenants[0].slug);
    showTenants();
    showWho();
    for (const [key, atFirst] of Object.entries({visiblePlugin: examplesPlugin.title, docExplorerFlex: '0.25', editorFlex: '1.1'})) {
        if (localStorage.getItem('graphiql:' + key) === null) localStorage.setItem('graphiql:' + key, atFirst);
    }
    const tabs = setup.examples.filter(each => each.tab).map(each => ({query: each.query, variables: '{}'}));
    const explorer = h(GraphiQL, {
        fetcher,
        plugins: [examplesPlugin],
        defaultQuery: WELCOME,
        defaultTabs: tabs.length ? tabs : undefined,
        defaultEditorToolsVisibility: false,
        shouldPersistHeaders: false,
        schemaDescription: true,
        inputValueDeprecation: true,
        toolbar: {additionalComponent: CopyCurl},
    });
    ReactDOM.createRoot(element('graphiql')).render(explorer);
}

start().catch(problem => { element('graphiql').textContent = 'GraphiQL could not start: ' + problem.message; });
