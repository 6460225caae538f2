package io.merkato.catalog;

import io.merkato.api.Connection;
import io.merkato.api.Edge;
import io.merkato.api.PageInfo;
import java.util.List;

/** A page of products, with the query it answers, of which facets and the count are asked. */
record ProductConnection(Connection<Product> page, ProductQuery query) {

    public List<Edge<Product>> edges() {
        return page.edges();
    }

    public List<Product> nodes() {
        return page.nodes();
    }

    public PageInfo pageInfo() {
        return page.pageInfo();
    }
}
