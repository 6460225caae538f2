package io.merkato.bulk;

import io.merkato.api.PageArgs;

/** What the loader of problems is asked for: one import's, by these arguments. */
record ProblemsAsked(ProductImport.Id of, PageArgs page) {}
