-- DropIndex
DROP INDEX "Command_shop_subject_idx";

-- AlterTable
ALTER TABLE "Command" ADD COLUMN     "before" JSONB,
ADD COLUMN     "round" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "seq" BIGSERIAL NOT NULL;

-- CreateIndex
CREATE INDEX "Command_shop_subject_seq_idx" ON "Command"("shop", "subject", "seq");

-- CreateIndex
CREATE INDEX "Command_shop_seq_idx" ON "Command"("shop", "seq");


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;

-- A serial column brings a sequence; the app's role needs this one and those to come.
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO backroom_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO backroom_app;
