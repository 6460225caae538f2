// Runs the clients that storefronts use against a server, and prints what went over the wire and what came of it, as JSON.
// MERKATO_URL, MERKATO_TENANT, MERKATO_TOKEN (of somebody with CLIENTS_MANAGE; the application "relay" is known already).
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache} from '@apollo/client';
import {PersistedQueryLink} from '@apollo/client/link/persisted-queries';
import {Client, fetchExchange} from '@urql/core';
import {buildSchema, printSchema} from 'graphql';
import {persistedExchange} from '@urql/exchange-persisted';

process.chdir(import.meta.dirname);
const url = `${process.env.MERKATO_URL}/graphql`;
const tenant = {'Merkato-Tenant': process.env.MERKATO_TENANT};
const wire = [];

// Notes method, whether the text went along, the media type that was asked for, and the status.
async function noted(input, options = {}) {
  const address = new URL(input.toString());
  const members = options.body ? JSON.parse(options.body) : Object.fromEntries(address.searchParams);
  const response = await fetch(input, options);
  const answer = await response.clone().json();
  wire.push([options.method ?? 'GET', members.query ? 'text' : 'hash', response.status, answer.errors?.[0].extensions.code ?? 'data'].join(' '));
  return response;
}

function takeWire() {
  return wire.splice(0);
}

async function apollo() {
  const sha256 = text => createHash('sha256').update(text).digest('hex');
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    clientAwareness: {name: 'web', version: '1.4.0'},
    link: ApolloLink.from([new PersistedQueryLink({sha256, useGETForHashedQueries: true}), new HttpLink({uri: url, headers: tenant, fetch: noted})]),
  });
  const query = gql`query ApolloListing($first: Int!) { products(first: $first) { nodes { id } } }`;
  const counts = [];
  for (const first of [1, 2]) {
    counts.push((await client.query({query, variables: {first}})).data.products.nodes.length);
  }
  const mutation = gql`mutation ApolloSignOut { signOut { userErrors { code } } }`;
  const refused = await client.mutate({mutation, errorPolicy: 'all'});
  return {counts, refused: refused.error?.errors?.[0].extensions.code, wire: takeWire()};
}

async function urql() {
  const client = new Client({
    url,
    fetch: noted,
    fetchOptions: {headers: tenant},
    preferGetMethod: false,
    exchanges: [persistedExchange({preferGetForPersistedQueries: true}), fetchExchange],
  });
  const query = 'query UrqlListing($first: Int!) { products(first: $first) { nodes { id } } }';
  const counts = [];
  for (const first of [1, 2]) {
    const answer = await client.query(query, {first}).toPromise();
    counts.push(answer.data?.products.nodes.length ?? String(answer.error));
  }
  const byGet = new Client({url, fetch: noted, fetchOptions: {headers: tenant}, preferGetMethod: 'force', exchanges: [fetchExchange]});
  counts.push((await byGet.query(query, {first: 3}).toPromise()).data?.products.nodes.length);
  const wrong = await byGet.query('{ nope }', {}).toPromise();
  return {counts, wrong: wrong.error?.graphQLErrors?.[0].extensions.code, wire: takeWire()};
}

async function relay() {
  rmSync('made', {recursive: true, force: true});
  mkdirSync('made/relay', {recursive: true});
  writeFileSync('made/persisted.json', '{}');
  // relay-compiler reads no other ending, and takes what stands under "extend type" for the client's own: it needs the schema in one piece.
  writeFileSync('made/schema.graphql', printSchema(buildSchema(readFileSync('../../../schema.graphqls', 'utf8'))));
  execFileSync('npx', ['--no-install', 'relay-compiler'], {stdio: ['ignore', 'ignore', 'inherit']});
  const manifest = readFileSync('made/persisted.json', 'utf8');
  const registered = await fetch(`${process.env.MERKATO_URL}/clients/relay/documents?version=1.4.0`, {
    method: 'POST',
    headers: {...tenant, 'Content-Type': 'application/json', Authorization: `Bearer ${process.env.MERKATO_TOKEN}`},
    body: manifest,
  });
  const answer = await fetch(url, {
    method: 'POST',
    headers: {...tenant, 'Content-Type': 'application/json', 'Merkato-Client': 'relay/1.4.0'},
    body: JSON.stringify({doc_id: Object.keys(JSON.parse(manifest))[0], variables: {first: 2}}),
  });
  return {registered: await registered.json(), count: (await answer.json()).data?.products.nodes.length};
}

function codegen() {
  const types = execFileSync('node', ['codegen.mjs', '../../../schema.graphqls'], {encoding: 'utf8', maxBuffer: 1 << 26});
  return types.trim().split('\n').at(-1);
}

console.log(JSON.stringify({apollo: await apollo(), urql: await urql(), relay: await relay(), codegen: codegen()}));
