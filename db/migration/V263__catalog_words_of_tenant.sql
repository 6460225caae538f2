-- A search reads only what its own tenant has of a word. The index was by tenant and word, and whatever word a query began with was first
-- gathered from all tenants: of 100 tenants' lamps it took 1.1 ms to find one's 58, and more with each tenant. Now the words themselves are the tenant's.

-- The words of a document, or of a query, as only this tenant has them. Of long ones what a query can be (search_products takes 200 characters), since a
-- word has at most 2 046 bytes. Dear, so that no plan reckons it for row after row instead of by the index.
create function catalog.of_tenant(of_tenant uuid, document tsvector) returns tsvector
    language sql immutable strict parallel safe cost 1000
    return array_to_tsvector(array(select encode(uuid_send(of_tenant), 'base64') || left(w.word, 200) from unnest(tsvector_to_array(document)) w(word)));

create function catalog.of_tenant(of_tenant uuid, query tsquery) returns tsquery
    language sql immutable strict parallel safe
    return regexp_replace(query::text, '''((?:[^'']|'''')+)''', '''' || encode(uuid_send(of_tenant), 'base64') || '\1''', 'g')::tsquery;
