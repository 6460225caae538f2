-- While a migration waits for a table, everybody who comes later waits behind it: 2 seconds are less than a statement of a request may take.
-- Of what makes an index concurrently, which is no transaction and lets others pass, it says nothing.
select set_config('lock_timeout', '2s', true);
