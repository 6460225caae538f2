alter table client.document validate constraint document_seen_blank_check;
