// The types that graphql-codegen makes of the schema and of an operation; printed.
import {readFileSync} from 'node:fs';
import {codegen} from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import * as types from '@graphql-codegen/typescript';
import {parse} from 'graphql';


console.log(await codegen({
  filename: 'types.ts',
  schema: parse(readFileSync(process.argv[2], "utf8")),
  documents: [{location: 'listing.graphql', document: parse('query Listing($first: Int!) { products(first: $first) { nodes { slug } } }')}],
  config: {},
  plugins: [{typescript: {}}, {operations: {}}],
  pluginMap: {typescript: types, operations},
}));
