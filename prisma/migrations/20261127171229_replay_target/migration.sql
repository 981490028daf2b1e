-- AlterTable
ALTER TABLE "ReplayResult" ADD COLUMN     "target" DOUBLE PRECISION;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
