-- AlterTable
ALTER TABLE "Wave" ADD COLUMN     "express" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "WaveOrder" ADD COLUMN     "joinedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "WaveRule" ADD COLUMN     "express" TEXT;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
