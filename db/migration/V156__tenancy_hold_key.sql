-- Tries for an idempotency key and then looks what came of it. The look is a statement of its own, so it sees all that was committed before the key was
-- tried for: where the key is held and nothing is found, nobody has done anything under it, and until the transaction ends nobody else will.
create function tenancy.hold_key(of_tenant uuid, of_actor text, of_mutation text, of_key text)
    returns table (held boolean, fingerprint text, outcome uuid)
    language plpgsql volatile
as $$
begin
    held := pg_try_advisory_xact_lock(hashtextextended(concat_ws(e'\n', of_tenant, of_actor, of_mutation, of_key), 0));
    select k.fingerprint, k.outcome into fingerprint, outcome
    from tenancy.idempotency_key k
    where k.tenant_id = of_tenant and k.actor = of_actor and k.mutation = of_mutation and k.key = of_key;
    return next;
end
$$;
