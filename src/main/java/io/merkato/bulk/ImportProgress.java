package io.merkato.bulk;

import java.util.List;

/** What one chunk of products came to. */
record ImportProgress(
        int created, int updated, int unchanged, int failed, long bytesRead, List<ProductImportProblem> problems) {

    int read() {
        return created + updated + unchanged + failed;
    }
}
