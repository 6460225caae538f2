package io.merkato.api;

import graphql.language.AstTransformer;
import graphql.language.Document;
import graphql.language.Node;
import graphql.language.NodeVisitorStub;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import graphql.util.TreeTransformerUtil;
import java.util.function.Supplier;

/** What stands where a document had strings. */
final class Blanks extends NodeVisitorStub {

    private final Supplier<Value<?>> blank;

    private Blanks(Supplier<Value<?>> blank) {
        this.blank = blank;
    }

    static Document empty(Document document) {
        return in(document, () -> StringValue.of(""));
    }

    /** Any value may stand there, to whoever does not look for the variable. */
    static Document open(Document document) {
        return in(document, () -> VariableReference.of("__blank"));
    }

    private static Document in(Document document, Supplier<Value<?>> blank) {
        return (Document) new AstTransformer().transform(document, new Blanks(blank));
    }

    @Override
    public TraversalControl visitStringValue(StringValue string, TraverserContext<Node> context) {
        return TreeTransformerUtil.changeNode(context, (Node<?>) blank.get());
    }
}
