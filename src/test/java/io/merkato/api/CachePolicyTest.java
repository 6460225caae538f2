package io.merkato.api;

import static graphql.schema.FieldCoordinates.coordinates;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hints in the schema come to, by Apollo's convention. */
class CachePolicyTest {

    private static final GraphQLSchema SCHEMA =
            UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse("""
            directive @cacheControl(maxAge: Int, scope: Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
            directive @public on OBJECT | FIELD_DEFINITION | INTERFACE
            directive @authenticated on OBJECT | FIELD_DEFINITION
            enum Scope { PUBLIC PRIVATE }
            type Query @public {
                book: Book  shelf: Shelf @cacheControl(maxAge: 100)  reader: Reader  thing: Thing @cacheControl(maxAge: 50)  either: Either @cacheControl(maxAge: 40)
                count: Int  counted: Int @cacheControl(maxAge: 7)  long: Book @cacheControl(maxAge: 500)  mine: Book @cacheControl(scope: PRIVATE)
                lamp: Lamp  some: Lasting @cacheControl(maxAge: 500)
            }
            type Book implements Thing & Lasting @public @cacheControl(maxAge: 60) {
                title: String  left: Int @cacheControl(maxAge: 0)  secret: Int @authenticated @cacheControl(maxAge: 0)  note: String @authenticated  diary: String @cacheControl(scope: PRIVATE)
                shelf: Shelf  writer: Writer @cacheControl(inheritMaxAge: true)  size: Size  next: Book
            }
            type Shelf @public { name: String  books: [Book!]! }
            type Size @public @cacheControl(inheritMaxAge: true) { pages: Int }
            type Writer @public { name: String  size: Size }
            type Reader implements Thing @public @cacheControl(maxAge: 30, scope: PRIVATE) { title: String }
            type Lamp implements Thing & Lasting @public @cacheControl(maxAge: 20) { title: String @cacheControl(maxAge: 10)  left: Int @cacheControl(maxAge: 0) }
            interface Thing @public { title: String }
            interface Lasting @public { left: Int }
            union Either = Book | Lamp
            """));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { book { title } }                                                           | 60
            { __typename book { __typename title } }                                     | 60
            { __typename }                                                               | 0
            { book { title } __schema { description } }                                  | 0
            { book { left } }                                                            | 0
            { book { title next { next { left } } } }                                    | 0
            { book { ... on Book { ...F } } } fragment F on Book { size { pages } left } | 0
            { count }                                                                    | 0
            { counted }                                                                  | 7
            { counted book { title } }                                                   | 7
            { shelf { name } }                                                           | 100
            { shelf { books { title } } }                                                | 60
            { long { title } }                                                           | 500
            { long { next { title } } }                                                  | 60
            { book { shelf { name } } }                                                  | 0
            { book { writer { name } } }                                                 | 60
            { book { size { pages } } }                                                  | 60
            { book { writer { size { pages } } } }                                       | 60
            { book { note } }                                                            | 60 private
            { book { diary } }                                                           | 60 private
            { mine { title } }                                                           | 60 private
            { reader { title } book { title } }                                          | 30 private
            { thing { title } }                                                          | 10 private
            { either { ... on Book { title } } }                                         | 20
            { a: book { title } b: reader @skip(if: true) { title } }                    | 30 private
            """)
    void the_least_of_all_that_is_asked_for_holds(String document, String expected) {
        assertThat(policy(document, Set.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { book { left } }                                                            | 60
            { book { a: left ...F } } fragment F on Book { left title }                  | 60
            { counted book { left } }                                                    | 7
            { book { left } reader { title } }                                           | 30 private
            { book { left diary } }                                                      | 60 private
            { book { left shelf { name } } }                                             | 0
            { book { left } count }                                                      | 0
            { lamp { left } }                                                            | 0
            { some { left } }                                                            | 0
            { some { ... on Book { left } } }                                            | 20
            { book { secret } }                                                          | 60 private
            """)
    void only_the_fields_left_out_do_not_count(String document, String expected) {
        assertThat(policy(document, Set.of(coordinates("Book", "left"), coordinates("Book", "secret"))))
                .isEqualTo(expected);
    }

    private static String policy(String document, Set<FieldCoordinates> without) {
        Document parsed = Parser.parse(document);
        var policy = CachePolicy.of(
                SCHEMA,
                parsed.getDefinitionsOfType(FragmentDefinition.class).stream()
                        .collect(Collectors.toMap(FragmentDefinition::getName, Function.identity())),
                parsed.getDefinitionsOfType(OperationDefinition.class).getFirst(),
                without);
        return policy.maxAge() + (policy.isPrivate() ? " private" : "");
    }
}
