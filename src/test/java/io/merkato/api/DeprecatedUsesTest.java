package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeprecatedUsesTest {

    private static final GraphQLSchema SCHEMA =
            UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse("""
            type Query { book(id: ID, edition: Int @deprecated): Book  thing: Thing  books(where: [Where!], size: Size): [Book!]!  old: String @deprecated }
            interface Thing { id: ID @deprecated }
            type Book implements Thing { id: ID  title: String  name: String @deprecated }
            input Where { size: Size  or: [Where!]  colour: String @deprecated }
            enum Size { SMALL  LARGE  HUGE @deprecated }
            """));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            query ($id: ID!, $more: Boolean!) { book(id: $id) { title name @include(if: $more) } } | Book.name
            { __typename __schema { types { name } } book { id __typename } }                     |
            { thing { ... on Book { id } id } }                                                    | Thing.id
            { book { ...F } } fragment F on Book { ... @skip(if: true) { name } }                   | Book.name
            query A { old } query B { book(edition: 1) { title } }                                  | Query.book(edition) Query.old
            { books(size: HUGE) { title } }                                                        | Size.HUGE
            { books(where: [{or: {colour: "red", size: HUGE}}]) { title } }                        | Size.HUGE Where.colour
            query ($where: [Where!] = {colour: "red"}) { books(where: $where) { title } }          | Where.colour
            """)
    void what_a_document_names_is_found_whatever_it_is_asked_with(String document, String uses) {
        assertThat(DeprecatedUses.of(SCHEMA, Parser.parse(document)))
                .isEqualTo(uses == null ? List.of() : List.of(uses.split(" ")));
    }
}
