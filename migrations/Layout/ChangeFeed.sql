-- What KongLite adds to Kong's tables: a feed of the rows that changed. All of it can be run again, and dropped without a trace.

-- A reader asks for the rows with xid >= its horizon, and takes pg_snapshot_xmin(pg_current_snapshot()) of the same statement as its next horizon: every
-- transaction below that has ended, so what it wrote has been seen. The order in which transactions commit, and that of seq, do not matter, so writers need
-- no lock and never wait for each other. The price: rows of the transactions that were still open are seen again.
CREATE TABLE IF NOT EXISTS konglite_changes (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    entity text NOT NULL,
    id uuid,
    at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT konglite_changes_pkey PRIMARY KEY (seq)
);
CREATE INDEX IF NOT EXISTS konglite_changes_xid_idx ON konglite_changes (xid);

-- PostgreSQL folds equal notifications of a transaction into one. A channel belongs to the database, so the schema tells whose it is.
CREATE OR REPLACE FUNCTION konglite_record_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $function$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO konglite_changes (entity) VALUES (TG_TABLE_NAME);
    ELSE
        IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.id <> NEW.id THEN
            INSERT INTO konglite_changes (entity, id) VALUES (TG_TABLE_NAME, OLD.id);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO konglite_changes (entity, id) VALUES (TG_TABLE_NAME, NEW.id);
        END IF;
    END IF;
    PERFORM pg_notify('konglite_changes', TG_TABLE_SCHEMA);
    RETURN NULL;
END
$function$;

-- Tells nodes of Kong's own, on behalf of a node of ours, what to drop from their caches. Arguments: Kong's channel, Kong's name of the entity, and for each
-- cache key the columns it is made of. A key is the name, five fields and the workspace, joined by colons; what is missing is empty.
CREATE OR REPLACE FUNCTION konglite_tell_kong() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $function$
DECLARE
    node uuid := nullif(current_setting('konglite.node_id', true), '');
    operation text := CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE lower(TG_OP) END;
    version_key text;
    told text;
    changed jsonb;
    columns text;
    fields text[];
    keys text[] := '{}';
BEGIN
    IF node IS NULL OR TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;

    FOREACH changed IN ARRAY array_remove(ARRAY[to_jsonb(OLD), to_jsonb(NEW)], NULL) LOOP
        FOREACH columns IN ARRAY TG_ARGV[2:] LOOP
            fields := string_to_array(columns, ',');
            IF TG_TABLE_NAME = 'keys' THEN
                keys := keys || format('keys:%s:%s', changed ->> 'kid', changed ->> 'set_id');
            ELSIF changed ->> fields[1] <> '' THEN
                keys := keys || format(
                    '%s:%s:%s:%s:%s:%s:%s', TG_ARGV[1], changed ->> fields[1], changed ->> fields[2], changed ->> fields[3], changed ->> fields[4],
                    changed ->> fields[5], changed ->> 'ws_id');
            END IF;
        END LOOP;
        -- The certificate of a name is also cached under the wildcards that match the name.
        IF TG_TABLE_NAME = 'snis' THEN
            keys := keys || ARRAY[
                'snis:' || (changed ->> 'name'),
                'snis:' || regexp_replace(changed ->> 'name', '^[^.*]+(\.[^.*]+\.[^*]+)$', '*\1'),
                'snis:' || regexp_replace(changed ->> 'name', '^([^*]+\.)[^.*]+$', '\1*')];
        END IF;
    END LOOP;

    IF TG_TABLE_NAME = 'ca_certificates' AND TG_OP = 'UPDATE' THEN
        keys := keys || ARRAY(
            SELECT 'ca_stores:' || md5((SELECT string_agg(ca::text, ':' ORDER BY ca) FROM unnest(s.ca_certificates) ca))
            FROM services s WHERE s.ca_certificates @> ARRAY[NEW.id]);
    ELSIF TG_TABLE_NAME = 'routes' OR TG_TABLE_NAME = 'services' AND TG_OP = 'UPDATE' THEN
        version_key := 'router:version';
    ELSIF TG_TABLE_NAME = 'plugins' THEN
        version_key := 'plugins_iterator:version';
    ELSIF TG_TABLE_NAME = 'upstreams' THEN
        INSERT INTO cluster_events (id, node_id, at, expire_at, channel, data) VALUES (
            gen_random_uuid(), node, clock_timestamp(), clock_timestamp() + interval '1 hour', 'balancer:upstreams',
            format('%s:%s:%s:%s', operation, changed ->> 'ws_id', changed ->> 'id', changed ->> 'name'));
    ELSIF TG_TABLE_NAME = 'targets' THEN
        INSERT INTO cluster_events (id, node_id, at, expire_at, channel, data) VALUES (
            gen_random_uuid(), node, clock_timestamp(), clock_timestamp() + interval '1 hour', 'balancer:targets',
            format('%s:%s', operation, changed ->> 'upstream_id'));
    END IF;

    -- A version is told once in a transaction: it stands for all that the transaction changed.
    IF version_key IS NOT NULL THEN
        told := 'konglite.told_' || split_part(version_key, ':', 1);
        IF current_setting(told, true) IS DISTINCT FROM TG_TABLE_SCHEMA THEN
            PERFORM set_config(told, TG_TABLE_SCHEMA, true);
            keys := keys || version_key;
        END IF;
    END IF;

    INSERT INTO cluster_events (id, node_id, at, expire_at, channel, data)
    SELECT gen_random_uuid(), node, clock_timestamp(), clock_timestamp() + interval '1 hour', TG_ARGV[0], key FROM (SELECT DISTINCT unnest(keys)) k (key);
    RETURN NULL;
END
$function$;

-- Whoever writes Kong's tables need not be allowed to write ours: the functions have the rights of their owner, so that nobody's statement fails because of
-- them, and find their tables whatever the search path is.
DO $functions$
DECLARE
    signature text;
BEGIN
    FOREACH signature IN ARRAY ARRAY['konglite_record_change()', 'konglite_tell_kong()'] LOOP
        EXECUTE format('ALTER FUNCTION %I.%s SET search_path = pg_catalog, %1$I, pg_temp', current_schema(), signature);
        EXECUTE format('REVOKE ALL ON FUNCTION %I.%s FROM PUBLIC', current_schema(), signature);
    END LOOP;
END
$functions$;

-- Triggers of a row fire by name: after the foreign keys' (RI_...), so cascaded deletions come first, which no reader depends on.
-- They do not fire while session_replication_role is replica, as Kong's do not: where konglite_changes itself is replicated, rows would come twice and stop
-- the replication.
-- Nodes of Kong's look for events by their time. Those are written when the transaction commits, because a node that looked between an event's time and
-- its commit would never see it.
DO $triggers$
DECLARE
    core constant text := 'invalidations_kong_core_db_cache';
    others constant text := 'invalidations_kong_db_cache';
    old text;
    watched record;
BEGIN
    FOR old IN
        SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
        WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND tgname LIKE 'konglite%'
    LOOP
        EXECUTE old;
    END LOOP;

    FOR watched IN
        SELECT format('%I.%I', current_schema(), relation) AS relation, channel, entity, keys
        FROM (VALUES
            ('workspaces', others, 'workspaces', ARRAY['name']),
            ('services', core, 'services', ARRAY['id']),
            ('routes', core, 'routes', ARRAY['id']),
            ('plugins', core, 'plugins', ARRAY['name,route_id,service_id,consumer_id']),
            ('consumers', others, 'consumers', ARRAY['id', 'username']),
            ('upstreams', core, 'upstreams', ARRAY['id']),
            ('targets', core, 'targets', ARRAY['upstream_id,target']),
            ('certificates', core, 'certificates', ARRAY['id']),
            ('snis', core, 'snis', ARRAY['id']),
            ('ca_certificates', core, 'ca_certificates', ARRAY['id']),
            ('keys', core, 'keys', ARRAY['kid,set_id']),
            ('key_sets', core, 'key_sets', ARRAY['id']),
            ('sm_vaults', core, 'vaults', ARRAY['prefix']),
            ('keyauth_credentials', others, 'keyauth_credentials', ARRAY['key']),
            ('basicauth_credentials', others, 'basicauth_credentials', ARRAY['username']),
            ('hmacauth_credentials', others, 'hmacauth_credentials', ARRAY['username']),
            ('jwt_secrets', others, 'jwt_secrets', ARRAY['key']),
            ('acls', others, 'acls', ARRAY['consumer_id,group', 'consumer_id']),
            ('oauth2_credentials', others, 'oauth2_credentials', ARRAY['client_id']),
            ('oauth2_authorization_codes', others, 'oauth2_authorization_codes', ARRAY['id']),
            ('oauth2_tokens', others, 'oauth2_tokens', ARRAY['access_token']),
            ('sessions', others, 'sessions', ARRAY['session_id']),
            ('acme_storage', others, 'acme_storage', ARRAY['key'])
        ) AS tables (relation, channel, entity, keys)
    LOOP
        EXECUTE format(
            'CREATE TRIGGER konglite_record_change AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION konglite_record_change()',
            watched.relation);
        EXECUTE format(
            'CREATE TRIGGER konglite_record_truncate AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION konglite_record_change()', watched.relation);
        EXECUTE format(
            'CREATE CONSTRAINT TRIGGER konglite_tell_kong AFTER INSERT OR UPDATE OR DELETE ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW '
                'WHEN (current_setting(''konglite.node_id'', true) <> '''') EXECUTE FUNCTION konglite_tell_kong(%L, %L, %s)',
            watched.relation, watched.channel, watched.entity, (SELECT string_agg(quote_literal(key), ', ') FROM unnest(watched.keys) key));
    END LOOP;
END
$triggers$;
