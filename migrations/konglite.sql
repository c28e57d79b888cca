CREATE TABLE IF NOT EXISTS konglite_migrations (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL,
    CONSTRAINT "PK_konglite_migrations" PRIMARY KEY ("MigrationId")
);

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM konglite_migrations WHERE "MigrationId" = '20260101000000_KongLayout') THEN
    DO $layout$
    BEGIN
    IF to_regclass('schema_meta') IS NOT NULL THEN
        RETURN;
    END IF;

    -- Kong 3.9's tables, as docs/database.md lists them. Written once: a later change of the layout is a migration of its own.

    CREATE FUNCTION sync_tags() RETURNS trigger LANGUAGE plpgsql AS $function$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM tags WHERE entity_id = OLD.id;
        ELSE
            INSERT INTO tags (entity_id, entity_name, tags) VALUES (NEW.id, TG_TABLE_NAME, NEW.tags)
            ON CONFLICT (entity_id) DO UPDATE SET tags = excluded.tags;
        END IF;
        RETURN NULL;
    END
    $function$;

    -- Two rows at a time: each insert clears away more than it adds, and none has to wait for a big deletion.
    CREATE FUNCTION batch_delete_expired_rows() RETURNS trigger LANGUAGE plpgsql AS $function$
    BEGIN
        EXECUTE format(
            'DELETE FROM %1$I.%2$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$I.%2$I WHERE %3$I < CURRENT_TIMESTAMP ORDER BY %3$I LIMIT 2 FOR UPDATE SKIP LOCKED))',
            TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0]);
        RETURN NULL;
    END
    $function$;

    CREATE TABLE workspaces (
        id uuid NOT NULL,
        name text,
        comment text,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        meta jsonb,
        config jsonb,
        updated_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        CONSTRAINT workspaces_pkey PRIMARY KEY (id),
        CONSTRAINT workspaces_name_key UNIQUE (name)
    );

    CREATE TABLE certificates (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        cert text,
        key text,
        tags text[],
        ws_id uuid,
        cert_alt text,
        key_alt text,
        updated_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        CONSTRAINT certificates_pkey PRIMARY KEY (id),
        CONSTRAINT certificates_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT certificates_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX certificates_tags_idx ON certificates USING gin (tags);
    CREATE TRIGGER certificates_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON certificates FOR EACH ROW EXECUTE FUNCTION sync_tags();

    -- Before services: of two references that forbid a deletion PostgreSQL names the older one, as Kong's.
    CREATE TABLE upstreams (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(3) AT TIME ZONE 'UTC'),
        name text,
        hash_on text,
        hash_fallback text,
        hash_on_header text,
        hash_fallback_header text,
        hash_on_cookie text,
        hash_on_cookie_path text,
        slots integer NOT NULL,
        healthchecks jsonb,
        tags text[],
        algorithm text,
        host_header text,
        client_certificate_id uuid,
        ws_id uuid,
        hash_on_query_arg text,
        hash_fallback_query_arg text,
        hash_on_uri_capture text,
        hash_fallback_uri_capture text,
        use_srv_name boolean DEFAULT false,
        updated_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        CONSTRAINT upstreams_pkey PRIMARY KEY (id),
        CONSTRAINT upstreams_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT upstreams_ws_id_name_unique UNIQUE (ws_id, name),
        CONSTRAINT upstreams_client_certificate_id_fkey FOREIGN KEY (client_certificate_id) REFERENCES certificates (id),
        CONSTRAINT upstreams_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX upstreams_fkey_client_certificate ON upstreams (client_certificate_id);
    CREATE INDEX upstreams_tags_idx ON upstreams USING gin (tags);
    CREATE TRIGGER upstreams_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON upstreams FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE services (
        id uuid NOT NULL,
        created_at timestamptz,
        updated_at timestamptz,
        name text,
        retries bigint,
        protocol text,
        host text,
        port bigint,
        path text,
        connect_timeout bigint,
        write_timeout bigint,
        read_timeout bigint,
        tags text[],
        client_certificate_id uuid,
        tls_verify boolean,
        tls_verify_depth smallint,
        ca_certificates uuid[],
        ws_id uuid,
        enabled boolean DEFAULT true,
        CONSTRAINT services_pkey PRIMARY KEY (id),
        CONSTRAINT services_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT services_ws_id_name_unique UNIQUE (ws_id, name),
        CONSTRAINT services_client_certificate_id_fkey FOREIGN KEY (client_certificate_id, ws_id) REFERENCES certificates (id, ws_id),
        CONSTRAINT services_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX services_fkey_client_certificate ON services (client_certificate_id);
    CREATE INDEX services_tags_idx ON services USING gin (tags);
    CREATE TRIGGER services_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON services FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE routes (
        id uuid NOT NULL,
        created_at timestamptz,
        updated_at timestamptz,
        name text,
        service_id uuid,
        protocols text[],
        methods text[],
        hosts text[],
        paths text[],
        snis text[],
        sources jsonb[],
        destinations jsonb[],
        regex_priority bigint,
        strip_path boolean,
        preserve_host boolean,
        tags text[],
        https_redirect_status_code integer,
        headers jsonb,
        path_handling text DEFAULT 'v0',
        ws_id uuid,
        request_buffering boolean,
        response_buffering boolean,
        expression text,
        priority bigint,
        CONSTRAINT routes_pkey PRIMARY KEY (id),
        CONSTRAINT routes_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT routes_ws_id_name_unique UNIQUE (ws_id, name),
        CONSTRAINT routes_service_id_fkey FOREIGN KEY (service_id, ws_id) REFERENCES services (id, ws_id),
        CONSTRAINT routes_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX routes_service_id_idx ON routes (service_id);
    CREATE INDEX routes_tags_idx ON routes USING gin (tags);
    CREATE TRIGGER routes_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON routes FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE consumers (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        username text,
        custom_id text,
        tags text[],
        ws_id uuid,
        updated_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        CONSTRAINT consumers_pkey PRIMARY KEY (id),
        CONSTRAINT consumers_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT consumers_ws_id_custom_id_unique UNIQUE (ws_id, custom_id),
        CONSTRAINT consumers_ws_id_username_unique UNIQUE (ws_id, username),
        CONSTRAINT consumers_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX consumers_tags_idx ON consumers USING gin (tags);
    CREATE INDEX consumers_username_idx ON consumers (lower(username));
    CREATE TRIGGER consumers_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON consumers FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE plugins (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        name text NOT NULL,
        consumer_id uuid,
        service_id uuid,
        route_id uuid,
        config jsonb NOT NULL,
        enabled boolean NOT NULL,
        cache_key text,
        protocols text[],
        tags text[],
        ws_id uuid,
        instance_name text,
        updated_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        CONSTRAINT plugins_pkey PRIMARY KEY (id),
        CONSTRAINT plugins_cache_key_key UNIQUE (cache_key),
        CONSTRAINT plugins_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT plugins_ws_id_instance_name_unique UNIQUE (ws_id, instance_name),
        CONSTRAINT plugins_route_id_fkey FOREIGN KEY (route_id, ws_id) REFERENCES routes (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT plugins_service_id_fkey FOREIGN KEY (service_id, ws_id) REFERENCES services (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT plugins_consumer_id_fkey FOREIGN KEY (consumer_id, ws_id) REFERENCES consumers (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT plugins_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX plugins_consumer_id_idx ON plugins (consumer_id);
    CREATE INDEX plugins_name_idx ON plugins (name);
    CREATE INDEX plugins_route_id_idx ON plugins (route_id);
    CREATE INDEX plugins_service_id_idx ON plugins (service_id);
    CREATE INDEX plugins_tags_idx ON plugins USING gin (tags);
    CREATE TRIGGER plugins_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON plugins FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE targets (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(3) AT TIME ZONE 'UTC'),
        upstream_id uuid,
        target text NOT NULL,
        weight integer NOT NULL,
        tags text[],
        ws_id uuid,
        cache_key text,
        updated_at timestamptz DEFAULT (CURRENT_TIMESTAMP(3) AT TIME ZONE 'UTC'),
        CONSTRAINT targets_pkey PRIMARY KEY (id),
        CONSTRAINT targets_cache_key_key UNIQUE (cache_key),
        CONSTRAINT targets_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT targets_upstream_id_fkey FOREIGN KEY (upstream_id, ws_id) REFERENCES upstreams (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT targets_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX targets_tags_idx ON targets USING gin (tags);
    CREATE INDEX targets_target_idx ON targets (target);
    CREATE INDEX targets_upstream_id_idx ON targets (upstream_id);
    CREATE TRIGGER targets_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON targets FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE snis (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        name text NOT NULL,
        certificate_id uuid,
        tags text[],
        ws_id uuid,
        updated_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        CONSTRAINT snis_pkey PRIMARY KEY (id),
        CONSTRAINT snis_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT snis_name_key UNIQUE (name),
        CONSTRAINT snis_certificate_id_fkey FOREIGN KEY (certificate_id, ws_id) REFERENCES certificates (id, ws_id),
        CONSTRAINT snis_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX snis_certificate_id_idx ON snis (certificate_id);
    CREATE INDEX snis_tags_idx ON snis USING gin (tags);
    CREATE TRIGGER snis_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON snis FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE ca_certificates (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        cert text NOT NULL,
        tags text[],
        cert_digest text NOT NULL,
        updated_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        CONSTRAINT ca_certificates_pkey PRIMARY KEY (id),
        CONSTRAINT ca_certificates_cert_digest_key UNIQUE (cert_digest)
    );
    CREATE TRIGGER ca_certificates_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON ca_certificates FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE key_sets (
        id uuid NOT NULL,
        name text,
        tags text[],
        ws_id uuid,
        created_at timestamptz,
        updated_at timestamptz,
        CONSTRAINT key_sets_pkey PRIMARY KEY (id),
        CONSTRAINT key_sets_name_key UNIQUE (name),
        CONSTRAINT key_sets_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX key_sets_tags_idx ON key_sets USING gin (tags);
    CREATE TRIGGER key_sets_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON key_sets FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE keys (
        id uuid NOT NULL,
        set_id uuid,
        name text,
        cache_key text,
        ws_id uuid,
        kid text,
        jwk text,
        pem jsonb,
        tags text[],
        created_at timestamptz,
        updated_at timestamptz,
        CONSTRAINT keys_pkey PRIMARY KEY (id),
        CONSTRAINT keys_cache_key_key UNIQUE (cache_key),
        CONSTRAINT keys_kid_set_id_key UNIQUE (kid, set_id),
        CONSTRAINT keys_name_key UNIQUE (name),
        CONSTRAINT keys_set_id_fkey FOREIGN KEY (set_id) REFERENCES key_sets (id) ON DELETE CASCADE,
        CONSTRAINT keys_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX keys_fkey_key_sets ON keys (set_id);
    CREATE INDEX keys_tags_idx ON keys USING gin (tags);
    CREATE TRIGGER keys_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON keys FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE sm_vaults (
        id uuid NOT NULL,
        ws_id uuid,
        prefix text,
        name text NOT NULL,
        description text,
        config jsonb NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        updated_at timestamptz,
        tags text[],
        CONSTRAINT sm_vaults_pkey PRIMARY KEY (id),
        CONSTRAINT sm_vaults_id_ws_id_key UNIQUE (id, ws_id),
        CONSTRAINT sm_vaults_prefix_key UNIQUE (prefix),
        CONSTRAINT sm_vaults_prefix_ws_id_key UNIQUE (prefix, ws_id),
        CONSTRAINT sm_vaults_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX sm_vaults_tags_idx ON sm_vaults USING gin (tags);
    CREATE TRIGGER sm_vaults_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON sm_vaults FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE parameters (
        key text NOT NULL,
        value text NOT NULL,
        created_at timestamptz,
        CONSTRAINT parameters_pkey PRIMARY KEY (key)
    );

    CREATE TABLE keyauth_credentials (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        consumer_id uuid,
        key text,
        tags text[],
        ttl timestamptz,
        ws_id uuid,
        CONSTRAINT keyauth_credentials_pkey PRIMARY KEY (id),
        CONSTRAINT keyauth_credentials_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT keyauth_credentials_ws_id_key_unique UNIQUE (ws_id, key),
        CONSTRAINT keyauth_credentials_consumer_id_fkey FOREIGN KEY (consumer_id, ws_id) REFERENCES consumers (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT keyauth_credentials_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX keyauth_credentials_consumer_id_idx ON keyauth_credentials (consumer_id);
    CREATE INDEX keyauth_credentials_ttl_idx ON keyauth_credentials (ttl);
    CREATE INDEX keyauth_tags_idex_tags_idx ON keyauth_credentials USING gin (tags);
    CREATE TRIGGER keyauth_credentials_ttl_trigger AFTER INSERT ON keyauth_credentials FOR EACH STATEMENT EXECUTE FUNCTION batch_delete_expired_rows('ttl');
    CREATE TRIGGER keyauth_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON keyauth_credentials FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE basicauth_credentials (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        consumer_id uuid,
        username text,
        password text,
        tags text[],
        ws_id uuid,
        CONSTRAINT basicauth_credentials_pkey PRIMARY KEY (id),
        CONSTRAINT basicauth_credentials_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT basicauth_credentials_ws_id_username_unique UNIQUE (ws_id, username),
        CONSTRAINT basicauth_credentials_consumer_id_fkey FOREIGN KEY (consumer_id, ws_id) REFERENCES consumers (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT basicauth_credentials_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX basicauth_consumer_id_idx ON basicauth_credentials (consumer_id);
    CREATE INDEX basicauth_tags_idex_tags_idx ON basicauth_credentials USING gin (tags);
    CREATE TRIGGER basicauth_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON basicauth_credentials FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE hmacauth_credentials (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        consumer_id uuid,
        username text,
        secret text,
        tags text[],
        ws_id uuid,
        CONSTRAINT hmacauth_credentials_pkey PRIMARY KEY (id),
        CONSTRAINT hmacauth_credentials_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT hmacauth_credentials_ws_id_username_unique UNIQUE (ws_id, username),
        CONSTRAINT hmacauth_credentials_consumer_id_fkey FOREIGN KEY (consumer_id, ws_id) REFERENCES consumers (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT hmacauth_credentials_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX hmacauth_credentials_consumer_id_idx ON hmacauth_credentials (consumer_id);
    CREATE INDEX hmacauth_tags_idex_tags_idx ON hmacauth_credentials USING gin (tags);
    CREATE TRIGGER hmacauth_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON hmacauth_credentials FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE jwt_secrets (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        consumer_id uuid,
        key text,
        secret text,
        algorithm text,
        rsa_public_key text,
        tags text[],
        ws_id uuid,
        CONSTRAINT jwt_secrets_pkey PRIMARY KEY (id),
        CONSTRAINT jwt_secrets_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT jwt_secrets_ws_id_key_unique UNIQUE (ws_id, key),
        CONSTRAINT jwt_secrets_consumer_id_fkey FOREIGN KEY (consumer_id, ws_id) REFERENCES consumers (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT jwt_secrets_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX jwt_secrets_consumer_id_idx ON jwt_secrets (consumer_id);
    CREATE INDEX jwt_secrets_secret_idx ON jwt_secrets (secret);
    CREATE INDEX jwtsecrets_tags_idex_tags_idx ON jwt_secrets USING gin (tags);
    CREATE TRIGGER jwtsecrets_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON jwt_secrets FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE acls (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        consumer_id uuid,
        "group" text,
        cache_key text,
        tags text[],
        ws_id uuid,
        CONSTRAINT acls_pkey PRIMARY KEY (id),
        CONSTRAINT acls_cache_key_key UNIQUE (cache_key),
        CONSTRAINT acls_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT acls_consumer_id_fkey FOREIGN KEY (consumer_id, ws_id) REFERENCES consumers (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT acls_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX acls_consumer_id_idx ON acls (consumer_id);
    CREATE INDEX acls_group_idx ON acls ("group");
    CREATE INDEX acls_tags_idex_tags_idx ON acls USING gin (tags);
    CREATE TRIGGER acls_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON acls FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE oauth2_credentials (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        name text,
        consumer_id uuid,
        client_id text,
        client_secret text,
        redirect_uris text[],
        tags text[],
        client_type text,
        hash_secret boolean,
        ws_id uuid,
        CONSTRAINT oauth2_credentials_pkey PRIMARY KEY (id),
        CONSTRAINT oauth2_credentials_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT oauth2_credentials_ws_id_client_id_unique UNIQUE (ws_id, client_id),
        CONSTRAINT oauth2_credentials_consumer_id_fkey FOREIGN KEY (consumer_id, ws_id) REFERENCES consumers (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT oauth2_credentials_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX oauth2_credentials_consumer_id_idx ON oauth2_credentials (consumer_id);
    CREATE INDEX oauth2_credentials_secret_idx ON oauth2_credentials (client_secret);
    CREATE INDEX oauth2_credentials_tags_idex_tags_idx ON oauth2_credentials USING gin (tags);
    CREATE TRIGGER oauth2_credentials_sync_tags_trigger AFTER INSERT OR UPDATE OF tags OR DELETE ON oauth2_credentials FOR EACH ROW EXECUTE FUNCTION sync_tags();

    CREATE TABLE oauth2_authorization_codes (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        credential_id uuid,
        service_id uuid,
        code text,
        authenticated_userid text,
        scope text,
        ttl timestamptz,
        challenge text,
        challenge_method text,
        ws_id uuid,
        plugin_id uuid,
        CONSTRAINT oauth2_authorization_codes_pkey PRIMARY KEY (id),
        CONSTRAINT oauth2_authorization_codes_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT oauth2_authorization_codes_ws_id_code_unique UNIQUE (ws_id, code),
        CONSTRAINT oauth2_authorization_codes_credential_id_fkey FOREIGN KEY (credential_id, ws_id) REFERENCES oauth2_credentials (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT oauth2_authorization_codes_plugin_id_fkey FOREIGN KEY (plugin_id) REFERENCES plugins (id) ON DELETE CASCADE,
        CONSTRAINT oauth2_authorization_codes_service_id_fkey FOREIGN KEY (service_id, ws_id) REFERENCES services (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT oauth2_authorization_codes_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX oauth2_authorization_codes_authenticated_userid_idx ON oauth2_authorization_codes (authenticated_userid);
    CREATE INDEX oauth2_authorization_codes_ttl_idx ON oauth2_authorization_codes (ttl);
    CREATE INDEX oauth2_authorization_credential_id_idx ON oauth2_authorization_codes (credential_id);
    CREATE INDEX oauth2_authorization_service_id_idx ON oauth2_authorization_codes (service_id);
    CREATE TRIGGER oauth2_authorization_codes_ttl_trigger AFTER INSERT ON oauth2_authorization_codes FOR EACH STATEMENT EXECUTE FUNCTION batch_delete_expired_rows('ttl');

    CREATE TABLE oauth2_tokens (
        id uuid NOT NULL,
        created_at timestamptz DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        credential_id uuid,
        service_id uuid,
        access_token text,
        refresh_token text,
        token_type text,
        expires_in integer,
        authenticated_userid text,
        scope text,
        ttl timestamptz,
        ws_id uuid,
        CONSTRAINT oauth2_tokens_pkey PRIMARY KEY (id),
        CONSTRAINT oauth2_tokens_id_ws_id_unique UNIQUE (id, ws_id),
        CONSTRAINT oauth2_tokens_ws_id_access_token_unique UNIQUE (ws_id, access_token),
        CONSTRAINT oauth2_tokens_ws_id_refresh_token_unique UNIQUE (ws_id, refresh_token),
        CONSTRAINT oauth2_tokens_credential_id_fkey FOREIGN KEY (credential_id, ws_id) REFERENCES oauth2_credentials (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT oauth2_tokens_service_id_fkey FOREIGN KEY (service_id, ws_id) REFERENCES services (id, ws_id) ON DELETE CASCADE,
        CONSTRAINT oauth2_tokens_ws_id_fkey FOREIGN KEY (ws_id) REFERENCES workspaces (id)
    );
    CREATE INDEX oauth2_tokens_authenticated_userid_idx ON oauth2_tokens (authenticated_userid);
    CREATE INDEX oauth2_tokens_credential_id_idx ON oauth2_tokens (credential_id);
    CREATE INDEX oauth2_tokens_service_id_idx ON oauth2_tokens (service_id);
    CREATE INDEX oauth2_tokens_ttl_idx ON oauth2_tokens (ttl);
    CREATE TRIGGER oauth2_tokens_ttl_trigger AFTER INSERT ON oauth2_tokens FOR EACH STATEMENT EXECUTE FUNCTION batch_delete_expired_rows('ttl');

    CREATE TABLE sessions (
        id uuid NOT NULL,
        session_id text,
        expires integer,
        data text,
        created_at timestamptz,
        ttl timestamptz,
        CONSTRAINT sessions_pkey PRIMARY KEY (id),
        CONSTRAINT sessions_session_id_key UNIQUE (session_id)
    );
    CREATE INDEX session_sessions_expires_idx ON sessions (expires);
    CREATE INDEX sessions_ttl_idx ON sessions (ttl);
    CREATE TRIGGER sessions_ttl_trigger AFTER INSERT ON sessions FOR EACH STATEMENT EXECUTE FUNCTION batch_delete_expired_rows('ttl');

    CREATE TABLE acme_storage (
        id uuid NOT NULL,
        key text,
        value text,
        created_at timestamptz,
        ttl timestamptz,
        CONSTRAINT acme_storage_pkey PRIMARY KEY (id),
        CONSTRAINT acme_storage_key_key UNIQUE (key)
    );
    CREATE INDEX acme_storage_ttl_idx ON acme_storage (ttl);
    CREATE TRIGGER acme_storage_ttl_trigger AFTER INSERT ON acme_storage FOR EACH STATEMENT EXECUTE FUNCTION batch_delete_expired_rows('ttl');

    CREATE TABLE ratelimiting_metrics (
        identifier text NOT NULL,
        period text NOT NULL,
        period_date timestamptz NOT NULL,
        service_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
        route_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
        value integer,
        ttl timestamptz,
        CONSTRAINT ratelimiting_metrics_pkey PRIMARY KEY (identifier, period, period_date, service_id, route_id)
    );
    CREATE INDEX ratelimiting_metrics_idx ON ratelimiting_metrics (service_id, route_id, period_date, period);
    CREATE INDEX ratelimiting_metrics_ttl_idx ON ratelimiting_metrics (ttl);
    CREATE TRIGGER ratelimiting_metrics_ttl_trigger AFTER INSERT ON ratelimiting_metrics FOR EACH STATEMENT EXECUTE FUNCTION batch_delete_expired_rows('ttl');

    CREATE TABLE response_ratelimiting_metrics (
        identifier text NOT NULL,
        period text NOT NULL,
        period_date timestamptz NOT NULL,
        service_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
        route_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
        value integer,
        CONSTRAINT response_ratelimiting_metrics_pkey PRIMARY KEY (identifier, period, period_date, service_id, route_id)
    );

    CREATE TABLE tags (
        entity_id uuid NOT NULL,
        entity_name text,
        tags text[],
        CONSTRAINT tags_pkey PRIMARY KEY (entity_id)
    );
    CREATE INDEX tags_entity_name_idx ON tags (entity_name);
    CREATE INDEX tags_tags_idx ON tags USING gin (tags);

    CREATE TABLE cluster_events (
        id uuid NOT NULL,
        node_id uuid NOT NULL,
        at timestamptz NOT NULL,
        nbf timestamptz,
        expire_at timestamptz NOT NULL,
        channel text,
        data text,
        CONSTRAINT cluster_events_pkey PRIMARY KEY (id)
    );
    CREATE INDEX cluster_events_at_idx ON cluster_events (at);
    CREATE INDEX cluster_events_channel_idx ON cluster_events (channel);
    CREATE INDEX cluster_events_expire_at_idx ON cluster_events (expire_at);
    CREATE TRIGGER cluster_events_ttl_trigger AFTER INSERT ON cluster_events FOR EACH STATEMENT EXECUTE FUNCTION batch_delete_expired_rows('expire_at');

    CREATE TABLE locks (
        key text NOT NULL,
        owner text,
        ttl timestamptz,
        CONSTRAINT locks_pkey PRIMARY KEY (key)
    );
    CREATE INDEX locks_ttl_idx ON locks (ttl);

    CREATE TABLE schema_meta (
        key text NOT NULL,
        subsystem text NOT NULL,
        last_executed text,
        executed text[],
        pending text[],
        CONSTRAINT schema_meta_pkey PRIMARY KEY (key, subsystem)
    );

    INSERT INTO workspaces (id, name) VALUES (gen_random_uuid(), 'default');
    INSERT INTO parameters (key, value, created_at) VALUES ('cluster_id', gen_random_uuid()::text, CURRENT_TIMESTAMP(0));

    -- What Kong looks at to see that there is nothing left to migrate.
    INSERT INTO schema_meta (key, subsystem, last_executed, executed, pending)
    SELECT 'schema_meta', subsystem, executed[array_upper(executed, 1)], executed, '{}'
    FROM (VALUES
        ('core', ARRAY[
            '000_base', '003_100_to_110', '004_110_to_120', '005_120_to_130', '006_130_to_140', '007_140_to_150',
            '008_150_to_200', '009_200_to_210', '010_210_to_211', '011_212_to_213', '012_213_to_220', '013_220_to_230',
            '014_230_to_270', '015_270_to_280', '016_280_to_300', '017_300_to_310', '018_310_to_320', '019_320_to_330',
            '020_330_to_340', '021_340_to_350', '022_350_to_360', '023_360_to_370', '024_380_to_390']),
        ('acl', ARRAY['000_base_acl', '002_130_to_140', '003_200_to_210', '004_212_to_213']),
        ('acme', ARRAY['000_base_acme', '001_280_to_300', '002_320_to_330', '003_350_to_360']),
        ('ai-proxy', ARRAY['001_360_to_370']),
        ('basic-auth', ARRAY['000_base_basic_auth', '002_130_to_140', '003_200_to_210']),
        ('bot-detection', ARRAY['001_200_to_210']),
        ('hmac-auth', ARRAY['000_base_hmac_auth', '002_130_to_140', '003_200_to_210']),
        ('http-log', ARRAY['001_280_to_300']),
        ('ip-restriction', ARRAY['001_200_to_210']),
        ('jwt', ARRAY['000_base_jwt', '002_130_to_140', '003_200_to_210']),
        ('key-auth', ARRAY['000_base_key_auth', '002_130_to_140', '003_200_to_210', '004_320_to_330']),
        ('oauth2', ARRAY['000_base_oauth2', '003_130_to_140', '004_200_to_210', '005_210_to_211', '006_320_to_330', '007_320_to_330']),
        ('opentelemetry', ARRAY['001_331_to_332']),
        ('post-function', ARRAY['001_280_to_300']),
        ('pre-function', ARRAY['001_280_to_300']),
        ('rate-limiting', ARRAY['000_base_rate_limiting', '003_10_to_112', '004_200_to_210', '005_320_to_330', '006_350_to_360']),
        ('response-ratelimiting', ARRAY['000_base_response_rate_limiting', '001_350_to_360']),
        ('session', ARRAY['000_base_session', '001_add_ttl_index', '002_320_to_330'])
    ) AS migrations (subsystem, executed);

    END
    $layout$;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM konglite_migrations WHERE "MigrationId" = '20260101000000_KongLayout') THEN
    INSERT INTO konglite_migrations ("MigrationId", "ProductVersion")
    VALUES ('20260101000000_KongLayout', '10.0.15');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM konglite_migrations WHERE "MigrationId" = '20260201000000_ChangeFeed') THEN
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

    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM konglite_migrations WHERE "MigrationId" = '20260201000000_ChangeFeed') THEN
    INSERT INTO konglite_migrations ("MigrationId", "ProductVersion")
    VALUES ('20260201000000_ChangeFeed', '10.0.15');
    END IF;
END $EF$;
COMMIT;
