-- A plan made while a table was small (a foreign-key check above all) can pick an index that reads the whole shop for every
-- row. ANALYZE corrects it; autovacuum comes for that only once a minute, which a first backfill or a first busy hour cannot
-- wait for. The app owns no table, so this does it on its behalf: for tables that have grown by half since they were looked at.
CREATE FUNCTION backroom_learn_sizes() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE t regclass; learned integer := 0;
BEGIN
  FOR t IN
    SELECT relid::regclass FROM pg_stat_user_tables
    WHERE schemaname = 'public' AND n_mod_since_analyze > 200 + n_live_tup / 2
    ORDER BY relid
  LOOP
    EXECUTE format('ANALYZE %s', t);
    learned := learned + 1;
  END LOOP;
  RETURN learned;
END $$;
REVOKE ALL ON FUNCTION backroom_learn_sizes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION backroom_learn_sizes() TO backroom_app;

-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
