package io.merkato.api;

import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.Node;
import graphql.language.NodeTraverser;
import graphql.language.NodeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document as it is written may have, whoever sends it: so many aliases and directives, and no number that is too long. */
final class DocumentShape extends NodeVisitorStub {

    static final int ALIASES = 30;
    static final int DIRECTIVES = 20;

    private static final int DIGITS = 1_000;

    private static final int LONGEST_ALIAS = 100;

    private int aliases;
    private int longest;
    private int directives;

    /**
     * Before it is parsed, since to read a number takes its digits squared.
     *
     * @return why it is not taken; null where it may be
     */
    static @Nullable Fault refusal(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9' ? digits + 1 : 0;
            if (digits > DIGITS) {
                return Fault.badInput("The document has more than " + DIGITS + " digits in a row.");
            }
        }
        return null;
    }

    /** @return why it is not taken; null where it is */
    static @Nullable Fault refusal(Document document) {
        var shape = new DocumentShape();
        new NodeTraverser().preOrder(shape, document);
        if (shape.aliases > ALIASES) {
            return tooMany("ALIASES", "aliases", shape.aliases, ALIASES);
        }
        if (shape.longest > LONGEST_ALIAS) {
            return tooMany("ALIAS_LENGTH", "characters in an alias", shape.longest, LONGEST_ALIAS);
        }
        return shape.directives > DIRECTIVES ? tooMany("DIRECTIVES", "directives", shape.directives, DIRECTIVES) : null;
    }

    static Fault exponent() {
        return Fault.badInput("A number of the document has an exponent that is too large.");
    }

    static Fault tooMany(String limit, String words, long has, long most) {
        return Fault.of(
                FaultCode.QUERY_TOO_COMPLEX,
                "The document has %d %s; %d are the most.".formatted(has, words, most),
                Map.of("limit", limit, "most", most));
    }

    @Override
    public TraversalControl visitField(Field field, TraverserContext<Node> context) {
        if (field.getAlias() != null) {
            aliases++;
            longest =
                    Math.max(longest, field.getAlias().length()); // it stands in the answer as often as its field does
        }
        return TraversalControl.CONTINUE;
    }

    @Override
    public TraversalControl visitDirective(Directive directive, TraverserContext<Node> context) {
        directives++;
        return TraversalControl.CONTINUE;
    }
}
