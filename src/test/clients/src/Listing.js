import {graphql} from 'relay-runtime';

export const listing = graphql`
  query ListingQuery($first: Int!) {
    products(first: $first) {
      nodes {
        id
        slug
      }
    }
  }
`;
