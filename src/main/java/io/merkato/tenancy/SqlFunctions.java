package io.merkato.tenancy;

import java.util.Set;

/**
 * PostgreSQL's functions that statements may call: they only compute with what they are given. Whatever runs SQL that stands in a text,
 * changes a setting, reads a file, a sequence or another database, or waits, is not among them.
 */
final class SqlFunctions {

    static final Set<String> HARMLESS = words("""
            array_agg avg bit_and bit_or bool_and bool_or count every json_agg json_object_agg jsonb_agg jsonb_object_agg max min mode percentile_cont
            percentile_disc string_agg sum
            cume_dist dense_rank first_value lag last_value lead ntile nth_value percent_rank rank row_number
            abs ceil ceiling div exp floor greatest least ln log mod power random round sign sqrt trunc width_bucket
            ascii bit_length btrim char_length chr concat concat_ws decode encode format initcap left length lower lpad ltrim md5 normalize octet_length
            overlay position regexp_count regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr
            repeat replace reverse right rpad rtrim sha256 split_part starts_with strpos substr substring to_hex translate trim upper
            convert_to convert_from get_byte
            age clock_timestamp date_part date_trunc extract justify_days make_date make_interval now statement_timestamp timezone to_char to_date
            to_number to_timestamp transaction_timestamp date_bin
            array_append array_cat array_length array_lower array_position array_positions array_prepend array_remove array_replace array_to_string
            array_upper cardinality generate_series generate_subscripts string_to_array trim_array unnest
            json_array_elements json_array_elements_text json_build_array json_build_object json_object json_typeof json_array_length json_array json_each
            jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text
            jsonb_exists jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_keys jsonb_path_exists jsonb_path_query
            jsonb_path_query_array jsonb_path_query_first jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof
            row_to_json to_json to_jsonb
            coalesce nullif num_nonnulls num_nulls gen_random_uuid
            to_tsquery to_tsvector plainto_tsquery websearch_to_tsquery phraseto_tsquery ts_rank ts_rank_cd ts_headline setweight similarity
            word_similarity unaccent
            current_setting pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_xact_lock hashtext hashtextextended""");

    /** What may stand before a parenthesis without being a function. */
    static final Set<String> KEYWORDS = words("""
            all and any array as between by case cast conflict cube distinct do else except exists filter from group grouping having ilike in insert
            intersect interval is join lateral like limit not offset on only or order over partition range recursive returning rollup row rows select set
            sets similar some then union using values when where with within materialized""");

    private SqlFunctions() {}

    private static Set<String> words(String words) {
        return Set.of(words.split("\\s+"));
    }
}
