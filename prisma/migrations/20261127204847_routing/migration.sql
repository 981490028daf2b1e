-- AlterTable
ALTER TABLE "PickTerms" ADD COLUMN     "routing" TEXT NOT NULL DEFAULT 'shortest';


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
